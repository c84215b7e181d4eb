from odoo import fields, models


class SaleOrderLine(models.Model):
    """Give the order lines behind a figure their date."""

    _inherit = "sale.order.line"

    kam_order_date = fields.Datetime(related="order_id.date_order", string="Order date")
