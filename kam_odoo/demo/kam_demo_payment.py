from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

TERM_DAYS = 30
# Account, days since the invoice was due, amount, days it was paid late; None: open.
INVOICES = (
    ("dominant", 250, 48_000, 0),
    ("dominant", 160, 52_000, 3),
    ("dominant", 70, 39_000, 5),
    ("star", 120, 15_000, 0),
    ("star", 45, 16_000, 0),
    ("weekly", 200, 21_000, 12),
    ("weekly", 95, 26_000, 25),
    ("weekly", 40, 18_000, None),
    ("group", 75, 14_000, None),
    ("both", 130, 22_000, 9),
    ("both", 50, 20_000, 6),
    ("unprofitable", 90, 12_000, 40),
)


class KamDemo(models.AbstractModel):
    """Invoices of the last months that were due: paid in time, late, or not at all."""

    _inherit = "kam.demo"

    @api.model
    def _make_payments(self, today):
        """Only where the main company has a chart of accounts, like ``_make_invoices``.

        Invoices for services of their own, without orders: those of the history are
        invoiced already.
        """
        main = self._companies()[0]
        if not main.chart_template:
            return
        demo = self.with_company(main)
        invoices = demo.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self._demo_ref(key).id,
                    "invoice_date": today - timedelta(days=due + TERM_DAYS),
                    "invoice_payment_term_id": False,
                    "invoice_date_due": today - timedelta(days=due),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Commissioning and training on site",
                                "price_unit": amount,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
                for key, due, amount, _late in INVOICES
            ]
        )
        invoices.action_post()
        bank = demo.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", main.id)], limit=1
        )
        for invoice, (_key, due, _amount, late) in zip(invoices, INVOICES, strict=True):
            if late is not None and bank.default_account_id:
                demo._pay(invoice, bank, today - timedelta(days=due - late))

    @api.model
    def _pay(self, invoice, bank, day):
        """The customer's transfer, as an entry of the bank's journal."""
        owed = invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        amount = owed.debit
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": bank.id,
                "date": day,
                "ref": invoice.name,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": owed.account_id.id,
                            "partner_id": owed.partner_id.id,
                            "credit": amount,
                        }
                    ),
                    Command.create(
                        {"account_id": bank.default_account_id.id, "debit": amount}
                    ),
                ],
            }
        )
        entry.action_post()
        (owed + entry.line_ids.filtered("credit")).reconcile()
