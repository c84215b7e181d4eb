from odoo import fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "kam.account.mixin"]

    kam_account_id = fields.Many2one(related="partner_id.kam_account_id")
