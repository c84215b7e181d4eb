from odoo import api, fields, models

from ..fields import IntegerOrUnknown


class ResPartner(models.Model):
    """Who the account is: its size, its business, its companies and contacts."""

    _inherit = "res.partner"

    kam_employee_count = IntegerOrUnknown(
        string="Employees",
        copy=False,
        aggregator="sum",
        groups="base.group_user",
        help="How many people work for the whole account, as far as you know.",
    )
    kam_employee_year = fields.Integer(
        string="Employees counted in",
        copy=False,
        aggregator=None,
        groups="base.group_user",
        help="The year that the number of employees is of.",
    )
    kam_business = fields.Text(
        string="Business",
        compute="_compute_kam_business",
        groups="base.group_user",
        help="Business and culture, as the latest plan that you may see has it.",
    )
    kam_members = fields.Char(
        string="Group",
        compute="_compute_kam_members",
        groups="base.group_user",
        help="Companies and contacts that are managed together as this account.",
    )

    @api.onchange("kam_employee_count")
    def _onchange_kam_employee_count(self):
        """A number that somebody types in is today's."""
        for partner in self:
            partner.kam_employee_year = (
                fields.Date.context_today(partner).year
                if partner.kam_employee_count is not False
                else False
            )

    @api.depends_context("company", "uid")
    def _compute_kam_business(self):
        """Of the current company's plans, as far as the user may read them."""
        plans = self.env["kam.plan"].search_fetch(
            [
                ("partner_id", "in", self._origin.ids),
                ("company_id", "=", self.env.company.id),
                ("state", "!=", "cancelled"),
                ("business_culture", "!=", False),
            ],
            ["partner_id", "business_culture"],
        )
        by_account = plans.grouped("partner_id")
        for partner in self:
            latest = by_account.get(partner._origin, plans.browse())[:1]
            partner.kam_business = latest.business_culture

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_kam_members(self):
        """Active companies and contacts of the account, in words."""
        counts = {
            (account, is_company): count
            for account, is_company, count in self._read_group(
                [("kam_account_id", "in", self.kam_account_id._origin.ids)],
                ["kam_account_id", "is_company"],
                ["__count"],
            )
        }
        for partner in self:
            account = partner.kam_account_id._origin
            partner.kam_members = partner._kam_members_words(
                counts.get((account, True), 0), counts.get((account, False), 0)
            )

    def _kam_members_words(self, companies, people):
        parts = []
        if companies:
            parts.append(
                self.env._("1 company")
                if companies == 1
                else self.env._("%s companies", companies)
            )
        if people:
            parts.append(
                self.env._("1 contact")
                if people == 1
                else self.env._("%s contacts", people)
            )
        return ", ".join(parts)
