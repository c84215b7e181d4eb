from odoo.exceptions import UserError
from odoo.fields import Command

from .common import KamCommon


class DiscountCommon(KamCommon):
    """A key account of kam_user; salespeople may give 5 %, kam_user 20 %.

    The product costs 100 by the price list.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier_strategic.write(
            {"discount_salesperson": 0.05, "discount_manager": 0.2}
        )
        cls.account = cls._account(
            "Alfa",
            kam_status="key",
            kam_tier_id=cls.tier_strategic.id,
            kam_manager_id=cls.kam_user.id,
        )
        cls.contact = cls._account("Contact", cls.account, is_company=False)
        cls.product = cls._product(cls.category)
        # Of the company, or its price would be in the currency of the database.
        cls.product.write({"company_id": cls.company_a.id, "list_price": 100})
        discounts = cls.env.ref("sale.group_discount_per_so_line")
        cls.env.ref("base.group_user").implied_ids += discounts

    @classmethod
    def _quotation(cls, *lines, partner=None, user=None, **values):
        """A quotation of the salesperson, with a line for each dict of values."""
        return (
            cls.env["sale.order"]
            .with_user(user or cls.salesperson)
            .create(
                {
                    "partner_id": (partner or cls.contact).id,
                    "user_id": (user or cls.salesperson).id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.product.id,
                                "product_uom_qty": 10,
                                "tax_ids": [Command.clear()],
                                **line,
                            }
                        )
                        for line in lines
                    ],
                    **values,
                }
            )
        )

    def _effective(self, order):
        """Effective discounts by line, in percent."""
        return [round(row.effective * 100, 2) for row in order._kam_discount_rows()]

    def _ask(self, order, user=None, reason="They buy more"):
        wizard = (
            self.env["kam.discount.request"]
            .with_user(user or order.env.user)
            .create({"order_id": order.id, "reason": reason})
        )
        wizard.action_ask()
        found = order.sudo().kam_discount_approval_ids.sorted("id")
        return found[-1:].with_user(self.kam_user)

    def _decide(self, approval, user, decision="approve", comment="Fine"):
        self.env["kam.discount.decision"].with_user(user).create(
            {"approval_id": approval.id, "decision": decision, "comment": comment}
        ).action_decide()

    def _approved(self, *lines, user=None):
        """A quotation whose discounts the account's manager approved."""
        order = self._quotation(*lines)
        self._decide(self._ask(order), user or self.kam_user)
        self.assertEqual(order.kam_discount_state, "approved")
        return order

    def _refused(self, act, pattern="Line .*gives"):
        with self.assertRaisesRegex(UserError, pattern), self.env.cr.savepoint():
            act()
