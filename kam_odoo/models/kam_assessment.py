from odoo import fields, models

FUNCTION = [
    ("sales", "Sales"),
    ("finance", "Finance"),
    ("marketing", "Marketing"),
    ("management", "Management"),
    ("other", "Other"),
]


class KamAssessment(models.Model):
    """What one assessor nominates and how he marks, in one round (S2)."""

    _name = "kam.assessment"
    _description = "Assessment"
    _order = "selection_id desc, id"
    _rec_name = "user_id"

    selection_id = fields.Many2one(
        "kam.selection", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", required=True, index=True)
    function = fields.Selection(FUNCTION, required=True, default="sales")
    mark_ids = fields.One2many("kam.mark", "assessment_id")
