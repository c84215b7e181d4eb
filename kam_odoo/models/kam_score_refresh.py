from odoo import api, models
from odoo.tools import SQL

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .kam_score_partner import PARTNER_COLUMNS

SCORE_COLUMNS = (
    "attractiveness",
    "strength",
    "score",
    "coverage",
    "quadrant",
    "revenue",
    "currency_id",
    "analysis_id",
    "future_key",
)
LINE_COLUMNS = (
    "axis",
    "sequence",
    "weight",
    "value",
    "mark",
    "judges",
    "spread",
    "selection_id",
)
PENDING = "kam.score.companies"


class KamScore(models.Model):
    """Writing the scores: set-based, and only what has changed."""

    _inherit = "kam.score"

    @api.model
    def _schedule_refresh(self, companies=None):
        """Refresh once, at the end of the transaction, however much is saved in it.

        :param companies: res.company records, all by default
        """
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        precommit = self.env.cr.precommit
        pending = precommit.data.get(PENDING)
        if pending is None:
            pending = precommit.data[PENDING] = set()
            precommit.add(self.sudo().browse()._refresh_scheduled)
        if companies is None:
            companies = self.env["res.company"].sudo().search([])
        pending.update(companies.ids)

    @api.model
    def _refresh_scheduled(self):
        companies = self.env.cr.precommit.data.pop(PENDING, set())
        self._refresh(self.env["res.company"].browse(sorted(companies)).exists())

    @api.model
    def _refresh(self, companies):
        """Count the scores of all accounts anew, for each of the companies.

        From the current analysis, the marks of finished rounds and today's criteria.
        A few statements per company, in the caller's transaction; rows that are as
        they should be are not touched.

        :param companies: res.company records
        """
        self = self.sudo()
        self.env.flush_all()
        for company in companies.sudo():
            self._refresh_company(company)
        self.invalidate_model()
        self.env["kam.score.line"].invalidate_model()
        self.env["res.partner"].invalidate_model(list(PARTNER_COLUMNS))

    @api.model
    def _refresh_company(self, company):
        analysis = self.env["kam.analysis"]._get_current(company)
        criteria = self.env["kam.criterion"]._get_live()
        self._make_table("kam_score_judged", self._sql_current_judged(company))
        self._make_table(
            "kam_score_mark",
            criteria._sql_marks(
                analysis, SQL("SELECT * FROM kam_score_judged"), company
            ),
        )
        scores = self._sql_scores(
            SQL("SELECT * FROM kam_score_mark"),
            company.kam_weight_attractiveness,
            criteria,
        )
        self._make_table(
            "kam_score_result", self._sql_result(scores, analysis, company)
        )
        self._write_scores(company)
        self._write_lines(company)
        self._write_partners(company)
        self.env.cr.execute(
            "DROP TABLE kam_score_judged, kam_score_mark, kam_score_result"
        )

    @api.model
    def _make_table(self, name, query):
        """A table of the transaction, with the statistics its joins are planned by."""
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %(name)s ON COMMIT DROP AS %(query)s;"
                " ANALYZE %(name)s",
                name=SQL.identifier(name),
                query=query,
            )
        )

    @api.model
    def _write_scores(self, company):
        """Bring the company's rows into line: delete, update, insert."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM kam_score score WHERE score.company_id = %s AND NOT EXISTS"
                " (SELECT 1 FROM kam_score_result result"
                " WHERE result.partner_id = score.partner_id)",
                company.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE kam_score score
                   SET %(assignments)s
                  FROM kam_score_result result
                 WHERE score.company_id = %(company)s
                   AND score.partner_id = result.partner_id
                   AND (%(differences)s)
                """,
                company=company.id,
                **self._sql_changes("score", "result", SCORE_COLUMNS),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO kam_score (company_id, partner_id, %(columns)s)
                SELECT %(company)s, partner_id, %(columns)s
                  FROM kam_score_result result
                 WHERE NOT EXISTS (SELECT 1 FROM kam_score score
                                    WHERE score.company_id = %(company)s
                                      AND score.partner_id = result.partner_id)
              ORDER BY score DESC NULLS LAST, partner_id
                """,
                company=company.id,
                columns=SQL(", ").join(map(SQL.identifier, SCORE_COLUMNS)),
            )
        )

    @api.model
    def _write_lines(self, company):
        """The marks behind the company's scores, likewise."""
        wanted = self._sql_wanted_lines(company)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM kam_score_line line
                      USING kam_score score
                      WHERE score.id = line.score_id
                        AND score.company_id = %(company)s
                        AND NOT EXISTS (
                            SELECT 1 FROM (%(wanted)s) wanted
                             WHERE wanted.score_id = line.score_id
                               AND wanted.criterion_id = line.criterion_id)
                """,
                company=company.id,
                wanted=wanted,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE kam_score_line line
                   SET %(assignments)s
                  FROM (%(wanted)s) wanted
                 WHERE line.score_id = wanted.score_id
                   AND line.criterion_id = wanted.criterion_id
                   AND (%(differences)s)
                """,
                wanted=wanted,
                **self._sql_changes("line", "wanted", LINE_COLUMNS),
            )
        )
        columns = SQL(", ").join(map(SQL.identifier, LINE_COLUMNS))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO kam_score_line (score_id, criterion_id, %(columns)s)
                SELECT score_id, criterion_id, %(columns)s
                  FROM (%(wanted)s) wanted
                 WHERE NOT EXISTS (
                       SELECT 1 FROM kam_score_line line
                        WHERE line.score_id = wanted.score_id
                          AND line.criterion_id = wanted.criterion_id)
              ORDER BY score_id, criterion_id
                """,
                columns=columns,
                wanted=wanted,
            )
        )

    @api.model
    def _sql_wanted_lines(self, company):
        """The marks as they are to be stored, rounded so that they can be compared."""
        return SQL(
            """
            SELECT score.id AS score_id, mark.criterion_id, criterion.axis,
                   criterion.sequence, criterion.weight,
                   ROUND(mark.value, 4) AS value, ROUND(mark.mark, 4) AS mark,
                   mark.judges, ROUND(mark.spread, 4) AS spread, judged.selection_id
              FROM kam_score_mark mark
              JOIN kam_criterion criterion ON criterion.id = mark.criterion_id
              JOIN kam_score score ON score.partner_id = mark.partner_id
                                  AND score.company_id = %s
         LEFT JOIN kam_score_judged judged
                ON judged.partner_id = mark.partner_id
               AND judged.criterion_id = mark.criterion_id
               AND mark.judges IS NOT NULL
            """,
            company.id,
        )

    @api.model
    def _sql_changes(self, table, source, columns):
        """Assignments of columns from a source, and the condition that one differs."""
        pairs = [
            {
                "column": SQL.identifier(column),
                "old": SQL.identifier(table, column),
                "new": SQL.identifier(source, column),
            }
            for column in columns
        ]
        return {
            "assignments": SQL(", ").join(
                SQL("%(column)s = %(new)s", column=pair["column"], new=pair["new"])
                for pair in pairs
            ),
            "differences": SQL(" OR ").join(
                SQL(
                    "%(old)s IS DISTINCT FROM %(new)s", old=pair["old"], new=pair["new"]
                )
                for pair in pairs
            ),
        }
