from datetime import timedelta

from odoo import api, models
from odoo.tools import format_date


class KamPlan(models.Model):
    """What a plan starts with: name, days and people of its account (P2)."""

    _inherit = "kam.plan"

    @api.depends("partner_id", "date_from", "date_to")
    def _compute_name(self):
        """Account and months; a name somebody typed stays while these stay."""
        for plan in self:
            if plan.state != "draft" or not (plan.partner_id and plan.date_from):
                plan.name = plan.name or False
                continue
            months = dict.fromkeys(
                format_date(self.env, day, date_format="MMM y")
                for day in (plan.date_from, plan.date_to)
                if day
            )
            plan.name = self.env._(
                "%(account)s, %(months)s",
                account=plan.partner_id.name,
                months=" – ".join(months),
            )

    @api.depends("partner_id", "company_id")
    def _compute_date_from(self):
        """Today, or the day after the plan that still runs."""
        ends = {
            (account.id, company.id): end
            for account, company, end in self.sudo()._read_group(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("state", "=", "active"),
                    ("id", "not in", self.ids),
                ],
                ["partner_id", "company_id"],
                ["date_to:max"],
            )
        }
        for plan in self:
            if plan.state != "draft":
                plan.date_from = plan.date_from
                continue
            today = self.env["res.partner"]._kam_today(
                plan.company_id or self.env.company
            )
            end = ends.get((plan.partner_id._origin.id, plan.company_id._origin.id))
            plan.date_from = max(today, end + timedelta(days=1)) if end else today

    @api.depends("partner_id", "date_from")
    def _compute_date_to(self):
        """The length that the account's tier has; 90 days without a tier."""
        for plan in self:
            if not plan.date_from or plan.state != "draft":
                plan.date_to = plan.date_to
                continue
            days = plan.sudo().partner_id.kam_tier_id.plan_days or 90
            plan.date_to = plan.date_from + timedelta(days=days - 1)

    @api.depends("partner_id")
    def _compute_people(self):
        """Those responsible for the account."""
        for plan in self:
            account = plan.sudo().partner_id
            if plan.state != "draft":
                plan.user_id = plan.user_id
                plan.sponsor_id = plan.sponsor_id
                continue
            plan.user_id = account.kam_manager_id or plan.user_id or self.env.user
            plan.sponsor_id = account.kam_sponsor_id

    @api.depends("date_to", "company_id")
    def _compute_days_left(self):
        for plan in self:
            today = self.env["res.partner"]._kam_today(
                plan.company_id or self.env.company
            )
            plan.days_left = (plan.date_to - today).days + 1 if plan.date_to else 0

    def _last_plan(self):
        """The latest approved plan of the account besides this one."""
        self.ensure_one()
        return self.sudo().search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "in", ["active", "closed"]),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
