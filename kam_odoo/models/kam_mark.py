from odoo import fields, models


class KamMark(models.Model):
    """One mark, 0 to 10: an assessor, an account, a judged criterion of the round."""

    _name = "kam.mark"
    _description = "Mark"
    _order = "id"

    assessment_id = fields.Many2one(
        "kam.assessment", required=True, index=True, ondelete="cascade"
    )
    selection_id = fields.Many2one(
        related="assessment_id.selection_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Account", required=True, index=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one(
        "kam.criterion", required=True, index=True, ondelete="cascade"
    )
    mark = fields.Float(required=True, digits=(4, 1))
    comment = fields.Char()

    _once = models.Constraint(
        "UNIQUE (assessment_id, partner_id, criterion_id)",
        "An assessor gives one mark per account and criterion.",
    )
