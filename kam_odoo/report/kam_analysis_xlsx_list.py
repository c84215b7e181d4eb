from odoo import api, models


class KamAnalysisXlsx(models.AbstractModel):
    """How a list of records is written: the same for customers and movements."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _list_head(self, book, sheet, table, totals):
        """Column widths, group names, total row, header, filter and frozen panes."""
        header = table.first - 1
        end = len(table.columns) - 1
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width, book.style(column.kind))
        sheet.set_row(0, 18)
        sheet.set_row(header, 62)
        for at, column in enumerate(table.columns):
            book.text(sheet, 0, at, column.group, "group")
        total_style = {"bold": True, "bg_color": "#F7F3F6", "bottom": 1}
        for at, column in enumerate(table.columns):
            value = totals.get(column.name)
            if column.total:
                if column.total != "sum":
                    value = self._ratio(totals, column.name)
                book.formula(
                    sheet,
                    header - 1,
                    at,
                    table.total_formula(column, header - 1),
                    value,
                    column.kind,
                    **total_style,
                )
            elif at == 0:
                text = self.env._("Total of the rows shown")
                book.text(sheet, header - 1, at, text, "text", **total_style)
            else:
                book.value(sheet, header - 1, at, None, column.kind, **total_style)
        for at, column in enumerate(table.columns):
            book.text(sheet, header, at, column.label, "header")
        sheet.autofilter(header, 0, table.last, end)
        sheet.freeze_panes(table.first, 1)
        sheet.repeat_rows(header)
        sheet.repeat_columns(0)
        if end > 12:
            # so many columns on one page would be too small to read
            sheet.fit_to_pages(0, 0)

    @api.model
    def _ratio(self, totals, name):
        """Weighted rate of all customers: margin or profit of the revenue."""
        part = name.removesuffix("_percent")
        return totals[part] / totals["revenue"] if totals["revenue"] else None

    @api.model
    def _list_rows(self, book, sheet, table, rows):
        """Write the records; an unknown value leaves its cell empty.

        :param rows: a value for each column: a number (also for dates), text or None
        """
        sheet.prepare_rows(
            [
                (book.style(column.kind), table.row_formula(column), column.labels)
                for column in table.columns
            ]
        )
        for row, values in enumerate(rows, start=table.first):
            sheet.write_data_row(row, values)
