from odoo import models

from .kam_escalation_work import ANSWER


class MailActivity(models.Model):
    """Who ticks off “answer the customer” has answered."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        answer = self.env.ref(ANSWER, raise_if_not_found=False)
        answered = self.filtered(
            lambda activity: (
                activity.res_model == "kam.escalation"
                and activity.activity_type_id == answer
            )
        )
        escalations = self.env["kam.escalation"].browse(answered.mapped("res_id"))
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        escalations.exists()._respond()
        return result
