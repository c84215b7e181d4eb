from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .test_kam_decision import DecisionCommon


@tagged("post_install", "-at_install")
class TestReassign(DecisionCommon):
    """Accounts of somebody who left are seen, and handed over in one step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.left = cls._user("kam_left", "kam_odoo.group_kam_user")
        cls.managed = cls._key("Managed", manager=cls.left)
        cls.sponsored = cls._key("Sponsored", kam_sponsor_id=cls.left.id)
        cls.both = cls._key(
            "Both", cls.tier_strategic, cls.left, kam_sponsor_id=cls.left.id
        )
        cls.accounts = cls.managed + cls.sponsored + cls.both

    def _reminders(self):
        kind = self.env.ref("kam_odoo.mail_activity_type_reassign")
        return self.env["mail.activity"].search([("activity_type_id", "=", kind.id)])

    def _form(self):
        return Form(self.env["kam.account.reassign"])

    @users("kam_manager")
    def test_one_step(self):
        """Everybody who has left, one successor per role; one decision per account."""
        self.left.action_archive()
        form = self._form()
        form.reason = "Has left"
        lines = [(line.partner_id, line.role) for line in form.save().line_ids]
        self.assertEqual(
            sorted(lines, key=lambda line: (line[0].id, line[1])),
            [
                (self.managed, "manager"),
                (self.sponsored, "sponsor"),
                (self.both, "manager"),
                (self.both, "sponsor"),
            ],
        )
        form.manager_id = self.kam_user
        form.sponsor_id = self.kam_manager
        form.save().action_reassign()
        self.assertEqual((self.managed + self.both).kam_manager_id, self.kam_user)
        self.assertEqual((self.sponsored + self.both).kam_sponsor_id, self.kam_manager)
        for account in self.accounts:
            self.assertEqual(account.kam_decision_ids.kind, "assign")
            self.assertEqual(account.kam_decision_ids.reason, "Has left")
        self.assertFalse(self._form().line_ids)

    @users("kam_manager")
    def test_one_by_one(self):
        """Another successor in a line; who has none yet waits."""
        self.left.action_archive()
        form = self._form()
        form.reason = "Has left"
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "Choose who takes over"):
            wizard.action_reassign()
        form = Form(wizard)
        with form.line_ids.edit(0) as line:
            line.user_id = self.kam_manager
        wizard = form.save()
        chosen = wizard.line_ids[0].partner_id
        wizard.action_reassign()
        self.assertEqual(chosen.kam_decision_ids.kind, "assign")
        self.assertEqual(len(self._form().line_ids), 3)

    @users("kam_manager")
    def test_of_somebody_who_stays(self):
        form = self._form()
        self.assertFalse(form.line_ids)
        form.user_id = self.left
        self.assertEqual(len(form.line_ids), 4)
        form.user_id = self.kam_user
        self.assertEqual(len(form.line_ids), 1)

    @users("kam_manager")
    def test_successors_have_places_too(self):
        """kam_user has 1 of 2 places in Key, Managed would be the second of 1."""
        self.tier_key.sudo().manager_capacity = 1
        self.left.action_archive()
        form = self._form()
        form.reason = "Has left"
        form.manager_id = self.kam_user
        self.assertIn("1 taken so far; this would make 2", form.problems)
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "this would make 2"):
            wizard.action_reassign()
        self.assertEqual(self.managed.kam_manager_id, self.left)

    def test_only_managers(self):
        for user in (self.salesperson, self.kam_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["kam.account.reassign"].with_user(user).create({"reason": "x"})

    def test_reminder(self):
        """One activity for one manager, who is told how many; gone when it is done."""
        self.left.with_user(self.env.ref("base.user_admin")).action_archive()
        reminder = self._reminders()
        self.assertEqual(len(reminder), 1)
        self.assertIn("3 accounts", reminder.summary)
        self.assertEqual(reminder.res_id, self.left.partner_id.id)
        self.assertTrue(reminder.user_id.has_group("kam_odoo.group_kam_manager"))
        self.env = self.env(user=self.kam_manager)
        form = self._form()
        form.manager_id = self.kam_user
        form.sponsor_id = self.kam_manager
        form.reason = "Has left"
        form.save().action_reassign()
        self.assertFalse(self._reminders())

    def test_no_reminder_without_accounts(self):
        other = self._user("kam_other_left", "base.group_user")
        other.action_archive()
        self.left.name = "A new name"
        self.assertFalse(self._reminders())
        self.left.action_archive()
        self.left.action_archive()
        self.assertEqual(len(self._reminders()), 1, "archived once, reminded once")
