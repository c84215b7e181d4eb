from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoReminder(TransactionCase):
    """The lists of the demo's people: something for each, a flood for nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.demo"]._generate()

    def test_lists(self):
        rules = self.env["kam.reminder"].search([])
        self.assertFalse(rules.filtered("last_error"))
        for login in ("kam_user", "kam_user_2", "kam_manager"):
            with self.subTest(login):
                activities = self.env["mail.activity"].search(
                    [
                        ("user_id", "=", self.env.ref(f"kam_demo.user_{login}").id),
                        ("kam_reminder_id", "!=", False),
                    ]
                )
                self.assertTrue(5 <= len(activities) <= 20, len(activities))
                self.assertGreaterEqual(len(activities.kam_reminder_id), 3)
                self.assertTrue(all(activities.mapped("kam_reminder_told")))

    def test_again(self):
        """The job that follows the installation finds nothing to do that day."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        before = activities.search([], order="id")
        self.env["kam.reminder"]._cron_remind()
        self.assertEqual(activities.search([], order="id"), before)
