from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

TOP = 6


class KamPlan(models.Model):
    """What Odoo knows about the account, read anew whenever the plan is opened (P1).

    One dict of plain values, so that it can be kept at approval and at closing and
    compared later. Words are added by the screen, in the reader's language. Figures
    are those of the whole account in the plan's company; whoever may read the plan may
    read them, so everything is read without access rules.
    """

    _inherit = "kam.plan"

    known = fields.Json(string="What we know", compute="_compute_known")

    @api.depends("partner_id", "company_id", "state")
    @api.depends_context("lang")
    def _compute_known(self):
        for plan in self:
            over = plan.state in ("closed", "cancelled")
            shown = not over and plan.partner_id and plan._shows_figures()
            plan.known = plan._known() if shown else False

    def _known(self, today=None):
        """The whole dict; a part that Odoo has no data for is False.

        :param date today: the day up to which sales count, by default the present one
        """
        self.ensure_one()
        plan = self.sudo().with_company(self.company_id)
        today = today or self.env["res.partner"]._kam_today(plan.company_id)
        return {
            "as_of": fields.Date.to_string(today),
            "currency_id": plan.currency_id.id,
            "account_id": plan.partner_id._origin.id,
            "company_id": plan.company_id.id,
            "sales": plan._known_sales(today),
            "standing": plan._known_standing(),
            "contacts": plan._known_contacts(),
            "opportunities": plan._known_opportunities(today),
            "quotations": plan._known_quotations(today),
            "meetings": plan._known_meetings(today),
            "payment": plan._known_payment(today),
            "escalations": plan._known_escalations(today),
        }

    def _account_domain(self, path="partner_id"):
        """Records of any contact or company of the account."""
        return Domain(f"{path}.kam_account_id", "=", self.partner_id._origin.id)

    def _company_domain(self):
        return Domain("company_id", "in", [self.company_id.id, False])

    def _known_sales(self, today):
        """The 12 months up to today against the 12 before, by product category."""
        year, before = (
            (today - relativedelta(years=1) + timedelta(days=1), today),
            (
                today - relativedelta(years=2) + timedelta(days=1),
                today - relativedelta(years=1),
            ),
        )
        requests = [
            (self.partner_id._origin.id, self.company_id, *span)
            for span in (year, before)
        ]
        known = self.env["res.partner"]._kam_figures(requests)
        now, then = (known[request] for request in requests)
        if not (now["orders"] or then["orders"]):
            return False
        names = {
            category.id: category.display_name
            for category in self.env["product.category"].search_fetch(
                [("id", "in", [*now["categories"], *then["categories"]])],
                ["complete_name"],
            )
        }
        rows = [
            {
                "id": categ_id,
                "name": names.get(categ_id, False),
                "revenue": now["categories"].get(categ_id, (0, 0))[0],
                "margin": now["categories"].get(categ_id, (0, 0))[1],
                "revenue_before": then["categories"].get(categ_id, (0, 0))[0],
            }
            for categ_id in {**now["categories"], **then["categories"]}
        ]
        rows.sort(key=lambda row: (-row["revenue"], -row["revenue_before"]))
        return {
            "date_from": fields.Date.to_string(year[0]),
            "date_to": fields.Date.to_string(year[1]),
            "revenue": now["revenue"],
            "revenue_before": then["revenue"],
            "margin": now["margin"],
            "margin_before": then["margin"],
            "orders": now["orders"],
            "orders_before": then["orders"],
            "last_order": fields.Date.to_string(now["last_day"] or then["last_day"]),
            "categories": rows[:TOP],
            "others": {
                "count": len(rows[TOP:]),
                "revenue": round(sum(row["revenue"] for row in rows[TOP:]), 2),
                "revenue_before": round(
                    sum(row["revenue_before"] for row in rows[TOP:]), 2
                ),
            },
        }

    def _known_standing(self):
        """Classes and rhythm from the current analysis of the company."""
        account = self.partner_id
        line = account.kam_analysis_line_id
        standing = {
            "abc": account.kam_abc,
            "xyz": account.kam_xyz,
            "retention": account.kam_retention,
            "analysis_date": fields.Date.to_string(line.date_to) if line else False,
            "median_interval": line.median_interval if line else False,
            "days_since_order": line.days_since_order if line else False,
            "years": line.years if line else False,
            "profit": line.profit if line else False,
            "score": False,
        }
        if "kam.score" in self.env:
            score = self.env["kam.score"].search(
                [
                    ("partner_id", "=", account._origin.id),
                    ("company_id", "=", self.company_id.id),
                ],
                limit=1,
            )
            standing["score"] = score.score if score else False
        return standing

    def _known_contacts(self):
        """People of the account, those with a job title first."""
        Partner = self.env["res.partner"]
        domain = Domain("kam_account_id", "=", self.partner_id._origin.id) & Domain(
            "is_company", "=", False
        )
        domain &= Domain("type", "=", "contact")
        people = Partner.search_fetch(
            domain, ["name", "function", "phone", "email"], order="function, name"
        )
        return {
            "count": len(people),
            "people": [
                {
                    "id": person.id,
                    "name": person.name or person.display_name,
                    "function": person.function,
                    "phone": person.phone,
                    "email": person.email,
                }
                for person in people[:TOP]
            ],
        }

    def action_open_sold(self, date_from, date_to, categ_id=None):
        """Open the order lines behind the sales, of one category or of all.

        :param date_from: first local day, as text or date; so ``date_to``, the last
        """
        self.ensure_one()
        self.check_access("read")
        domain = Domain("order_partner_id.kam_account_id", "=", self.partner_id.id)
        if categ_id:
            domain &= Domain("product_id.categ_id", "=", categ_id)
        action = self.env["kam.sales.fact"]._action_order_lines(
            self.company_id,
            domain,
            fields.Date.to_date(date_from),
            fields.Date.to_date(date_to),
        )
        action["display_name"] = self.env._(
            "Order lines: %s", self.partner_id.display_name
        )
        return action
