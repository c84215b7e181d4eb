from odoo import api, models
from odoo.tools import SQL

from .kam_analysis_xlsx_charts import DATA_COLUMN, FIRST
from .kam_workbook import TEAL

# Customers with a bar of their own; more would be too thin to see.
BARS = 200
WHALE_POINTS = 100


class KamAnalysisXlsx(models.AbstractModel):
    """The sheet of the curves, Pareto and whale: the live data of both."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _sheet_pareto(self, book):
        """Both charts on the left, the data they show on the right."""
        sheet = book.add_sheet("pareto", TEAL, landscape=False, pages=1)
        sheet.hide_gridlines(2)
        sheet.set_column(0, DATA_COLUMN - 1, 8.43)
        for at, width in enumerate((7, 34, 9, 16, 14, 14, 14, 14, 12, 4)):
            sheet.set_column(DATA_COLUMN + at, DATA_COLUMN + at, width)
        sheet.set_column(DATA_COLUMN + 10, DATA_COLUMN + 13, 16)
        sheet.set_row(0, 28)
        book.text(sheet, 0, 0, self.env._("Who carries the business"), "title")
        book.text(sheet, 1, 0, book.analysis.display_name, "subtitle")
        bars = self._pareto_rows(book)
        points = self._whale_points(book)
        self._write_data(book, sheet, bars, points)
        if not book.totals["customers"]:
            return
        sheet.insert_chart("A3", self._pareto_chart(book, bars))
        sheet.insert_chart("A32", self._whale_chart(book, points))
        sheet.print_area(0, 0, 59, DATA_COLUMN - 2)

    @api.model
    def _pareto_rows(self, book):
        """Values of the bars: number, customer, class, amount, cumulative share.

        The last row stands for all further customers together.
        """
        table, totals = book.customers, book.totals
        at = [
            table.position[name]
            for name in ("number", "customer", "abc", book.analysis.measure, "share")
        ]
        whole = totals["share"] or 1
        bars, running = [], 0.0
        for values in self._customer_rows(book, table.columns, limit=BARS):
            number, name, abc, amount, share = (values[position] for position in at)
            running += (share or 0) / whole
            bars.append((number, name, abc or "", amount, running))
        rest = totals["customers"] - len(bars)
        if rest > 0:
            name = self.env._("Other customers: %s", rest)
            amount = totals["measure"] - sum(bar[3] for bar in bars)
            bars.append((None, name, "", amount, 1.0))
        return bars

    @api.model
    def _whale_points(self, book):
        """Cumulative profit of the k most profitable customers, for up to 100 k.

        :return: list of (k, profit of the k-th, cumulative profit)
        """
        count = book.totals["customers"]
        step = max(1, count / WHALE_POINTS)
        numbers = {round(step * at) for at in range(1, WHALE_POINTS + 1)}
        numbers = sorted(n for n in numbers | {count} if 0 < n <= count)
        if not numbers:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT position, profit, running
                  FROM (SELECT profit::float8,
                               ROW_NUMBER() OVER best_first AS position,
                               (SUM(profit) OVER best_first)::float8 AS running
                          FROM (%s) line
                        WINDOW best_first AS (ORDER BY profit DESC
                                              ROWS UNBOUNDED PRECEDING)) ordered
                 WHERE position = ANY(%s)
              ORDER BY position
                """,
                self._sql_lines(book.analysis),
                numbers,
            )
        )

    @api.model
    def _write_data(self, book, sheet, bars, points):
        """The tables of both charts, row by row."""
        labels = self._labels("kam.analysis.line", "abc")
        measure = self._measure_label(book.analysis)
        profit = self._label("kam.analysis.line", "profit")
        heads = [
            self.env._("No."),
            self._label("kam.analysis.line", "partner_id"),
            self._label("kam.analysis.line", "abc"),
            measure,
            *labels.values(),
            self.env._("Not classified"),
            self.env._("Cumulative share"),
            None,
            self.env._("Customers"),
            self.env._("Least profit among them"),
            self.env._("Cumulative profit"),
            self.env._("Part of the total profit"),
        ]
        where = FIRST - 1
        sheet.set_row(where, 32)
        for at, text in enumerate(heads):
            if text is not None:
                book.text(sheet, where, DATA_COLUMN + at, text, "header")
        for at in range(max(len(bars), len(points))):
            row = FIRST + at
            if at < len(bars):
                self._write_bar(book, sheet, row, bars, at, labels)
            if at < len(points):
                self._write_point(book, sheet, row, points[at], profit)

    @api.model
    def _write_bar(self, book, sheet, row, bars, at, labels):
        """One customer; its amount stands once more in the column of its class."""
        table, first = book.customers, FIRST + 1
        number, name, abc, amount, running = bars[at]
        measure = table.range(book.analysis.measure)
        share = table.range("share")
        line = row + 1
        column = DATA_COLUMN
        # S number, T customer, U class, V amount, W X Y Z by class, AA cumulative
        if number is None:
            book.text(sheet, row, column + 1, name)
            formula = f"=SUM({measure})-SUM(V{first}:V{row})"
            book.formula(sheet, row, column + 3, formula, amount, "money")
            formula = f'=IF(SUM({share})=0,"",1)'
            book.formula(sheet, row, column + 8, formula, running, "percent")
            return
        book.value(sheet, row, column, number, "integer")
        found = f"MATCH($S{line},{table.range('number')},0)"
        for shift, name_, value, kind in (
            (1, "customer", name, "text"),
            (2, "abc", labels.get(abc, ""), "center"),
        ):
            formula = f'=INDEX({table.range(name_)},{found})&""'
            book.formula(sheet, row, column + shift, formula, value, kind)
        book.formula(
            sheet, row, column + 3, f"=INDEX({measure},{found})", amount, "money"
        )
        for shift, (key, label) in enumerate([*labels.items(), ("", "")], start=4):
            condition = f'$U{line}="{label}"'
            formula = f'=IF({condition},$V{line},"")'
            value = amount if key == abc else None
            book.formula(sheet, row, column + shift, formula, value, "money")
        above = f"AA{row}" if at else "0"
        formula = (
            f'=IF(SUM({share})=0,"",{above}+N(INDEX({share},{found}))/SUM({share}))'
        )
        cached = running if book.totals["share"] else None
        book.formula(sheet, row, column + 8, formula, cached, "percent")

    @api.model
    def _write_point(self, book, sheet, row, point, label):
        """One point of the whale curve, counted from the profits of all customers.

        Customers with the same profit as the last one count only as far as they are
        among the k.
        """
        number, least, running = point
        total = book.totals["profit"]
        profit = book.customers.range("profit")
        line, column = row + 1, DATA_COLUMN + 10
        # AC customers, AD least profit, AE cumulative, AF part of the total
        book.value(sheet, row, column, number, "integer")
        formula = f"=LARGE({profit},$AC{line})"
        book.formula(sheet, row, column + 1, formula, least, "money")
        more = f'{profit},">"&$AD{line}'
        formula = f"=SUMIF({more})+$AD{line}*($AC{line}-COUNTIF({more}))"
        book.formula(sheet, row, column + 2, formula, running, "money")
        formula = f'=IF(SUM({profit})>0,$AE{line}/SUM({profit}),"")'
        part = running / total if total > 0 else None
        book.formula(sheet, row, column + 3, formula, part, "percent")
