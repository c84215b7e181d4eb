from odoo import fields, models


class KamTier(models.Model):
    """How often a tier promises to be in contact (R6)."""

    _inherit = "kam.tier"

    cadence_ids = fields.One2many(
        "kam.cadence",
        "tier_id",
        string="Contact rhythm",
        copy=True,
        help="Kinds of contact that are not listed are not planned.",
    )
