from odoo import fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "kam.account.mixin"]

    kam_account_id = fields.Many2one(related="partner_id.kam_account_id")
