from odoo import api, models
from odoo.tools import SQL

from ..tools.periods import month_start


class KamAnalysisQuery(models.AbstractModel):
    """The statement that classifies customers, as small fragments (METHODS §§1–7).

    Each ``_sql_*`` method is one named step of the statement, so that another addon
    can override just that step. All of them take ``scope``, the plain description of
    what is analysed that ``kam.analysis._get_scope`` makes. Everything reads the facts
    and the order headers; nothing here reads order lines but the days at the edges of
    a period that does not begin or end with a month.
    """

    _name = "kam.analysis.query"
    _description = "Customer Analysis Query"

    @api.model
    def _sql_steps(self, scope):
        """Steps in order: name → SQL. Later steps select from earlier ones."""
        points = {}
        if scope["abc_method"] == "computed":
            points = {
                "a_point": self._sql_a_point(scope),
                "c_point": self._sql_c_point(scope),
            }
        return {
            "company": self._sql_company(scope),
            "account": self._sql_account(scope),
            "account_month": self._sql_account_month(scope),
            "earlier": self._sql_earlier(scope),
            "purchase": self._sql_purchase(scope),
            "rhythm": self._sql_rhythm(scope),
            "pool": self._sql_pool(scope),
            "history": self._sql_history(scope),
            "period": self._sql_period(scope),
            "cost": self._sql_cost(scope),
            "customer": self._sql_customer(scope),
            "portfolio": self._sql_portfolio(scope),
            "ranked": self._sql_ranked(scope),
            **points,
            "classed": self._sql_classed(scope),
        }

    @api.model
    def _sql_with(self, scope, select):
        """The whole statement: the steps, then ``select``.

        Steps that ``select`` does not reach are not executed by PostgreSQL, so a
        preview pays only for what it shows.
        """
        steps = [
            SQL("%s AS (%s)", SQL.identifier(name), query)
            for name, query in self._sql_steps(scope).items()
        ]
        return SQL("WITH %s %s", SQL(", ").join(steps), select)

    @api.model
    def _sql_company(self, scope):
        """Rate from the currency of each company to the currency of the analysis."""
        rows = [
            SQL("(%s, %s::numeric)", company.id, rate)
            for company, rate in scope["companies"].items()
        ]
        return SQL("SELECT * FROM (VALUES %s) AS t (id, rate)", SQL(", ").join(rows))

    @api.model
    def _sql_account(self, scope):
        """Contact → account; our own companies are left out if the settings say so."""
        internal = list(scope["internal_partner_ids"]) or [0]
        return SQL(
            """
            SELECT id AS partner_id, kam_account_id AS account_id
              FROM res_partner
             WHERE kam_account_id IS NOT NULL
               AND NOT COALESCE(commercial_partner_id = ANY(%(internal)s), FALSE)
               AND NOT kam_account_id = ANY(%(internal)s)
            """,
            internal=internal,
        )

    @api.model
    def _sql_account_month(self, scope):
        """Sales of the history window by account and month, in one currency.

        A preview shows no retention, growth or forecast: it sums up the months of the
        period only.
        """
        return SQL(
            """
            SELECT account.account_id, sales.month,
                   BIT_OR(sales.day_mask) AS day_mask,
                   SUM(sales.order_count) AS order_count,
                   SUM(sales.%(revenue)s%(rate)s) AS revenue,
                   SUM(sales.%(margin)s%(rate)s) AS margin,
                   SUM(sales.line_count) AS line_count
              FROM kam_sales_month sales
              JOIN company ON company.id = sales.company_id
              JOIN account ON account.partner_id = sales.partner_id
             WHERE sales.month BETWEEN %(window_from)s AND %(date_to)s
          GROUP BY account.account_id, sales.month
            """,
            revenue=SQL.identifier(scope["revenue_column"]),
            margin=SQL.identifier(scope["margin_column"]),
            # Multiplying by one for each row takes longer than all the rest.
            rate=(
                SQL("")
                if set(scope["companies"].values()) == {1}
                else SQL(" * company.rate")
            ),
            window_from=self._first_month(scope),
            date_to=scope["date_to"],
        )

    @api.model
    def _first_month(self, scope):
        """First month that is summed up."""
        if scope["full"]:
            return scope["window_from"]
        return month_start(scope["date_from"])

    @api.model
    def _sql_earlier(self, scope):
        """Accounts of the history that bought before the months summed up."""
        return SQL(
            """
            SELECT DISTINCT account.account_id
              FROM kam_sales_month sales
              JOIN company ON company.id = sales.company_id
              JOIN account ON account.partner_id = sales.partner_id
             WHERE sales.month >= %s AND sales.month < %s
            """,
            scope["window_from"],
            self._first_month(scope),
        )

    @api.model
    def _sql_purchase(self, scope):
        """Order days of the months summed up, each with the interval before it."""
        return SQL(
            """
            SELECT account_id, day,
                   LAG(day) OVER account_days AS day_before,
                   day - LAG(day) OVER account_days AS gap
              FROM (SELECT account_id, month + unnest(bits) AS day
                      FROM account_month
                      JOIN (%(masks)s) mask USING (day_mask)) bought
             WHERE day BETWEEN %(first)s AND %(last)s
            WINDOW account_days AS (PARTITION BY account_id ORDER BY day)
            """,
            masks=self._sql_masks(SQL("account_month")),
            first=scope["window_from" if scope["full"] else "date_from"],
            last=scope["date_to"],
        )

    @api.model
    def _sql_masks(self, table):
        """The days in each mask that occurs in ``table``, counted from 0.

        There are few different masks, so that unfolding each once is a third of the
        work of unfolding them row by row.
        """
        return SQL(
            """
            SELECT day_mask, ARRAY_AGG(bit) AS bits
              FROM (SELECT DISTINCT day_mask FROM %s) mask
              JOIN generate_series(0, 30) bit ON (day_mask >> bit) & 1 = 1
          GROUP BY day_mask
            """,
            table,
        )

    @api.model
    def _sql_rhythm(self, scope):
        """Rhythm of each account: counts, last day, intervals (METHODS §§3, 6)."""
        percentiles = SQL("")
        if scope["full"]:
            percentiles = SQL(
                ", percentile_cont(ARRAY[0.5, %s]) WITHIN GROUP (ORDER BY gap)"
                " AS gap_percentiles",
                scope["percentile_lost"],
            )
        return SQL(
            """
            SELECT account_id,
                   COUNT(*) AS order_days,
                   MIN(day) AS first_day,
                   MAX(day) AS last_day,
                   COUNT(*) FILTER (WHERE day BETWEEN %(date_from)s AND %(xyz_to)s)
                       AS period_order_days,
                   stddev_pop(gap)
                       FILTER (WHERE day_before >= %(date_from)s AND day <= %(xyz_to)s)
                   / NULLIF(AVG(gap)
                       FILTER (WHERE day_before >= %(date_from)s AND day <= %(xyz_to)s)
                     , 0) AS interval_cv
                   %(percentiles)s
              FROM purchase
          GROUP BY account_id
            """,
            percentiles=percentiles,
            date_from=scope["date_from"],
            xyz_to=scope["xyz_to"],
        )

    @api.model
    def _sql_pool(self, scope):
        """Percentiles of all customers' intervals, for those without an own rhythm."""
        return SQL(
            """
            SELECT percentile_cont(ARRAY[%(risk)s, %(lost)s])
                       WITHIN GROUP (ORDER BY gap) AS gap_percentiles
              FROM purchase
            """,
            risk=scope["percentile_risk"],
            lost=scope["percentile_lost"],
        )

    @api.model
    def _sql_cost(self, scope):
        """Cost to serve of each account: period, last 12 months, and by driver."""
        Driver = self.env["kam.cost.driver"]
        return SQL(
            """
            SELECT account_id,
                   SUM(cost) AS cost,
                   SUM(cost_year) AS cost_year,
                   jsonb_agg(jsonb_build_array(driver, quantity, ROUND(cost, 2))
                             ORDER BY cost DESC)
                       FILTER (WHERE quantity <> 0) AS detail
              FROM (SELECT account.account_id, item.driver,
                           SUM(item.quantity) AS quantity,
                           SUM(item.cost * company.rate) AS cost,
                           SUM(item.cost_year * company.rate) AS cost_year
                      FROM (%(items)s) item
                      JOIN company ON company.id = item.company_id
                      JOIN account ON account.partner_id = item.partner_id
                  GROUP BY account.account_id, item.driver) driver_cost
          GROUP BY account_id
            """,
            items=Driver._sql_cost_items(scope),
        )
