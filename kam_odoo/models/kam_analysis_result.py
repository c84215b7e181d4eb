from odoo import api, models
from odoo.tools import SQL

from ..tools.periods import DAY

# Columns of kam.analysis.line that the statement fills, by their names in it.
LINE_COLUMNS = (
    "partner_id",
    "revenue",
    "margin",
    "cost_to_serve",
    "cost_detail",
    "profit",
    "margin_percent",
    "profit_percent",
    "order_count",
    "line_count",
    "first_order_date",
    "last_order_date",
    "years",
    "share",
    "share_before",
    "rank",
    "abc",
    "previous_abc",
    "flag_concentration",
    "flag_unprofitable",
    "month_count",
    "active_months",
    "period_order_days",
    "cv",
    "interval_cv",
    "xyz",
    "abc_xyz",
    "order_days",
    "median_interval",
    "long_interval",
    "days_since_order",
    "retention",
    "revenue_year",
    "revenue_year_before",
    "growth",
    "forecast_revenue",
    "forecast_profit",
    "backtest_revenue",
    "forecast_error",
    "key_status",
    "tier_id",
)


class KamAnalysis(models.Model):
    """From the statement to the lines, the header figures and the customers."""

    _inherit = "kam.analysis"

    def _sql_result(self, scope):
        """One row per account that ever appears in the history window.

        Accounts that bought in the period have a rank and become lines; the others
        only get their retention status.
        """
        Query = self.env["kam.analysis.query"]
        select = SQL(
            """
            , first_order AS (%(first_order)s)
            SELECT rhythm.account_id AS partner_id,
                   classed.revenue, classed.margin, classed.cost AS cost_to_serve,
                   cost.detail AS cost_detail, classed.profit,
                   classed.margin / NULLIF(classed.revenue, 0) AS margin_percent,
                   classed.profit / NULLIF(classed.revenue, 0) AS profit_percent,
                   classed.order_count, classed.line_count,
                   first_order.day AS first_order_date,
                   rhythm.last_day AS last_order_date,
                   ROUND((%(as_of)s::date - first_order.day) / 365.25, 2) AS years,
                   classed.share, classed.share_before, classed.rank,
                   classed.abc, previous.abc AS previous_abc,
                   CASE WHEN classed.share >= %(share_warning)s THEN 'warning'
                        WHEN classed.share >= %(share_notice)s THEN 'notice'
                   END AS flag_concentration,
                   COALESCE(classed.revenue > 0
                            AND classed.revenue_before < %(limit_a)s
                            AND classed.profit < %(low_profit)s * classed.revenue,
                            FALSE) AS flag_unprofitable,
                   classed.month_count, history.active_months,
                   rhythm.period_order_days, classed.cv, rhythm.interval_cv,
                   classed.xyz,
                   CASE WHEN classed.abc IS NOT NULL OR classed.xyz IS NOT NULL
                        THEN UPPER(COALESCE(classed.abc, '–')
                                   || COALESCE(classed.xyz, '–')) END AS abc_xyz,
                   rhythm.order_days,
                   rhythm.gap_percentiles[1] AS median_interval,
                   rhythm.gap_percentiles[2] AS long_interval,
                   silence.days AS days_since_order,
                   %(retention)s AS retention,
                   COALESCE(ROUND(history.revenue_year, %(digits)s), 0)
                       AS revenue_year,
                   COALESCE(ROUND(history.revenue_year_before, %(digits)s), 0)
                       AS revenue_year_before,
                   trend.growth,
                   ROUND((history.revenue_year * trend.factor)::numeric, %(digits)s)
                       AS forecast_revenue,
                   ROUND(((history.margin_year - COALESCE(cost.cost_year, 0))
                          * trend.factor)::numeric, %(digits)s) AS forecast_profit,
                   ROUND((history.revenue_year_before * trend.factor_before)::numeric,
                         %(digits)s) AS backtest_revenue,
                   ABS(history.revenue_year_before * trend.factor_before
                       - history.revenue_year)
                       / NULLIF(ABS(history.revenue_year), 0) AS forecast_error,
                   partner.kam_status AS key_status, partner.kam_tier_id AS tier_id
              FROM rhythm
              JOIN res_partner partner ON partner.id = rhythm.account_id
        CROSS JOIN pool
         LEFT JOIN classed ON classed.account_id = rhythm.account_id
         LEFT JOIN first_order ON first_order.account_id = rhythm.account_id
         LEFT JOIN history ON history.account_id = rhythm.account_id
         LEFT JOIN cost ON cost.account_id = rhythm.account_id
         LEFT JOIN (SELECT partner_id, MIN(abc) AS abc
                      FROM kam_analysis_line
                     WHERE analysis_id = %(previous)s
                  GROUP BY partner_id) previous
                ON previous.partner_id = rhythm.account_id
        CROSS JOIN LATERAL (
                   SELECT GREATEST(%(as_of)s::date - rhythm.last_day, 0) AS days
                   ) silence
        CROSS JOIN LATERAL (%(trend)s) trend
            """,
            first_order=self._sql_first_order(scope),
            as_of=scope["as_of"],
            share_warning=scope["share_warning"],
            share_notice=scope["share_notice"],
            limit_a=scope["limit_a"],
            low_profit=scope["low_profit"],
            digits=scope["digits"],
            previous=self.previous_id.id or 0,
            retention=self._sql_retention(scope),
            trend=self._sql_trend(scope),
        )
        return Query._sql_with(scope, select)

    @api.model
    def _sql_first_order(self, scope):
        """First order ever of the accounts of the history, also from before it."""
        last = scope["window_from"] - DAY
        return SQL(
            """
            SELECT rhythm.account_id,
                   LEAST(rhythm.first_day, MIN(orders.local)::date) AS day
              FROM rhythm
         LEFT JOIN (account
                    JOIN (%(orders)s) orders ON orders.partner_id = account.partner_id)
                ON account.account_id = rhythm.account_id
          GROUP BY rhythm.account_id, rhythm.first_day
            """,
            orders=self.env["kam.sales.fact"]._sql_orders(
                [(company, None, last) for company in scope["companies"]]
            ),
        )

    @api.model
    def _sql_retention(self, scope):
        """Retention from the customer's own rhythm (METHODS §6), as an expression."""
        return SQL(
            """
            CASE WHEN rhythm.order_days >= %(min_days)s THEN
                 CASE WHEN silence.days > %(lost)s * rhythm.gap_percentiles[1]
                           AND silence.days > rhythm.gap_percentiles[2] THEN 'lost'
                      WHEN silence.days > %(risk)s * rhythm.gap_percentiles[1]
                           OR silence.days > rhythm.gap_percentiles[2] THEN 'at_risk'
                      WHEN silence.days >= %(due)s * rhythm.gap_percentiles[1]
                      THEN 'due'
                      ELSE 'active' END
                 WHEN pool.gap_percentiles IS NULL THEN NULL
                 WHEN silence.days > pool.gap_percentiles[2] THEN 'lost'
                 WHEN silence.days > pool.gap_percentiles[1] THEN 'at_risk'
                 ELSE 'active' END
            """,
            min_days=scope["retention_min_days"],
            due=scope["retention_due"],
            risk=scope["retention_risk"],
            lost=scope["retention_lost"],
        )

    @api.model
    def _sql_trend(self, scope):
        """Growth and damped trend now and one year earlier (METHODS §7).

        Unknown without the whole base year in the customer's history, or without
        sales in it.
        """
        return SQL(
            """
            SELECT CASE WHEN base.known THEN history.revenue_year
                        / history.revenue_year_before - 1 END AS growth,
                   CASE WHEN base.known THEN POWER(LEAST(GREATEST(
                        history.revenue_year / history.revenue_year_before,
                        %(least)s), %(greatest)s), %(damping)s) END AS factor,
                   CASE WHEN base.known_before THEN POWER(LEAST(GREATEST(
                        history.revenue_year_before / history.revenue_third_year,
                        %(least)s), %(greatest)s), %(damping)s) END AS factor_before
              FROM (SELECT history.first_month <= %(y2)s
                           AND history.revenue_year_before > 0 AS known,
                           history.first_month <= %(y3)s
                           AND history.revenue_third_year > 0 AS known_before) base
            """,
            least=scope["trend_min"],
            greatest=scope["trend_max"],
            damping=scope["trend_damping"],
            y2=scope["y2"],
            y3=scope["y3"],
        )

    def _portfolio_figures(self):
        """Header figures over all customers (METHODS §§5, 7), as values to write."""
        measure = {"revenue": "revenue", "margin": "margin", "profit": "profit"}
        [values] = self.env.execute_query_dict(
            SQL(
                """
                SELECT COUNT(*) AS customer_count,
                       SUM(%(measure)s) AS total,
                       10000 * SUM(share ^ 2) AS hhi,
                       1 / NULLIF(SUM(share ^ 2), 0) AS effective_customers,
                       MAX(share) AS largest_share,
                       (SELECT SUM(top.share)
                          FROM (SELECT share FROM kam_analysis_result
                                 WHERE share IS NOT NULL
                              ORDER BY share DESC LIMIT 5) top) AS top_share,
                       CASE WHEN SUM(share) IS NOT NULL
                            THEN COALESCE(SUM(share)
                                          FILTER (WHERE key_status = 'key'), 0)
                       END AS key_share,
                       SUM(forecast_error * ABS(revenue_year))
                       / NULLIF(SUM(ABS(revenue_year))
                                FILTER (WHERE forecast_error IS NOT NULL), 0) AS wape
                  FROM kam_analysis_result
                 WHERE rank IS NOT NULL
                """,
                measure=SQL.identifier(measure[self.measure]),
            )
        )
        return values

    def _write_classes(self, company):
        """Give the customers their classes in the company, where they changed.

        One statement; accounts that left the result lose their class. No chatter and
        no recomputation: nothing stored depends on these fields.

        :return: set of the ids of the customers written
        """
        self.env["res.partner"].flush_model(["kam_abc", "kam_xyz", "kam_retention"])
        key = str(company.id)
        names = {"kam_abc": "abc", "kam_xyz": "xyz", "kam_retention": "retention"}
        assignments, differences = [], []
        for column, source in names.items():
            assignments.append(
                SQL(
                    "%(column)s = NULLIF(CASE WHEN found.%(source)s IS NULL"
                    " THEN partner.%(column)s - %(key)s"
                    " ELSE COALESCE(partner.%(column)s, '{}')"
                    " || jsonb_build_object(%(key)s, found.%(source)s) END, '{}')",
                    column=SQL.identifier(column),
                    source=SQL.identifier(source),
                    key=key,
                )
            )
            differences.append(
                SQL(
                    "partner.%s ->> %s IS DISTINCT FROM found.%s",
                    SQL.identifier(column),
                    key,
                    SQL.identifier(source),
                )
            )
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner partner
                   SET %(assignments)s
                  FROM (SELECT known.id, result.abc, result.xyz, result.retention
                          FROM res_partner known
                     LEFT JOIN kam_analysis_result result
                            ON result.partner_id = known.id
                         WHERE result.partner_id IS NOT NULL
                            OR known.kam_abc ? %(key)s
                            OR known.kam_xyz ? %(key)s
                            OR known.kam_retention ? %(key)s) found
                 WHERE partner.id = found.id
                   AND (%(differences)s)
             RETURNING partner.id
                """,
                assignments=SQL(", ").join(assignments),
                differences=SQL(" OR ").join(differences),
                key=key,
            )
        )
        changed = {partner_id for [partner_id] in self.env.cr.fetchall()}
        self.env["res.partner"].invalidate_model(list(names))
        return changed
