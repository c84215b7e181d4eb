from odoo import fields, models

APPROVE = "kam_odoo.mail_activity_type_plan_approve"


class KamPlan(models.Model):
    """A submitted plan lies on the list of somebody who may approve it.

    One person, not all managers; whoever approves it or gives it back takes it off.
    """

    _inherit = "kam.plan"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.sudo()._step_approval()
        return result

    def _step_approval(self):
        waiting = self.filtered(lambda plan: plan.state == "submitted")
        (self - waiting).activity_unlink([APPROVE])
        for plan in waiting:
            user = plan._approver()
            if user:
                day = plan.env["res.partner"]._kam_today(plan.company_id)
                plan.with_context(lang=user.lang).activity_schedule(
                    APPROVE,
                    user_id=user.id,
                    date_deadline=plan.company_id._kam_working_day(
                        fields.Date.add(day, days=3)
                    ),
                )

    def _approver(self):
        """The head of key accounts, or another manager if the head submitted it."""
        self.ensure_one()
        users = self.env["res.users"]._kam_managers(self.company_id)
        users -= self.submitted_by_id
        head = self.env["kam.reminder"]._head(self.company_id) & users
        system = self.env.ref("base.group_system").sudo().all_user_ids
        return head or users.sorted(lambda user: (user in system, user.id))[:1]
