from odoo import fields, models


class SaleOrder(models.Model):
    """A quotation shows today's terms, an order those of the day it was confirmed."""

    _inherit = "sale.order"

    def _kam_terms_day(self):
        if self.state == "sale" and self.date_order:
            return fields.Datetime.context_timestamp(self, self.date_order).date()
        return super()._kam_terms_day()
