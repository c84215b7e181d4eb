from odoo import api, models

from ..tools.svg import wrap

# What a name has in a column of the map, and the size of its letters: 120 pixels, and
# some more for ``wrap`` takes letters for wider than most are.
CELL, LETTER = 132, 16


class ReportPlan(models.AbstractModel):
    """The map of people on paper, in the reader's language."""

    _inherit = "report.kam_odoo.report_plan"

    @api.model
    def _paper(self, plan):
        known = plan.kam_people or {}
        there = [person for person in known.get("people", ()) if not person["left"]]
        return {
            **super()._paper(plan),
            "people": self._people_map(there) if there or known.get("gaps") else {},
            "gaps": [gap["name"] for gap in known.get("gaps", ())],
        }

    @api.model
    def _people_map(self, people):
        """Attitudes across, those nobody knows first; influence down.

        Not known (False) is not an enemy (0), though Python takes them for equal. Names
        are broken here: the print engine breaks neither long words nor Arabic ones.
        """
        fields = self.env["kam.stakeholder"]._fields
        attitudes = fields["attitude"]._description_selection(self.env)
        influences = fields["influence"]._description_selection(self.env)

        def cell(influence, attitude):
            return [
                {**person, "lines": wrap(person["name"], CELL, LETTER, 4, bold=True)}
                for person in people
                if person["influence"] == influence
                and (person["attitude"] is False) == (attitude is False)
                and person["attitude"] == attitude
            ]

        columns = [False, *(int(key) for key, _word in attitudes)]
        return {
            "head": [self.env._("Not known"), *(word for _key, word in attitudes)],
            "rows": [
                (word, [cell(int(key), attitude) for attitude in columns])
                for key, word in reversed(influences)
            ],
        }
