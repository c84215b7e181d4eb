from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_reminder_days = fields.Integer(
        related="company_id.kam_reminder_days", readonly=False
    )
