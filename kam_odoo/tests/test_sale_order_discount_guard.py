from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .discount_common import DiscountCommon

MANY = {"discount": 18}  # above the 5 % of salespeople, within the manager's 20 %
TOO_MANY = {"discount": 30}  # above the manager's 20 %


@tagged("post_install", "-at_install")
class TestNoWayAround(DiscountCommon):
    """R8: each way to give more than was granted, tried as the one who would."""

    def test_confirm_and_send(self):
        order = self._quotation(MANY)
        self._refused(order.action_confirm, "cannot be confirmed.*18 %.*5 %")
        self._refused(order.action_quotation_send, "cannot be sent")
        self._refused(order.action_quotation_sent)
        self._refused(order._validate_order)
        for state in ("sent", "sale"):
            self._refused(lambda: order.write({"state": state}))  # noqa: B023
        self._refused(
            lambda: order.with_context(mark_so_as_sent=True).message_post(body="x")
        )

    def test_lines_and_state_in_one_write(self):
        order = self._quotation({"discount": 5})
        raise_it = [Command.update(order.order_line.id, MANY)]
        self._refused(lambda: order.write({"order_line": raise_it, "state": "sale"}))

    def test_less_discount_and_state_in_one_write(self):
        order = self._quotation(MANY)
        lower = [Command.update(order.order_line.id, {"discount": 5})]
        order.write({"order_line": lower, "state": "sale"})

    def test_create_and_copy_with_a_state(self):
        values = {
            "partner_id": self.contact.id,
            "order_line": [Command.create({"product_id": self.product.id, **MANY})],
        }
        orders = self.env["sale.order"].with_user(self.salesperson)
        order = self._quotation(MANY)
        for state in ("sent", "sale"):
            self._refused(lambda: orders.create({**values, "state": state}))  # noqa: B023
            self._refused(
                lambda: orders.with_context(default_state=state).create(values)  # noqa: B023
            )
            self._refused(lambda: order.copy({"state": state}))  # noqa: B023
        created = orders.create({**values, "state": "sale", "order_line": []})
        self.assertEqual(created.state, "sale")

    def test_import(self):
        orders = self.env["sale.order"].with_user(self.salesperson)
        result = orders.load(
            [
                "partner_id/.id",
                "state",
                "order_line/product_id/.id",
                "order_line/discount",
            ],
            [[str(self.contact.id), "Sales Order", str(self.product.id), "40"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("gives 40 %", result["messages"][0]["message"])

    def test_a_copy_is_not_approved(self):
        copy = self._approved(MANY).copy()
        self.assertEqual(copy.kam_discount_state, "needed")
        self._refused(copy.action_confirm)

    def test_confirmed_order(self):
        """Unlocked or not: a confirmed order may not give more, by any field."""
        order = self._approved(MANY, {})
        order.action_confirm()
        first, second = order.order_line
        for act in (
            lambda: first.write({"discount": 19}),
            lambda: first.write({"price_unit": 90}),
            lambda: first.write({"product_uom_qty": 11, **MANY}),
            lambda: second.write({"discount": 6}),
            lambda: second.write({"price_unit": 94}),
            lambda: order.write(
                {"order_line": [Command.update(second.id, {"discount": 6})]}
            ),
            lambda: order.write(
                {
                    "order_line": [
                        Command.create({"product_id": self.product.id, **MANY})
                    ]
                }
            ),
            lambda: order.order_line.create(
                {"order_id": order.id, "product_id": self.product.id, **MANY}
            ),
            lambda: order.order_line.create(
                {
                    "order_id": order.id,
                    "product_id": self.product.id,
                    "price_unit": -300,
                }
            ),
        ):
            self._refused(act, "is confirmed; nobody may give more")
        first.write({"discount": 17, "product_uom_qty": 9})
        second.discount = 5
        second.with_user(self.kam_manager).discount = 60
        self.assertEqual(
            order.sudo().kam_discount_approval_ids.decided_by,
            self.kam_user + self.kam_manager,
        )

    def test_many_changes_of_a_confirmed_order_count_together(self):
        """A discount line may come before the line that carries it."""
        order = self._quotation({})
        order.action_confirm()
        line = {"product_id": self.product.id, "product_uom_qty": 10}
        order.write(
            {
                "order_line": [
                    Command.create({**line, "price_unit": -9}),
                    Command.create(line),
                ]
            }
        )
        self.assertEqual(self._effective(order), [4.5, 4.5])

    def test_forged_contexts_open_nothing(self):
        order = self._quotation({"discount": 5})
        order.action_confirm()
        line = order.order_line.with_context(kam_guarded=[order.id], kam_payment=True)
        self._refused(lambda: line.write(MANY))
        order = self._quotation(MANY).with_context(kam_payment=True)
        self._refused(order.action_quotation_sent)

    def test_moved_lines(self):
        other = self._quotation(MANY, partner=self._account("Beta"))
        order = self._quotation({})
        order.action_confirm()
        self._refused(lambda: other.order_line.write({"order_id": order.id}))

    def test_lines_of_another_order(self):
        """A line can be reached through any order that one creates."""
        order = self._quotation({"discount": 5})
        order.action_confirm()
        reach = [Command.update(order.order_line.id, MANY)]
        orders = self.env["sale.order"].with_user(self.salesperson)
        values = {"partner_id": self.contact.id, "order_line": reach}
        self._refused(lambda: orders.create(values))
        self._refused(lambda: orders.create({**values, "state": "sale"}))
        self._refused(lambda: self._quotation({}).write({"order_line": reach}))

    def test_partner_changed_afterwards(self):
        beta = self._account("Beta")
        order = self._quotation(MANY, partner=beta)
        order.action_confirm()
        self._refused(lambda: order.write({"partner_id": self.contact.id}))
        sent = self._quotation(MANY, partner=beta)
        sent.action_quotation_sent()
        sent.partner_id = self.contact
        self.assertEqual(sent.kam_discount_state, "needed")
        self._refused(sent.action_confirm)

    def test_salesperson_of_the_order_does_not_matter(self):
        """Whoever is named on it: nobody gains by writing a manager's name there."""
        order = self._quotation(MANY)
        order.user_id = self.kam_manager
        self._refused(order.action_confirm)
        public = order.with_user(self.env.ref("base.public_user")).sudo()
        self._refused(public.action_confirm, "not released yet")

    def test_signature_and_payment(self):
        """The customer neither signs nor pays, and reads no figures of ours."""
        order = self._quotation(MANY, require_signature=True, require_payment=True)
        public = order.with_user(self.env.ref("base.public_user")).sudo()
        self.assertFalse(public._has_to_be_signed())
        self.assertFalse(public._has_to_be_paid())
        with self.assertRaises(UserError) as caught:
            public._validate_order()
        self.assertNotIn("%", str(caught.exception))
        approval = self._ask(order)
        self._decide(approval, self.kam_user)
        self.assertTrue(public._has_to_be_signed())
        public._validate_order()
        self.assertEqual(order.state, "sale")

    def test_payment_is_booked_and_the_quotation_held(self):
        order = self._quotation(MANY)
        transaction = self._transaction(order, "pending")
        transaction._post_process()
        self.assertEqual(order.state, "draft")
        bodies = "".join(order.message_ids.mapped("body"))
        self.assertIn("not confirmed", bodies)
        done = self._transaction(order, "done")
        with patch.object(type(done), "_create_payment", create=True):
            self.assertFalse(done._check_amount_and_confirm_order())
        self.assertEqual(order.state, "draft")
        self._decide(self._ask(order), self.kam_user)
        self.assertEqual(done._check_amount_and_confirm_order(), order.sudo())

    def _transaction(self, order, state):
        provider = self.env["payment.provider"].create(
            {"name": "Test", "company_id": self.company_a.id}
        )
        method = self.env["payment.method"].create({"name": "Test", "code": "kam"})
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "online_direct",
                "state": state,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )

    def test_the_program(self):
        """Old orders come in by script as they are; a quotation is not let through."""
        order = self._order(self.contact, "2024-05-05", 10)
        self.assertEqual(order.state, "sale")
        order.order_line.discount = 90
        draft = self._quotation(MANY)
        self._refused(draft.with_env(self.env).action_confirm, "not released yet")

    def test_a_quantity_is_no_down_payment(self):
        """Goods do not become a down payment by a mark on the line."""
        order = self._quotation(MANY)
        self._refused(
            lambda: (
                order.order_line.write({"is_downpayment": True}),
                order.action_confirm(),
            )
        )

    def test_cancelled(self):
        order = self._quotation(MANY)
        approval = self._ask(order)
        order.action_cancel()
        self.assertEqual(approval.state, "void")
        self.assertFalse(order.sudo().activity_ids)
        self._refused(lambda: order.write({"state": "sale"}))

    def test_several_at_once(self):
        """All problems are told, and nothing is confirmed."""
        good, bad, worse = (
            self._quotation({}),
            self._quotation(MANY),
            self._quotation(TOO_MANY),
        )
        with self.assertRaises(UserError) as caught:
            (good + bad + worse).action_confirm()
        self.assertIn(bad.name, str(caught.exception))
        self.assertIn(worse.name, str(caught.exception))
        self.assertEqual(good.state, "draft")
