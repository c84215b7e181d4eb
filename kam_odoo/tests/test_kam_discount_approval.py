from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .discount_common import DiscountCommon

MANY = {"discount": 18}  # above the 5 % of salespeople, within the manager's 20 %
TOO_MANY = {"discount": 30}  # above the manager's 20 %


@tagged("post_install", "-at_install")
class TestDiscountApproval(DiscountCommon):
    """R8: asked for, decided and recorded, by who has the authority."""

    def _activities(self, order):
        return order.sudo().activity_ids.filtered(
            lambda found: (
                found.activity_type_id
                == self.env.ref("kam_odoo.mail_activity_type_discount")
            )
        )

    def test_asked_and_approved(self):
        order = self._quotation(MANY, {"discount": 5})
        approval = self._ask(order)
        self.assertEqual(order.kam_discount_state, "requested")
        self.assertEqual(self._activities(order).user_id, self.kam_user)
        self.assertEqual(approval.requested_by, self.salesperson)
        self.assertEqual(approval.reason, "They buy more")
        self.assertEqual(
            [(line.number, line.effective) for line in approval.line_ids], [(1, 0.18)]
        )
        self.assertEqual(approval.given, 180)
        self._decide(approval, self.kam_user)
        self.assertEqual(approval.state, "approved")
        self.assertEqual(approval.decided_by, self.kam_user)
        self.assertEqual(approval.comment, "Fine")
        self.assertFalse(self._activities(order))
        told = order.message_ids.notified_partner_ids
        self.assertIn(self.salesperson.partner_id, told)
        self.assertNotIn(self.contact, told, "not the customer")
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_refused(self):
        order = self._quotation(MANY)
        approval = self._ask(order)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._decide(approval, self.kam_user, "refuse", " ")
        self._decide(approval, self.kam_user, "refuse", "Too much")
        self.assertEqual(order.kam_discount_state, "refused")
        with self.assertRaisesRegex(UserError, "cannot be confirmed"):
            order.action_confirm()
        # Asking for less is a new request.
        order.order_line.discount = 10
        self.assertEqual(self._ask(order).state, "requested")

    def test_above_the_managers_limit(self):
        """30 % is the management's: every manager of the company has an activity."""
        order = self._quotation(TOO_MANY)
        self.assertIn(self.kam_manager.name, order.kam_discount_message)
        approval = self._ask(order)
        asked = self._activities(order).user_id
        self.assertIn(self.kam_manager, asked)
        self.assertNotIn(self.kam_user, asked)
        self.assertFalse(approval.can_decide)
        with self.assertRaisesRegex(AccessError, "above what you may decide"):
            self._decide(approval, self.kam_user)
        self._decide(approval, self.kam_manager)
        self.assertEqual(approval.state, "approved")
        self.assertFalse(self._activities(order))

    def test_who_may_decide(self):
        """Neither the salesperson himself nor the manager of another account."""
        colleague = self._user("kam_colleague", "kam_odoo.group_kam_user")
        approval = self._ask(self._quotation(MANY))
        with self.assertRaisesRegex(AccessError, "above what you may decide"):
            self._decide(approval, self.salesperson)
        for user in (colleague, self.other_user):
            with self.assertRaises(AccessError):
                self._decide(approval, user)
        self.account.kam_sponsor_id = colleague
        self._decide(approval, colleague)
        self.assertEqual(approval.decided_by, colleague)
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            self._decide(approval, self.kam_manager)

    def test_without_a_manager(self):
        self.account.kam_manager_id = False
        order = self._quotation(MANY)
        self.assertIn(self.kam_manager.name, order.kam_discount_message)
        self._ask(order)
        self.assertIn(self.kam_manager, self._activities(order).user_id)

    def test_own_authority_is_recorded(self):
        """Who may grant it needs nobody; what he sent, the customer may sign."""
        order = self._quotation(MANY, user=self.kam_user)
        self.assertTrue(order.with_user(self.kam_user).kam_may_grant_discount)
        order.with_user(self.kam_user).action_quotation_sent()
        approval = order.sudo().kam_discount_approval_ids
        self.assertEqual(approval.state, "approved")
        self.assertEqual(approval.decided_by, self.kam_user)
        order.with_user(self.env.ref("base.public_user")).sudo()._validate_order()
        self.assertEqual(order.sudo().state, "sale")

    def test_granted_without_a_request(self):
        order = self._quotation(MANY)
        with self.assertRaisesRegex(UserError, "You may give 5 %"):
            order.action_kam_grant()
        order.with_user(self.kam_user).action_kam_grant()
        order.action_confirm()

    def test_nothing_to_ask(self):
        order = self._quotation({"discount": 5})
        with self.assertRaisesRegex(UserError, "No discount here"):
            self._ask(order)
        order = self._quotation(MANY)
        with self.assertRaisesRegex(UserError, "No discount here"):
            self._ask(order, user=self.kam_manager)
        self._ask(order)
        with self.assertRaisesRegex(UserError, "asked for already"):
            self._ask(order)

    def test_without_a_tier_nothing_was_granted(self):
        self.account.kam_tier_id = False
        order = self._quotation({"discount": 1})
        with self.assertRaisesRegex(UserError, "You may give 0 %"):
            order.action_confirm()

    def test_record_is_nobodys_to_write(self):
        approval = self._approved(MANY).sudo().kam_discount_approval_ids
        for user in (self.salesperson, self.kam_user, self.kam_manager):
            record = approval.with_user(user)
            for act in (
                lambda: record.write({"state": "approved"}),  # noqa: B023
                lambda: record.copy(),  # noqa: B023
                lambda: record.unlink(),  # noqa: B023
                lambda: record.line_ids.write({"effective": 0.5}),  # noqa: B023
            ):
                with self.assertRaises(AccessError):
                    act()

    def test_who_reads(self):
        approval = self._ask(self._quotation(MANY))
        for user in (self.salesperson, self.kam_user, self.kam_manager):
            self.assertTrue(approval.with_user(user).has_access("read"))
        colleague = self._user("kam_colleague", "kam_odoo.group_kam_user")
        for user in (colleague, self.other_user, self.employee, self.portal):
            self.assertFalse(approval.with_user(user).has_access("read"), user.login)
            self.assertFalse(approval.line_ids.with_user(user).has_access("read"))

    def test_filters(self):
        waiting, asked, approved, fine = (
            self._quotation(MANY),
            self._quotation(MANY),
            self._approved(MANY),
            self._quotation({"discount": 5}),
        )
        self._ask(asked)
        ours = waiting + asked + approved + fine
        expected = {
            ("needed",): waiting,
            ("requested", "refused"): asked,
            ("approved",): approved,
            (False,): fine,
        }
        for states, orders in expected.items():
            domain = [("kam_discount_state", "in", states), ("id", "in", ours.ids)]
            found = self.env["sale.order"].with_user(self.salesperson).search(domain)
            self.assertEqual(found, orders, states)
        mine = self.env["kam.discount.approval"].with_user(self.kam_user)
        self.assertEqual(mine.search([("can_decide", "=", True)]).order_id, asked)
        self.assertEqual(self.account.kam_discount_approval_count, 2)


@tagged("post_install", "-at_install")
class TestNoWayAround(DiscountCommon):
    """R8: each way to give more than was granted, tried as the one who would."""

    def _refused(self, act, pattern="Line .*gives"):
        with self.assertRaisesRegex(UserError, pattern), self.env.cr.savepoint():
            act()

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
