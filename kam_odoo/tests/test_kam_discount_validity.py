from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .discount_common import DiscountCommon

MANY = {"discount": 18}  # above the 5 % of salespeople, within the manager's 20 %


@tagged("post_install", "-at_install")
class TestDiscountValidity(DiscountCommon):
    """R8: an approval is of what the quotation said, and of nothing worse."""

    def test_approval_is_the_accounts(self):
        """Approved for one account, not for another."""
        gamma = self._account(
            "Gamma", kam_status="key", kam_tier_id=self.tier_strategic.id
        )
        order = self._approved(MANY)
        order.partner_id = gamma
        self.assertEqual(order.kam_discount_state, "needed")
        self._refused(order.action_confirm)

    def test_approval_ends_when_lines_get_worse(self):
        changes = {
            "discount": lambda order: order.order_line[0].write({"discount": 19}),
            "price": lambda order: order.order_line[0].write({"price_unit": 95}),
            "quantity": lambda order: order.order_line[0].write(
                {"product_uom_qty": 99, **MANY}
            ),
            "second": lambda order: order.order_line[1].write({"discount": 18}),
            "remove": lambda order: order.order_line[1].unlink(),
            "added": lambda order: order.write(
                {
                    "order_line": [
                        Command.create({"product_id": self.product.id, "discount": 7})
                    ]
                }
            ),
            "whole": lambda order: order.write(
                {
                    "order_line": [
                        Command.create(
                            {"product_id": self.product.id, "price_unit": -50}
                        )
                    ]
                }
            ),
        }
        for name, change in changes.items():
            with self.subTest(change=name):
                lines = [MANY, {}]
                if name == "remove":
                    # 36.40 off 820 + 1000 is 2 %; without the second line 4.44 %.
                    lines.append({"price_unit": -36.4, "product_uom_qty": 1})
                order = self._approved(*lines)
                approval = order.sudo().kam_discount_approval_ids
                change(order)
                self.assertEqual(approval.state, "void")
                self.assertEqual(order.kam_discount_state, "needed")
                self.assertIn("has ended", order.message_ids[0].body)
                self._refused(order.action_confirm, pattern="cannot be confirmed")

    def test_approval_stays_when_lines_get_better(self):
        order = self._approved(MANY, {"discount": 20})
        order.order_line[0].discount = 17
        order.order_line[1].write({"discount": 5, "product_uom_qty": 99})
        order.write({"order_line": [Command.create({"product_id": self.product.id})]})
        self.assertEqual(order.kam_discount_state, "approved")
        order.action_confirm()

    def test_price_list_rises_afterwards(self):
        """What was approved, or sent within everybody's authority, is an offer.

        The list price rises from 100 to 120: the customer still pays 82 or 95.
        """
        approved = self._approved(MANY)
        sent = self._quotation({"discount": 5})
        sent.action_quotation_sent()
        self.product.list_price = 120
        self.assertEqual(approved.kam_discount_state, "approved")
        self.assertFalse(sent.kam_discount_state)
        late = self._quotation({"price_unit": 100, "discount": 5})
        self._refused(late.action_confirm)
        line = sent.order_line
        self._refused(lambda: (line.write({"discount": 6}), sent.action_confirm()))
        more = {"product_uom_qty": 20, "price_unit": 100}
        self._refused(lambda: (line.write(more), sent.action_confirm()))
        gamma = self._account("Gamma", kam_status="key", kam_tier_id=self.tier_key.id)
        self._refused(
            lambda: (sent.write({"partner_id": gamma.id}), sent.action_confirm())
        )
        approved.action_confirm()
        sent.action_confirm()

    def test_offer_is_nobodys_to_write(self):
        order = self._quotation(MANY)
        for act in (
            lambda: order.write({"kam_offered": {}}),
            lambda: order.copy({"kam_offered": {}}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_request_is_of_what_was_seen(self):
        """Nobody asks for 10 % and gets 18 % approved."""
        order = self._quotation({"discount": 10})
        approval = self._ask(order)
        order.order_line.discount = 18
        self.assertEqual(approval.state, "void")
        self.assertFalse(order.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            self._decide(approval, self.kam_user)

    def test_approved_is_what_it_says_now(self):
        """Asked for 18 %, lowered to 10 %, approved: 18 % is not approved."""
        order = self._quotation(MANY)
        approval = self._ask(order)
        order.order_line.discount = 10
        self._decide(approval, self.kam_user)
        order.order_line.discount = 18
        self._refused(order.action_confirm)

    def test_nothing_left_to_approve(self):
        """Asked for 30 %, taken off, approved by oneself, put back: no way around."""
        order = self._quotation({"discount": 30})
        approval = self._ask(order)
        order.order_line.discount = 0
        with self.assertRaisesRegex(UserError, "gives nothing"):
            self._decide(approval, self.salesperson)
        order.order_line.discount = 30
        self.assertEqual(approval.state, "requested")
        self._refused(order.action_confirm)

    def test_offer_as_a_default(self):
        """A default of the context is no offer either: numbers of lines are guessed."""
        last = self.env["sale.order.line"].search([], order="id desc", limit=1).id or 0
        row = self._quotation(MANY)._kam_discount_rows()[0]._asdict()
        names = ("product", "quantity", "unit", "currency", "net", "effective")
        offer = {
            "account": self.account.id,
            "lines": {
                str(last + step): {name: row[name] for name in names}
                for step in range(20)
            },
        }
        orders = self.env["sale.order"].with_user(self.salesperson)
        with self.assertRaises(AccessError):
            orders.with_context(default_kam_offered=offer).create(
                {
                    "partner_id": self.contact.id,
                    "order_line": [
                        Command.create({"product_id": self.product.id, **MANY})
                    ],
                }
            )

    def test_sent_before_the_account_became_key(self):
        """Nobody's limit was broken then, so the customer may still accept."""
        gamma = self._account("Gamma")
        sent = self._quotation(MANY, partner=gamma)
        sent.action_quotation_sent()
        draft = self._quotation(MANY, partner=gamma)
        self.env["kam.decision"].with_user(self.kam_manager)._decide(
            [
                {
                    "partner_id": gamma.id,
                    "kind": "admit",
                    "reason": "They grow",
                    "tier_id": self.tier_strategic.id,
                    "manager_id": self.kam_user.id,
                    "sponsor_id": self.kam_manager.id,
                }
            ]
        )
        self.assertFalse(sent.kam_discount_state)
        self.assertEqual(draft.kam_discount_state, "needed")
        self._refused(draft.action_confirm)
        sent.with_env(self.env).action_confirm()
        self.assertEqual(sent.state, "sale")

    def test_offer_of_a_merged_account(self):
        """Odoo's merge takes the quotation along, and what was offered with it."""
        gamma = self._account(
            "Gamma", kam_status="key", kam_tier_id=self.tier_strategic.id
        )
        sent = self._quotation({"discount": 5}, partner=gamma)
        sent.action_quotation_sent()
        self.product.list_price = 120
        self.assertFalse(sent.kam_discount_state)
        self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((gamma + self.account).ids)],
                "dst_partner_id": self.account.id,
            }
        ).action_merge()
        self.assertEqual(sent.sudo().partner_id, self.account)
        self.assertFalse(sent.kam_discount_state)
