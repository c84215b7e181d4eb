from odoo import fields, models


class KamCriterionBand(models.Model):
    """One edge of a criterion's scale: this value, or this description, gives that mark.

    Of a measured criterion: the mark at a value, linear between two edges, level
    beyond the outermost. Of a judged one: what a mark of 0, 2, 5, 8 or 10 means.
    """

    _name = "kam.criterion.band"
    _description = "Band of a Criterion"
    _order = "criterion_id, mark, value, id"

    criterion_id = fields.Many2one(
        "kam.criterion", required=True, index=True, ondelete="cascade"
    )
    value = fields.Float(digits=(16, 4))
    mark = fields.Float(required=True, digits=(4, 1))
    description = fields.Char(translate=True)
