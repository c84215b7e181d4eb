from odoo import api, models
from odoo.tools import SQL

from ..tools.excel import quoted
from .kam_workbook import CLASS_FILLS, TEAL, Column

MILD, MIDDLE, STRONG = "#FDF3DF", "#FBE8C8", "#F6D5D1"


class KamAnalysisXlsx(models.AbstractModel):
    """The sheet of the customers: one row each, best first."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _customer_columns(self, book):
        """Columns of the customers, in order; see ``Column``.

        Names are columns of kam.analysis.line or of ``_sql_customer_columns``.
        """
        model = "kam.analysis.line"
        analysis = book.analysis
        base = book.cell("summary", *book.share_base)
        kinds = {
            "money": ("money", 15),
            "percent": ("percent", 10),
            "integer": ("integer", 9),
            "number": ("number", 10),
            "days": ("days", 11),
            "date": ("date", 12),
            "text": ("text", 34),
            "word": ("word", 13),
            "class": ("center", 7),
        }

        def column(name, kind="word", **more):
            style, width = kinds[kind]
            more = {"kind": style, "width": width, **more}
            return Column(name, more.pop("label", None) or label(name), **more)

        def label(name):
            return self._label(model, name)

        def choice(name, kind="word", **more):
            return column(name, kind, labels=self._labels(model, name), **more)

        share = f'=IF({base}>0,MAX({{{analysis.measure}}},0)/{base},"")'
        return [
            column("customer", "text", label=label("partner_id")),
            column("number", "integer", label=self.env._("No."), width=7),
            column("abc_xyz", "class", group=self.env._("Classes")),
            choice("abc", "class"),
            choice("xyz", "class"),
            choice("previous_abc", "class", width=9),
            column(
                "revenue",
                "money",
                total="sum",
                group=self.env._("Profit of the period"),
            ),
            column("margin", "money", total="sum"),
            column(
                "margin_percent",
                "percent",
                formula='=IF({revenue}=0,"",{margin}/{revenue})',
                total='=IF({revenue}=0,"",{margin}/{revenue})',
            ),
            column("cost_to_serve", "money", total="sum"),
            column("profit", "money", formula="={margin}-{cost_to_serve}", total="sum"),
            column(
                "profit_percent",
                "percent",
                formula='=IF({revenue}=0,"",{profit}/{revenue})',
                total='=IF({revenue}=0,"",{profit}/{revenue})',
            ),
            column(
                "rank",
                "integer",
                width=7,
                group=self.env._(
                    "Share of the %(measure)s",
                    measure=self._measure_label(analysis).lower(),
                ),
            ),
            column("share", "percent", formula=share, total="sum"),
            column("share_before", "percent", width=11),
            column(
                "cumulative",
                "percent",
                label=self.env._("Cumulative share"),
                width=11,
                formula="=N({^cumulative})+N({share})",
            ),
            choice("flag_concentration", width=11),
            column("flag_unprofitable", width=12, labels={True: self.env._("Yes")}),
            column("order_count", "integer", total="sum", group=self.env._("Orders")),
            column("line_count", "integer", total="sum"),
            column("first_order_date", "date"),
            column("last_order_date", "date"),
            column("years", "days", width=11),
            column("month_count", "integer", group=self.env._("Regularity")),
            column("active_months", "integer"),
            column("period_order_days", "integer"),
            column("cv", "number"),
            column("interval_cv", "number"),
            choice("retention", group=self.env._("Retention")),
            column("days_since_order", "integer"),
            column("median_interval", "days"),
            column("long_interval", "days"),
            column("order_days", "integer"),
            column(
                "revenue_year",
                "money",
                total="sum",
                group=self.env._("Growth and forecast"),
            ),
            column("revenue_year_before", "money", total="sum"),
            column(
                "growth",
                "percent",
                formula="=IF({revenue_year_before}>0,"
                '{revenue_year}/{revenue_year_before}-1,"")',
            ),
            column("forecast_revenue", "money", total="sum"),
            column("forecast_profit", "money", total="sum"),
            column("backtest_revenue", "money"),
            column("forecast_error", "percent"),
            choice("key_status", width=18, group=self.env._("Account")),
            column("tier", label=label("tier_id"), width=14),
            column("manager", label=label("manager_id"), width=22),
        ]

    @api.model
    def _sql_customer_columns(self, query):
        """Columns that are not those of the line itself: name → SQL, joined to it."""
        line = "kam_analysis_line"
        partner = query.left_join(line, "partner_id", "res_partner", "id", "partner_id")
        tier = query.left_join(line, "tier_id", "kam_tier", "id", "tier_id")
        user = query.left_join(
            partner, "kam_manager_id", "res_users", "id", "kam_manager_id"
        )
        person = query.left_join(user, "partner_id", "res_partner", "id", "partner_id")
        Tier = self.env["kam.tier"]
        return {
            "customer": SQL(
                "COALESCE(%s, %s)",
                SQL.identifier(partner, "complete_name"),
                SQL.identifier(partner, "name"),
            ),
            "number": SQL("NULL::integer"),
            "cumulative": SQL("NULL::float8"),
            "tier": Tier._field_to_sql(tier, "name"),
            "manager": SQL.identifier(person, "complete_name"),
        }

    @api.model
    def _customer_rows(self, book, columns, limit=None):
        """Values of the columns of each customer, best first, read in batches.

        The running number and the cumulative share are counted here.
        """
        query = self._line_query(book.analysis)
        query.limit = limit
        special = self._sql_customer_columns(query)
        Line = self.env["kam.analysis.line"]
        parts = []
        for column in columns:
            part = special.get(column.name)
            if part is None:
                part = SQL.identifier("kam_analysis_line", column.name)
                kind = Line._fields[column.name].type
                if kind in ("float", "monetary"):
                    part = SQL("%s::float8", part)
                elif kind == "date":
                    # Excel counts the days since then
                    part = SQL("%s - DATE '1899-12-30'", part)
            parts.append(part)
        names = [column.name for column in columns]
        share_at = names.index("share")
        number_at, cumulative_at = names.index("number"), names.index("cumulative")
        running = 0.0
        for number, row in enumerate(self._fetch(query.select(*parts)), start=1):
            values = list(row)
            values[number_at] = number
            if values[share_at] is not None:
                running += values[share_at]
                values[cumulative_at] = running
            yield values

    @api.model
    def _sheet_customers(self, book):
        """Groups, totals of the rows shown, header, then the customers."""
        sheet = book.add_sheet("customers", TEAL)
        table = book.customers
        self._list_head(book, sheet, table, book.totals)
        self._class_colors(book, sheet, table)
        rows = self._customer_rows(book, table.columns)
        self._list_rows(book, sheet, table, rows)

    @api.model
    def _class_colors(self, book, sheet, table):
        """Colours of classes and flags; they follow the values when sorted."""
        labels = self._labels("kam.analysis.line", "abc")
        fills = [("abc", labels[key], CLASS_FILLS[key]) for key in labels]
        flags = self._labels("kam.analysis.line", "flag_concentration")
        retention = self._labels("kam.analysis.line", "retention")
        fills += [
            ("flag_concentration", flags["notice"], MIDDLE),
            ("flag_concentration", flags["warning"], STRONG),
            ("flag_unprofitable", self.env._("Yes"), STRONG),
            ("retention", retention["due"], MILD),
            ("retention", retention["at_risk"], MIDDLE),
            ("retention", retention["lost"], STRONG),
        ]
        for name, text, fill in fills:
            at = table.position[name]
            sheet.conditional_format(
                table.first,
                at,
                table.last,
                at,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": quoted(text),
                    "format": book.fill(fill),
                },
            )
        at = table.position["share"]
        sheet.conditional_format(
            table.first,
            at,
            table.last,
            at,
            {
                "type": "data_bar",
                "bar_color": "#B9DDDF",
                "bar_solid": True,
                "min_type": "num",
                "min_value": 0,
            },
        )
