from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class KamTypeSuggestion(models.Model):
    """The one query behind the suggested types."""

    _inherit = "kam.type.suggestion"
    _depends = {
        "crm.lead": ["active", "company_id", "kam_qualified", "partner_id"],
        "kam.account.type": ["active", "renewal", "rule", "threshold"],
        "kam.analysis.line": ["analysis_id", "partner_id", "profit"],
        "kam.type.dismissal": ["kind", "partner_id", "reason", "share", "type_id"],
        "res.partner": ["active", "kam_account_id", "kam_status", "kam_type_ids"],
        "sale.order": ["company_id", "partner_id", "state"],
    }

    @property
    def _table_query(self):
        """Suggestions, those put off included, with the evidence the user may see."""
        evident = self._evident_analyses()
        return SQL(
            """
            WITH
            profit AS (%(profit)s),
            qualified AS (%(qualified)s),
            given AS (%(given)s),
            suggested AS (
                (%(profit_share)s) UNION ALL (%(prospect)s)
            )
            SELECT (suggested.partner_id::bigint * %(factor)s + suggested.type_id) * 2
                       + (suggested.kind = 'remove')::integer AS id,
                   suggested.*,
                   CASE WHEN %(put_off)s THEN 'dismissed' ELSE 'open' END AS state,
                   CASE WHEN %(put_off)s THEN dismissal.user_id END
                       AS dismissed_user_id,
                   CASE WHEN %(put_off)s THEN dismissal.date END AS dismissed_date
              FROM suggested
              JOIN kam_account_type type ON type.id = suggested.type_id AND type.active
              JOIN res_partner account ON account.id = suggested.partner_id
         LEFT JOIN kam_type_dismissal dismissal
                ON dismissal.partner_id = suggested.partner_id
               AND dismissal.type_id = suggested.type_id
               AND dismissal.kind = suggested.kind
             WHERE account.active AND account.kam_is_account
            """,
            profit=self._sql_profit(evident),
            qualified=self._sql_qualified(),
            given=self._sql_given(),
            profit_share=self._sql_profit_share(bool(evident)),
            prospect=self._sql_prospect(),
            put_off=self._sql_put_off(),
            factor=self._id_factor(),
        )

    @api.model
    def _id_factor(self):
        """What an account's number is multiplied by, so that types have room below."""
        [[largest]] = self.env.execute_query(
            SQL("SELECT COALESCE(MAX(id), 0) FROM kam_account_type")
        )
        return 10 ** len(str(largest))

    @api.model
    def _evident_analyses(self):
        """Current analyses of the open companies, as far as the user may see them.

        None for who may see no analysis: Odoo asks for the query of everybody who
        opens a contact.
        """
        Analysis = self.env["kam.analysis"]
        analyses = Analysis.browse()
        if not Analysis.has_access("read"):
            return analyses
        for company in self.env.companies:
            analyses |= Analysis._get_current(company)
        return analyses

    @api.model
    def _sql_profit(self, analyses):
        """Best share of all profits, losses counted as none, of each account.

        :return: SQL with partner_id, analysis_id, share
        """
        return SQL(
            """
            SELECT DISTINCT ON (line.partner_id)
                   line.partner_id, line.analysis_id,
                   ROUND(GREATEST(line.profit, 0) / total.profit, 6) AS share
              FROM kam_analysis_line line
              JOIN (SELECT analysis_id, SUM(GREATEST(profit, 0)) AS profit
                      FROM kam_analysis_line
                     WHERE analysis_id = ANY(%(analyses)s)
                  GROUP BY analysis_id
                    HAVING SUM(GREATEST(profit, 0)) > 0) total
                ON total.analysis_id = line.analysis_id
          ORDER BY line.partner_id, share DESC, line.analysis_id
            """,
            analyses=analyses.ids,
        )

    @api.model
    def _sql_qualified(self):
        """Accounts of open qualified leads, with the first of these leads."""
        Lead = self.env["crm.lead"]
        domain = Lead._kam_domain_qualified()
        if not Lead.has_access("read"):
            domain = Domain.FALSE
            Lead = Lead.sudo()
        return SQL(
            """
            SELECT contact.kam_account_id AS partner_id, MIN(lead.id) AS lead_id
              FROM crm_lead lead
              JOIN res_partner contact ON contact.id = lead.partner_id
             WHERE lead.id IN %s
          GROUP BY contact.kam_account_id
            """,
            Lead._search(domain).subselect(),
        )

    @api.model
    def _sql_given(self):
        """Types that accounts have."""
        field = self.env["res.partner"]._fields["kam_type_ids"]
        return SQL(
            "SELECT %s AS partner_id, %s AS type_id FROM %s",
            SQL.identifier(field.column1),
            SQL.identifier(field.column2),
            SQL.identifier(field.relation),
        )

    @api.model
    def _sql_profit_share(self, known):
        """Add from the threshold on; remove where no company reaches it any more.

        Whoever sees one company is not told to remove a type that is proved in
        another.

        :param bool known: whether there is any analysis to judge from
        """
        companies = self.env["res.company"].sudo().search([])
        Analysis = self.env["kam.analysis"].sudo()
        everywhere = Analysis.browse()
        for company in companies:
            everywhere |= Analysis._get_current(company)
        return SQL(
            """
            SELECT profit.partner_id, type.id AS type_id, 'add' AS kind,
                   'profit' AS reason, profit.share, profit.analysis_id,
                   NULL::integer AS lead_id
              FROM kam_account_type type
              JOIN profit ON profit.share >= type.threshold
             WHERE type.rule = 'profit_share'
               AND NOT EXISTS (SELECT FROM given
                                WHERE given.partner_id = profit.partner_id
                                  AND given.type_id = type.id)
         UNION ALL
            SELECT given.partner_id, type.id, 'remove', 'profit',
                   profit.share, profit.analysis_id, NULL
              FROM given
              JOIN kam_account_type type
                ON type.id = given.type_id AND type.rule = 'profit_share'
         LEFT JOIN profit ON profit.partner_id = given.partner_id
         LEFT JOIN (%(everywhere)s) best ON best.partner_id = given.partner_id
             WHERE %(known)s AND COALESCE(best.share, 0) < type.threshold
            """,
            everywhere=self._sql_profit(everywhere),
            known=known,
        )

    @api.model
    def _sql_prospect(self):
        """Add to prospects who never ordered; remove after the first order."""
        return SQL(
            """
            SELECT account.id AS partner_id, type.id AS type_id, 'add' AS kind,
                   CASE WHEN account.kam_status = 'prospect' THEN 'status'
                        ELSE 'lead' END AS reason,
                   NULL::numeric AS share, NULL::integer AS analysis_id,
                   qualified.lead_id
              FROM res_partner account
         LEFT JOIN qualified ON qualified.partner_id = account.id
              JOIN kam_account_type type ON type.rule = 'prospect'
             WHERE (account.kam_status = 'prospect' OR qualified.lead_id IS NOT NULL)
               AND NOT EXISTS (SELECT FROM given
                                WHERE given.partner_id = account.id
                                  AND given.type_id = type.id)
               AND NOT %(ordered)s
         UNION ALL
            SELECT account.id, type.id, 'remove', 'ordered', NULL, NULL, NULL
              FROM given
              JOIN kam_account_type type
                ON type.id = given.type_id AND type.rule = 'prospect'
              JOIN res_partner account ON account.id = given.partner_id
             WHERE %(ordered)s
            """,
            ordered=self._sql_ordered(),
        )

    @api.model
    def _sql_ordered(self):
        """Whether any contact of the account ever ordered, in any company."""
        Fact = self.env["kam.sales.fact"].sudo()
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        orders = [
            Fact._sql_orders(company, None, None) for company in companies.search([])
        ]
        return SQL(
            """EXISTS (
                SELECT FROM res_partner member
                  JOIN (%s) ordered ON ordered.partner_id = member.id
                 WHERE member.kam_account_id = account.id)""",
            SQL(" UNION ALL ").join(orders),
        )

    @api.model
    def _sql_put_off(self):
        """Put off, and the evidence is still much the same."""
        return SQL(
            """(dismissal.id IS NOT NULL
                AND dismissal.reason = suggested.reason
                AND ABS(COALESCE(dismissal.share, 0) - COALESCE(suggested.share, 0))
                    < type.renewal)"""
        )
