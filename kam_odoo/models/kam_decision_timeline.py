from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date

COLOR = {
    "admit": "text-bg-success",
    "promote": "text-bg-success",
    "demote": "text-bg-warning",
    "retire": "text-bg-danger",
    "wait": "text-bg-info",
}


class KamDecision(models.Model):
    """A decision as it reads on the account's page."""

    _inherit = "kam.decision"

    def _in_timeline(self):
        """Day, what, who and in which round; below it, why. Safe HTML."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        day = fields.Datetime.context_timestamp(self, self.date)
        decision = self.sudo()
        facts = [decision.changes, decision.user_id.name]
        if decision.selection_id:
            facts.append(self.env._("round %(name)s", name=decision.selection_id.name))
        return Markup(
            '<li class="mb-2"><span class="text-muted">%(day)s</span> '
            '<span class="badge rounded-pill %(color)s">%(kind)s</span> %(facts)s'
            '<div class="ms-3">%(reason)s</div></li>'
        ) % {
            "day": format_date(self.env, day.date(), date_format="d MMM y"),
            "color": COLOR.get(decision.kind, "text-bg-secondary"),
            "kind": kinds[decision.kind],
            "facts": " · ".join(fact for fact in facts if fact),
            "reason": decision.reason,
        }
