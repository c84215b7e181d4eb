from odoo import fields, models


class KamPlan(models.Model):
    """What is open for the account: its opportunities, in the matrix (P9)."""

    _inherit = "kam.plan"

    opportunity_count = fields.Integer(
        string="Open opportunities",
        compute="_compute_opportunity_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_opportunity_count(self):
        """Those of the whole account that the user may see."""
        for plan in self:
            plan.opportunity_count = plan.partner_id.kam_opportunity_count

    def action_open_opportunities(self):
        """Open the opportunities of the account, by benefit and effort."""
        self.ensure_one()
        return self.partner_id.action_kam_opportunities()
