from odoo import models
from odoo.tools import SQL


class KamSelection(models.Model):
    """Who the candidates are: written by one statement, from several sources."""

    _inherit = "kam.selection"

    def _make_candidates(self):
        """Write the candidates anew: accounts of the sources, each once.

        That an account was nominated shows on it only where nothing else brought it
        in, for the others it shows after the scoring: until then nobody is to know
        whom a colleague has named.
        """
        self.ensure_one()
        self.line_ids.unlink()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO kam_selection_line (
                    selection_id, partner_id, abc, from_analysis, from_future,
                    from_nomination, from_lead, from_waiting, incumbent,
                    current_tier_id, decision, disputed, waiting,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT %(selection)s,
                       partner.id,
                       analysed.abc,
                       BOOL_OR(source.origin = 'analysis'),
                       BOOL_OR(source.origin = 'future'),
                       BOOL_AND(source.origin = 'nomination'),
                       BOOL_OR(source.origin = 'lead'),
                       BOOL_OR(source.origin = 'waiting'),
                       BOOL_OR(source.origin = 'incumbent'),
                       partner.kam_tier_id,
                       'none', FALSE, FALSE,
                       %(uid)s, NOW() AT TIME ZONE 'UTC',
                       %(uid)s, NOW() AT TIME ZONE 'UTC'
                  FROM (%(sources)s) source
                  JOIN res_partner partner
                    ON partner.id = source.partner_id
                   AND partner.active
                   AND partner.kam_is_account
                   AND (partner.company_id IS NULL
                        OR partner.company_id IN %(companies)s)
             LEFT JOIN kam_analysis_line analysed
                    ON analysed.analysis_id = %(analysis)s
                   AND analysed.partner_id = partner.id
              GROUP BY partner.id, analysed.abc
              ORDER BY partner.complete_name, partner.id
                """,
                selection=self.id,
                analysis=self.analysis_id.id,
                companies=tuple(self._get_companies().ids),
                uid=self.env.uid,
                sources=SQL(" UNION ALL ").join(self._sql_sources()),
            )
        )
        self.env["kam.selection.line"].invalidate_model()
        self.invalidate_recordset(["line_ids"])

    def _sql_sources(self):
        """Statements with partner_id and origin; add one to add a source."""
        classes = tuple(abc for abc in "abc" if self[f"class_{abc}"])
        sources = [
            SQL(
                "SELECT id AS partner_id, 'incumbent' AS origin FROM res_partner "
                "WHERE kam_status = 'key'"
            ),
            SQL(
                "SELECT partner_id, 'nomination' FROM kam_nomination "
                "WHERE selection_id = %s",
                self.id,
            ),
            SQL(
                "SELECT line.partner_id, 'waiting' FROM kam_selection_line line "
                "JOIN kam_selection former ON former.id = line.selection_id "
                "WHERE line.waiting AND former.company_id IS NOT DISTINCT FROM %s",
                self.company_id.id or None,
            ),
        ]
        if classes:
            sources.append(
                SQL(
                    "SELECT partner_id, 'analysis' FROM kam_analysis_line "
                    "WHERE analysis_id = %s AND abc IN %s",
                    self.analysis_id.id,
                    classes,
                )
            )
        if self.include_future:
            sources.append(
                SQL(
                    "SELECT partner_id, 'future' FROM kam_score "
                    "WHERE future_key AND company_id IN %s",
                    tuple(self._get_companies().ids),
                )
            )
        accounts = self._lead_accounts()
        if accounts:
            sources.append(
                SQL(
                    "SELECT id, 'lead' FROM res_partner WHERE id IN %s",
                    tuple(accounts.ids),
                )
            )
        return sources

    def _lead_accounts(self):
        """Accounts of open leads whose need, solvency and authority are known (S8)."""
        accounts = self.env["res.partner"]
        for company in self._get_companies():
            accounts |= self.env["crm.lead"]._kam_qualified_accounts(company)
        return accounts
