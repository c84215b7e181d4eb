from markupsafe import Markup

from odoo import api, models

from ..tools.svg import wrap
from ..tools.team_picture import team_pictures

# Colleagues beside each other in a table; more of them have a table further down.
ACROSS = 6
# What a name has in a column of the table, and the size of its letters; see the map.
CELL, LETTER = 112, 14


class ReportPlan(models.AbstractModel):
    """Who knows whom on paper: both teams as a picture, and the numbers in tables."""

    _inherit = "report.kam_odoo.report_plan"

    @api.model
    def _paper(self, plan):
        return {**super()._paper(plan), "network": self._network(plan)}

    @api.model
    def _network(self, plan):
        """Pictures and tables; empty for readers who are not of the account's team."""
        data = plan.partner_id.with_company(plan.company_id).kam_network or {}
        people, cells = data.get("people", []), data.get("cells", [])
        ours = [
            {**one, "level_name": self._level_words(one)}
            for one in data.get("colleagues", [])
        ]
        met = {cell["stakeholder"] for cell in cells if cell["count"]}
        return {
            "warnings": data.get("warnings", []),
            "pictures": [
                {"height": height, "picture": Markup(picture)}
                for height, picture in team_pictures(people, ours, cells)
            ],
            "alone": ", ".join(one["name"] for one in people if one["id"] not in met),
            "tables": self._network_tables(people, ours, cells),
        }

    @api.model
    def _level_words(self, colleague):
        left = self.env._("has left") if colleague["gone"] else ""
        return ", ".join(filter(None, [colleague["level_name"], left]))

    @api.model
    def _network_tables(self, people, colleagues, cells):
        """A table for each few colleagues with a contact or a wish, and the people for
        whom it has something to say."""
        users = {cell["user"] for cell in cells if cell["count"] or cell["gap"]}
        ours = [one for one in colleagues if one["id"] in users]
        by_pair = {(cell["stakeholder"], cell["user"]): cell for cell in cells}
        tables = []
        for start in range(0, len(ours), ACROSS):
            part = ours[start : start + ACROSS]
            rows = [
                {
                    "name": person["name"],
                    "level": person["level_name"],
                    "cells": [by_pair.get((person["id"], one["id"])) for one in part],
                }
                for person in people
            ]
            tables.append(
                {
                    "ours": [
                        {**one, "lines": wrap(one["name"], CELL, LETTER, 3)}
                        for one in part
                    ],
                    "rows": [row for row in rows if any(map(self._says, row["cells"]))],
                }
            )
        return tables

    @api.model
    def _says(self, cell):
        return bool(cell and (cell["count"] or cell["gap"]))
