from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_health_trend = fields.Float(
        related="company_id.kam_health_trend", readonly=False
    )
    kam_health_rhythm = fields.Float(
        related="company_id.kam_health_rhythm", readonly=False
    )
    kam_health_stakeholders = fields.Float(
        related="company_id.kam_health_stakeholders", readonly=False
    )
    kam_health_engagement = fields.Float(
        related="company_id.kam_health_engagement", readonly=False
    )
    kam_health_execution = fields.Float(
        related="company_id.kam_health_execution", readonly=False
    )
    kam_health_payment = fields.Float(
        related="company_id.kam_health_payment", readonly=False
    )
    kam_health_target = fields.Float(
        related="company_id.kam_health_target", readonly=False
    )
