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

    kam_account_id = fields.Many2one(
        "res.partner",
        string="Account",
        compute="_compute_kam_account_id",
        groups="sales_team.group_sale_salesman",
        help="Whose competitors the user may add to.",
    )

    @api.depends("lead_ids")
    def _compute_kam_account_id(self):
        """The account of all the leads, if its team is at work: only the team adds
        market players."""
        Player = self.env["kam.player"]
        for wizard in self:
            account = wizard.lead_ids.kam_account_id
            may_add = len(account) == 1 and account.kam_in_team
            wizard.kam_account_id = (
                account if may_add and Player.has_access("create") else False
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
