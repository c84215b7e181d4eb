from odoo import fields, models


class KamTier(models.Model):
    """Which roles we want to know at an account of this tier (R1)."""

    _inherit = "kam.tier"

    required_role_ids = fields.Many2many(
        "kam.stakeholder.role",
        string="Roles to know",
        ondelete="restrict",
        help="At each account of the tier there has to be somebody in each of these "
        "roles; a role that nobody has is shown as a gap.",
    )
