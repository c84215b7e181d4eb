from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .reminder_common import ReminderCommon

RUN = "odoo.addons.kam_odoo.models.kam_reminder_run"


@tagged("post_install", "-at_install")
class TestKamReminderTell(ReminderCommon):
    """Who is told of what, how many statements it takes, and what a rule says."""

    def _messages(self, user):
        return self.env["mail.message"].search(
            [
                ("notified_partner_ids", "in", user.partner_id.ids),
                ("message_type", "=", "user_notification"),
            ]
        )

    def test_told_as_odoo_does(self):
        """A message for each; of more than five one with the way to the list."""
        self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        self.assertEqual(len(self._messages(self.kam_user)), 1)
        self.assertIn("About plan_missing", self._messages(self.kam_user).subject)
        for number in range(6):
            self._key_account(f"Account {number}")
        self._run("2026-01-06")
        messages = self._messages(self.kam_user)
        self.assertEqual(len(messages), 2)
        self.assertIn("6 reminders", messages[0].subject)
        self.assertIn("/odoo/my-key-account-week", messages[0].body)
        self._run("2026-01-07")
        self.assertEqual(self._messages(self.kam_user), messages)

    def test_on_a_record_that_one_may_read(self):
        """A sponsor without a right of his own reads the plan as one of the team."""
        plan = self._active_plan()
        self.sponsor.group_ids = self.env.ref("base.group_user")
        self._rule("plan_ending", days_before=14, responsible="sponsor")
        self._run("2026-03-17")
        activity = self._activities()
        self.assertEqual(activity.user_id, self.sponsor)
        self.assertEqual((activity.res_model, activity.res_id), (plan._name, plan.id))
        opened = activity.with_user(self.sponsor).action_open_document()
        self.assertEqual(opened["res_model"], plan._name)
        self.assertTrue(plan.with_user(self.sponsor).has_access("read"))
        self.assertEqual(self._writes("2026-03-18"), [])

    def test_confidential_plans_tell_nobody_else(self):
        """The account's manager, who has no part in it, hears of the account only."""
        plan = self._plan(
            user=self.kam_manager, confidential=True, user_id=self.colleague.id
        )
        plan.sudo().write({"state": "active", "sponsor_id": False})
        self._rule("plan_ending", days_before=14, responsible="manager")
        self._run("2026-03-17")
        self.assertEqual(self._activities().user_id, self.kam_user)
        self.assertEqual(self._activities().res_model, "res.partner")

    def test_queries_do_not_grow(self):
        """Nine times the accounts; Odoo inserts 100 rows at a time."""
        self._rule("plan_missing", responsible="manager", escalate_to="kam_managers")

        def count(number):
            self._accounts_by_sql(number)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run("2026-01-05")
            return self.env.cr.sql_log_count - before

        count(10)
        few = count(20)
        many = count(200)
        self.assertLessEqual(many - few, 6)

    def _accounts_by_sql(self, number):
        self.env.cr.execute(
            """
            INSERT INTO res_partner (name, complete_name, active, is_company, type,
                        kam_is_account, kam_status, kam_tier_id, kam_manager_id,
                        company_id, autopost_bills)
                 SELECT 'Bulk ' || n, 'Bulk ' || n, TRUE, TRUE, 'contact', TRUE, 'key',
                        %s, %s, NULL, 'ask'
                   FROM generate_series(1, %s) n
            """,
            [self.tier_key.id, self.kam_user.id, number],
        )
        self.env.cr.execute(
            "UPDATE res_partner SET kam_account_id = id, commercial_partner_id = id"
            " WHERE kam_is_account AND kam_account_id IS NULL"
        )

    def test_preview(self):
        """What it would remind of, without reminding anybody."""
        rule = self._rule("plan_missing", responsible="manager")
        with freeze_time("2026-01-05 12:00:00"):
            action = rule.with_user(self.kam_manager).action_preview()
        self.assertEqual(action["res_model"], "res.partner")
        self.assertEqual(action["domain"], [("id", "in", self.account.ids)])
        self.assertFalse(self._activities(open_only=False))
        with self.assertRaises(AccessError):
            rule.with_user(self.kam_user).action_preview()
        with (
            patch.object(
                type(rule), "_sql_plan_missing", lambda self: SQL("SELECT nonsense")
            ),
            self.assertRaises(UserError),
            mute_logger("odoo.sql_db"),
        ):
            rule.with_user(self.kam_manager).action_preview()

    def test_rights(self):
        rule = self._rule("plan_missing")
        self.assertTrue(rule.with_user(self.kam_user).explanation)
        with self.assertRaises(AccessError):
            rule.with_user(self.kam_user).days_before = 3
        with self.assertRaises(AccessError):
            rule.with_user(self.employee).read(["name"])
        rule.with_user(self.kam_manager).days_before = 3
        rule.company_id = self.company_b
        with self.assertRaises(AccessError):
            rule.with_user(self.kam_user).read(["name"])

    def test_in_words(self):
        rule = self._rule(
            "plan_ending",
            days_before=14,
            responsible="plan_owner",
            escalate_to="kam_managers",
            escalate_after_days=3,
        )
        self.assertIn("14 days before", rule.explanation)
        self.assertIn("3 days after the deadline", rule.explanation)
        rule.write({"days_before": 1, "escalate_after_days": 1})
        self.assertIn("from the day before on", rule.explanation)
        self.assertIn("a day after the deadline", rule.explanation)
        rule.write({"escalate_to": False, "company_id": self.company_b.id})
        self.assertNotIn("3 days after", rule.explanation)
        self.assertIn("Only for KAM West", rule.explanation)

    def test_open_ones(self):
        rule = self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        mine = rule.with_user(self.kam_manager)
        self.assertEqual(mine.open_count, 1)
        action = mine.action_open_activities()
        self.assertEqual(
            self.env["mail.activity"]
            .with_user(self.kam_manager)
            .search(action["domain"]),
            self._activities(),
        )
