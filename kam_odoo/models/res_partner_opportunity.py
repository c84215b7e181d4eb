from odoo import api, fields, models


class ResPartner(models.Model):
    """Open opportunities of the account, and how many of them are ranked (P9)."""

    _inherit = "res.partner"

    kam_opportunity_count = fields.Integer(
        string="Open opportunities",
        compute="_compute_kam_opportunity_count",
        groups="sales_team.group_sale_salesman",
    )
    kam_opportunity_ranked_count = fields.Integer(
        string="Ranked opportunities",
        compute="_compute_kam_opportunity_count",
        groups="sales_team.group_sale_salesman",
    )

    @api.depends("kam_account_id")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_kam_opportunity_count(self):
        """Those of the whole account that the user may see."""
        Lead = self.env["crm.lead"]
        counts = {}
        if self.env.user.has_group("sales_team.group_sale_salesman"):
            domain = [
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
                ("kam_account_id", "in", self.kam_account_id.ids),
            ]
            # Grouped by contact, a column of the table; few contacts have any.
            for contact, count, ranked in Lead._read_group(
                domain, ["partner_id"], ["__count", "kam_opportunity_rank:count"]
            ):
                account = contact.kam_account_id.id
                before = counts.get(account, (0, 0))
                counts[account] = (before[0] + count, before[1] + ranked)
        for partner in self:
            found = counts.get(partner.kam_account_id._origin.id, (0, 0))
            partner.kam_opportunity_count = found[0]
            partner.kam_opportunity_ranked_count = found[1]

    def action_kam_opportunities(self):
        """Open the account's opportunities in the matrix, the open ones at first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_opportunity_action"
        )
        account = self.kam_account_id
        action["display_name"] = self.env._("Opportunities: %s", account.display_name)
        action["domain"] = [
            ("type", "=", "opportunity"),
            ("kam_account_id", "=", account.id),
        ]
        action["context"] = {
            "default_type": "opportunity",
            "default_partner_id": self.id,
            "search_default_filter_won_status_pending": 1,
            "search_default_kam_current_company": 1,
        }
        return action
