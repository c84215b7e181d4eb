from collections import defaultdict

from odoo import models

from .kam_reminder import OWN_ACTIVITY


class KamReminder(models.Model):
    """New activities of a rule: on which record, and in which words."""

    _inherit = "kam.reminder"

    def _schedule(self, rows, due):
        """New activities, each on a record that its responsible may read."""
        if not rows:
            return
        # what is asked of each person, read for all of them at once
        users = self.env["res.users"].sudo().browse({row["user_id"] for row in rows})
        people = {user.id: user for user in users}
        self._place(rows, people)
        for model in {row["place"][0] for row in rows}:
            # the names of all records at once, which each activity keeps
            self.env[model].sudo().browse(
                [row["place"][1] for row in rows if row["place"][0] == model]
            ).mapped("display_name")
        words = self._words(rows, people)
        quiet = self.env["mail.activity"].sudo()
        quiet.with_context(mail_activity_quick_update=True).create(
            [
                {
                    **text,
                    "res_model_id": self.env["ir.model"]._get_id(row["place"][0]),
                    "res_id": row["place"][1],
                    "activity_type_id": self.activity_type_id.id,
                    "automated": True,
                    "date_deadline": due[self._day_key(row)],
                    "user_id": row["user_id"],
                    "kam_reminder_id": self.id,
                    "kam_reminder_key": row["place"][2],
                    "kam_reminder_step": row["step"],
                    "kam_reminder_date": row["date"],
                    "kam_reminder_due": due[self._day_key(row)],
                    "kam_reminder_user_id": row["user_id"],
                }
                for row, text in zip(rows, words, strict=True)
            ]
        )

    def _place(self, rows, people):
        """Where each activity goes: on the record, or on its account instead.

        :param people: dict number → res.users
        :return: nothing; each row gets ``place``: model, number, key
        """
        groups = defaultdict(list)
        for row in rows:
            groups[row["res_model"], row["user_id"]].append(row)
        for (model, number), found in groups.items():
            records = (
                self.env[model]
                .with_user(people[number])
                .with_context(
                    active_test=False,
                    allowed_company_ids=people[number].company_ids.ids,
                )
            )
            readable = set()
            if records.has_access("read"):
                # by the database: Python would go through the rules record by record
                numbers = [row["res_id"] for row in found]
                readable.update(records._search([("id", "in", numbers)], order="id"))
            for row in found:
                if row["res_id"] in readable or not row["account_id"]:
                    row["place"] = model, row["res_id"], row["key"]
                else:
                    row["place"] = (
                        "res.partner",
                        row["account_id"],
                        "@" + row["identity"],
                    )

    def _words(self, rows, people):
        """Text and advice of each row, in the language of its responsible."""
        texts = []
        told = {
            lang: self.with_context(lang=lang)
            for lang in {user.lang or self.env.lang for user in people.values()}
        }
        for row in rows:
            reminder = told[people[row["user_id"]].lang or self.env.lang]
            texts.append({"summary": reminder._text(row), "note": reminder.note})
        return texts

    def _text(self, row):
        """What the responsible reads in the list."""
        text = self.name
        detail = self._detail(row)
        if detail:
            text = self.env._("%(text)s: %(detail)s", text=text, detail=detail)
        if row["step"] and self.trigger not in OWN_ACTIVITY:
            text = self.env._("Not done yet: %s", text)
        return text

    def _detail(self, row):
        """What tells one from the other in a list; no name to who may not read it."""
        if self.trigger in OWN_ACTIVITY and row["place"][0] == row["res_model"]:
            return self.env[row["res_model"]].sudo().browse(row["res_id"]).name
        if self.trigger == "contact" and row["key"].endswith(":executive"):
            return self.env._("executive contact")
        if self.trigger == "customer":
            labels = self.env["res.partner"]._fields["kam_retention"]
            state = row["key"].partition(":")[2]
            return dict(labels._description_selection(self.env))[state].lower()
        return ""
