from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models


class KamPlan(models.Model):
    """Sales by month, for the printed plan; kept when the plan closes."""

    _inherit = "kam.plan"

    def _known_months(self, today=None):
        """The last twelve complete months, each with the same month a year before.

        :return: list of dict month (its first day), revenue, revenue_before
        """
        self.ensure_one()
        plan = self.sudo().with_company(self.company_id)
        today = today or self.env["res.partner"]._kam_today(plan.company_id)
        this_month = today.replace(day=1)
        requests = []
        for back in range(24, 0, -1):
            first = this_month - relativedelta(months=back)
            last = first + relativedelta(months=1) - timedelta(days=1)
            requests.append((plan.partner_id.id, plan.company_id, first, last))
        known = self.env["res.partner"]._kam_figures(requests)
        return [
            {
                "month": fields.Date.to_string(now[2]),
                "revenue": known[now]["revenue"],
                "revenue_before": known[before]["revenue"],
            }
            for before, now in zip(requests[:12], requests[12:], strict=True)
        ]
