from odoo import fields, models


class KamAction(models.Model):
    """What a review decided, as somebody's work."""

    _inherit = "kam.action"

    review_id = fields.Many2one(
        "kam.review",
        string="Decided in",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
    )
