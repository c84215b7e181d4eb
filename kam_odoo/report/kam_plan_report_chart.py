from markupsafe import Markup

from odoo import api, models

from ..tools.people_chart import reports_to_charts


class ReportPlan(models.AbstractModel):
    """Who reports to whom on paper, with the roles nobody has."""

    _inherit = "report.kam_odoo.report_plan"

    @api.model
    def _paper(self, plan):
        known = plan.kam_people or {}
        return {**super()._paper(plan), "reports_to": self._reports_to(known)}

    @api.model
    def _reports_to(self, known):
        """Pictures; none for readers who are not of the account's team."""
        people = [
            {**person, "roles": ", ".join(role["name"] for role in person["roles"])}
            for person in known.get("people", ())
        ]
        words = {
            "nobody": self.env._("Nobody known"),
            "again": self.env._("continued"),
            "more": lambda count: self.env._("%s more further on", count),
        }
        gaps = [gap["name"] for gap in known.get("gaps", ())]
        return [
            {"height": height, "picture": Markup(picture)}
            for height, picture in reports_to_charts(people, gaps, words)
        ]
