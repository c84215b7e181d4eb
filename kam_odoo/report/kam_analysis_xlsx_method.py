from odoo import api, fields, models
from odoo.tools import format_date

from .kam_workbook import GREY


class KamAnalysisXlsx(models.AbstractModel):
    """The last sheet: parameters of the run, and every method in plain words."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _sheet_method(self, book):
        """Run and export, parameters, methods with their sources."""
        _ = self.env._
        sheet = book.add_sheet("method", GREY)
        sheet.hide_gridlines(2)
        for at, width in enumerate((34, 92, 44)):
            sheet.set_column(at, at, width)
        sheet.set_row(0, 28)
        book.text(sheet, 0, 0, _("How the figures were made"), "title")
        book.text(sheet, 1, 0, book.analysis.display_name, "subtitle")
        row = 3
        for title, lines in (
            (_("Run and export"), self._method_run(book)),
            (_("Parameters of the run"), self._method_parameters(book)),
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
        self._method_section(book, sheet, row, [_("Methods"), "", _("Source")])
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
        _ = self.env._
        analysis = book.analysis
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        maker = analysis.sudo().create_uid.name
        return [
            (_("Analysis made by"), maker, "text"),
            (
                _("Sales as of"),
                self._local_now(analysis, analysis.date_run),
                "datetime",
            ),
            (_("Exported by"), self.env.user.name, "text"),
            (
                _("Exported on"),
                self._local_now(analysis, fields.Datetime.now()),
                "datetime",
            ),
            (_("Times are in the time zone"), zone, "text"),
        ]

    @api.model
    def _method_parameters(self, book):
        """Parameters that the run used, from its own record of them.

        :return: list of (label, value, kind); what was not recorded is left out
        """
        _ = self.env._
        analysis = book.analysis
        used = analysis.parameters or {}

        def label(name):
            return self._label("kam.analysis", name)

        def choice(name):
            return self._labels("kam.analysis", name)[analysis[name]]

        lines = [
            (label("covered_company_ids"), self._company_names(analysis), "text"),
            (
                _("Period"),
                f"{format_date(self.env, analysis.date_from)} – "
                f"{format_date(self.env, analysis.date_to)}",
                "text",
            ),
            (label("basis"), choice("basis"), "text"),
            (label("measure"), choice("measure"), "text"),
            (label("currency_id"), analysis.currency_id.name, "text"),
        ]
        for company in used.get("companies") or []:
            text = _(
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
                    value, kind = _("Yes") if value else _("No"), "text"
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

    @api.model
    def _method_words(self, book):
        """Each method in plain words, with its source: (name, words, source)."""
        _ = self.env._
        analysis = book.analysis
        own = _("Rule of this program")
        if analysis.abc_method == "computed":
            abc = _(
                "Customers stand largest first. The limit of A is the customer at "
                "which the curve of cumulative share comes nearest to the corner "
                "where no customer brings everything. The break-even is the last "
                "customer who brings at least the mean. If it comes before the limit "
                "of A, the two change places. The limit of C is the customer nearest "
                "to the full sum at the break-even. Too few customers, or all equal: "
                "no classes."
            )
            abc_source = _(
                "Ultsch & Lötsch 2015, PLoS ONE, doi 10.1371/journal.pone.0129767"
            )
        else:
            abc = _(
                "Customers stand largest first. What counts is the share of all "
                "strictly larger customers: below the limit of A the customer is A, "
                "below the limit of B it is B, else C. Equal customers get the same "
                "class, and a single dominant customer is A. Nothing or less than "
                "nothing is C."
            )
            abc_source = _("ABC analysis by the Pareto principle (Dickie 1951)")
        if analysis.xyz_method == "rhythm":
            xyz = _(
                "Counted over the complete months since the first order. X: ordered "
                "in at least the given part of the months. Else Y: the intervals "
                "between order days vary (standard deviation ÷ mean) by no more than "
                "the limit. Else Z. So a faithful quarterly buyer is Y. Too few months "
                "or order days: no class."
            )
            xyz_source = own
        else:
            xyz = _(
                "Coefficient of variation of the monthly revenue: population standard "
                "deviation ÷ mean, empty months counted as zero. X up to the first "
                "limit, Y up to the second, else Z. Too few months or order days: no "
                "class."
            )
            xyz_source = _("XYZ analysis of inventory management")
        return [
            (
                _("Customer and sale"),
                _(
                    "A customer is the top-most company of a group; orders of its "
                    "contacts, branches and subsidiaries count for it, unless a "
                    "subsidiary stands alone. A sale is a line of a confirmed order, "
                    "without taxes. Ordered: as confirmed. Invoiced: what was invoiced "
                    "of it, credit notes taken off. Quotations and cancelled orders "
                    "do not count."
                ),
                own,
            ),
            (
                _("Money"),
                _(
                    "Amounts are converted to the currency of the company on the day "
                    "of the order, and once more to the currency of the analysis on "
                    "its last day. Amounts are rounded to the cent before anything is "
                    "compared."
                ),
                own,
            ),
            (_("ABC"), abc, abc_source),
            (_("XYZ"), xyz, xyz_source),
            (
                _("Profit"),
                _(
                    "Profit = margin − cost to serve. Cost to serve = the quantity of "
                    "each cost driver (orders, lines, lost quotations, meetings …) × "
                    "its rate, plus the cost of capital bound in receivables. A driver "
                    "without a rate costs nothing. Large but unprofitable: among the "
                    "largest customers by revenue, with a profit below the low profit "
                    "rate."
                ),
                _("Activity-based costing; whale curve: Kaplan & Narayanan 2001"),
            ),
            (
                _("Concentration"),
                _(
                    "HHI = 10 000 × the sum of the squared shares. Effective customers "
                    "= 10 000 ÷ HHI: so many equal customers would be as concentrated. "
                    "A customer from the notice or warning limit on is marked."
                ),
                _("Herfindahl–Hirschman index; limits of the US guidelines of 2010"),
            ),
            (
                _("Retention"),
                _(
                    "Days since the last order ÷ the usual (median) interval between "
                    "the customer's own order days. Due from the first limit. At risk "
                    "beyond the second, or beyond the longest usual interval. Lost "
                    "beyond the third and beyond the longest usual interval. Customers "
                    "with few order days are compared with the intervals of all "
                    "customers."
                ),
                own,
            ),
            (
                _("Growth and forecast"),
                _(
                    "Growth = the last 12 complete months ÷ the 12 before − 1. "
                    "Forecast of the next 12 = the last 12 × the yearly trend, kept "
                    "within its limits and damped by the exponent. The same rule one "
                    "year earlier, compared with what came, gives the error; the error "
                    "of all customers is weighted by revenue (WAPE). Without 24 months "
                    "of history there is no growth and no forecast."
                ),
                _("Damped trend: Gardner & McKenzie 1985"),
            ),
            (
                _("Movements"),
                _(
                    "The class now against the class in the last finished analysis of "
                    "an earlier period with the same companies, basis and measure."
                ),
                own,
            ),
            (
                _("Empty cells"),
                _(
                    "A figure without enough data is unknown: its cell is empty and "
                    "never stands for zero."
                ),
                own,
            ),
        ]
