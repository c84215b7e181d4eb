from odoo import fields, models


class KamCriterionWeighingLine(models.TransientModel):
    """One criterion of a weighing, with the weight that it would get."""

    _name = "kam.criterion.weighing.line"
    _description = "Weight of a Criterion"
    _order = "id"

    weighing_id = fields.Many2one(
        "kam.criterion.weighing", required=True, ondelete="cascade", index=True
    )
    criterion_id = fields.Many2one("kam.criterion", required=True, ondelete="cascade")
    axis = fields.Selection(related="criterion_id.axis")
    weight = fields.Float(digits=(6, 1))
    current_weight = fields.Float(
        string="Weight now", related="criterion_id.weight", digits=(6, 1)
    )
