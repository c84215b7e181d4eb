from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

# Months of the small pictures: the last 12 complete ones and the 12 before.
MONTHS = 24


class ResPartner(models.Model):
    """The account at one glance, for the cards of its page (D3).

    Everything is read under the reader's own rights; what a card shows is left out,
    not emptied, for those it is not for. Figures, plan, review and health are of the
    company one works in; open work is of all companies switched on. The number of
    queries does not depend on how much there is of an account: the cards show counts
    and few rows.
    """

    _inherit = "res.partner"

    kam_overview = fields.Json(
        string="Overview of the account",
        compute="_compute_kam_overview",
        groups="base.group_user",
    )

    @api.depends_context("allowed_company_ids", "company", "lang", "tz", "uid")
    def _compute_kam_overview(self):
        for partner in self:
            account = partner._origin
            partner.kam_overview = (
                bool(account and account.kam_is_account) and account._kam_overview()
            )

    def _kam_overview(self):
        """What each card of the page shows; a card that is missing is not for the user.

        :return: dict of plain values
        """
        self.ensure_one()
        self.env.flush_all()
        plan = self._kam_overview_plan()
        return {
            "account": self.id,
            "in_team": self.kam_in_team,
            "company": self._kam_overview_company(),
            "sales": self._kam_overview_sales(),
            "classes": self._kam_overview_classes(),
            "score": self._kam_overview_score(),
            "health": self.kam_in_team and self.kam_health_picture,
            "plan": plan,
            "work": self._kam_overview_work(),
            "people": self._kam_overview_people(),
        }

    def _kam_overview_company(self):
        """Whose figures they are, where there is a choice."""
        several = self.env.user.has_group("base.group_multi_company")
        return several and self.env.company.name

    def _kam_overview_sales(self):
        """Revenue and margin by month, for those who may see the account's figures.

        :return: False, or dict with the months (the oldest first), the sums of the last
            12 and of the 12 before, and the days in words
        """
        if not self._kam_may_see_figures():
            return False
        company = self.env.company
        this_month = self._kam_today(company).replace(day=1)
        requests = []
        for back in range(MONTHS, 0, -1):
            first = this_month - relativedelta(months=back)
            last = first + relativedelta(months=1) - timedelta(days=1)
            requests.append((self.id, company, first, last))
        known = self._kam_figures(requests)
        months = [
            {
                "month": fields.Date.to_string(request[2]),
                "label": format_date(self.env, request[2], date_format="MMM y"),
                "revenue": known[request]["revenue"],
                "margin": known[request]["margin"],
                "orders": known[request]["orders"],
            }
            for request in requests
        ]
        before, year = months[:12], months[12:]
        digits = company.currency_id.decimal_places

        def total(rows, name):
            return round(sum(row[name] for row in rows), digits)

        return {
            "currency": company.currency_id.id,
            "first": year[0]["label"],
            "last": year[-1]["label"],
            "months": months,
            "orders": total(year, "orders"),
            "any": any(row["orders"] or row["revenue"] for row in months),
            "revenue": total(year, "revenue"),
            "revenue_before": total(before, "revenue"),
            "margin": total(year, "margin"),
            "margin_before": total(before, "margin"),
            "analysis": bool(
                self.env.user.has_group("kam_odoo.group_kam_user")
                and self.kam_analysis_line_id
            ),
        }

    def _kam_overview_classes(self):
        """Classes of the current analysis: code, and the word where it has one."""
        retention = dict(self._fields["kam_retention"]._description_selection(self.env))
        return {
            "abc": self.kam_abc,
            "xyz": self.kam_xyz,
            "retention": self.kam_retention,
            "retention_label": retention.get(self.kam_retention, False),
        }

    def _kam_overview_score(self):
        """The score and its two sides; how it comes about is told below the cards."""
        known = self.kam_score_explanation or {}
        if "axes" not in known:
            return False
        return {
            "score": known["score"],
            "coverage": known["coverage"],
            "axes": [
                {"label": axis["label"], "score": axis["score"]}
                for axis in known["axes"]
            ],
        }
