from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.periods import EMPTY


class ResPartner(models.Model):
    """Live figures of accounts between two days, by the definition of the facts.

    The one way to a figure that must be true at this moment: objectives, plans,
    reviews. The lines of the accounts asked for are read, nobody else's, and all
    questions are answered together.
    """

    _inherit = "res.partner"

    def _kam_live_figures(self, date_from, date_to, company, profit=False):
        """Sales of these accounts between two local days, both included, in one query.

        The same lines as in ``kam.sales.fact``, so the sums are equal to the cent:
        confirmed orders of the whole account, untaxed, in the company's currency.
        Access is the caller's business.

        :param bool profit: also work out the cost to serve and the profit (§4)
        :return: dict account → figures, see ``_kam_figures``
        """
        requests = {
            account: (account.id, company, date_from, date_to) for account in self
        }
        figures = self._kam_figures(requests.values())
        if profit:
            costs = self._kam_costs(date_from, date_to, company)
            for account, request in requests.items():
                known = figures[request]
                known["cost"] = costs[account.id]
                known["profit"] = known["margin"] - known["cost"]
        return {account: figures[request] for account, request in requests.items()}

    @api.model
    def _kam_figures(self, requests):
        """Sales of many accounts over many periods, in one query.

        :param requests: iterable of (account id, res.company, first day, last day),
            local days, both included
        :return: dict request → dict with revenue, margin (amounts rounded to the
            currency), orders, order_days (counts), first_day, last_day (of orders) and
            categories: dict product category id (False: none) → (revenue, margin)
        """
        requests = list(dict.fromkeys(requests))
        figures = {
            request: {
                "revenue": 0.0,
                "margin": 0.0,
                "orders": 0,
                "order_days": 0,
                "first_day": None,
                "last_day": None,
                "categories": {},
            }
            for request in requests
        }
        if not requests:
            return figures
        for row in self._kam_figures_rows(requests):
            number, categ_id, revenue, margin, orders, days, first_day, last_day = row
            request = requests[number]
            known = figures[request]
            if orders is None:
                digits = request[1].currency_id.decimal_places
                known["categories"][categ_id or False] = (
                    round(float(revenue), digits),
                    round(float(margin), digits),
                )
                known["revenue"] += float(revenue)
                known["margin"] += float(margin)
            else:
                known["orders"] = orders
                known["order_days"] = days
                known["first_day"] = first_day
                known["last_day"] = last_day
        for request, known in figures.items():
            digits = request[1].currency_id.decimal_places
            known["revenue"] = round(known["revenue"], digits)
            known["margin"] = round(known["margin"], digits)
        return figures

    @api.model
    def _kam_figures_rows(self, requests):
        """Rows of the one query: by request and category, and by request (orders)."""
        Fact = self.env["kam.sales.fact"]
        self._kam_flush_sales()
        spans = self._kam_spans(requests)
        partners = SQL(
            "SELECT id FROM res_partner WHERE kam_account_id IN %s",
            tuple({request[0] for request in requests}),
        )
        return self.env.execute_query(
            SQL(
                """
                WITH request (number, account_id, company_id, date_from, date_to) AS (
                     VALUES %(requests)s),
                     sale AS (
                     SELECT contact.kam_account_id AS account_id, line.company_id,
                            line.categ_id, line.revenue, line.margin,
                            line.month
                            + ROUND(LN(line.day_bit::float8) / LN(2.0::float8))::integer
                            AS day
                       FROM (%(lines)s) line
                       JOIN res_partner contact ON contact.id = line.partner_id
                      WHERE line.sold)
                SELECT request.number, sale.categ_id,
                       ROUND(SUM(sale.revenue), 6), ROUND(SUM(sale.margin), 6),
                       NULL::bigint, NULL::bigint, NULL::date, NULL::date
                  FROM request
                  JOIN sale ON sale.account_id = request.account_id
                       AND sale.company_id = request.company_id
                       AND sale.day BETWEEN request.date_from AND request.date_to
              GROUP BY request.number, sale.categ_id
             UNION ALL
                SELECT request.number, NULL, NULL, NULL,
                       COUNT(*), COUNT(DISTINCT orders.local::date),
                       MIN(orders.local::date), MAX(orders.local::date)
                  FROM request
                  JOIN res_partner contact
                       ON contact.kam_account_id = request.account_id
                  JOIN (%(orders)s) orders ON orders.partner_id = contact.id
                       AND orders.company_id = request.company_id
                       AND orders.local::date
                           BETWEEN request.date_from AND request.date_to
              GROUP BY request.number
                """,
                requests=self._kam_sql_requests(requests),
                lines=Fact._sql_order_lines(spans, partners),
                orders=Fact._sql_orders(spans, partners=partners),
            )
        )

    @api.model
    def _kam_flush_sales(self):
        """Pending writes that the figures read."""
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model()
        self.env["product.template"].flush_model(["categ_id"])
        self.flush_model(["kam_account_id"])

    @api.model
    def _kam_spans(self, requests):
        """For each company, the days from the first to the last asked for."""
        days = defaultdict(list)
        for _account_id, company, date_from, date_to in requests:
            days[company] += [date_from, date_to]
        return [
            (company.sudo(), min(asked), max(asked)) for company, asked in days.items()
        ]

    @api.model
    def _kam_sql_requests(self, requests):
        """The requests as rows: number, account, company, first and last day."""
        return SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s::date, %s::date)",
                number,
                account_id,
                company.id,
                date_from,
                date_to,
            )
            for number, (account_id, company, date_from, date_to) in enumerate(requests)
        )

    def _kam_costs(self, date_from, date_to, company):
        """Cost to serve of these accounts between two local days (METHODS §4).

        By the cost drivers that have a rate, as an analysis counts them, in the
        company's currency.

        :return: dict account id → cost, 0 where nothing applied
        """
        company = company.sudo()
        self._kam_flush_sales()
        self.env.flush_all()
        scope = {
            "companies": {company: 1},
            "date_from": date_from,
            "date_to": date_to,
            # no second period: the year columns of the drivers are not used
            "y1": date_from,
            "months_end": date_to,
            "as_of": min(date_to, self._kam_today(company)),
            # everything is read from the orders themselves, nothing from past runs
            "whole_months": EMPTY,
            "loose_days": [(date_from, date_to)],
            "capital_rate": company.kam_capital_rate,
        }
        rows = self.env.execute_query(
            SQL(
                """
                WITH account AS (
                     SELECT id AS partner_id, kam_account_id AS account_id
                       FROM res_partner
                      WHERE kam_account_id IN %(accounts)s)
                SELECT account.account_id, SUM(item.cost)
                  FROM (%(items)s) item
                  JOIN account ON account.partner_id = item.partner_id
              GROUP BY account.account_id
                """,
                accounts=tuple(self.ids or [0]),
                items=self.env["kam.cost.driver"]._sql_cost_items(scope),
            )
        )
        costs = dict.fromkeys(self.ids, 0.0)
        costs.update(
            (account_id, company.currency_id.round(float(cost)))
            for account_id, cost in rows
        )
        return costs

    @api.model
    def _kam_today(self, company):
        """The current local day of the company."""
        return fields.Date.context_today(self.with_context(tz=company._kam_tz()))
