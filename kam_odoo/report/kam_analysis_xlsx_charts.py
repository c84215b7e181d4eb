from odoo import api, models

from .kam_workbook import AMBER, CLASS_COLORS, PLUM

# With more bars the names are not readable, and their numbers stand below.
NAMED_BARS = 60
# The data stand to the right of the charts, which are 17 columns wide.
DATA_COLUMN = 18
FIRST = 3
CHART_SIZE = {"width": 1088, "height": 540}


class KamAnalysisXlsx(models.AbstractModel):
    """The native charts of the curves; their data stand on the same sheet."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _pareto_chart(self, book, bars):
        """Columns by customer coloured by class, cumulative share as a line."""
        labels = self._labels("kam.analysis.line", "abc")
        last = FIRST + len(bars) - 1
        singles = [bar for bar in bars if bar[0] is not None]
        measure = self._measure_label(book.analysis)

        def data(shift):
            return "=" + book.range("pareto", FIRST, DATA_COLUMN + shift, last)

        named = len(singles) <= NAMED_BARS
        categories = data(1 if named else 0)
        category_data = [bar[1 if named else 0] or "" for bar in bars]
        chart = book.workbook.add_chart({"type": "column"})
        shown = [key for key in [*labels, ""] if key in {bar[2] for bar in singles}]
        for key in shown:
            shift = 4 + [*labels, ""].index(key)
            chart.add_series(
                {
                    "name": labels.get(key) or self.env._("Not classified"),
                    "categories": categories,
                    "values": data(shift),
                    "categories_data": category_data,
                    "values_data": [
                        bar[3] if bar[0] and bar[2] == key else "" for bar in bars
                    ],
                    "fill": {"color": CLASS_COLORS[key]},
                    "border": {"none": True},
                    "overlap": 100,
                    "gap": 15,
                }
            )
        line = book.workbook.add_chart({"type": "line"})
        line.add_series(
            {
                "name": self.env._("Cumulative share"),
                "categories": categories,
                "values": data(8),
                "categories_data": category_data,
                "values_data": [bar[4] for bar in bars],
                "y2_axis": True,
                "line": {"color": PLUM, "width": 2.25},
            }
        )
        chart.combine(line)
        title = self.env._("Pareto: %s by customer, largest first", measure.lower())
        self._chart_style(chart, title, measure, book.kinds["money"]["num_format"])
        chart.set_x_axis(
            {
                "num_font": {"size": 8, **({"rotation": -60} if named else {})},
                "interval_unit": 1 if named else max(1, len(bars) // 20),
                "label_position": "low",
                "major_tick_mark": "none",
                "name": "" if named else self.env._("Number of the customer"),
                "name_font": {"size": 9, "bold": False},
            }
        )
        line.set_y2_axis(
            {
                "min": 0,
                "max": 1,
                "num_format": "0%",
                "name": self.env._("Cumulative share"),
                "name_font": {"size": 9, "bold": False},
                "num_font": {"size": 9},
            }
        )
        return chart

    @api.model
    def _whale_chart(self, book, points):
        """Cumulative profit; above 100 % the customers that others cost again."""
        relative = book.totals["profit"] > 0
        last = FIRST + len(points) - 1

        def data(shift):
            return "=" + book.range("pareto", FIRST, DATA_COLUMN + shift, last)

        total = book.totals["profit"]
        chart = book.workbook.add_chart({"type": "area"})
        chart.add_series(
            {
                "name": self.env._("Cumulative profit"),
                "categories": data(10),
                "values": data(13 if relative else 12),
                "categories_data": [point[0] for point in points],
                "values_data": [
                    point[2] / total if relative else point[2] for point in points
                ],
                "fill": {"color": AMBER, "transparency": 60},
                "border": {"color": AMBER, "width": 2.25},
            }
        )
        axis = (
            self.env._("Part of the total profit")
            if relative
            else self.env._("Cumulative profit")
        )
        number = "0%" if relative else book.kinds["money"]["num_format"]
        title = self.env._(
            "Whale curve: cumulative profit, most profitable customers first"
        )
        self._chart_style(chart, title, axis, number)
        chart.set_legend({"none": True})
        chart.set_x_axis(
            {
                "name": self.env._("Customers"),
                "name_font": {"size": 9, "bold": False},
                "num_font": {"size": 9},
                "interval_unit": max(1, len(points) // 20),
                "label_position": "low",
                "position_axis": "on_tick",
            }
        )
        return chart

    @api.model
    def _chart_style(self, chart, title, axis, number_format):
        """What both charts look like."""
        chart.set_size(CHART_SIZE)
        chart.set_title(
            {"name": title, "name_font": {"size": 13, "color": PLUM}, "overlay": False}
        )
        chart.set_y_axis(
            {
                "name": axis,
                "name_font": {"size": 9, "bold": False},
                "num_format": number_format.split(";")[0].replace(".00", ""),
                "num_font": {"size": 9},
                "major_gridlines": {"visible": True, "line": {"color": "#E6E6EA"}},
                "line": {"none": True},
            }
        )
        chart.set_legend({"position": "top", "font": {"size": 9}})
        chart.set_chartarea({"border": {"color": "#D9D3D8"}})
