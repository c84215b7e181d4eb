from odoo import api, models
from odoo.tools import SQL


class KamScore(models.Model):
    """From marks to scores: the statement, as small fragments (METHODS §8)."""

    _inherit = "kam.score"

    @api.model
    def _sql_scores(self, marks, weight_attractiveness, criteria=None):
        """Both axes, the total and how much of the weight is known, per account.

        :param marks: SQL of ``kam.criterion._sql_marks``: a row for every criterion of
            each account, with an empty mark where it is unknown
        :param float weight_attractiveness: part of attractiveness in the total, 0 to 1
        :param criteria: kam.criterion records to take axis and weight from, unsaved
            ones as well; by default what is stored for the criteria of the marks
        :return: SQL with partner_id, attractiveness, strength, score (0–100, one
            decimal, empty if unknown) and coverage (fraction, four decimals)
        """
        return SQL(
            """
            SELECT partner_id,
                   ROUND(attractiveness, 1) AS attractiveness,
                   ROUND(strength, 1) AS strength,
                   ROUND((COALESCE(part * attractiveness, 0)
                          + COALESCE((1 - part) * strength, 0))
                         / NULLIF(CASE WHEN attractiveness IS NULL THEN 0
                                       ELSE part END
                                  + CASE WHEN strength IS NULL THEN 0
                                         ELSE 1 - part END, 0), 1) AS score,
                   ROUND(part * COALESCE(coverage_attractiveness, 0)
                         + (1 - part) * COALESCE(coverage_strength, 0), 4) AS coverage
              FROM (%(axes)s) axes
        CROSS JOIN (SELECT %(part)s::numeric AS part) setting
            """,
            axes=self._sql_axes(marks, criteria),
            part=weight_attractiveness,
        )

    @api.model
    def _sql_axes(self, marks, criteria=None):
        """Score and coverage of each axis, per account: Σ w·mark ÷ Σ w, × 10."""
        columns = [
            SQL(
                """
                10 * SUM(w.weight * m.mark) FILTER (WHERE w.axis = %(axis)s)
                   / NULLIF(SUM(w.weight) FILTER (
                         WHERE w.axis = %(axis)s AND m.mark IS NOT NULL), 0)
                   AS %(score)s,
                COALESCE(SUM(w.weight) FILTER (
                         WHERE w.axis = %(axis)s AND m.mark IS NOT NULL), 0)
                   / NULLIF(SUM(w.weight) FILTER (WHERE w.axis = %(axis)s), 0)
                   AS %(coverage)s
                """,
                axis=axis,
                score=SQL.identifier(axis),
                coverage=SQL.identifier(f"coverage_{axis}"),
            )
            for axis in ("attractiveness", "strength")
        ]
        return SQL(
            """
            SELECT m.partner_id, %(columns)s
              FROM (%(marks)s) m
              JOIN (%(weights)s) w (criterion_id, axis, weight)
                ON w.criterion_id = m.criterion_id
          GROUP BY m.partner_id
            """,
            columns=SQL(", ").join(columns),
            marks=marks,
            weights=self._sql_weights(criteria),
        )

    @api.model
    def _sql_weights(self, criteria=None):
        """Axis and weight of the criteria: as given, or as stored."""
        if criteria is None:
            self.env["kam.criterion"].flush_model(["axis", "weight"])
            return SQL("SELECT id, axis, weight::numeric FROM kam_criterion")
        if not criteria:
            return SQL("SELECT 0, '', 0::numeric WHERE FALSE")
        return SQL(
            "VALUES %s",
            SQL(", ").join(
                SQL("(%s, %s, %s::numeric)", c._key(), c.axis, str(c.weight))
                for c in criteria
            ),
        )

    @api.model
    def _judging_rounds(self, company):
        """Rounds whose marks count for a company: those that have left scoring."""
        return (
            self.env["kam.selection"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("state", "in", ["decision", "closed"]),
                    ("company_id", "in", [company.id, False]),
                ]
            )
        )

    @api.model
    def _sql_current_judged(self, company):
        """The latest judged mark of each account, by the live criterion.

        The latest round is the one in which somebody handed in last; its number says
        nothing, for the next round is planned as soon as one is over.

        :return: SQL with partner_id, criterion_id (live), mark, judges, spread and
            selection_id, the round it comes from
        """
        return SQL(
            """
            SELECT DISTINCT ON (judged.partner_id, copy.origin_id)
                   judged.partner_id, copy.origin_id AS criterion_id,
                   judged.mark, judged.judges, judged.spread, copy.selection_id
              FROM (%s) judged
              JOIN kam_criterion copy ON copy.id = judged.criterion_id
              JOIN (SELECT selection_id, MAX(date_done) AS date
                      FROM kam_assessment
                     WHERE state = 'done'
                  GROUP BY selection_id) round
                ON round.selection_id = copy.selection_id
             WHERE copy.origin_id IS NOT NULL
          ORDER BY judged.partner_id, copy.origin_id, round.date DESC,
                   copy.selection_id DESC
            """,
            self.env["kam.mark"]._sql_judged(self._judging_rounds(company)),
        )

    @api.model
    def _sql_result(self, scores, analysis, company):
        """Scores with what the analysis says of the account: a row of this table."""
        return SQL(
            """
            SELECT score.*, %(quadrant)s AS quadrant,
                   COALESCE(line.revenue, 0) AS revenue,
                   %(currency)s::integer AS currency_id,
                   %(analysis)s::integer AS analysis_id,
                   COALESCE(COALESCE(partner.kam_status, 'none')
                            NOT IN ('key', 'former')
                            AND line.abc IN ('a', 'b')
                            AND line.growth > 0
                            AND line.retention IS DISTINCT FROM 'lost', FALSE)
                       AS future_key
              FROM (%(scores)s) score
              JOIN res_partner partner ON partner.id = score.partner_id
         LEFT JOIN kam_analysis_line line
                ON line.analysis_id = %(analysis)s
               AND line.partner_id = score.partner_id
            """,
            quadrant=self._sql_quadrant(company),
            scores=scores,
            analysis=analysis.id or None,
            currency=(analysis.currency_id or company.currency_id).id,
        )

    @api.model
    def _sql_quadrant(self, company):
        """Field of the portfolio matrix; none while an axis is unknown."""
        return SQL(
            """
            CASE WHEN attractiveness IS NULL OR strength IS NULL THEN NULL
                 WHEN attractiveness >= %(split_a)s AND strength >= %(split_s)s
                 THEN 'strategic'
                 WHEN attractiveness >= %(split_a)s THEN 'star'
                 WHEN strength >= %(split_s)s THEN 'status'
                 ELSE 'streamline' END
            """,
            split_a=company.kam_split_attractiveness,
            split_s=company.kam_split_strength,
        )
