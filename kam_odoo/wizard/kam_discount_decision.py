from odoo import fields, models
from odoo.exceptions import UserError


class KamDiscountDecision(models.TransientModel):
    """The comment with which discounts are approved or refused."""

    _name = "kam.discount.decision"
    _description = "Decide on Discounts"

    approval_id = fields.Many2one(
        "kam.discount.approval", required=True, ondelete="cascade"
    )
    decision = fields.Selection(
        [("approve", "Approve"), ("refuse", "Refuse")],
        required=True,
        default="approve",
    )
    requested_by = fields.Many2one(
        related="approval_id.requested_by", related_sudo=False
    )
    reason = fields.Text(related="approval_id.reason", related_sudo=False)
    line_ids = fields.One2many(related="approval_id.line_ids", related_sudo=False)
    comment = fields.Text()

    def action_decide(self):
        """Record the decision; who refuses says why."""
        self.ensure_one()
        if self.decision == "refuse" and not (self.comment or "").strip():
            raise UserError(self.env._("Say why the discounts are refused."))
        self.approval_id._decide(self.decision == "approve", self.comment)
        return {"type": "ir.actions.act_window_close"}
