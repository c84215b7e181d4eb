from odoo import models


class KamPlan(models.Model):
    """Checklists that begin at a plan."""

    _inherit = "kam.plan"

    def action_negotiation(self):
        """Start the preparation of a negotiation with the account of the plan."""
        self.check_access("write")
        return self.partner_id.action_kam_negotiation()
