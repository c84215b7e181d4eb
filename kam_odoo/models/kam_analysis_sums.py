from odoo import api, models
from odoo.tools import SQL


class KamAnalysisQuery(models.AbstractModel):
    """The steps of the statement that add up what each account bought."""

    _inherit = "kam.analysis.query"

    @api.model
    def _sql_history(self, scope):
        """Sums of each account over its months: the period, and what else is shown."""
        columns = [self._sql_whole_months(scope)]
        if scope["full"]:
            columns.append(self._sql_years(scope))
        if self._joins_months(scope):
            columns.append(self._sql_moments(scope))
        else:
            columns.append(SQL("0 AS amount, 0 AS amount_square"))
        return SQL(
            """
            SELECT account_id,
                   CASE WHEN account_id IN (SELECT account_id FROM earlier)
                        THEN %(window_from)s ELSE MIN(month) END AS first_month,
                   COUNT(%(months)s) FILTER (WHERE month BETWEEN %(month_from)s
                       AND %(months_end)s) AS active_months,
                   %(columns)s
              FROM account_month
          GROUP BY account_id
            """,
            months=SQL("*" if self._joins_months(scope) else "DISTINCT month"),
            window_from=scope["window_from"],
            month_from=scope["month_from"],
            months_end=scope["months_end"],
            columns=SQL(", ").join(columns),
        )

    @api.model
    def _sql_whole_months(self, scope):
        """Columns of the history: what the whole months of the period add up to."""
        return SQL(", ").join(
            SQL(
                "SUM(%(column)s) FILTER (WHERE month BETWEEN %(first)s AND %(last)s)"
                " AS %(name)s",
                column=SQL.identifier(column),
                name=SQL.identifier(f"period_{column}"),
                first=scope["whole_months"][0],
                last=scope["whole_months"][1],
            )
            for column in ("order_count", "revenue", "margin", "line_count")
        )

    @api.model
    def _sql_years(self, scope):
        """Columns of the history: the last twelve complete months and those before."""
        return SQL(
            """
            COALESCE(SUM(revenue) FILTER (WHERE month BETWEEN %(y1)s
                AND %(months_end)s), 0) AS revenue_year,
            COALESCE(SUM(margin) FILTER (WHERE month BETWEEN %(y1)s
                AND %(months_end)s), 0) AS margin_year,
            COALESCE(SUM(revenue) FILTER (WHERE month >= %(y2)s
                AND month < %(y1)s), 0) AS revenue_year_before,
            COALESCE(SUM(revenue) FILTER (WHERE month >= %(y3)s
                AND month < %(y2)s), 0) AS revenue_third_year
            """,
            y1=scope["y1"],
            y2=scope["y2"],
            y3=scope["y3"],
            months_end=scope["months_end"],
        )

    @api.model
    def _sql_moments(self, scope):
        """Columns of the history: moments of the monthly amounts (METHODS §3)."""
        return SQL(
            """
            COALESCE(SUM(revenue::float8) FILTER (WHERE month
                BETWEEN %(month_from)s AND %(months_end)s), 0) AS amount,
            COALESCE(SUM(revenue::float8 ^ 2) FILTER (WHERE month
                BETWEEN %(month_from)s AND %(months_end)s), 0) AS amount_square
            """,
            month_from=scope["month_from"],
            months_end=scope["months_end"],
        )

    @api.model
    def _sql_period(self, scope):
        """The period: whole months as they are, loose days from orders and lines."""
        whole = SQL(
            """
            SELECT account_id, period_order_count AS order_count,
                   period_revenue AS revenue, period_margin AS margin,
                   period_line_count AS line_count
              FROM history
             WHERE period_order_count > 0
            """
        )
        spans = [
            (company, date_from, date_to)
            for company in scope["companies"]
            for date_from, date_to in scope["loose_days"]
        ]
        if not spans:
            return whole
        return SQL(
            """
            SELECT account_id, SUM(order_count) AS order_count,
                   SUM(revenue) AS revenue, SUM(margin) AS margin,
                   SUM(line_count) AS line_count
              FROM (%(whole)s UNION ALL %(loose)s) part
          GROUP BY account_id
            """,
            whole=whole,
            loose=self._sql_loose_days(scope, spans),
        )

    @api.model
    def _sql_loose_days(self, scope, spans):
        """Orders and amounts of the days that make no whole month."""
        Fact = self.env["kam.sales.fact"]
        return SQL(
            """
            SELECT account.account_id, COUNT(*), 0, 0, 0
              FROM (%(orders)s) orders
              JOIN account ON account.partner_id = orders.partner_id
          GROUP BY account.account_id
         UNION ALL
            SELECT account.account_id, 0, fact.%(revenue)s * company.rate,
                   fact.%(margin)s * company.rate, fact.line_count
              FROM (%(facts)s) fact
              JOIN company ON company.id = fact.company_id
              JOIN account ON account.partner_id = fact.partner_id
             WHERE fact.line_count > 0
            """,
            orders=Fact._sql_orders(spans),
            revenue=SQL.identifier(scope["revenue_column"]),
            margin=SQL.identifier(scope["margin_column"]),
            facts=Fact._sql_facts(spans),
        )
