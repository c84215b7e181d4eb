from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.excel import quoted
from .kam_workbook import FACTS_ROW, PLUM, SHARE_BASE


class KamAnalysisXlsx(models.AbstractModel):
    """The first sheet: what was analysed, the key figures, who moved."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _sheet_summary(self, book):
        """Title, facts of the run, key figures with live formulas, movements."""
        sheet = book.add_sheet("summary", PLUM)
        sheet.hide_gridlines(2)
        for at, width in enumerate((38, 24, 24, 62)):
            sheet.set_column(at, at, width)
        sheet.set_row(0, 28)
        book.text(sheet, 0, 0, book.analysis.display_name, "title")
        names = self._company_names(book.analysis)
        book.text(sheet, 1, 0, names, "subtitle")
        self._section(book, sheet, FACTS_ROW - 1, [self.env._("What was analysed")], 4)
        row = self._summary_facts(book, sheet)
        if book.partial:
            row = self._partial_note(book, sheet, row)
        heads = [
            self.env._("Key figures"),
            self.env._("Calculated here"),
            self.env._("Result of the analysis"),
            self.env._("What it says"),
        ]
        self._section(book, sheet, row + 1, heads, 4)
        row += 2
        for figure in self._summary_figures(book):
            self._write_figure(book, sheet, row, figure)
            row += 1
        self._summary_movements(book, sheet, row + 1)
        sheet.activate()

    @api.model
    def _section(self, book, sheet, row, texts, width):
        """A heading line across the sheet."""
        sheet.set_row(row, 20)
        for at in range(width):
            text = texts[at] if at < len(texts) else ""
            words = {"align": "left", "indent": 1 if at else 0}
            more = {"align": "right"} if 0 < at < 3 else words
            book.text(sheet, row, at, text, "section", **more)

    @api.model
    def _summary_facts(self, book, sheet):
        """Period, measure, money, time, and the sum that shares are taken of.

        :return: the next free row
        """
        analysis, totals = book.analysis, book.totals
        measure = self._measure_label(analysis)
        basis = self._labels("kam.analysis", "basis")[analysis.basis]
        period = self.env._(
            "%(date_from)s to %(date_to)s, both days included",
            date_from=format_date(self.env, analysis.date_from),
            date_to=format_date(self.env, analysis.date_to),
        )
        as_of = fields.Datetime.context_timestamp(analysis, analysis.date_run)
        previous = analysis.previous_id.sudo().display_name or self.env._(
            "No earlier analysis by the same measure"
        )
        facts = [
            (self.env._("Period"), period, "text"),
            (self._label("kam.analysis", "measure"), measure, "text"),
            (self._label("kam.analysis", "basis"), basis, "text"),
            (self.env._("Amounts in"), analysis.currency_id.name, "text"),
            (
                self._label("kam.analysis", "date_run"),
                as_of.replace(tzinfo=None),
                "datetime",
            ),
            (self._label("kam.analysis", "previous_id"), previous, "text"),
        ]
        for row, (label, value, kind) in enumerate(facts, start=FACTS_ROW):
            book.text(sheet, row, 0, label, "label")
            book.value(sheet, row, 1, value, kind)
        row = SHARE_BASE[0]
        book.text(sheet, row, 0, self.env._("Shares are taken of"), "label")
        if book.partial:
            # Of all customers, also those whose lines are not in this workbook.
            share = totals["share"]
            base = totals["positive"] / share if share else None
            book.value(sheet, row, 1, base, "money", align="left")
        else:
            column = book.customers.range(analysis.measure)
            book.formula(
                sheet,
                row,
                1,
                f'=SUMIF({column},">0")',
                totals["positive"],
                "money",
                align="left",
            )
        text = self.env._(
            "Sum of the %(measure)s of all customers; negative ones count as zero.",
            measure=measure.lower(),
        )
        book.text(sheet, row, 2, text, "note")
        return row + 1

    @api.model
    def _partial_note(self, book, sheet, row):
        """Say that the totals are of what the user may see."""
        text = self.env._(
            "This workbook holds %(count)s of the %(total)s customers of the "
            "analysis: those that %(user)s may see.",
            count=book.totals["customers"],
            total=book.analysis.customer_count,
            user=self.env.user.name,
        )
        book.text(sheet, row + 1, 0, text, "warning")
        text = self.env._(
            "Classes, ranks and each customer's share are those among all customers. "
            "Totals, key figures, matrix and curves are of the customers in this "
            "workbook only."
        )
        book.text(sheet, row + 2, 0, text, "note")
        return row + 3

    @api.model
    def _write_figure(self, book, sheet, row, figure):
        """One line of the key figures; the words follow the calculated value."""
        book.text(sheet, row, 0, figure.label, "label")
        book.formula(
            sheet, row, 1, figure.formula, figure.value, figure.kind, bold=True
        )
        book.value(sheet, row, 2, figure.stored, figure.kind, font_color="#5F5F6B")
        words = {"align": "left", "indent": 1}
        # The limits are about a whole portfolio, not about somebody's part of it.
        if not figure.bands or book.partial:
            book.text(sheet, row, 3, figure.text, "text", **words)
            return
        cell = f"$B${row + 1}"
        formula, cached = "", None
        for least, text in reversed(figure.bands):
            if least is None:
                formula, cached = quoted(text), text
                continue
            formula = f"IF({cell}>={least!r},{quoted(text)},{formula})"
            if figure.value is not None and figure.value >= least:
                cached = text
        if figure.value is None:
            cached = ""
        book.formula(
            sheet, row, 3, f'=IF({cell}="","",{formula})', cached, "text", **words
        )

    @api.model
    def _summary_movements(self, book, sheet, row):
        """How many moved, and what it means in revenue."""
        heads = [self.env._("Movements")]
        if book.moved.count:
            heads += [self.env._("Customers"), self.env._("Change of revenue")]
        self._section(book, sheet, row, heads, 4)
        if not book.moved.count:
            book.text(sheet, row + 1, 0, self._movement_title(book), "note")
            return
        kinds = book.moved.range("movement")
        changes = book.moved.range("revenue_change")
        labels = self._labels("kam.analysis.movement", "movement")
        for key in [key for key in labels if key != "same"]:
            row += 1
            found = book.movements.get(key, {"customers": 0, "change": 0.0})
            criterion = quoted(labels[key])
            book.text(sheet, row, 0, labels[key], "label")
            book.formula(
                sheet,
                row,
                1,
                f"=COUNTIF({kinds},{criterion})",
                found["customers"],
                "integer",
                bold=True,
            )
            book.formula(
                sheet,
                row,
                2,
                f"=SUMIF({kinds},{criterion},{changes})",
                found["change"],
                "money",
            )
