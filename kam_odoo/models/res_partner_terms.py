from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The terms of an account, and the discounts asked for on its quotations."""

    _inherit = "res.partner"

    kam_discount_approval_count = fields.Integer(
        string="Discount approvals of the account",
        compute="_compute_kam_discount_approval_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_kam_discount_approval_count(self):
        """Approvals that the user may see."""
        counts = dict(
            self.env["kam.discount.approval"]._read_group(
                [("account_id", "in", self.kam_account_id.ids)],
                ["account_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.kam_discount_approval_count = counts.get(partner.kam_account_id, 0)

    def _kam_current_terms(self, company, day):
        """The approved terms that hold for each of these contacts on a day.

        One query, however many contacts. Terms are no secret inside the company, so
        they are found whatever the user may edit.

        :return: dict contact → kam.terms: those of the account first, then those of
            its tier; of each the one of the company, else the one of all companies
        """
        accounts = self.sudo().kam_account_id
        subject = Domain("partner_id", "in", accounts.ids)
        subject |= Domain("tier_id", "in", accounts.kam_tier_id.ids)
        found = (
            self.env["kam.terms"]
            .sudo()
            .search(
                subject
                & Domain("state", "=", "approved")
                & Domain("company_id", "in", [company.id, False])
                & Domain("date_from", "<=", day)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            )
        )
        best = {}
        for terms in found.sorted(lambda terms: bool(terms.company_id)):
            best[terms.partner_id or terms.tier_id] = terms
        none = found.browse()
        result = {}
        for partner in self:
            account = partner.sudo().kam_account_id
            terms = best.get(account, none) + best.get(account.kam_tier_id, none)
            if terms:
                result[partner] = terms
        return result

    def _kam_terms_are_open(self):
        return True

    def action_kam_terms(self):
        """Open all terms of the account, past ones too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_terms_action"
        )
        action["domain"] = [("partner_id", "=", self.kam_account_id.id)]
        action["context"] = {"default_partner_id": self.kam_account_id.id}
        return action

    def action_kam_discount_approvals(self):
        """Open the discount approvals of the account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_discount_approval_action"
        )
        action["domain"] = [("account_id", "=", self.kam_account_id.id)]
        action["context"] = {}
        return action
