from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

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
            plan.known = False if over or not plan.partner_id else plan._known()

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

    def _known_opportunities(self, today):
        """Open ones, and those won and lost in the last 12 months, with the reasons."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        domain = (
            Domain("type", "=", "opportunity")
            & self._account_domain()
            & self._company_domain()
        )
        recent = Domain("date_closed", ">", today - relativedelta(years=1))
        open_leads = Lead.search_fetch(
            domain & Domain("won_status", "=", "pending") & Domain("active", "=", True),
            ["name", "expected_revenue", "probability", "date_deadline", "stage_id"],
            order="expected_revenue desc",
        )
        won = Lead._read_group(
            domain & recent & Domain("won_status", "=", "won"),
            [],
            ["__count", "expected_revenue:sum"],
        )[0]
        lost = Lead._read_group(
            domain & recent & Domain("won_status", "=", "lost"),
            ["lost_reason_id"],
            ["__count", "expected_revenue:sum"],
        )
        return {
            "open": {
                "count": len(open_leads),
                "amount": sum(open_leads.mapped("expected_revenue")),
                "items": [
                    {
                        "id": lead.id,
                        "name": lead.name,
                        "amount": lead.expected_revenue,
                        "probability": lead.probability,
                        "stage": lead.stage_id.name,
                        "date": fields.Date.to_string(lead.date_deadline),
                    }
                    for lead in open_leads[:TOP]
                ],
            },
            "won": {"count": won[0], "amount": won[1] or 0},
            "lost": {
                "count": sum(row[1] for row in lost),
                "amount": sum(row[2] or 0 for row in lost),
                "reasons": [
                    {"name": reason.name, "count": count, "amount": amount or 0}
                    for reason, count, amount in sorted(lost, key=lambda row: -row[1])
                ],
            },
        }

    def _known_quotations(self, today):
        """Quotations that wait for an answer, in the company's currency, untaxed."""
        orders = self.env["sale.order"].search_fetch(
            Domain("state", "in", ["draft", "sent"])
            & self._account_domain()
            & Domain("company_id", "=", self.company_id.id)
            & (
                Domain("validity_date", "=", False)
                | Domain("validity_date", ">=", today)
            ),
            ["name", "amount_untaxed", "currency_rate", "date_order"],
            order="date_order desc",
        )
        amounts = {
            order: self.currency_id.round(
                order.amount_untaxed / (order.currency_rate or 1)
            )
            for order in orders
        }
        return {
            "count": len(orders),
            "amount": round(sum(amounts.values()), 2),
            "items": [
                {
                    "id": order.id,
                    "name": order.name,
                    "amount": amounts[order],
                    "date": fields.Date.to_string(order.date_order),
                }
                for order in orders[:TOP]
            ],
        }

    def _known_meetings(self, today):
        """Meetings of the last 12 months, and those to come."""
        Event = self.env["calendar.event"]
        domain = self._account_domain("partner_ids") & Domain(
            "user_id.company_id", "=", self.company_id.id
        )
        now = fields.Datetime.now()
        held, last = Event._read_group(
            domain
            & Domain("stop", "<=", now)
            & Domain("start", ">", today - relativedelta(years=1)),
            [],
            ["__count", "start:max"],
        )[0]
        planned = Event.search_fetch(
            domain & Domain("stop", ">", now), ["name", "start"], order="start"
        )
        return {
            "held": held,
            "last": fields.Date.to_string(last) if last else False,
            "planned": [
                {
                    "id": event.id,
                    "name": event.name,
                    "date": fields.Date.to_string(event.start),
                }
                for event in planned[:3]
            ],
            "planned_count": len(planned),
        }

    def _known_payment(self, today):
        """Open and overdue receivables, and how late invoices were paid on average.

        The delay is of the invoices settled within the last 12 months, in days after
        their due date; before it is negative.
        """
        self.env.flush_all()
        row = self.env.execute_query(
            SQL(
                """
                WITH entry AS (
                     SELECT line.id, line.amount_residual, line.debit,
                            COALESCE(line.date_maturity, line.date) AS due,
                            line.reconciled
                       FROM account_move_line line
                       JOIN account_account account ON account.id = line.account_id
                       JOIN res_partner contact ON contact.id = line.partner_id
                      WHERE contact.kam_account_id = %(account)s
                        AND line.company_id = %(company)s
                        AND line.parent_state = 'posted'
                        AND account.account_type = 'asset_receivable'),
                     settled AS (
                     SELECT entry.id, MAX(part.max_date) - entry.due AS delay
                       FROM entry
                       JOIN account_partial_reconcile part
                            ON part.debit_move_id = entry.id
                      WHERE entry.reconciled AND entry.debit > 0
                   GROUP BY entry.id, entry.due
                     HAVING MAX(part.max_date) > %(year)s)
                SELECT (SELECT COUNT(*) FROM entry),
                       (SELECT COALESCE(SUM(amount_residual), 0) FROM entry),
                       (SELECT COALESCE(SUM(amount_residual), 0) FROM entry
                         WHERE due < %(today)s),
                       (SELECT AVG(delay) FROM settled),
                       (SELECT COUNT(*) FROM settled)
                """,
                account=self.partner_id._origin.id,
                company=self.company_id.id,
                today=today,
                year=today - relativedelta(years=1),
            )
        )[0]
        count, residual, overdue, delay, settled = row
        if not count:
            return False
        return {
            "open": float(residual),
            "overdue": float(overdue),
            "delay": False if delay is None else round(float(delay), 1),
            "settled": settled,
        }

    def _known_escalations(self, today):
        """Problems of the account, where escalations are kept."""
        if "kam.escalation" not in self.env:
            return False
        Escalation = self.env["kam.escalation"]
        domain = Domain("partner_id", "=", self.partner_id._origin.id) & Domain(
            "company_id", "=", self.company_id.id
        )
        running = Escalation.search(
            domain & Domain("state", "not in", ["solved", "cancelled"])
        )
        year = Escalation.search_count(
            domain & Domain("date_raised", ">", today - relativedelta(years=1))
        )
        return {
            "open": len(running),
            "year": year,
            "items": [{"id": one.id, "name": one.display_name} for one in running[:3]],
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
