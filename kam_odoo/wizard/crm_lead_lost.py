from odoo import api, fields, models


class CrmLeadLost(models.TransientModel):
    """Losing an opportunity of an account: to which of its competitors."""

    _inherit = "crm.lead.lost"

    kam_competitor_id = fields.Many2one(
        "kam.player",
        string="Lost to",
        domain="[('id', 'in', kam_competitor_ids)]",
        groups="sales_team.group_sale_salesman",
    )
    kam_competitor_ids = fields.Many2many(
        "kam.player",
        string="Competitors of the account",
        compute="_compute_kam_competitor_ids",
        groups="sales_team.group_sale_salesman",
    )

    @api.depends("lead_ids")
    def _compute_kam_competitor_ids(self):
        for wizard in self:
            wizard.kam_competitor_ids = self.env["crm.lead"]._kam_lost_to(
                wizard.lead_ids
            )

    def action_lost_reason_apply(self):
        """Note it before the lead is lost, and archived with it."""
        if self.kam_competitor_id in self.kam_competitor_ids:
            self.lead_ids.kam_competitor_id = self.kam_competitor_id
        return super().action_lost_reason_apply()
