from odoo import api, models
from odoo.tools import SQL

from ..tools.excel import quoted
from .kam_workbook import TEAL

# The better both classes, the stronger the colour.
CELL_FILLS = {
    ("a", "x"): "#4FA9AD",
    ("a", "y"): "#82C3C6",
    ("a", "z"): "#B7DEDF",
    ("b", "x"): "#F0BE6F",
    ("b", "y"): "#F5D29A",
    ("b", "z"): "#FAE6C6",
    ("c", "x"): "#C9C9D1",
    ("c", "y"): "#DBDBE1",
    ("c", "z"): "#EBEBEF",
}
OTHER_FILL = "#FFFFFF"


class KamAnalysisXlsx(models.AbstractModel):
    """The sheet of the ABC–XYZ matrix (A3): nine cells and those without a class."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _matrix_cells(self, analysis):
        """By (abc, xyz), "" if not classified: customers, revenue, share."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(abc, ''), COALESCE(xyz, ''), COUNT(*),
                       SUM(revenue)::float8, COALESCE(SUM(share), 0)::float8
                  FROM (%s) line
              GROUP BY 1, 2
                """,
                self._sql_lines(analysis),
            )
        )
        return {(abc, xyz): values for abc, xyz, *values in rows}

    @api.model
    def _sheet_matrix(self, book):
        """The matrix three times: customers, revenue, share; then how to read it."""
        sheet = book.add_sheet("matrix", TEAL, pages=1)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 5, 19)
        sheet.set_row(0, 28)
        book.text(sheet, 0, 0, self.env._("ABC–XYZ matrix"), "title")
        book.text(sheet, 1, 0, book.analysis.display_name, "subtitle")
        cells = self._matrix_cells(book.analysis)
        measure = self._measure_label(book.analysis).lower()
        blocks = [
            (self.env._("Customers"), "integer", 0),
            (self.env._("Revenue"), "money", 1),
            (self.env._("Share of the %s", measure), "percent", 2),
        ]
        row = 3
        for title, kind, which in blocks:
            row = self._matrix_block(book, sheet, row, title, kind, which, cells)
        self._section(book, sheet, row, [self.env._("How to read it")], 6)
        for name, text in self._matrix_guide(book):
            row += 1
            book.text(sheet, row, 0, name, "label", bold=True, align="center")
            book.text(sheet, row, 1, text)

    @api.model
    def _matrix_block(self, book, sheet, row, title, kind, which, cells):
        """One table of the matrix with totals.

        Those without a class are what is left of the total, so that nothing depends
        on how a program compares with empty cells.

        :return: row of the next block
        """
        abc = {
            **self._labels("kam.analysis.line", "abc"),
            "": self.env._("Not classified"),
        }
        xyz = {
            **self._labels("kam.analysis.line", "xyz"),
            "": self.env._("Not classified"),
        }
        top = row + 2
        self._section(book, sheet, row, [title], 6)
        header = ["", *xyz.values(), self.env._("Total")]
        for at, text in enumerate(header):
            if at:
                book.text(sheet, row + 1, at, text, "header")
        for line, (a, label) in enumerate([*abc.items(), (None, self.env._("Total"))]):
            at_row = top + line
            sheet.set_row(at_row, 26)
            book.text(sheet, at_row, 0, label, "header")
            for column, x in enumerate([*xyz, None], start=1):
                formula = self._matrix_formula(book, which, a, x, at_row, column, top)
                value = self._matrix_value(cells, which, a, x)
                if which == 2 and book.totals["share"]:
                    value /= book.totals["share"]
                fill = CELL_FILLS.get((a, x), OTHER_FILL)
                total = a is None or x is None
                book.formula(
                    sheet,
                    at_row,
                    column,
                    formula,
                    value,
                    kind,
                    align="center",
                    valign="vcenter",
                    border=1,
                    border_color="#D9D3D8",
                    bold=total,
                    font_size=11 if total or not (a and x) else 12,
                    bg_color="#F7F3F6" if total else fill,
                )
        return top + len(abc) + 2

    @api.model
    def _matrix_value(self, cells, which, abc, xyz):
        """Sum of the cells of a class pair; None stands for all classes."""
        return sum(
            values[which]
            for (a, x), values in cells.items()
            if abc in (None, a) and xyz in (None, x)
        )

    @api.model
    def _matrix_formula(self, book, which, abc, xyz, row, column, top):
        """Formula of one cell; ``top`` is the first row of its block."""
        here = "BCDEF"[column - 1]
        if xyz == "":
            line = row + 1
            return f"=ROUND(F{line}-SUM(B{line}:D{line}),6)"
        if abc == "":
            total = f"{here}{top + 5}"
            return f"=ROUND({total}-SUM({here}{top + 1}:{here}{top + 3}),6)"
        table = book.customers
        criteria = ""
        for name, key in (("abc", abc), ("xyz", xyz)):
            if key is not None:
                label = self._labels("kam.analysis.line", name)[key]
                criteria += f",{table.range(name)},{quoted(label)}"
        if which == 0 and criteria:
            return f"=COUNTIFS({criteria[1:]})"
        if which == 0:
            return f"=COUNTA({table.range('customer')})"
        amount = table.range("revenue" if which == 1 else "share")
        found = f"SUMIFS({amount}{criteria})" if criteria else f"SUM({amount})"
        if which == 1:
            return f"={found}"
        return f"=IF(SUM({amount})=0,0,{found}/SUM({amount}))"

    @api.model
    def _matrix_guide(self, book):
        """How to read the classes, line by line."""
        analysis = book.analysis
        measure = self._measure_label(analysis).lower()
        if analysis.abc_method == "computed":
            a = self.env._(
                "Few customers that bring most of the %s; computed limits", measure
            )
        else:
            a = self.env._(
                "The largest customers that together bring %(limit)s of the "
                "%(measure)s",
                limit=self._percent(analysis.limit_a),
                measure=measure,
            )
        if analysis.xyz_method == "rhythm":
            x, y, z = (
                self.env._(
                    "Order often: in %s or more of the months",
                    self._percent(analysis.x_limit),
                ),
                self.env._("Order less often, but at regular intervals"),
                self.env._("Order irregularly"),
            )
        else:
            x, y, z = (
                self.env._("Steady monthly amount"),
                self.env._("Varying monthly amount"),
                self.env._("Very uneven monthly amount"),
            )
        return [
            ("A", a),
            ("B", self.env._("The next customers")),
            ("C", self.env._("The many small ones, and those without any %s", measure)),
            ("X", x),
            ("Y", y),
            ("Z", z),
            (
                self.env._("Not classified"),
                self.env._(
                    "Not enough months or orders yet to tell how regularly they buy"
                ),
            ),
            ("AX", self.env._("Secure them: large and predictable")),
            ("AZ", self.env._("Understand them: large, but orders come as a surprise")),
            ("CX", self.env._("Serve them simply: small, but reliable")),
            ("CZ", self.env._("Keep the effort low: small and irregular")),
        ]
