from odoo import models
from odoo.tools import SQL

from ..tools import allocation

RESULT_COLUMNS = (
    "attractiveness",
    "strength",
    "score",
    "coverage",
    "spread",
    "disputed",
    "rank",
    "detail",
    "proposed_tier_id",
    "proposal",
    "tier_id",
    "manager_id",
    "sponsor_id",
    "reason",
    "waiting_rank",
)


class KamSelection(models.Model):
    """What the end of scoring works out: scores, spread, agreement, proposal.

    A fixed number of statements, however many candidates, assessors and criteria.
    """

    _inherit = "kam.selection"

    def _compute_result(self):
        """Score and rank the candidates, propose tiers, preset the decisions."""
        self.ensure_one()
        self.env.flush_all()
        self._refresh_standing()
        self._score_lines()
        self.agreement = allocation.agreement(self._nominated_lists())
        self._propose()
        self.env["kam.score"]._refresh(self._get_companies())

    def _clear_result(self):
        """Forget what was worked out, because the scoring goes on."""
        self.ensure_one()
        self.agreement = False
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE kam_selection_line SET %s, decision = 'none',"
                " nomination_count = 0,"
                " from_nomination = NOT (from_analysis OR from_future OR from_lead"
                " OR from_waiting OR incumbent) WHERE selection_id = %s",
                SQL(", ").join(
                    SQL("%s = NULL", SQL.identifier(column))
                    for column in RESULT_COLUMNS
                ),
                self.id,
            )
        )
        self.env["kam.selection.line"].invalidate_model()
        self.env["kam.score"]._refresh(self._get_companies())

    def _refresh_standing(self):
        """Who is key may have changed since the list was made; who nominated may be
        told now."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE kam_selection_line line
                   SET incumbent = (partner.kam_status = 'key'),
                       current_tier_id = partner.kam_tier_id,
                       nomination_count = COALESCE(named.count, 0),
                       from_nomination = named.count IS NOT NULL
                  FROM res_partner partner
             LEFT JOIN (SELECT partner_id, COUNT(*) AS count
                          FROM kam_nomination
                         WHERE selection_id = %(selection)s
                      GROUP BY partner_id) named
                    ON named.partner_id = partner.id
                 WHERE line.selection_id = %(selection)s
                   AND partner.id = line.partner_id
                """,
                selection=self.id,
            )
        )

    def _score_lines(self):
        """Scores, coverage, spread, rank and the marks behind them, for every line.

        The marks are kept on the line: the analysis may be pruned one day, and a
        finished round still explains itself.
        """
        criteria = self.criterion_ids
        company = self.company_id or self.user_id.company_id
        judged = self.env["kam.mark"]._sql_judged(self)
        marks = criteria._sql_marks(self.analysis_id, judged, company)
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE kam_selection_marks ON COMMIT DROP AS "
                "SELECT marks.* FROM (%s) marks JOIN kam_selection_line line "
                "ON line.partner_id = marks.partner_id AND line.selection_id = %s",
                marks,
                self.id,
            )
        )
        scores = self.env["kam.score"]._sql_scores(
            SQL("SELECT * FROM kam_selection_marks"), self.weight_attractiveness
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE kam_selection_line line
                   SET attractiveness = result.attractiveness,
                       strength = result.strength,
                       score = result.score,
                       coverage = COALESCE(result.coverage, 0),
                       spread = ROUND(result.spread, 1),
                       disputed = COALESCE(result.spread > %(disagreement)s, FALSE),
                       detail = result.detail,
                       rank = result.rank
                  FROM (
                SELECT candidate.id, score.attractiveness, score.strength,
                       score.score, score.coverage, marks.spread, marks.detail,
                       ROW_NUMBER() OVER (
                           ORDER BY score.score DESC NULLS LAST,
                                    score.coverage DESC NULLS LAST, candidate.id
                       ) AS rank
                  FROM kam_selection_line candidate
             LEFT JOIN (%(scores)s) score ON score.partner_id = candidate.partner_id
             LEFT JOIN (
                SELECT partner_id,
                       MAX(spread) FILTER (WHERE judges > 1)::numeric AS spread,
                       JSONB_AGG(
                           JSONB_BUILD_OBJECT(
                               'criterion_id', criterion_id, 'value', value,
                               'mark', ROUND(mark::numeric, 2), 'judges', judges,
                               'spread', ROUND(spread::numeric, 2)
                           ) ORDER BY criterion_id
                       ) AS detail
                  FROM kam_selection_marks
              GROUP BY partner_id
                       ) marks ON marks.partner_id = candidate.partner_id
                 WHERE candidate.selection_id = %(selection)s
                       ) result
                 WHERE line.id = result.id
                """,
                scores=scores,
                selection=self.id,
                disagreement=self.disagreement,
            )
        )
        self.env.cr.execute("DROP TABLE kam_selection_marks")
        self.env["kam.selection.line"].invalidate_model()

    def _nominated_lists(self):
        """What each assessor has named, for the agreement of the lists."""
        groups = self.env["kam.nomination"]._read_group(
            [("selection_id", "=", self.id)],
            ["assessment_id"],
            ["partner_id:array_agg"],
        )
        return [partner_ids for _assessment, partner_ids in groups]

    def _write_lines(self, values_by_line):
        """Write different values to many lines with one statement."""
        if not values_by_line:
            return
        columns = list(next(iter(values_by_line.values())))
        line_fields = self.env["kam.selection.line"]._fields
        rows = [
            SQL(
                "(%s, %s)",
                line.id,
                SQL(", ").join(
                    SQL(
                        "%s::%s",
                        line_fields[column].convert_to_column_insert(value, line),
                        SQL(line_fields[column].column_type[1]),
                    )
                    for column, value in values.items()
                ),
            )
            for line, values in values_by_line.items()
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE kam_selection_line line SET %s FROM (VALUES %s)"
                " AS given (id, %s) WHERE line.id = given.id",
                SQL(", ").join(
                    SQL("%s = given.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in columns
                ),
                SQL(", ").join(rows),
                SQL(", ").join(map(SQL.identifier, columns)),
            )
        )
        self.env["kam.selection.line"].invalidate_model()
