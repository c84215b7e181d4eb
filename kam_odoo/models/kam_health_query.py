from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools import health
from ..tools.bands import segments

# Contacts older than that count for nothing that can be seen.
TOUCH_DAYS = 365
USUAL_CADENCE = 30


class KamHealthSnapshot(models.Model):
    """The drivers of health, one small statement each (METHODS §11).

    Each ``_sql_driver_x`` selects account_id, value (0 to 100, one decimal; no row or
    NULL where it is unknown) and evidence (jsonb, what the explanation says), for the
    accounts of the table ``kam_health_account``. ``scope`` is a dict: company, as_of
    (local day), since and until (UTC moments), is_today.
    """

    _inherit = "kam.health.snapshot"

    @api.model
    def _sql_by_edges(self, value, edges):
        """``tools/bands.mark_at`` of an expression, as numeric."""
        cases, last = [], None
        for _low, high, start, mark, rise, run in segments(edges):
            if high is None:
                last = str(mark)
                continue
            cases.append(
                SQL(
                    "WHEN %(value)s < %(high)s::numeric THEN %(mark)s::numeric"
                    " + %(rise)s::numeric * (%(value)s - %(start)s::numeric)"
                    " / %(run)s::numeric",
                    value=value,
                    high=str(high),
                    mark=str(mark),
                    rise=str(rise),
                    start=str(start),
                    run=str(run),
                )
            )
        return SQL(
            "CASE WHEN %s IS NULL THEN NULL %s ELSE %s::numeric END",
            value,
            SQL(" ").join(cases),
            last,
        )

    @api.model
    def _sql_scoped_accounts(self, scope):
        """Accounts with a health: managed ones, where they are managed or buy.

        Managed is who is a key account, has a key account manager or stakeholders. With
        the days of the tier's most frequent planned contact.
        """
        return SQL(
            """
            SELECT account.id AS account_id, account.kam_tier_id AS tier_id,
                   cadence.days AS planned_days,
                   COALESCE(cadence.days, %(usual)s) AS cadence,
                   COALESCE(NOT sponsor.active, FALSE) OR %(left)s AS sponsor_left
              FROM (%(accounts)s) account
         LEFT JOIN res_users sponsor ON sponsor.id = account.kam_sponsor_id
         LEFT JOIN LATERAL (
                   SELECT MIN(line.days) AS days FROM kam_cadence line
                    WHERE line.tier_id = account.kam_tier_id AND line.days > 0
                   ) cadence ON TRUE
             WHERE (account.kam_status = 'key' OR account.kam_manager_id IS NOT NULL
                    OR EXISTS (SELECT FROM kam_stakeholder stakeholder
                                WHERE stakeholder.partner_id = account.id
                                  AND stakeholder.active))
               AND (account.home_id IS NULL OR account.home_id = %(company)s
                    OR account.id IN (
                       SELECT contact.kam_account_id
                         FROM kam_sales_month sales
                         JOIN res_partner contact ON contact.id = sales.partner_id
                        WHERE sales.company_id = %(company)s
                          AND sales.month >= %(two_years)s))
               AND %(only)s
            """,
            usual=USUAL_CADENCE,
            left=self._sql_sponsor_left(),
            accounts=self.env["kam.contact.touch"]._sql_accounts(),
            company=scope["company"].id,
            two_years=scope["as_of"] - relativedelta(years=2),
            only=(
                SQL("TRUE")
                if scope["accounts"] is None
                else SQL("account.id = ANY(%s)", scope["accounts"].ids or [0])
            ),
        )

    @api.model
    def _sql_sponsor_left(self):
        """Whether the account's people had a sponsor who is gone, and have no other.

        Who was taken off the map and is still there is no sponsor, and has not left.
        """
        Stakeholder = self.env["kam.stakeholder"]
        own = Stakeholder._fields["role_ids"]
        sponsors = SQL(
            """
            SELECT FROM kam_stakeholder stakeholder
              JOIN %(own)s own ON own.%(stakeholder)s = stakeholder.id
              JOIN kam_stakeholder_role role
                ON role.id = own.%(role)s AND role.code = 'sponsor'
             WHERE stakeholder.partner_id = account.id
            """,
            own=SQL.identifier(own.relation),
            stakeholder=SQL.identifier(own.column1),
            role=SQL.identifier(own.column2),
        )
        return SQL(
            "(EXISTS (%(sponsors)s AND NOT %(there)s)"
            " AND NOT EXISTS (%(sponsors)s AND %(present)s))",
            sponsors=sponsors,
            there=Stakeholder._sql_there(),
            present=Stakeholder._sql_present(),
        )

    @api.model
    def _sql_sales(self, scope):
        """What the analysis would say on that day: retention and growth (§§6, 7)."""
        Analysis = self.env["kam.analysis"].with_company(scope["company"])
        company = scope["company"]
        analysis = Analysis.new(
            {
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "date_from": scope["as_of"] + relativedelta(days=1, years=-1),
                "date_to": scope["as_of"],
                "basis": company.kam_basis,
                "measure": "revenue",
                "abc_method": "share",
                "xyz_method": "rhythm",
            }
        )
        sales = analysis._get_scope(company)
        return self.env["kam.analysis.query"]._sql_with(
            sales,
            SQL(
                """
                SELECT rhythm.account_id, rhythm.order_days,
                       rhythm.gap_percentiles[1]::numeric AS usual,
                       rhythm.gap_percentiles[2]::numeric AS longest,
                       silence.days, %(retention)s AS retention,
                       trend.growth::numeric AS growth, history.revenue_year,
                       history.revenue_year_before
                  FROM rhythm
                  JOIN kam_health_account account USING (account_id)
            CROSS JOIN pool
             LEFT JOIN history USING (account_id)
            CROSS JOIN LATERAL (
                       SELECT GREATEST(%(as_of)s::date - rhythm.last_day, 0) AS days
                       ) silence
            CROSS JOIN LATERAL (%(trend)s) trend
                """,
                retention=analysis._sql_retention(sales),
                as_of=sales["as_of"],
                trend=analysis._sql_trend(sales),
            ),
        )

    @api.model
    def _sql_driver_trend(self, scope):
        """Growth of the last 12 complete months."""
        return SQL(
            """
            SELECT account_id, ROUND(%(value)s, 1) AS value,
                   jsonb_build_object('growth', ROUND(growth, 4),
                       'year', ROUND(revenue_year, 2),
                       'before', ROUND(revenue_year_before, 2)) AS evidence
              FROM kam_health_sales
             WHERE growth IS NOT NULL
            """,
            value=self._sql_by_edges(SQL("growth"), health.TREND_EDGES),
        )

    @api.model
    def _sql_driver_rhythm(self, scope):
        """Silence against the usual interval; by the status alone without one."""
        by_status = SQL(" ").join(
            SQL("WHEN %s THEN %s", status, value)
            for status, value in health.RHYTHM_BY_STATUS.items()
        )
        return SQL(
            """
            SELECT account_id,
                   ROUND(CASE WHEN retention = 'lost' OR ratio IS NULL
                              THEN CASE retention %(by_status)s END
                              WHEN retention = 'at_risk'
                              THEN LEAST(%(value)s, %(at_risk)s)
                              ELSE %(value)s END, 1) AS value,
                   jsonb_build_object('status', retention, 'days', days,
                       'usual', ROUND(usual, 1), 'own', ratio IS NOT NULL,
                       'orders', order_days) AS evidence
              FROM (SELECT *, CASE WHEN order_days >= %(least)s
                                   THEN days / NULLIF(usual, 0) END AS ratio
                      FROM kam_health_sales) sales
             WHERE retention IS NOT NULL
            """,
            by_status=by_status,
            value=self._sql_by_edges(SQL("ratio"), health.RHYTHM_EDGES),
            at_risk=health.RHYTHM_AT_RISK,
            least=scope["company"].kam_retention_min_days,
        )
