from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_kam_escalate(self):
        """Raise an escalation about this order."""
        self.ensure_one()
        return self.env["kam.escalation"]._action_raise(
            contact=self.partner_id, company=self.company_id, order=self
        )
