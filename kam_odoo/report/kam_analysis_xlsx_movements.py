from odoo import api, models
from odoo.tools import SQL

from ..tools.excel import quoted
from .kam_workbook import AMBER, Column

COLORS = {
    "new_a": "#CFE8E9",
    "up": "#E4F2F2",
    "lost_a": "#F6D5D1",
    "down": "#FBE8C8",
    "gone": "#FBE8C8",
}


class KamAnalysisXlsx(models.AbstractModel):
    """The sheet of those who moved between classes (A7)."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _movement_query(self, analysis, order=None):
        """Movements that the user may read, the unchanged left out, as a query."""
        return self.env["kam.analysis.movement"]._search(
            [("analysis_id", "=", analysis.id), ("movement", "!=", "same")],
            order=order,
        )

    @api.model
    def _movement_counts(self, analysis):
        """By kind of movement: customers and change of revenue."""
        query = self._movement_query(analysis)
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT movement, COUNT(*) AS customers,
                       SUM(revenue_change)::float8 AS change
                  FROM (%s) moved
              GROUP BY movement
                """,
                query.select(SQL("movement, revenue_change")),
            )
        )
        return {row.pop("movement"): row for row in rows}

    @api.model
    def _movement_columns(self, book):
        """Columns of the movements, in order; see ``Column``."""
        model = "kam.analysis.movement"

        def column(name, kind="word", **more):
            label = more.pop("label", None) or self._label(model, name)
            return Column(name, label, kind, **more)

        return [
            column(
                "customer", "text", label=self._label(model, "partner_id"), width=40
            ),
            column("movement", width=18, labels=self._labels(model, "movement")),
            column(
                "previous_abc",
                "center",
                width=12,
                labels=self._labels(model, "previous_abc"),
            ),
            column("abc", "center", width=12, labels=self._labels(model, "abc")),
            column("revenue_before", "money", width=18, total="sum"),
            column("revenue", "money", width=18, total="sum"),
            column(
                "revenue_change",
                "money",
                width=18,
                formula="={revenue}-{revenue_before}",
                total="sum",
            ),
            column("manager", label=self._label(model, "manager_id"), width=26),
        ]

    @api.model
    def _movement_rows(self, book):
        """Values of the movements, the greatest change of revenue first."""
        query = self._movement_query(book.analysis)
        table = query.table
        partner = query.left_join(
            table, "partner_id", "res_partner", "id", "partner_id"
        )
        user = query.left_join(
            partner, "kam_manager_id", "res_users", "id", "kam_manager_id"
        )
        person = query.left_join(user, "partner_id", "res_partner", "id", "partner_id")
        query.order = SQL(
            "ABS(%s) DESC, %s",
            SQL.identifier(table, "revenue_change"),
            SQL.identifier(table, "id"),
        )
        special = {
            "customer": SQL(
                "COALESCE(%s, %s)",
                SQL.identifier(partner, "complete_name"),
                SQL.identifier(partner, "name"),
            ),
            "manager": SQL.identifier(person, "complete_name"),
        }
        parts = []
        for column in book.moved.columns:
            part = special.get(column.name) or SQL.identifier(table, column.name)
            if column.kind == "money":
                part = SQL("%s::float8", part)
            parts.append(part)
        return self._fetch(query.select(*parts))

    @api.model
    def _sheet_movements(self, book):
        """What it is compared with, totals of the rows shown, then who moved."""
        sheet = book.add_sheet("movements", AMBER)
        table = book.moved
        analysis = book.analysis
        total = dict.fromkeys(("revenue_before", "revenue", "revenue_change"), 0.0)
        if table.count:
            query = self._movement_query(analysis)
            [total] = self.env.execute_query_dict(
                SQL(
                    "SELECT SUM(revenue_before)::float8 AS revenue_before,"
                    " SUM(revenue)::float8 AS revenue,"
                    " SUM(revenue_change)::float8 AS revenue_change FROM (%s) moved",
                    query.select(SQL("revenue_before, revenue, revenue_change")),
                )
            )
        table.columns[0].group = self._movement_title(book)
        self._list_head(book, sheet, table, total)
        labels = self._labels("kam.analysis.movement", "movement")
        at = table.position["movement"]
        for key, color in COLORS.items():
            sheet.conditional_format(
                table.first,
                at,
                table.last,
                at,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": quoted(labels[key]),
                    "format": book.fill(color),
                },
            )
        if table.count:
            self._list_rows(book, sheet, table, self._movement_rows(book))

    @api.model
    def _movement_title(self, book):
        """One sentence on what is compared, or why nothing is."""
        previous = book.analysis.previous_id.sudo()
        if not previous:
            return self.env._(
                "There is no earlier analysis by the same measure to compare with."
            )
        if not book.moved.count:
            return self.env._("Nobody moved since “%s”.", previous.display_name)
        return self.env._(
            "Who moved since “%s”, largest change of revenue first",
            previous.display_name,
        )
