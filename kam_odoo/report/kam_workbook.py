"""What the sheets of one workbook share: formats, names, and where things stand."""

from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from odoo.tools.misc import get_lang

from ..tools import excel
from .kam_worksheet import RowSheet

PLUM, TEAL, AMBER, GREY = "#714B67", "#017E84", "#E9A23B", "#A3A3AE"
RED, PALE, LINE = "#C0392B", "#F4F1F3", "#D9D3D8"
# Facts of the summary; the sum that shares are taken of has a fixed place among
# them, because each customer refers to it.
FACTS_ROW = 4
SHARE_BASE = (FACTS_ROW + 6, 1)
CLASS_COLORS = {"a": TEAL, "b": AMBER, "c": GREY, "": "#D8D8DE"}
CLASS_FILLS = {"a": "#CFE8E9", "b": "#FBE8C8", "c": "#E9E9EE"}


@dataclass
class Column:
    """One column of a list of records.

    :param name: column of the query, and the name by which formulas call it
    :param label: the header, translated
    :param kind: a style of the book: text, word, money, percent, integer, date …
    :param width: in characters
    :param formula: Excel formula with ``{name}`` for the cell of another column in
        the same row and ``{^name}`` for the cell above; its stored value is the
        value of the query
    :param total: formula of the total row, in which ``{name}`` is the total and
        ``{name:}`` the whole column; "sum" for the sum of the rows shown
    :param labels: text for each value, of selections
    :param group: heading above the first column of a group
    """

    name: str
    label: str
    kind: str = "text"
    width: float = 12
    formula: str = ""
    total: str = ""
    labels: dict | None = None
    group: str = ""


class Book:
    """A workbook being written for one analysis; knows nothing of the figures.

    Rows and columns count from 0 as in xlsxwriter; ``sheets`` holds the names of the
    sheets by their key, chosen before anything is written, so that each sheet can
    refer to each other one.
    """

    def __init__(self, workbook, analysis, labels):
        """:param labels: key of a sheet → its translated name, in order"""
        self.workbook = workbook
        self.analysis = analysis
        self.env = analysis.env
        self.lang = get_lang(self.env)
        self.sheets = {}
        for key, label in labels.items():
            taken = self.sheets.values()
            self.sheets[key] = excel.sheet_name(label, taken)
        self._formats = {}
        currency = analysis.currency_id
        date_format = excel.date_format(self.lang.date_format)
        self.kinds = {
            "text": {},
            "money": {
                "num_format": excel.money_format(
                    currency.symbol, currency.position, currency.decimal_places
                )
            },
            # text beside numbers, which end at the very edge of their cells
            "word": {"align": "left", "indent": 1},
            "percent": {"num_format": "0.0%;[Red]-0.0%"},
            "integer": {"num_format": "#,##0"},
            "number": {"num_format": "#,##0.00"},
            "days": {"num_format": "#,##0.0"},
            "date": {"num_format": date_format, "align": "left"},
            "datetime": {
                "num_format": f"{date_format}\\ "
                f"{excel.date_format(self.lang.time_format)}",
                "align": "left",
            },
            "center": {"align": "center"},
            "wrap": {"text_wrap": True, "valign": "top", "align": "left"},
            "title": {"bold": True, "font_size": 18, "font_color": PLUM},
            "subtitle": {"font_size": 12, "font_color": "#5F5F6B"},
            "section": {
                "bold": True,
                "font_size": 12,
                "font_color": PLUM,
                "bottom": 2,
                "bottom_color": PLUM,
            },
            "note": {"italic": True, "font_color": "#5F5F6B"},
            "warning": {"bold": True, "font_color": RED},
            "header": {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": PLUM,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
                "border": 1,
                "border_color": "#8D6E84",
            },
            "group": {"bold": True, "font_color": PLUM, "bg_color": "#EADFE7"},
            "label": {"font_color": "#3C3C46"},
            "big": {"bold": True},
        }

    def style(self, *kinds, **more):
        """Format made of named kinds and further properties, made once."""
        properties = {}
        for kind in kinds:
            properties.update(self.kinds[kind])
        properties.update(more)
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def fill(self, color):
        """Format of a conditional colour, which leaves everything else as it is."""
        key = ("fill", color)
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"bg_color": color})
        return self._formats[key]

    def add_sheet(self, key, color=PLUM, landscape=True, pages=0):
        """The sheet of this key, ready for the screen and for A4 paper.

        :param int pages: high at most when printed; 0 for as many as it takes
        """
        sheet = self.workbook.add_worksheet(self.sheets[key], RowSheet)
        sheet.set_tab_color(color)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, pages)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        if landscape:
            sheet.set_landscape()
        if self.lang.direction == "rtl":
            sheet.right_to_left()
        return sheet

    def text(self, sheet, row, column, value, *kinds, **more):
        """Write text that stays text, whatever it begins with."""
        style = self.style(*(kinds or ("text",)), **more)
        sheet.write_string(row, column, excel.clean_text(value), style)

    def value(self, sheet, row, column, value, kind, **more):
        """Write a value; an unknown one leaves the cell empty."""
        style = self.style(kind, **more)
        if value is None or value is False or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, excel.clean_text(value), style)
        elif kind in ("date", "datetime"):
            sheet.write_datetime(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)

    def formula(self, sheet, row, column, formula, cached, kind, **more):
        """Write a formula with the value it has now; an unknown value is empty text."""
        if isinstance(cached, str):
            cached = excel.uncoded(cached)
        sheet.write_formula(
            row,
            column,
            formula,
            self.style(kind, **more),
            "" if cached is None else cached,
        )

    def cell(self, key, row, column):
        """Absolute address of a cell of the sheet ``key``."""
        name = quote_sheetname(self.sheets[key])
        return f"{name}!${xl_col_to_name(column)}${row + 1}"

    def range(self, key, first_row, column, last_row):
        """Absolute address of a part of a column of the sheet ``key``."""
        name = quote_sheetname(self.sheets[key])
        letter = xl_col_to_name(column)
        return f"{name}!${letter}${first_row + 1}:${letter}${last_row + 1}"


class List:
    """A list of records on a sheet: header, columns, and the rows it will have.

    :param key: of its sheet
    :param columns: Column objects in order
    :param first: row of the first record; the header is right above
    :param count: number of records; ranges cover one empty row if there are none
    """

    def __init__(self, book, key, columns, first, count):
        self.book = book
        self.key = key
        self.columns = columns
        self.first = first
        self.count = count
        self.last = first + max(count, 1) - 1
        self.position = {column.name: at for at, column in enumerate(columns)}

    def range(self, name):
        """Address of all records of a column, for formulas on any sheet."""
        return self.book.range(self.key, self.first, self.position[name], self.last)

    def letter(self, name):
        return xl_col_to_name(self.position[name])

    def row_formula(self, column):
        """Formula of a column as a template of the row number and the one above.

        Use it with ``template.format(row, row - 1)``, rows counted from 1.
        """
        formula = column.formula
        for name in self.position:
            formula = formula.replace(f"{{{name}}}", self.letter(name) + "\0")
            formula = formula.replace(f"{{^{name}}}", self.letter(name) + "\1")
        formula = formula.replace("{", "{{").replace("}", "}}")
        return formula.replace("\0", "{0}").replace("\1", "{1}")

    def total_formula(self, column, row):
        """Formula of the total of a column in ``row``, counted from 0."""
        formula = column.total
        if formula == "sum":
            formula = f"=SUBTOTAL(109,{{{column.name}:}})"
        for name in self.position:
            letter = self.letter(name)
            whole = f"{letter}{self.first + 1}:{letter}{self.last + 1}"
            formula = formula.replace(f"{{{name}:}}", whole)
            formula = formula.replace(f"{{{name}}}", f"{letter}{row + 1}")
        return formula
