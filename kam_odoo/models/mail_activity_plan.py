from odoo import models


class MailActivityPlan(models.Model):
    """A checklist started by a decision instead of by hand."""

    _inherit = "mail.activity.plan"

    def _kam_open_steps(self, account):
        """Activities of this plan that are still to be done at an account."""
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", account.id),
                ("kam_template_id", "in", self.template_ids.ids),
            ]
        )

    def _kam_start(self, account, user):
        """Schedule the steps that are not open already.

        No mail per step: the new manager follows the account and is told at once.

        :param account: res.partner
        :param user: who does what the plan leaves open
        """
        quiet = account.with_context(mail_activity_quick_update=True)
        done_by_now = self._kam_open_steps(account).kam_template_id
        for template in self.template_ids - done_by_now:
            found = template._determine_responsible(user, account)["responsible"]
            responsible = found if found.active else user
            quiet.activity_schedule(
                activity_type_id=template.activity_type_id.id,
                automated=False,
                summary=template._kam_summary(responsible.lang),
                note=template.note,
                user_id=responsible.id,
                date_deadline=template._kam_working_day(),
                kam_template_id=template.id,
            )
