import tempfile
from itertools import count

import xlsxwriter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .kam_workbook import SHARE_BASE, Book, List

BATCH = 1000
# Columns that have a sum in the total row of the customers.
SUMMED = (
    "revenue",
    "margin",
    "cost_to_serve",
    "profit",
    "share",
    "order_count",
    "line_count",
    "revenue_year",
    "revenue_year_before",
    "forecast_revenue",
    "forecast_profit",
)
CURSORS = count(1)


class KamAnalysisXlsx(models.AbstractModel):
    """The Excel workbook of a finished analysis (A3).

    Every figure that follows from others is a live formula, stored with the value it
    has, so that viewers that do not calculate show it as well. Rows go from the
    database into the file in batches: memory does not grow with the customers. All
    reading respects the access of the user.

    Another addon adds a sheet by extending ``_sheets`` and giving ``_sheet_<key>``, or
    a column by extending ``_customer_columns``.
    """

    _name = "kam.analysis.xlsx"
    _description = "Customer Analysis Workbook"

    @api.model
    def _sheets(self):
        """Sheets in order: key, which names the method that writes it → its name."""
        return {
            "summary": self.env._("Summary"),
            "matrix": self.env._("Matrix"),
            "pareto": self.env._("Pareto"),
            "customers": self.env._("Customers"),
            "movements": self.env._("Movements"),
            "method": self.env._("Method"),
        }

    @api.model
    def _write(self, analysis, target):
        """Write the workbook of one finished analysis.

        :param analysis: kam.analysis record
        :param target: path, or binary file open for writing
        :raises UserError: if the analysis is a draft
        """
        analysis.ensure_one()
        analysis.check_access("read")
        if analysis.state != "done":
            raise UserError(
                self.env._(
                    "Run the analysis first: a draft has no customers to export."
                )
            )
        self.env.flush_all()
        # A few long queries; compiling them would cost more than it saves.
        self.env.cr.execute("SET LOCAL jit = off")
        # A folder of its own: whatever happens, no part of a workbook stays behind.
        with tempfile.TemporaryDirectory(prefix="kam_xlsx_") as folder:
            workbook = xlsxwriter.Workbook(
                target,
                {
                    "constant_memory": True,
                    "tmpdir": folder,
                    "strings_to_formulas": False,
                    "strings_to_urls": False,
                    "strings_to_numbers": False,
                },
            )
            book = Book(workbook, analysis, self._sheets())
            self._prepare(book)
            for key in book.sheets:
                getattr(self, f"_sheet_{key}")(book)
            workbook.close()

    @api.model
    def _prepare(self, book):
        """Read the totals, and settle which list stands where, before writing."""
        analysis = book.analysis
        book.workbook.set_properties(
            {
                "title": analysis.display_name,
                "company": self._company_names(analysis),
                "author": self.env.user.name,
            }
        )
        book.workbook.set_size(2400, 1400)
        book.totals = self._totals(analysis)
        book.share_base = SHARE_BASE
        book.movements = self._movement_counts(analysis)
        # Own accounts only, or customers deleted since: the totals are then of a part.
        book.partial = book.totals["customers"] < analysis.customer_count
        book.customers = List(
            book,
            "customers",
            self._customer_columns(book),
            first=3,
            count=book.totals["customers"],
        )
        moved = sum(item["customers"] for item in book.movements.values())
        book.moved = List(
            book, "movements", self._movement_columns(book), first=3, count=moved
        )

    @api.model
    def _company_names(self, analysis):
        """Companies whose sales were read."""
        companies = analysis.covered_company_ids or analysis.company_id
        return ", ".join(companies.sudo().mapped("name"))

    @api.model
    def _label(self, model, field):
        """Label of a field in the language of the user."""
        return self.env[model]._fields[field]._description_string(self.env)

    @api.model
    def _labels(self, model, field):
        """Labels of a selection field in the language of the user."""
        return dict(self.env[model]._fields[field]._description_selection(self.env))

    @api.model
    def _measure_label(self, analysis):
        return self._labels("kam.analysis", "measure")[analysis.measure]

    # reading

    @api.model
    def _line_query(self, analysis):
        """Lines of the analysis that the user may read, best first, as a query."""
        return self.env["kam.analysis.line"]._search(
            [("analysis_id", "=", analysis.id)], order="rank, id"
        )

    @api.model
    def _sql_lines(self, analysis):
        """The same lines with all their columns, to be summed up."""
        return self._line_query(analysis).select(SQL("kam_analysis_line.*"))

    @api.model
    def _totals(self, analysis):
        """What the formulas give over the lines that the user may read.

        :return: dict of numbers; shares and indices are None without a positive total
        """
        [totals] = self.env.execute_query_dict(
            SQL(
                """
                WITH line AS (%(lines)s)
                SELECT COUNT(*) AS customers,
                       %(sums)s,
                       COALESCE(SUM(%(measure)s), 0)::float8 AS measure,
                       COALESCE(SUM(GREATEST(%(measure)s, 0)), 0)::float8 AS positive,
                       (10000 * SUM(share ^ 2) / NULLIF(SUM(share), 0) ^ 2)::float8
                           AS hhi,
                       (MAX(share) / NULLIF(SUM(share), 0))::float8 AS largest_share,
                       ((SELECT SUM(top.share)
                           FROM (SELECT share FROM line
                                  WHERE share IS NOT NULL
                               ORDER BY share DESC LIMIT 5) top)
                        / NULLIF(SUM(share), 0))::float8 AS top_share,
                       (COALESCE(SUM(share) FILTER (WHERE key_status = 'key'), 0)
                        / NULLIF(SUM(share), 0))::float8 AS key_share,
                       (SUM(forecast_error * ABS(revenue_year))
                        / NULLIF(SUM(ABS(revenue_year))
                                 FILTER (WHERE forecast_error IS NOT NULL), 0)
                       )::float8 AS wape
                  FROM line
                """,
                lines=self._sql_lines(analysis),
                sums=SQL(", ").join(
                    SQL("COALESCE(SUM(%(name)s), 0)::float8 AS %(name)s", name=name)
                    for name in map(SQL.identifier, SUMMED)
                ),
                measure=SQL.identifier(analysis.measure),
            )
        )
        return totals

    @api.model
    def _fetch(self, query):
        """Rows of a query as tuples, in batches from a cursor of the server."""
        name = SQL.identifier(f"kam_xlsx_{next(CURSORS)}")
        self.env.cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", name, query))
        while True:
            self.env.cr.execute(SQL("FETCH %s FROM %s", BATCH, name))
            rows = self.env.cr.fetchall()
            yield from rows
            if len(rows) < BATCH:
                break
        self.env.cr.execute(SQL("CLOSE %s", name))
