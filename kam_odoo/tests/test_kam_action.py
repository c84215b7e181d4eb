from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestKamAction(PlanCommon):
    """An open action is one activity of its owner, in step both ways."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._active_plan()
        cls.action = cls._action()

    @classmethod
    def _action(cls, **values):
        return (
            cls.env["kam.action"]
            .with_user(cls.kam_user)
            .create(
                {
                    "plan_id": cls.plan.id,
                    "name": "Offer spare parts",
                    "date_deadline": "2026-01-20",
                    "user_id": cls.colleague.id,
                    **values,
                }
            )
        )

    def _activities(self, action=None):
        """All activities there ever were for the action, the deleted ones aside."""
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", "kam.action"),
                    ("res_id", "in", (action or self.action).ids),
                ]
            )
        )

    def test_one_activity(self):
        self.assertRecordValues(
            self._activities(),
            [
                {
                    "id": self.action.activity_id.id,
                    "user_id": self.colleague.id,
                    "date_deadline": date(2026, 1, 20),
                    "summary": "Offer spare parts",
                    "active": True,
                    "res_name": "Offer spare parts (Altmark)",
                }
            ],
        )
        self.assertEqual(self.action.partner_id, self.account)
        self.assertEqual(self.action.company_id, self.company_a)
        self.action.write({"note": "Ask for the machine list first"})
        self.assertEqual(len(self._activities()), 1)

    def test_done_here(self):
        self.action.action_done()
        self.assertEqual(self.action.date_done, date(2026, 1, 5))
        self.assertFalse(self._activities().active)
        self.assertEqual(len(self._activities()), 1)
        self.action.action_reopen()
        self.assertFalse(self.action.date_done)
        self.assertEqual(self._activities().filtered("active"), self.action.activity_id)

    def test_done_there(self):
        """By every button that Odoo has for it, by the owner of the activity."""
        for method in ("action_done", "action_feedback", "action_archive"):
            action = self._action()
            with self.subTest(method=method), freeze_time("2026-01-07 09:00:00"):
                getattr(action.activity_id.with_user(self.colleague), method)()
                self.assertEqual(action.state, "done")
                self.assertEqual(action.date_done, date(2026, 1, 7))
                self.assertEqual(len(self._activities(action)), 1)

    def test_entered_when_it_is_done(self):
        """By “+” in the column Done or by a program: as if it had been open before."""
        action = self._action(state="done")
        self.assertEqual(action.date_done, date(2026, 1, 5))
        self.assertRecordValues(
            self._activities(action),
            [
                {
                    "active": False,
                    "user_id": self.colleague.id,
                    "date_done": date.today(),
                }
            ],
        )
        self.assertEqual(action.activity_id, self._activities(action))
        earlier = self._action(state="done", date_done="2026-01-02")
        self.assertEqual(earlier.date_done, date(2026, 1, 2))
        self.assertEqual(self._activities(earlier).date_done, date(2026, 1, 2))
        self.assertFalse(self._activities(self._action(state="cancelled")))
        action.action_reopen()
        self.assertEqual(
            self._activities(action).filtered("active"), action.activity_id
        )

    def test_moved_and_reassigned_here(self):
        self.action.write({"date_deadline": "2026-02-01", "user_id": self.sponsor.id})
        activity = self._activities()
        self.assertEqual(activity.date_deadline, date(2026, 2, 1))
        self.assertEqual(activity.user_id, self.sponsor)
        self.action.name = "Call"
        self.assertEqual(activity.summary, "Call")

    def test_moved_and_reassigned_there(self):
        activity = self.action.activity_id.with_user(self.colleague)
        activity.date_deadline = "2026-02-01"
        activity.user_id = self.sponsor
        self.assertEqual(self.action.date_deadline, date(2026, 2, 1))
        self.assertEqual(self.action.user_id, self.sponsor)
        self.action.activity_id.action_reschedule_tomorrow()
        self.assertEqual(self.action.date_deadline, date.today().replace(day=6))
        self.assertEqual(len(self._activities()), 1)

    def test_given_up_there(self):
        self.action.activity_id.with_user(self.colleague).action_cancel()
        self.assertEqual(self.action.state, "cancelled")
        self.assertFalse(self._activities())

    def test_given_up_here(self):
        self.action.action_cancel()
        self.assertFalse(self._activities())
        self.assertEqual(self.action.state, "cancelled")

    def test_archived_and_back(self):
        self.action.action_archive()
        self.assertFalse(self._activities())
        self.assertEqual(self.action.state, "open")
        self.action.action_unarchive()
        self.assertEqual(len(self._activities()), 1)

    def test_deleted(self):
        action = self._action()
        activities = self._activities(action)
        action.unlink()
        self.assertFalse(activities.exists())

    def test_bulk(self):
        """Many at once, and their activities in one go: no doubles, none missing."""
        actions = self.action
        for number in range(9):
            actions += self._action(name=f"Action {number}")
        actions.write({"user_id": self.sponsor.id, "date_deadline": "2026-03-01"})
        activities = self._activities(actions)
        self.assertEqual(len(activities), 10)
        self.assertEqual(activities.user_id, self.sponsor)
        activities[:5].action_done()
        activities[5:].write({"date_deadline": "2026-03-02"})
        self.assertEqual(
            actions.mapped("state").count("done"), 5, "the activities were done"
        )
        self.assertEqual(
            set(
                actions.filtered(lambda one: one.state == "open").mapped(
                    "date_deadline"
                )
            ),
            {date(2026, 3, 2)},
        )
        actions.write({"state": "done"})
        self.assertFalse(any(self._activities(actions).mapped("active")))
        self.assertEqual(len(self._activities(actions)), 10)

    def test_other_activities_do_not_matter(self):
        """A call that somebody plans on the action is that person's own note."""
        call = self.action.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.kam_user.id
        )
        call.action_done()
        self.assertEqual(self.action.state, "open")

    def test_archived_user(self):
        """The plan's owner takes over; if he leaves too, the account's sponsor."""
        for leave in ("action_archive", "write"):
            action = self._action()
            leaver = self._user(f"kam_leaver_{leave}", "kam_odoo.group_kam_user")
            action.user_id = leaver
            with self.subTest(leave=leave):
                if leave == "write":
                    leaver.write({"active": False})
                else:
                    leaver.action_archive()
                self.assertEqual(action.user_id, self.kam_user)
                self.assertEqual(action.state, "open")
                self.assertEqual(self._activities(action).user_id, self.kam_user)
        self.kam_user.action_archive()
        self.assertEqual(action.user_id, self.sponsor)

    def test_late(self):
        late = self._action(date_deadline="2026-01-04")
        today = self._action(date_deadline="2026-01-05")
        self.assertTrue(late.is_late)
        self.assertEqual(late.days_late, 1)
        self.assertFalse(today.is_late)
        self.assertEqual(today.days_late, 0)
        Action = self.env["kam.action"]
        mine = [("plan_id", "=", self.plan.id)]
        self.assertEqual(Action.search([*mine, ("is_late", "=", True)]), late)
        self.assertNotIn(late, Action.search([*mine, ("is_late", "=", False)]))
        self.plan.invalidate_recordset()
        self.assertEqual(self.plan.late_action_count, 1)
        late.action_done()
        self.assertFalse(late.is_late)

    def test_objective_of_the_plan(self):
        """The plan comes with the objective, and must be the same."""
        action = self.env["kam.action"].create(
            {"objective_id": self.plan.objective_ids.id, "name": "Visit"}
        )
        self.assertEqual(action.plan_id, self.plan)
        other = self._active_plan(account=self._account("Other"))
        with self.assertRaises(ValidationError):
            action.plan_id = other
        other._close()
        with self.assertRaisesRegex(UserError, "is over"):
            self.env["kam.action"].with_user(self.kam_manager).create(
                {"plan_id": other.id, "name": "Too late"}
            )
        with self.assertRaisesRegex(ValidationError, "no colleague"):
            action.user_id = self.portal

    def test_any_colleague_can_do_an_action(self):
        """Somebody without rights on key accounts sees and reports on his own."""
        self.action.user_id = self.employee
        own = self.env["kam.action"].with_user(self.employee).search([])
        self.assertEqual(own.ids, self.action.ids)
        activity = self.env["mail.activity"].with_user(self.employee).search([])
        self.assertEqual(activity.res_id, self.action.id)
        own.date_deadline = "2026-01-21"
        with self.assertRaises(AccessError):
            own.name = "Something else"
        with self.assertRaises(AccessError):
            own.plan_id.with_user(self.employee).read(["customer_goals"])
        own.action_done()
        self.assertEqual(self.action.state, "done")

    def test_activity_cannot_be_given(self):
        """Nor can somebody else's activity be taken."""
        with self.assertRaises(AccessError):
            self.action.write({"activity_id": False})
        other = self.account.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.sponsor.id
        )
        action = self._action(activity_id=other.id)
        self.assertNotEqual(action.activity_id, other)
        self.assertEqual(other.user_id, self.sponsor)

    def test_lateness_by_manager(self):
        """Days after the deadline, open or done; what was given up does not count.

        By hand: 4 days open, 2 days late when done, 0 in time; their mean is 2.
        """
        actions = self._action(date_deadline="2026-01-01")
        actions += self._action(
            date_deadline="2025-12-30", state="done", date_done="2026-01-01"
        )
        actions += self._action(date_deadline="2026-02-01")
        actions += self._action(date_deadline="2025-01-01", state="cancelled")
        self.assertEqual(actions.mapped("days_late"), [4, 2, 0, 0])
        [(manager, late)] = self.env["kam.action"]._read_group(
            [("id", "in", actions.ids)], ["manager_id"], ["days_late:avg"]
        )
        self.assertEqual((manager, late), (self.kam_user, 2))
        measures = self.env["kam.action"].fields_get(["days_late"], ["aggregator"])
        self.assertEqual(measures["days_late"]["aggregator"], "avg")
