from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from .mail_activity_plan_template import SHIPPED_STEPS

NEGOTIATION = "kam_odoo.mail_activity_plan_negotiation"
WIN_BACK = "kam_odoo.mail_activity_plan_win_back"
_lt = LazyTranslate(__name__)
SHIPPED_STEPS += [
    _lt("Gather figures: revenue, margin, discounts, what the customer costs us"),
    _lt("Find out who negotiates, who decides and what each of them wants"),
    _lt("Write down our goal, the least we accept and what we do without an agreement"),
    _lt("List what we can give and what we want for it"),
    _lt("Agree with the executive sponsor how far we may go"),
    _lt("Go through the talk once, with who plays which part"),
    _lt("Find out what has changed: orders, complaints, prices, people"),
    _lt("Call the customer and ask why they order less"),
    _lt("Let the executive sponsor talk to the customer's management"),
    _lt("Prepare an offer that answers the reason"),
    _lt("Visit the customer with the offer"),
]


class ResPartner(models.Model):
    """Checklists of an account that people start, not decisions (D2)."""

    _inherit = "res.partner"

    kam_is_winning_back = fields.Boolean(
        string="Being won back",
        compute="_compute_kam_is_winning_back",
        groups="base.group_user",
    )

    def _compute_kam_is_winning_back(self):
        """Whether steps of the checklist are still to be done."""
        steps = self.env["kam.decision"]._checklist(WIN_BACK).template_ids
        busy = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "res.partner"),
                    ("res_id", "in", self.ids),
                    ("kam_template_id", "in", steps.ids),
                ]
            )
            .mapped("res_id")
        )
        for partner in self:
            partner.kam_is_winning_back = partner.id in busy

    def action_kam_win_back(self):
        """Start the checklist for each account, with its manager or whoever asks."""
        return self._kam_start_checklist(WIN_BACK)

    def action_kam_negotiation(self):
        """Start the preparation of a negotiation."""
        return self._kam_start_checklist(NEGOTIATION)

    def _kam_start_checklist(self, xmlid):
        """Put the steps that are not open already on the lists, and say so.

        :raises UserError: if the checklist was archived or deleted
        """
        accounts = self.kam_account_id
        accounts.check_access("write")
        checklist = self.env["kam.decision"]._checklist(xmlid)
        if not checklist:
            raise UserError(
                self.env._(
                    "This checklist was deleted or archived. Start another one from "
                    "the activities of the account."
                )
            )
        for account in accounts:
            manager = account.kam_manager_id
            checklist._kam_start(
                account.sudo(), manager if manager.active else self.env.user
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "“%(checklist)s” is on the lists of those who have to do it.",
                    checklist=checklist.name,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
