from odoo import models


class KamSelection(models.Model):
    """Where the buttons of a round lead."""

    _inherit = "kam.selection"

    def _open(self, xmlid, domain, context=None, name=None):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = domain
        action["context"] = context or {}
        if name:
            action["display_name"] = name
        return action

    def action_open_candidates(self):
        """Open the candidates: to look at, or in the step Decision to decide on."""
        self.ensure_one()
        return self._open(
            "kam_odoo.kam_selection_line_action",
            [("selection_id", "=", self.id)],
            {"kam_selection_id": self.id, "search_default_in_question": 1}
            if self.state == "decision"
            else {},
            self.name,
        )

    def action_open_nominations(self):
        """Open who was nominated by whom, and why, as far as one may see it."""
        self.ensure_one()
        return self._open(
            "kam_odoo.kam_nomination_action",
            [("selection_id", "=", self.id)],
            {"search_default_group_partner": 1},
        )

    def action_open_decisions(self):
        """Open what this round has decided."""
        self.ensure_one()
        return self._open(
            "kam_odoo.kam_decision_action", [("selection_id", "=", self.id)]
        )

    def action_open_my_assessment(self):
        """Open the reader's own assessment of the round."""
        self.ensure_one()
        mine = self.assessment_ids.filtered("is_mine")
        return mine.get_formview_action()
