from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_response_hours = fields.Float(
        related="company_id.kam_response_hours", readonly=False
    )
    kam_solution_hours = fields.Float(
        related="company_id.kam_solution_hours", readonly=False
    )
    kam_severity_low = fields.Float(
        related="company_id.kam_severity_low", readonly=False
    )
    kam_severity_high = fields.Float(
        related="company_id.kam_severity_high", readonly=False
    )
    kam_severity_critical = fields.Float(
        related="company_id.kam_severity_critical", readonly=False
    )
    kam_escalation_user_id = fields.Many2one(
        related="company_id.kam_escalation_user_id",
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    kam_escalation_receipt = fields.Boolean(
        related="company_id.kam_escalation_receipt", readonly=False
    )
    kam_escalation_alias_name = fields.Char(
        related="company_id.kam_escalation_alias_name", readonly=False
    )
    kam_escalation_alias_domain = fields.Char(
        string="Domain of the address",
        related="company_id.alias_domain_id.name",
    )
