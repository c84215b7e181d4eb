from odoo import api, models
from odoo.tools import SQL

# Company-dependent columns of the account → columns of its score.
PARTNER_COLUMNS = {
    "kam_score": "score",
    "kam_attractiveness": "attractiveness",
    "kam_strength": "strength",
}


class KamScore(models.Model):
    """Scores on the accounts themselves, for lists and cards."""

    _inherit = "kam.score"

    @api.model
    def _write_partners(self, company):
        """Give the accounts their scores in the company, where they changed.

        Contacts that have lost their score become unknown. No chatter and no
        recomputation: nothing stored depends on these fields.
        """
        key = str(company.id)
        assignments, differences, present = [], [], []
        for column, source in PARTNER_COLUMNS.items():
            names = {
                "column": SQL.identifier(column),
                "source": SQL.identifier(source),
                "key": key,
            }
            assignments.append(
                SQL(
                    "%(column)s = NULLIF(CASE WHEN found.%(source)s IS NULL"
                    " THEN partner.%(column)s - %(key)s"
                    " ELSE COALESCE(partner.%(column)s, '{}')"
                    " || jsonb_build_object(%(key)s, found.%(source)s) END, '{}')",
                    **names,
                )
            )
            differences.append(
                SQL(
                    "(partner.%(column)s ->> %(key)s)::numeric"
                    " IS DISTINCT FROM found.%(source)s",
                    **names,
                )
            )
            present.append(SQL("known.%(column)s ? %(key)s", **names))
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner partner
                   SET %(assignments)s
                  FROM (SELECT known.id, result.attractiveness, result.strength,
                               result.score
                          FROM res_partner known
                     LEFT JOIN kam_score_result result ON result.partner_id = known.id
                         WHERE result.partner_id IS NOT NULL OR %(present)s) found
                 WHERE partner.id = found.id
                   AND (%(differences)s)
                """,
                assignments=SQL(", ").join(assignments),
                differences=SQL(" OR ").join(differences),
                present=SQL(" OR ").join(present),
            )
        )
