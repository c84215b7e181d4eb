from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_tz = fields.Selection(related="company_id.kam_tz", readonly=False)
    kam_basis = fields.Selection(related="company_id.kam_basis", readonly=False)
    kam_measure = fields.Selection(related="company_id.kam_measure", readonly=False)
    kam_abc_method = fields.Selection(
        related="company_id.kam_abc_method", readonly=False
    )
    kam_limit_a = fields.Float(related="company_id.kam_limit_a", readonly=False)
    kam_limit_b = fields.Float(related="company_id.kam_limit_b", readonly=False)
    kam_xyz_method = fields.Selection(
        related="company_id.kam_xyz_method", readonly=False
    )
    kam_rhythm_x = fields.Float(related="company_id.kam_rhythm_x", readonly=False)
    kam_rhythm_y = fields.Float(related="company_id.kam_rhythm_y", readonly=False)
    kam_variation_x = fields.Float(related="company_id.kam_variation_x", readonly=False)
    kam_variation_y = fields.Float(related="company_id.kam_variation_y", readonly=False)
    kam_period_months = fields.Integer(
        related="company_id.kam_period_months", readonly=False
    )
    kam_history_months = fields.Integer(
        related="company_id.kam_history_months", readonly=False
    )
    kam_exclude_internal = fields.Boolean(
        related="company_id.kam_exclude_internal", readonly=False
    )
    kam_xyz_min_months = fields.Integer(
        related="company_id.kam_xyz_min_months", readonly=False
    )
    kam_xyz_min_days = fields.Integer(
        related="company_id.kam_xyz_min_days", readonly=False
    )
    kam_min_customers = fields.Integer(
        related="company_id.kam_min_customers", readonly=False
    )
    kam_retention_min_days = fields.Integer(
        related="company_id.kam_retention_min_days", readonly=False
    )
    kam_retention_due = fields.Float(
        related="company_id.kam_retention_due", readonly=False
    )
    kam_retention_risk = fields.Float(
        related="company_id.kam_retention_risk", readonly=False
    )
    kam_retention_lost = fields.Float(
        related="company_id.kam_retention_lost", readonly=False
    )
    kam_defection_ratio = fields.Float(
        related="company_id.kam_defection_ratio", readonly=False
    )
    kam_percentile_risk = fields.Float(
        related="company_id.kam_percentile_risk", readonly=False
    )
    kam_percentile_lost = fields.Float(
        related="company_id.kam_percentile_lost", readonly=False
    )
    kam_trend_min = fields.Float(related="company_id.kam_trend_min", readonly=False)
    kam_trend_max = fields.Float(related="company_id.kam_trend_max", readonly=False)
    kam_trend_damping = fields.Float(
        related="company_id.kam_trend_damping", readonly=False
    )
    kam_share_notice = fields.Float(
        related="company_id.kam_share_notice", readonly=False
    )
    kam_share_warning = fields.Float(
        related="company_id.kam_share_warning", readonly=False
    )
    kam_top_notice = fields.Float(related="company_id.kam_top_notice", readonly=False)
    kam_key_share_min = fields.Float(
        related="company_id.kam_key_share_min", readonly=False
    )
    kam_key_share_max = fields.Float(
        related="company_id.kam_key_share_max", readonly=False
    )
    kam_hhi_moderate = fields.Float(
        related="company_id.kam_hhi_moderate", readonly=False
    )
    kam_hhi_high = fields.Float(related="company_id.kam_hhi_high", readonly=False)
    kam_low_profit = fields.Float(related="company_id.kam_low_profit", readonly=False)
    kam_capital_rate = fields.Float(
        related="company_id.kam_capital_rate", readonly=False
    )
    kam_auto_analysis = fields.Boolean(
        related="company_id.kam_auto_analysis", readonly=False
    )
    kam_keep_months = fields.Integer(
        related="company_id.kam_keep_months", readonly=False
    )
