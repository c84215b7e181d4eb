from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..fields import FloatOrUnknown


class KamDefection(models.Model):
    """Quiet defection: a product category that stops while the customer still buys.

    The retention rule for one category of one account (METHODS §6): silent for more
    than twice its own usual interval and for longer than its longest usual one, as for
    a lost customer, while the account as a whole is not even due. Without the second
    condition every category bought now and then would be in the list. A category
    without any sale in the last 12 complete months is history, not at risk.
    Written by the run of an analysis; nobody edits it. Amounts are in the currency of
    the analysis, by its basis, over the last 12 complete months; intervals are days.
    """

    _name = "kam.defection"
    _description = "Quiet Defection"
    _order = "value_at_risk desc, id"
    _rec_name = "categ_id"
    _log_access = False

    analysis_id = fields.Many2one(
        "kam.analysis", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Product category",
        readonly=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="analysis_id.currency_id")
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Key account manager"
    )
    last_order_date = fields.Date(readonly=True)
    order_days = fields.Integer(readonly=True, aggregator=None)
    days_since_order = fields.Integer(
        string="Days since last order", readonly=True, aggregator="avg"
    )
    median_interval = FloatOrUnknown(
        string="Usual interval (days)", readonly=True, aggregator="avg", digits=(16, 1)
    )
    silence = FloatOrUnknown(
        string="Silence in usual intervals",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
    )
    revenue_year = fields.Monetary(string="Revenue of last 12 months", readonly=True)
    value_at_risk = fields.Monetary(
        readonly=True, help="Margin of the category in the last 12 complete months."
    )

    @api.model
    def _sql_insert(self, analysis, scope):
        """Write the defections of a run, from its result and the facts.

        Only accounts with an own rhythm that are not due are looked at, so the days
        of the facts are unfolded for these alone.
        """
        Query = self.env["kam.analysis.query"]
        select = SQL(
            """
            , loyal AS (
                SELECT partner_id AS account_id
                  FROM kam_analysis_result
                 WHERE rank IS NOT NULL
                   AND order_days >= %(min_days)s
                   AND days_since_order < %(due)s * median_interval
            ),
            sale AS MATERIALIZED (
                SELECT account.account_id, COALESCE(fact.categ_id, 0) AS categ_id,
                       fact.month, fact.day_mask,
                       fact.%(revenue)s * company.rate AS revenue,
                       fact.%(margin)s * company.rate AS margin
                  FROM loyal
                  JOIN account ON account.account_id = loyal.account_id
                  JOIN kam_sales_fact fact ON fact.partner_id = account.partner_id
                  JOIN company ON company.id = fact.company_id
                 WHERE fact.month BETWEEN %(window_from)s AND %(date_to)s
                   AND fact.line_count > 0
            ),
            category AS (
                SELECT account_id, categ_id,
                       SUM(revenue) FILTER (WHERE month BETWEEN %(y1)s
                           AND %(months_end)s) AS revenue,
                       SUM(margin) FILTER (WHERE month BETWEEN %(y1)s
                           AND %(months_end)s) AS margin
                  FROM sale
              GROUP BY account_id, categ_id
            ),
            category_day AS (
                SELECT account_id, categ_id, day,
                       day - LAG(day) OVER (
                           PARTITION BY account_id, categ_id ORDER BY day
                       ) AS gap
                  FROM (SELECT DISTINCT account_id, categ_id,
                               month + unnest(bits) AS day
                          FROM sale
                          JOIN category USING (account_id, categ_id)
                          JOIN (%(masks)s) mask USING (day_mask)
                         WHERE category.revenue > 0) bought
                 WHERE day <= %(as_of)s
            ),
            category_rhythm AS (
                SELECT account_id, categ_id, COUNT(*) AS order_days,
                       MAX(day) AS last_day, %(as_of)s::date - MAX(day) AS days,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS usual,
                       percentile_cont(%(percentile)s) WITHIN GROUP (ORDER BY gap)
                           AS long
                  FROM category_day
              GROUP BY account_id, categ_id
                HAVING COUNT(*) >= %(min_days)s
            )
            INSERT INTO kam_defection
                (analysis_id, partner_id, categ_id, last_order_date, order_days,
                 days_since_order, median_interval, silence, revenue_year,
                 value_at_risk)
            SELECT %(analysis)s, account_id, NULLIF(categ_id, 0), rhythm.last_day,
                   rhythm.order_days, rhythm.days, rhythm.usual,
                   rhythm.days / rhythm.usual,
                   ROUND(category.revenue, %(digits)s),
                   COALESCE(ROUND(category.margin, %(digits)s), 0)
              FROM category_rhythm rhythm
              JOIN category USING (account_id, categ_id)
             WHERE rhythm.days > %(ratio)s * rhythm.usual
               AND rhythm.days > rhythm.long
            """,
            analysis=analysis.id,
            masks=Query._sql_masks(SQL("sale")),
            revenue=SQL.identifier(scope["revenue_column"]),
            margin=SQL.identifier(scope["margin_column"]),
            min_days=scope["retention_min_days"],
            due=scope["retention_due"],
            ratio=scope["defection_ratio"],
            percentile=scope["percentile_lost"],
            digits=scope["digits"],
            **{
                name: scope[name]
                for name in ("as_of", "date_to", "months_end", "window_from", "y1")
            },
        )
        self.env.cr.execute(Query._sql_with(scope, select))
        self.invalidate_model()
        return self.env.cr.rowcount

    def action_open_order_lines(self):
        """Open the order lines of the category that the rhythm was read from."""
        self.ensure_one()
        analysis = self.analysis_id.sudo()
        return self.env["kam.sales.fact"]._action_order_lines(
            analysis.covered_company_ids,
            Domain("order_partner_id.kam_account_id", "=", self.partner_id.id)
            & self.env["kam.sales.fact"]._category_domain(self.categ_id),
            fields.Date.to_date(analysis.parameters["window_from"]),
            analysis.date_to,
        )
