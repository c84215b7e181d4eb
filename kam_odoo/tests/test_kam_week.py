from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .reminder_common import ReminderCommon


@tagged("post_install", "-at_install")
class TestKamWeek(ReminderCommon):
    """My week: what has to do with key accounts, wherever the activity is."""

    def _todo(self, record, user=None, day="2026-01-07"):
        return record.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=f"About {record.display_name}",
            user_id=(user or self.kam_user).id,
        )

    def _week(self, user):
        """What the menu shows, without its filters."""
        self.env.flush_all()
        action = self.env.ref("kam_odoo.kam_week_action")
        self.assertIn("kam_is_account_work", action.domain)
        return (
            self.env["mail.activity"]
            .with_user(user)
            .search([("user_id", "=", user.id), ("kam_is_account_work", "=", True)])
            .with_env(self.env)
        )

    def test_what_belongs_to_it(self):
        theirs = self._account("Other", kam_manager_id=self.colleague.id)
        lead, foreign = self.env["crm.lead"].create(
            [
                {"name": "Chance", "partner_id": self.person.id, "type": "opportunity"},
                {"name": "Foreign", "partner_id": theirs.id, "type": "opportunity"},
            ]
        )
        order = self._order(self.branch, "2026-01-02", 10)
        wanted = [
            self._todo(record)
            for record in (self.account, self.person, lead, order, self._plan())
        ]
        for record in (theirs, foreign, self.env.user.partner_id):
            self._todo(record)
        week = self._week(self.kam_user)
        self.assertEqual(set(week), set(wanted))
        self.assertEqual(set(week.kam_account_id), set(self.account))
        self.assertEqual(set(week.mapped("kam_is_account_work")), {True})
        # not my account, but my customer
        theirs.kam_manager_id = self.kam_user
        self.assertEqual(len(self._week(self.kam_user)), len(wanted) + 2)

    def test_what_to_do(self):
        """An account may have several escalations, and a text may be missing."""
        escalation = self.env["kam.escalation"].create(
            {"name": "Line stands still", "partner_id": self.account.id}
        )
        self.assertEqual(
            escalation.activity_ids.kam_what, "Answer the customer: Line stands still"
        )
        todo = self._todo(self.account)
        self.assertEqual(todo.kam_what, "About Altmark")
        todo.summary = False
        self.assertEqual(todo.kam_what, "To-Do")

    def test_only_mine(self):
        self._todo(self.account, self.colleague)
        self.assertFalse(self._week(self.kam_user))
        self.assertTrue(self._week(self.colleague))

    def test_free_activities(self):
        """Those without a record have no account, and are no work for one."""
        free = self.env["mail.activity"].create(
            {"summary": "Buy milk", "user_id": self.kam_user.id}
        )
        self.assertFalse(free.kam_account_id)
        self.assertFalse(free.with_user(self.kam_user).kam_is_account_work)
        self.assertNotIn(free, self._week(self.kam_user))

    def test_bounded_queries(self):
        """The list costs the same for many activities."""
        fields = ["summary", "kam_account_id", "res_name", "date_deadline"]

        def count(number):
            for position in range(number):
                self._todo(self._account(f"Branch {position}", parent=self.account))
            self.env.flush_all()
            self.env.invalidate_all()
            activities = self._week(self.kam_user).with_user(self.kam_user)
            activities.invalidate_recordset()
            before = self.env.cr.sql_log_count
            activities.read(fields)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertLessEqual(count(20), count(2) + 1)


@tagged("post_install", "-at_install")
class TestChecklistOnDemand(ReminderCommon):
    """D2: negotiation and win-back, started by people."""

    def _steps(self, account=None):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", (account or self.account).id),
                ("kam_template_id", "!=", False),
            ]
        )

    def test_win_back(self):
        """Once; manager and sponsor each have their steps, on working days."""
        account = self.account.with_user(self.kam_user)
        self.assertFalse(account.kam_is_winning_back)
        with freeze_time("2026-03-11 10:00:00"):  # a Wednesday
            account.action_kam_win_back()
            account.action_kam_win_back()
        plan = self.env.ref("kam_odoo.mail_activity_plan_win_back")
        steps = self._steps()
        self.assertEqual(steps.kam_template_id, plan.template_ids)
        self.assertEqual(len(steps), 6)
        self.assertEqual(
            {step.user_id: str(step.date_deadline) for step in steps.sorted("id")[:3]},
            {self.kam_user: "2026-03-16", self.sponsor: "2026-03-18"},
            "the 14th is a Saturday",
        )
        account.invalidate_recordset()
        self.assertTrue(account.kam_is_winning_back)
        steps.action_feedback()
        account.invalidate_recordset()
        self.assertFalse(account.kam_is_winning_back)

    def test_negotiation_from_the_plan(self):
        plan = self._plan()
        plan.action_negotiation()
        self.assertEqual(len(self._steps()), 6)
        self.assertEqual(self._steps().user_id, self.kam_user + self.sponsor)

    def test_without_people(self):
        """Whoever starts it has to do it."""
        account = self._account("Nobody's")
        account.with_user(self.kam_manager).action_kam_win_back()
        self.assertEqual(self._steps(account).user_id, self.kam_manager)

    def test_rights_and_archived(self):
        with self.assertRaises(AccessError):
            self.account.with_user(self.employee).action_kam_win_back()
        self.env.ref("kam_odoo.mail_activity_plan_win_back").action_archive()
        with self.assertRaises(UserError):
            self.account.with_user(self.kam_user).action_kam_win_back()
