import logging
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

from .kam_reminder import OWN_ACTIVITY

_logger = logging.getLogger(__name__)
BATCH = 500


class KamReminder(models.Model):
    """The daily job: schedule what is missing, take away what no longer holds (D1).

    A run can be killed at any moment: what was done is committed batch by batch, and
    the next run computes the rest anew. A rule or a record that fails is logged, shown
    on the rule and told to the Key Accounts managers; the others go on.
    """

    _inherit = "kam.reminder"

    @api.model
    def _cron_remind(self):
        """Evaluate each rule once. Doing it twice changes nothing."""
        reminders = self.sudo().search([])
        # to tell people is one thing more to do
        self._commit(0, remaining=len(reminders) + 1)
        for reminder in reminders:
            if not reminder._remind() or not self._commit(1):
                return
        if self._tell():
            self._commit(1)

    @api.model
    def _commit(self, processed, **values):
        """Keep what was done, in the job; elsewhere the transaction is the caller's.

        :return: whether there is time to go on
        """
        if "ir_cron_progress_id" not in self.env.context:
            return True
        return bool(self.env["ir.cron"]._commit_progress(processed, **values))

    def _remind(self):
        """Make the lists what this rule wants them to be.

        :return: whether there is time to go on
        """
        self.ensure_one()
        failed = 0
        try:
            with self.env.cr.savepoint():
                rows = self._difference()
        except Exception as error:
            _logger.exception("Reminder %s could not be evaluated", self.id)
            self.invalidate_recordset()
            self._report(
                self.env._("This reminder could not be evaluated: %s", str(error))
            )
            return True
        for batch in split_every(BATCH, rows, list):
            failed += self._apply(batch)
            if not self._commit(0):
                return False
        self._report(
            self.env._(
                "%s activities could not be scheduled or changed; the log of the "
                "server says why.",
                failed,
            )
            if failed
            else False
        )
        return True

    def _report(self, problem):
        """Show a problem on the rule, and tell it once; or that it is over."""
        self.ensure_one()
        if (self.last_error or False) == problem:
            return
        self.last_error = problem
        if problem:
            managers = self.env["res.users"]._kam_managers(self.company_id)
            self.message_post(
                body=problem,
                author_id=self.env.ref("base.partner_root").id,
                partner_ids=managers.partner_id.ids,
            )

    def _apply(self, rows):
        """Make a part of the difference; where that fails, each row by itself.

        :return: number of rows that failed
        """
        try:
            with self.env.cr.savepoint():
                self._change(rows)
            return 0
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # somebody is working on such an activity right now: next time
            self.env.invalidate_all(flush=False)
            if len(rows) == 1:
                return 0
        except Exception:
            self.env.invalidate_all(flush=False)
            if len(rows) == 1:
                _logger.exception("Reminder %s failed for %s", self.id, rows[0])
                return 1
        return sum(self._apply([row]) for row in rows)

    def _change(self, rows):
        """Take away, move and schedule, each in one batch."""
        self.ensure_one()
        gone, forgotten, moved, new = [], [], defaultdict(list), []
        due = self._due_days(rows)
        for row in rows:
            if row["activity_id"] and not row["active"]:
                forgotten.append(row["activity_id"])
            elif row["activity_id"] and (row["other"] or not row["identity"]):
                gone.append(row["activity_id"])
            elif row["activity_id"]:
                moved[row["date"], due[self._day_key(row)]].append(row["activity_id"])
                continue
            if row["user_id"]:
                new.append(row)
        activities = self.env["mail.activity"].sudo()
        activities.browse(gone).exists().unlink()
        activities.browse(forgotten).exists().kam_reminder_key = False
        for (day, deadline), numbers in moved.items():
            activities.browse(numbers).exists().write(
                {
                    "date_deadline": deadline,
                    "kam_reminder_date": day,
                    "kam_reminder_due": deadline,
                }
            )
        self._schedule(new, due)
        self.env.flush_all()

    @api.model
    def _day_key(self, row):
        """What the deadline of a row depends on."""
        day = row["date"] if row["step"] == 0 else None
        return row["company_id"], row["today"], day, row["step"]

    def _due_days(self, rows):
        """Deadlines, on working days of the company.

        What has a day is due on it, or on the working day before; what has none, after
        the days of the activity's type. Nothing begins overdue.

        :return: dict ``_day_key`` → date
        """
        found = {}
        by_company = defaultdict(set)
        for row in rows:
            if row["identity"]:
                by_company[row["company_id"]].add(self._day_key(row))
        for number, keys in by_company.items():
            company = self.env["res.company"].browse(number)
            earliest = [
                key[1] if key[2] or key[3] else self._after_delay(key[1])
                for key in keys
            ]
            days = [key[2] or day for key, day in zip(keys, earliest, strict=True)]
            moved = company._kam_move_to_working_days(
                [(day, None) for day in earliest] + [(day, day) for day in days]
            )
            pairs = zip(moved[: len(keys)], moved[len(keys) :], strict=True)
            for key, (forth, back) in zip(keys, pairs, strict=True):
                found[key] = max(forth, back)
        return found

    def _after_delay(self, day):
        """The day after the delay of the activity's type, counted from a day."""
        delay = {self.activity_type_id.delay_unit: self.activity_type_id.delay_count}
        return day + relativedelta(**delay)

    def _schedule(self, rows, due):
        """New activities, each on a record that its responsible may read."""
        if not rows:
            return
        self._place(rows)
        for model in {row["place"][0] for row in rows}:
            # the names of all records at once, which each activity keeps
            self.env[model].sudo().browse(
                [row["place"][1] for row in rows if row["place"][0] == model]
            ).mapped("display_name")
        quiet = self.env["mail.activity"].sudo()
        quiet.with_context(mail_activity_quick_update=True).create(
            [
                {
                    **self._words(row),
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
                for row in rows
            ]
        )

    def _place(self, rows):
        """Where each activity goes: on the record, or on its account instead.

        :return: nothing; each row gets ``place``: model, number, key
        """
        groups = defaultdict(list)
        for row in rows:
            groups[row["res_model"], row["user_id"]].append(row)
        for (model, number), found in groups.items():
            user = self.env["res.users"].sudo().browse(number)
            records = (
                self.env[model]
                .with_user(user)
                .with_context(allowed_company_ids=user.company_ids.ids)
                .browse([row["res_id"] for row in found])
            )
            readable = set(records._filtered_access("read").ids)
            for row in found:
                if row["res_id"] in readable or not row["account_id"]:
                    row["place"] = model, row["res_id"], row["key"]
                else:
                    row["place"] = (
                        "res.partner",
                        row["account_id"],
                        "@" + row["identity"],
                    )

    def _words(self, row):
        """Text and advice, in the language of the responsible."""
        user = self.env["res.users"].sudo().browse(row["user_id"])
        told = self.with_context(lang=user.lang or self.env.lang)
        text = told.name
        detail = told._detail(row)
        if detail:
            text = told.env._("%(text)s: %(detail)s", text=text, detail=detail)
        if row["step"] and self.trigger not in OWN_ACTIVITY:
            text = told.env._("Not done yet: %s", text)
        return {"summary": text, "note": told.note}

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
