from odoo import api, models
from odoo.tools import SQL


class KamAnalysisQuery(models.AbstractModel):
    """Second half of the statement: rank the customers and give the classes."""

    _inherit = "kam.analysis.query"

    @api.model
    def _sql_customer(self, scope):
        """Customers of the period with amounts rounded to the cent (METHODS §§1, 4).

        Rounded before anything is compared, so that ties are the ties one can see.
        """
        return SQL(
            """
            SELECT amounts.*,
                   CASE %(measure)s WHEN 'revenue' THEN revenue
                                    WHEN 'margin' THEN margin
                                    ELSE profit END AS measure
              FROM (SELECT rhythm.account_id,
                           COALESCE(ROUND(period.revenue, %(digits)s), 0) AS revenue,
                           COALESCE(ROUND(period.margin, %(digits)s), 0) AS margin,
                           COALESCE(ROUND(cost.cost, %(digits)s), 0) AS cost,
                           COALESCE(ROUND(period.margin, %(digits)s), 0)
                           - COALESCE(ROUND(cost.cost, %(digits)s), 0) AS profit,
                           period.order_count, period.line_count
                      FROM rhythm
                      JOIN period ON period.account_id = rhythm.account_id
                 LEFT JOIN cost ON cost.account_id = rhythm.account_id
                     WHERE period.order_count > 0) amounts
            """,
            measure=scope["measure"],
            digits=scope["digits"],
        )

    @api.model
    def _sql_portfolio(self, scope):
        """One row: the sums that shares are taken of; negatives count as 0."""
        return SQL(
            """
            SELECT COUNT(*) AS customers,
                   SUM(GREATEST(measure, 0)) AS positive,
                   SUM(GREATEST(revenue, 0)) AS positive_revenue,
                   AVG(GREATEST(measure, 0)) AS mean,
                   MIN(measure) = MAX(measure) AS all_equal
              FROM customer
            """
        )

    @api.model
    def _sql_larger(self, column, total):
        """Share of all strictly larger customers, as an expression over customer.

        Equal customers stand together: the sum over all that are not smaller, less
        that of the equals. Their number is what the running count is ahead of the rank,
        so that one sort does for all three.
        """
        return SQL(
            """
            (SUM(GREATEST(%(column)s, 0)) OVER (ORDER BY %(column)s DESC)
             - GREATEST(%(column)s, 0)
               * (COUNT(*) OVER (ORDER BY %(column)s DESC)
                  - RANK() OVER (ORDER BY %(column)s DESC) + 1)
            ) / NULLIF(%(total)s, 0)
            """,
            column=column,
            total=total,
        )

    @api.model
    def _sql_ranked(self, scope):
        """Rank, share, and the share of all strictly larger customers (METHODS §2)."""
        # Each window sorts all customers, so only those that are looked at.
        extras = []
        if scope["abc_method"] == "computed":
            extras.append(
                SQL(
                    """
                    , ROW_NUMBER() OVER best_first AS position
                    , (SUM(GREATEST(measure, 0)) OVER best_first
                       / NULLIF(portfolio.positive, 0))::float8 AS height
                    """
                )
            )
        if scope["full"]:
            extras.append(
                SQL(
                    ", %s AS revenue_before",
                    self._sql_larger(SQL("revenue"), SQL("portfolio.positive_revenue")),
                )
            )
        return SQL(
            """
            SELECT customer.*,
                   RANK() OVER (ORDER BY measure DESC) AS rank,
                   GREATEST(measure, 0) / NULLIF(portfolio.positive, 0) AS share,
                   %(larger)s AS share_before
                   %(extras)s
              FROM customer
        CROSS JOIN portfolio
            WINDOW best_first AS (ORDER BY measure DESC, account_id
                                  ROWS UNBOUNDED PRECEDING)
            """,
            larger=self._sql_larger(SQL("measure"), SQL("portfolio.positive")),
            extras=SQL(" ").join(extras),
        )

    @api.model
    def _sql_a_point(self, scope):
        """Computed limits (METHODS §2): position of the A limit and the break-even.

        The A limit is the customer nearest to the ideal point (0, 1): much of the
        sum from few customers. The break-even is the last customer that brings at
        least the mean. If it comes before the A limit, the two change places.
        """
        return SQL(
            """
            SELECT GREATEST(ideal.position, even.position) AS break_even,
                   LEAST(ideal.position, even.position) AS position
              FROM (SELECT position
                      FROM ranked CROSS JOIN portfolio
                  ORDER BY (position::float8 / customers) ^ 2 + (1 - height) ^ 2,
                           position
                     LIMIT 1) ideal
        CROSS JOIN (SELECT MAX(position) AS position
                      FROM ranked CROSS JOIN portfolio
                     WHERE measure >= portfolio.mean) even
            """
        )

    @api.model
    def _sql_c_point(self, scope):
        """Amounts at the A limit and at the C limit, to compare customers with.

        The C limit is the customer nearest to the point above the break-even where
        everything would already be earned. As an amount, so that equal customers
        get the same, better, class.
        """
        return SQL(
            """
            SELECT (SELECT measure FROM ranked
                     WHERE position = a_point.position) AS limit_a,
                   (SELECT measure
                      FROM ranked CROSS JOIN portfolio
                  ORDER BY ((position - a_point.break_even)::float8 / customers) ^ 2
                           + (1 - height) ^ 2, position
                     LIMIT 1) AS limit_c
              FROM a_point
            """
        )

    @api.model
    def _sql_abc(self, scope):
        """The ABC class as an expression over ranked, portfolio and c_point."""
        if scope["abc_method"] == "computed":
            return SQL(
                """
                CASE WHEN portfolio.positive <= 0 OR portfolio.all_equal
                          OR portfolio.customers < %s THEN NULL
                     WHEN measure <= 0 THEN 'c'
                     WHEN measure >= (SELECT limit_a FROM c_point) THEN 'a'
                     WHEN measure >= (SELECT limit_c FROM c_point) THEN 'b'
                     ELSE 'c' END
                """,
                scope["min_customers"],
            )
        return SQL(
            """
            CASE WHEN portfolio.positive <= 0 THEN NULL
                 WHEN measure <= 0 THEN 'c'
                 WHEN share_before < %s THEN 'a'
                 WHEN share_before < %s THEN 'b'
                 ELSE 'c' END
            """,
            scope["limit_a"],
            scope["limit_b"],
        )

    @api.model
    def _sql_xyz(self, scope):
        """The XYZ class as an expression (METHODS §3); too little data is no class."""
        enough = SQL(
            "months.counted >= %s AND rhythm.period_order_days >= %s",
            scope["xyz_min_months"],
            scope["xyz_min_days"],
        )
        if scope["xyz_method"] == "variation":
            return SQL(
                """
                CASE WHEN NOT (%s) OR months.cv IS NULL THEN NULL
                     WHEN months.cv <= %s THEN 'x'
                     WHEN months.cv <= %s THEN 'y'
                     ELSE 'z' END
                """,
                enough,
                scope["x_limit"],
                scope["y_limit"],
            )
        return SQL(
            """
            CASE WHEN NOT (%s) THEN NULL
                 WHEN history.active_months >= %s * months.counted THEN 'x'
                 WHEN rhythm.interval_cv <= %s THEN 'y'
                 ELSE 'z' END
            """,
            enough,
            scope["x_limit"],
            scope["y_limit"],
        )

    @api.model
    def _sql_classed(self, scope):
        """Ranked customers with both classes and the months they were counted over."""
        return SQL(
            """
            SELECT ranked.*, months.counted AS month_count,
                   months.cv, %(abc)s AS abc, %(xyz)s AS xyz
              FROM ranked
        CROSS JOIN portfolio
              JOIN rhythm ON rhythm.account_id = ranked.account_id
         LEFT JOIN history ON history.account_id = ranked.account_id
        CROSS JOIN LATERAL (
                   SELECT GREATEST(0,
                       %(last)s - 12 * date_part('year', start.month)
                       - date_part('month', start.month) + 1)::integer AS counted
                     FROM (SELECT GREATEST(history.first_month, %(first)s::date)
                                  AS month) start
                   ) span
        CROSS JOIN LATERAL (
                   SELECT span.counted,
                          CASE WHEN span.counted > 0 AND history.amount > 0.005
                               THEN SQRT(GREATEST(
                                        history.amount_square / span.counted
                                        - (history.amount / span.counted) ^ 2, 0))
                                    / (history.amount / span.counted)
                          END AS cv
                   ) months
            """,
            abc=self._sql_abc(scope),
            xyz=self._sql_xyz(scope),
            first=scope["month_from"],
            last=12 * scope["month_to"].year + scope["month_to"].month,
        )
