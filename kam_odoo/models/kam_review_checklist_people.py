from contextlib import contextmanager

from odoo import api, models


class KamReview(models.Model):
    """The steps of a checklist go along with who is meant to do them."""

    _inherit = "kam.review"

    def write(self, vals):
        if not {"partner_id", "plan_id", "sponsor_id", "user_id"} & set(vals):
            return super().write(vals)
        with self._steps_follow():
            return super().write(vals)

    @api.model
    def _with_checklist(self, field, records):
        """Planned reviews of accounts or plans whose steps are on people's lists."""
        return self.sudo().search(
            [
                (field, "in", records.ids),
                ("state", "=", "planned"),
                ("date_checklist", "!=", False),
            ]
        )

    @contextmanager
    def _steps_follow(self):
        """Hand over the open steps of whoever is not meant any more afterwards.

        What somebody has given to a colleague by hand stays there.
        """
        before = self._steps_and_people()
        yield
        for step, (_meant, user) in self._steps_and_people().items():
            meant, former = before.get(step, (step.user_id, user))
            if user != former and (step.user_id == former or not meant.active):
                step.with_context(mail_activity_quick_update=True).user_id = user

    def _steps_and_people(self):
        """Who is meant by the checklist.

        :return: dict open step → (who is meant, who gets it in place of him)
        """
        found = {}
        for review in self.sudo().filtered("date_checklist"):
            for step in review._checklist_steps():
                meant = step.kam_template_id._determine_responsible(
                    review.user_id, review
                )["responsible"]
                found[step] = (meant, review._preparer(meant))
        return found


class KamPlan(models.Model):
    _inherit = "kam.plan"

    def write(self, vals):
        if not {"sponsor_id", "user_id"} & set(vals):
            return super().write(vals)
        reviews = self.env["kam.review"]._with_checklist("plan_id", self)
        with reviews._steps_follow():
            return super().write(vals)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if not {"kam_manager_id", "kam_sponsor_id"} & set(vals):
            return super().write(vals)
        reviews = self.env["kam.review"]._with_checklist("partner_id", self)
        with reviews._steps_follow():
            return super().write(vals)
