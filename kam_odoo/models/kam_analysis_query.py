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
            "gap_count": self._sql_gap_count(scope),
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

        A preview shows no retention, growth or forecast: it takes the months of the
        period only. If it needs no sums by month either, the months of contacts and
        companies stay rows of their own, which spares it the dearest grouping.
        """
        columns = {
            "day_mask": (SQL("BIT_OR"), SQL("sales.day_mask")),
            "order_count": (SQL("SUM"), SQL("sales.order_count")),
            "revenue": (SQL("SUM"), self._sql_amount(scope, "revenue_column")),
            "margin": (SQL("SUM"), self._sql_amount(scope, "margin_column")),
            "line_count": (SQL("SUM"), SQL("sales.line_count")),
        }
        joined = self._joins_months(scope)
        return SQL(
            """
            SELECT account.account_id, sales.month, %(columns)s
              FROM kam_sales_month sales
              JOIN company ON company.id = sales.company_id
              JOIN account ON account.partner_id = sales.partner_id
             WHERE sales.month BETWEEN %(window_from)s AND %(date_to)s
            %(grouping)s
            """,
            columns=SQL(", ").join(
                SQL(
                    "%s(%s) AS %s",
                    function if joined else SQL(""),
                    column,
                    SQL.identifier(name),
                )
                for name, (function, column) in columns.items()
            ),
            grouping=SQL("GROUP BY account.account_id, sales.month" if joined else ""),
            window_from=self._first_month(scope),
            date_to=scope["date_to"],
        )

    @api.model
    def _sql_amount(self, scope, column):
        """An amount of a contact's month in the currency of the analysis."""
        amount = SQL("sales.%s", SQL.identifier(scope[column]))
        # Multiplying by one for each row takes longer than all the rest.
        if set(scope["companies"].values()) == {1}:
            return amount
        return SQL("%s * company.rate", amount)

    @api.model
    def _joins_months(self, scope):
        """Whether ``account_month`` has one row for each account and month."""
        return scope["full"] or scope["xyz_method"] == "variation"

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
              FROM (SELECT DISTINCT partner_id
                      FROM kam_sales_month
                     WHERE month >= %s AND month < %s
                       AND company_id IN %s) sales
              JOIN account ON account.partner_id = sales.partner_id
            """,
            scope["window_from"],
            self._first_month(scope),
            tuple(company.id for company in scope["companies"]),
        )

    @api.model
    def _sql_purchase(self, scope):
        """Order days of the months taken, each with the interval before it.

        Contacts and companies of an account can have the same day; it counts once.
        """
        return SQL(
            """
            SELECT account_id, day, day_before, day - day_before AS gap
              FROM (SELECT account_id, day, LAG(day) OVER account_days AS day_before
                      FROM (SELECT account_id, month + unnest(bits) AS day
                              FROM account_month
                              JOIN (%(masks)s) mask USING (day_mask)) bought
                     WHERE day BETWEEN %(first)s AND %(last)s
                    WINDOW account_days AS (PARTITION BY account_id ORDER BY day)
                   ) ordered
             WHERE day IS DISTINCT FROM day_before
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
                   stddev_pop(gap::float8)
                       FILTER (WHERE day_before >= %(date_from)s AND day <= %(xyz_to)s)
                   / NULLIF(AVG(gap::float8)
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
    def _sql_gap_count(self, scope):
        """How often each interval occurs, and how many are not longer."""
        return SQL(
            """
            SELECT gap, COUNT(*) AS times,
                   SUM(COUNT(*)) OVER (ORDER BY gap) AS until
              FROM purchase
             WHERE gap IS NOT NULL
          GROUP BY gap
            """
        )

    @api.model
    def _sql_pool(self, scope):
        """Percentiles of all customers' intervals, for those without an own rhythm.

        From counts, as intervals are whole days: a tenth of the work of sorting them
        all. Interpolated like ``percentile_cont`` does.
        """
        return SQL(
            """
            SELECT ARRAY_AGG(low.gap + (share.place - FLOOR(share.place))
                             * (high.gap - low.gap) ORDER BY share.number)
                       AS gap_percentiles
              FROM (SELECT SUM(times) AS gaps FROM gap_count) total
        CROSS JOIN LATERAL (
                   SELECT number, share * (total.gaps - 1)::float8 AS place
                     FROM UNNEST(ARRAY[%(risk)s, %(lost)s]::float8[])
                          WITH ORDINALITY AS wanted (share, number)) share
        CROSS JOIN LATERAL (
                   SELECT gap FROM gap_count
                    WHERE until > FLOOR(share.place) ORDER BY gap LIMIT 1) low
        CROSS JOIN LATERAL (
                   SELECT gap FROM gap_count
                    WHERE until > CEIL(share.place) ORDER BY gap LIMIT 1) high
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
