from odoo import api, fields, models


class KamSelection(models.Model):
    """How far a round is, in numbers that its reader may see."""

    _inherit = "kam.selection"

    candidate_count = fields.Integer(
        string="Number of candidates", compute="_compute_counts"
    )
    nomination_count = fields.Integer(
        string="Number of nominations", compute="_compute_counts"
    )
    assessor_count = fields.Integer(
        string="Number of assessors", compute="_compute_counts"
    )
    done_count = fields.Integer(string="Handed in", compute="_compute_counts")
    disputed_count = fields.Integer(
        string="Disputed candidates", compute="_compute_counts"
    )
    is_assessor = fields.Boolean(compute="_compute_counts")

    @api.depends("line_ids", "nomination_ids", "assessment_ids.state")
    @api.depends_context("uid")
    def _compute_counts(self):
        """What the reader may see; nominations are one's own until they are open."""
        lines = self._count_by_round("kam.selection.line", [])
        nominations = self._count_by_round("kam.nomination", [])
        assessors = self._count_by_round("kam.assessment", [])
        done = self._count_by_round("kam.assessment", [("state", "=", "done")])
        mine = self._count_by_round("kam.assessment", [("user_id", "=", self.env.uid)])
        disputed = self._count_by_round("kam.selection.line", [("disputed", "=", True)])
        for selection in self:
            selection.candidate_count = lines.get(selection._origin, 0)
            selection.nomination_count = nominations.get(selection._origin, 0)
            selection.assessor_count = assessors.get(selection._origin, 0)
            selection.done_count = done.get(selection._origin, 0)
            selection.is_assessor = selection._origin in mine
            selection.disputed_count = disputed.get(selection._origin, 0)

    def _count_by_round(self, model, domain):
        return dict(
            self.env[model]._read_group(
                [("selection_id", "in", self.ids), *domain],
                ["selection_id"],
                ["__count"],
            )
        )
