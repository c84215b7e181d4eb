from odoo import models
from odoo.tools import SQL

from ..tools.bands import segments


class KamCriterion(models.Model):
    """Marks of all accounts at once, from the figures and from the assessors.

    Works on the records as they are, unsaved ones as well: weights and bands are
    handed to the statement as values, so that a form can show what a change does.
    """

    _inherit = "kam.criterion"

    def _key(self):
        """The number of the criterion in the statement; 0 for one never saved."""
        self.ensure_one()
        return self._origin.id or 0

    def _sql_marks(self, analysis, judged, company):
        """The mark of each account for each of these criteria.

        An account with at least one mark has a row for every criterion, with an empty
        mark where it is unknown; an account of which nothing is known has no row.

        :param analysis: the kam.analysis that measured criteria read, or empty
        :param judged: SQL with partner_id, criterion_id (numbers of these criteria),
            mark, judges, spread; or None if nobody judged
        :param company: the res.company scored
        :return: SQL with partner_id, criterion_id, value, mark (0–10, not rounded),
            judges (how many), spread (standard deviation of their marks)
        """
        known = [self._sql_measured(analysis, company)]
        if judged:
            known.append(self._sql_judged_marks(judged))
        return SQL(
            """
            WITH criterion (criterion_id) AS (%(criteria)s),
                 known AS (%(known)s)
            SELECT account.partner_id, criterion.criterion_id,
                   known.value, known.mark, known.judges, known.spread
              FROM (SELECT DISTINCT known.partner_id
                      FROM known
                      JOIN res_partner partner ON partner.id = known.partner_id
                     WHERE partner.active AND partner.kam_is_account) account
        CROSS JOIN criterion
         LEFT JOIN known ON known.partner_id = account.partner_id
                        AND known.criterion_id = criterion.criterion_id
            """,
            criteria=self._sql_values(
                [SQL("(%s)", criterion._key()) for criterion in self], 1
            ),
            known=SQL(" UNION ALL ").join(known),
        )

    def _sql_values(self, rows, width):
        """A VALUES list, which must not be empty in SQL, of that many columns."""
        if rows:
            return SQL("VALUES %s", SQL(", ").join(rows))
        return SQL("SELECT %s LIMIT 0", SQL(", ").join([SQL("0")] * width))

    def _sql_measured(self, analysis, company):
        """Marks of the measured criteria: by its bands, linear between edges."""
        return SQL(
            """
            SELECT figure.partner_id, figure.criterion_id, figure.value,
                   band.mark + band.rise * (figure.value - band.start) / band.run
                       AS mark,
                   NULL::integer AS judges, NULL::numeric AS spread
              FROM (%(figures)s) figure
              JOIN (%(bands)s) band (criterion_id, low, high, start, mark, rise, run)
                ON band.criterion_id = figure.criterion_id
               AND (band.low IS NULL OR band.low <= figure.value)
               AND (band.high IS NULL OR figure.value < band.high)
            """,
            figures=self._sql_figures(analysis, company),
            bands=self._sql_bands(),
        )

    def _sql_figures(self, analysis, company):
        """Known values: partner_id, criterion_id, value."""
        parts = [
            SQL(
                "SELECT partner_id, %s AS criterion_id, value::numeric AS value"
                " FROM (%s) source WHERE value IS NOT NULL",
                criterion._key(),
                getattr(criterion, f"_sql_source_{criterion.source}")(
                    analysis, company
                ),
            )
            for criterion in self.filtered(lambda c: c.kind == "measured" and c.source)
        ]
        return SQL(" UNION ALL ").join(
            parts
            or [
                SQL(
                    "SELECT 0 AS partner_id, 0 AS criterion_id, 0::numeric AS value"
                    " WHERE FALSE"
                )
            ]
        )

    def _sql_bands(self):
        """The straight pieces of all bands, one row each."""
        rows = []
        for criterion in self.filtered(lambda c: c.kind == "measured"):
            for piece in segments(criterion._edges()):
                numbers = [
                    SQL("%s::numeric", None if number is None else str(number))
                    for number in piece
                ]
                rows.append(SQL("(%s, %s)", criterion._key(), SQL(", ").join(numbers)))
        return self._sql_values(rows, 7)

    def _sql_judged_marks(self, judged):
        """Marks of the judged criteria among these, as the assessors gave them."""
        keys = [criterion._key() for criterion in self if criterion.kind == "judged"]
        return SQL(
            """
            SELECT partner_id, criterion_id, NULL::numeric, mark::numeric,
                   judges::integer, spread::numeric
              FROM (%s) judged
             WHERE mark IS NOT NULL AND criterion_id = ANY(%s)
            """,
            judged,
            keys or [0],
        )
