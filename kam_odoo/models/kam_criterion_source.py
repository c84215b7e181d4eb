from odoo import fields, models
from odoo.tools import SQL


class KamCriterion(models.Model):
    """The figures that measured criteria read, one small statement each (METHODS §8).

    Each ``_sql_source_x`` reads the figure x of every account, for one criterion:
    partner_id and value, no row (or NULL) where it is unknown. They read the lines of
    the analysis, never sale orders. Another addon adds a figure by extending the
    selection ``source`` and adding that method.

    :param analysis: the kam.analysis whose figures count; empty if there is none
    :param company: the res.company scored
    """

    _inherit = "kam.criterion"

    def _sql_source_line(self, analysis, value):
        """An expression over the lines of the analysis."""
        return SQL(
            "SELECT line.partner_id, %s AS value FROM kam_analysis_line line"
            " WHERE line.analysis_id = %s",
            value,
            analysis.id or 0,
        )

    def _sql_source_amount(self, analysis, company, column):
        """An amount in the currency of the bands, at the rate of the period's end."""
        return self._sql_source_line(
            analysis,
            SQL(
                "line.%s::numeric * %s::numeric",
                SQL.identifier(column),
                self._rate(analysis.currency_id, company, analysis.date_to),
            ),
        )

    def _sql_source_part(self, analysis, column):
        """Share of what all customers have together; losses count as 0."""
        return self._sql_source_line(
            analysis,
            SQL(
                "GREATEST(line.%(column)s, 0)::numeric"
                " / NULLIF(SUM(GREATEST(line.%(column)s, 0)) OVER (), 0)",
                column=SQL.identifier(column),
            ),
        )

    def _sql_source_above(self, analysis, column):
        """Share of what customers with strictly more have; 100 % for zero and less.

        A place that means the same in a company of ten customers and of ten thousand:
        0 for the largest, and 80 % is where class A ends by default.
        """
        return self._sql_source_line(
            analysis,
            SQL(
                # All that are not smaller, less the equals: a frame that leaves the
                # equals out would add up anew for each row.
                "(SUM(GREATEST(line.%(column)s, 0)) OVER ("
                " ORDER BY GREATEST(line.%(column)s, 0) DESC)"
                " - SUM(GREATEST(line.%(column)s, 0)) OVER ("
                " PARTITION BY GREATEST(line.%(column)s, 0)))::numeric"
                " / NULLIF(SUM(GREATEST(line.%(column)s, 0)) OVER (), 0)",
                column=SQL.identifier(column),
            ),
        )

    def _rate(self, currency, company, day=None):
        """From a currency to that of the bands; 1 where the bands have none."""
        if not currency or not self.currency_id:
            return 1
        return currency._get_conversion_rate(
            currency, self.currency_id, company, day or fields.Date.context_today(self)
        )

    def _sql_source_revenue(self, analysis, company):
        return self._sql_source_amount(analysis, company, "revenue")

    def _sql_source_margin(self, analysis, company):
        return self._sql_source_amount(analysis, company, "margin")

    def _sql_source_profit(self, analysis, company):
        return self._sql_source_amount(analysis, company, "profit")

    def _sql_source_share(self, analysis, _company):
        return self._sql_source_part(analysis, "revenue")

    def _sql_source_profit_share(self, analysis, _company):
        return self._sql_source_part(analysis, "profit")

    def _sql_source_revenue_above(self, analysis, _company):
        return self._sql_source_above(analysis, "revenue")

    def _sql_source_profit_above(self, analysis, _company):
        return self._sql_source_above(analysis, "profit")

    def _sql_source_growth(self, analysis, _company):
        """Unknown below 24 months of history."""
        return self._sql_source_line(analysis, SQL("line.growth::numeric"))

    def _sql_source_regularity(self, analysis, _company):
        """Months with an order ÷ months counted; unknown without a complete month."""
        return self._sql_source_line(
            analysis, SQL("line.active_months::numeric / NULLIF(line.month_count, 0)")
        )

    def _sql_source_years(self, analysis, _company):
        return self._sql_source_line(analysis, SQL("line.years::numeric"))

    def _sql_source_cost_share(self, analysis, _company):
        """Cost to serve ÷ margin, at most 10 (1 000 %), also where no margin bears it.

        Unknown while nobody has a cost: then no driver has a rate yet.
        """
        return self._sql_source_line(
            analysis,
            SQL(
                """
                CASE WHEN SUM(line.cost_to_serve) OVER () > 0 THEN
                     CASE WHEN line.margin > 0
                          THEN LEAST(line.cost_to_serve::numeric / line.margin, 10)
                          WHEN line.cost_to_serve > 0 THEN 10 END END
                """
            ),
        )

    def _sql_source_pipeline(self, analysis, company):
        """Expected revenue of open opportunities; 0 for a customer without one."""
        return SQL(
            """
            SELECT partner_id, COALESCE(open.amount, 0) * %(rate)s::numeric AS value
              FROM (SELECT partner_id FROM kam_analysis_line
                     WHERE analysis_id = %(analysis)s) customer
         FULL JOIN (SELECT partner.kam_account_id AS partner_id,
                           SUM(lead.expected_revenue)::numeric AS amount
                      FROM crm_lead lead
                      JOIN res_partner partner ON partner.id = lead.partner_id
                     WHERE lead.active
                       AND lead.type = 'opportunity'
                       AND lead.won_status = 'pending'
                       AND COALESCE(lead.company_id, %(company)s) = %(company)s
                  GROUP BY 1) open USING (partner_id)
            """,
            rate=self._rate(company.currency_id, company),
            analysis=analysis.id or 0,
            company=company.id,
        )

    def _sql_source_ladder(self, _analysis, _company):
        """The level that the customer's latest answers give (METHODS §9)."""
        return self.env["kam.ladder"]._sql_latest("customer")

    def _sql_source_stakeholders(self, _analysis, company):
        """Coverage of the current health; unknown without stakeholders (§10)."""
        return SQL(
            "SELECT partner_id, coverage AS value FROM kam_health_snapshot"
            " WHERE is_latest AND company_id = %s",
            company.id,
        )
