from odoo import fields, models


class KamDiscountRequest(models.TransientModel):
    """Why the discounts of a quotation should be approved."""

    _name = "kam.discount.request"
    _description = "Ask for Approval of Discounts"

    order_id = fields.Many2one(
        "sale.order", string="Quotation", required=True, ondelete="cascade"
    )
    message = fields.Text(related="order_id.kam_discount_message", related_sudo=False)
    reason = fields.Text(required=True)

    def action_ask(self):
        """Send the request."""
        self.ensure_one()
        self.order_id._kam_ask_approval(self.reason)
        return {"type": "ir.actions.act_window_close"}
