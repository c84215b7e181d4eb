from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_weight_attractiveness = fields.Float(
        related="company_id.kam_weight_attractiveness", readonly=False
    )
    kam_split_attractiveness = fields.Float(
        related="company_id.kam_split_attractiveness", readonly=False
    )
    kam_split_strength = fields.Float(
        related="company_id.kam_split_strength", readonly=False
    )
    kam_disagreement = fields.Float(
        related="company_id.kam_disagreement", readonly=False
    )
    kam_hysteresis = fields.Float(related="company_id.kam_hysteresis", readonly=False)
