from odoo import api, fields, models


class CrmLead(models.Model):
    """To whom an opportunity was lost."""

    _inherit = "crm.lead"

    kam_competitor_id = fields.Many2one(
        "kam.player",
        string="Lost to",
        domain="[('partner_id', '=', kam_account_id), ('kind', '=', 'competitor')]",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        tracking=True,
        groups="sales_team.group_sale_salesman",
        help="The competitor among the market players of the account.",
    )

    @api.model
    def _kam_lost_to(self, leads):
        """Competitors of the account that all the leads are of; none of several."""
        accounts = {lead.kam_account_id for lead in leads}
        account = leads.kam_account_id
        if len(accounts) != 1 or not account:
            return self.env["kam.player"]
        return self.env["kam.player"].search(
            [("partner_id", "=", account.id), ("kind", "=", "competitor")]
        )
