from odoo.exceptions import AccessError, UserError
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

    def test_decided_on_the_quotation(self):
        order = self._quotation(MANY)
        seen = order.with_user(self.kam_user)
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            seen.action_kam_approve()
        approval = self._ask(order)
        for action in (seen.action_kam_approve(), seen.action_kam_refuse()):
            context = action["context"]
            self.assertEqual(context["default_approval_id"], approval.id)

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
