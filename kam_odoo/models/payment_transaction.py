from odoo import models

from .sale_order_discount_guard import PAYMENT


class PaymentTransaction(models.Model):
    """A payment is booked also where the quotation still needs an approval.

    The money is there, so an error would help nobody: the quotation stays open and
    says why, and is confirmed by hand once its discounts are approved.
    """

    _inherit = "payment.transaction"

    def _post_process(self):
        paying = self.with_context(kam_payment=PAYMENT)
        return super(PaymentTransaction, paying)._post_process()

    def _check_amount_and_confirm_order(self):
        held = self.filtered(
            lambda transaction: transaction.sale_order_ids._kam_hold_paid()
        )
        return super(PaymentTransaction, self - held)._check_amount_and_confirm_order()
