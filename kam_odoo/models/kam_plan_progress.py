from odoo import api, fields, models

from ..fields import FloatOrUnknown
from ..tools.progress import status
from .kam_objective import STATUS


class KamPlan(models.Model):
    """How far a plan is as a whole: its objectives by weight."""

    _inherit = "kam.plan"

    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Account manager"
    )
    progress = FloatOrUnknown(
        compute="_compute_progress",
        help="The objectives by weight; each counts at most 100 %.",
    )
    expected = fields.Float(compute="_compute_progress", string="Expected by now")
    status = fields.Selection(STATUS, compute="_compute_progress")
    off_track_count = fields.Integer(
        string="Objectives off track", compute="_compute_progress"
    )

    @api.model
    def _group_expand_state(self, states, domain):
        """The board goes from draft to active; what is over only where there is any."""
        order = [value for value, _label in self._fields["state"].selection]
        return [
            value
            for value in order
            if value in ("draft", "submitted", "active") or value in states
        ]

    @api.depends("objective_ids.progress", "objective_ids.weight", "state")
    def _compute_progress(self):
        """All objectives of all plans are measured together."""
        for plan in self:
            objectives = plan.objective_ids
            weight = sum(objectives.mapped("weight"))
            plan.progress = objectives._attainment()
            plan.expected = (
                sum(one.weight * one.expected for one in objectives) / weight
                if weight
                else 0
            )
            known = plan.progress is not False
            plan.status = known and status(plan.progress, plan.expected)
            plan.off_track_count = len(
                objectives.filtered(lambda one: one.status == "off_track")
            )
