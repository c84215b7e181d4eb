from odoo import api, fields, models
from odoo.tools import format_date

from .kam_workbook import GREY


class KamAnalysisXlsx(models.AbstractModel):
    """The last sheet: parameters of the run, and every method in plain words."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _sheet_method(self, book):
        """Run and export, parameters, methods with their sources."""
        sheet = book.add_sheet("method", GREY)
        sheet.hide_gridlines(2)
        for at, width in enumerate((34, 92, 44)):
            sheet.set_column(at, at, width)
        sheet.set_row(0, 28)
        book.text(sheet, 0, 0, self.env._("How the figures were made"), "title")
        book.text(sheet, 1, 0, book.analysis.display_name, "subtitle")
        row = 3
        for title, lines in (
            (self.env._("Run and export"), self._method_run(book)),
            (self.env._("Parameters of the run"), self._method_parameters(book)),
        ):
            self._method_section(book, sheet, row, [title, "", ""])
            for label, value, kind in lines:
                row += 1
                book.text(sheet, row, 0, label, "label", valign="top")
                if kind == "text":
                    book.text(sheet, row, 1, value, "wrap")
                else:
                    book.value(sheet, row, 1, value, kind, align="left")
            row += 2
        self._method_section(
            book, sheet, row, [self.env._("Methods"), "", self.env._("Source")]
        )
        for label, text, source in self._method_words(book):
            row += 1
            # No program is trusted to find the height: about 95 letters a line.
            lines = max(-(-len(text) // 95), -(-len(source) // 44), 1)
            sheet.set_row(row, 15 * lines + 4)
            book.text(sheet, row, 0, label, "label", bold=True, valign="top")
            book.text(sheet, row, 1, text, "wrap")
            book.text(sheet, row, 2, source, "wrap", font_color="#5F5F6B")

    @api.model
    def _method_section(self, book, sheet, row, texts):
        """A heading line across the sheet."""
        sheet.set_row(row, 20)
        for at, text in enumerate(texts):
            book.text(sheet, row, at, text, "section")

    @api.model
    def _local_now(self, analysis, moment):
        """A moment in the time zone of the user, as Excel wants it."""
        local = fields.Datetime.context_timestamp(analysis, moment)
        return local.replace(tzinfo=None)

    @api.model
    def _method_run(self, book):
        """Who made the analysis and the workbook, and when."""
        analysis = book.analysis
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        maker = analysis.sudo().create_uid.name
        return [
            (self.env._("Analysis made by"), maker, "text"),
            (
                self.env._("Sales as of"),
                self._local_now(analysis, analysis.date_run),
                "datetime",
            ),
            (self.env._("Exported by"), self.env.user.name, "text"),
            (
                self.env._("Exported on"),
                self._local_now(analysis, fields.Datetime.now()),
                "datetime",
            ),
            (self.env._("Times are in the time zone"), zone, "text"),
        ]

    @api.model
    def _method_parameters(self, book):
        """Parameters that the run used, from its own record of them.

        :return: list of (label, value, kind); what was not recorded is left out
        """
        analysis = book.analysis
        used = analysis.parameters or {}

        def label(name):
            return self._label("kam.analysis", name)

        def choice(name):
            return self._labels("kam.analysis", name)[analysis[name]]

        lines = [
            (label("covered_company_ids"), self._company_names(analysis), "text"),
            (
                self.env._("Period"),
                f"{format_date(self.env, analysis.date_from)} – "
                f"{format_date(self.env, analysis.date_to)}",
                "text",
            ),
            (label("basis"), choice("basis"), "text"),
            (label("measure"), choice("measure"), "text"),
            (label("currency_id"), analysis.currency_id.name, "text"),
        ]
        for company in used.get("companies") or []:
            text = self.env._(
                "days of the time zone %(tz)s; amounts multiplied by %(rate)s",
                tz=company.get("tz"),
                rate=company.get("rate"),
            )
            lines.append((company.get("name"), text, "text"))
        lines.append((label("abc_method"), choice("abc_method"), "text"))
        if analysis.abc_method == "share":
            lines += [
                (label("limit_a"), analysis.limit_a, "percent"),
                (label("limit_b"), analysis.limit_b, "percent"),
            ]
        x_kind = "percent" if analysis.xyz_method == "rhythm" else "number"
        lines += [
            (label("xyz_method"), choice("xyz_method"), "text"),
            (label("x_limit"), analysis.x_limit, x_kind),
            (label("y_limit"), analysis.y_limit, "number"),
        ]
        Company = self.env["res.company"]
        for name, kind in self._method_settings(analysis):
            if name in used:
                value = used[name]
                if isinstance(value, bool):
                    value, kind = (
                        self.env._("Yes") if value else self.env._("No"),
                        "text",
                    )
                field = Company._fields[f"kam_{name}"]
                lines.append((field._description_string(self.env), value, kind))
        return lines

    @api.model
    def _method_settings(self, analysis):
        """Settings worth showing: name in the parameters → how to write it."""
        settings = [
            ("exclude_internal", "text"),
            ("history_months", "integer"),
            ("xyz_min_months", "integer"),
            ("xyz_min_days", "integer"),
            ("retention_min_days", "integer"),
            ("retention_due", "number"),
            ("retention_risk", "number"),
            ("retention_lost", "number"),
            ("percentile_risk", "percent"),
            ("percentile_lost", "percent"),
            ("trend_min", "number"),
            ("trend_max", "number"),
            ("trend_damping", "number"),
            ("share_notice", "percent"),
            ("share_warning", "percent"),
            ("top_notice", "percent"),
            ("key_share_min", "percent"),
            ("key_share_max", "percent"),
            ("hhi_moderate", "integer"),
            ("hhi_high", "integer"),
            ("low_profit", "percent"),
            ("capital_rate", "percent"),
        ]
        if analysis.abc_method == "computed":
            settings.insert(0, ("min_customers", "integer"))
        return settings
