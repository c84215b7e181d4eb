"""Sheets with very many rows, written in a fraction of the time.

xlsxwriter settles for each single cell what is the same for its whole column: kind,
format, the functions in a formula. With millions of cells that is nearly all the
time. Here it is settled once per column; the rows then go straight to where
xlsxwriter keeps finished rows in constant memory.
"""

from functools import lru_cache
from html import escape

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ..tools.excel import uncoded


class RowSheet(Worksheet):
    """A worksheet that takes whole rows; everything else works as ever."""

    def prepare_rows(self, columns):
        """Settle what the cells of each column have in common.

        :param columns: list of (format, formula template or "", labels or None); the
            template takes the number of the row, counted from 1, and of the one above
        """
        if not self.constant_memory:
            raise ValueError("Rows are written in constant memory only.")
        self.prepared = []
        for at, (style, formula, labels) in enumerate(columns):
            head = f'<c r="{xl_col_to_name(at)}'
            tail = f'" s="{style._get_xf_index()}"'
            if labels:
                labels = {value: _text(label) for value, label in labels.items()}
            formula = escape(formula.removeprefix("="), quote=False)
            self.prepared.append((head, tail, formula, labels))

    def write_data_row(self, row, values):
        """Write one row below all that is written, a value for each column.

        None leaves a cell empty; other values are texts and numbers. With labels the
        text for the value is written; with a formula, the value is its result.
        """
        self._write_single_row(row)
        self._check_dimensions(row, len(self.prepared) - 1)
        number = row + 1
        cells = [f'<row r="{number}">']
        for value, (head, tail, formula, labels) in zip(
            values, self.prepared, strict=True
        ):
            if value is None:
                continue
            if labels is not None:
                text = labels.get(value)
                if text:
                    cells.append(f"{head}{number}{tail}{text}")
            elif formula:
                cells.append(
                    f"{head}{number}{tail}><f>{formula.format(number, row)}</f>"
                    f"<v>{value:.16G}</v></c>"
                )
            elif isinstance(value, str):
                cells.append(f"{head}{number}{tail}{_text(value)}")
            else:
                cells.append(f"{head}{number}{tail}><v>{value:.16G}</v></c>")
        cells.append("</row>")
        self.fh.write("".join(cells))


@lru_cache(maxsize=2000)
def _text(value):
    """The rest of a text cell, after its style."""
    text = escape(uncoded(value), quote=False)
    keep = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{keep}>{text}</t></is></c>'
