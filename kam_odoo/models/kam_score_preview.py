from odoo import api, models
from odoo.tools import SQL

# Accounts compared before and after a change of the criteria.
TOP = 10


class KamScore(models.Model):
    """What a change of the criteria does to today's ranking, before it is saved."""

    _inherit = "kam.score"

    @api.model
    def _preview(self, criteria, weight_attractiveness, company):
        """Today's first accounts of a company, and those after the change.

        Counted by the same statement as the scores, from the criteria as they are on
        the screen.

        :param criteria: all kam.criterion that would count, unsaved ones as well
        :return: dict for the ``kam_ranking`` widget: accounts that are among the first
            now or then, with score and place in both; ``count`` with a score then
        """
        company = company.sudo()
        self.env.flush_all()
        judged = self.sudo()._sql_current_judged(company)
        marks = criteria.sudo()._sql_marks(
            self.env["kam.analysis"].sudo()._get_current(company), judged, company
        )
        rows = self.env.execute_query_dict(
            SQL(
                """
                WITH ranked AS (
                    SELECT partner_id, now.score AS score_now,
                           next.score AS score_next,
                           ROW_NUMBER() OVER (ORDER BY now.score DESC NULLS LAST,
                                              partner_id) AS rank_now,
                           ROW_NUMBER() OVER (ORDER BY next.score DESC NULLS LAST,
                                              partner_id) AS rank_next,
                           COUNT(next.score) OVER () AS count
                      FROM (SELECT partner_id, score FROM kam_score
                             WHERE company_id = %(company)s) now
                 FULL JOIN (%(scores)s) next USING (partner_id)
                )
                SELECT partner_id AS id, score_now::float8, score_next::float8,
                       CASE WHEN score_now IS NOT NULL THEN rank_now END AS rank_now,
                       CASE WHEN score_next IS NOT NULL THEN rank_next END
                           AS rank_next, count
                  FROM ranked
                 WHERE (score_now IS NOT NULL AND rank_now <= %(top)s)
                    OR (score_next IS NOT NULL AND rank_next <= %(top)s)
              ORDER BY ranked.rank_next, ranked.rank_now
                """,
                company=company.id,
                top=TOP,
                scores=self._sql_scores(marks, weight_attractiveness, criteria),
            )
        )
        partners = self.env["res.partner"].browse(row["id"] for row in rows)
        for row, partner in zip(rows, partners, strict=True):
            row["name"] = partner.display_name
        return {
            "rows": rows,
            "top": TOP,
            "count": rows[0]["count"] if rows else 0,
            "company": company.name,
        }
