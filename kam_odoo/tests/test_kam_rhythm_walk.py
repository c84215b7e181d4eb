from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from .reminder_common import ReminderCommon

JOBS = ("ir_cron_kam_escalation", "ir_cron_kam_review_checklists")


@tagged("post_install", "-at_install")
class TestKamRhythmWalk(ReminderCommon):
    """A hundred days with one account, from its admission to its second plan.

    Every rule is as it is shipped; each night all jobs run twice. What is on the list
    of whom, and until when, is stated for each day on which something changes, and it
    is the whole list: nothing else may be open.

    1 January 2026 is a Thursday; the company works Monday to Friday from 8 to 17 UTC.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.reminder"].with_context(active_test=False).search([]).active = True
        cls.tier_key.write(
            {
                "plan_days": 90,
                "review_days": 30,
                "quarterly_review": True,
                "annual_months": 0,
                "planning_day_months": 0,
                "response_hours": 4,
                "solution_hours": 24,
                # a call or a meeting a month, nothing else is planned
                "cadence_ids": [
                    Command.clear(),
                    Command.create({"kind": "status", "days": 30}),
                ],
            }
        )
        cls.company_a.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Office", "company_id": cls.company_a.id, "tz": "UTC"}
        )
        cls.account.write(
            {
                "kam_status": "none",
                "kam_tier_id": False,
                "kam_manager_id": False,
                "kam_sponsor_id": False,
            }
        )

    def _night(self, day):
        """All jobs, twice; the second time nothing changes."""
        with freeze_time(f"{day} 03:30:00"):
            for _again in range(2):
                with self.enter_registry_test_mode():
                    for job in JOBS:
                        self.env.ref(f"kam_odoo.{job}").method_direct_trigger()
                self.env.invalidate_all()
                before = self._ids()
                self.env["kam.reminder"]._cron_remind()
                self.env.flush_all()
        self.assertEqual(self._ids(), before, "the second run changed something")

    def _ids(self):
        activities = self.env["mail.activity"].with_context(active_test=False)
        return [
            (one.id, one.active, one.user_id.id, one.date_deadline)
            for one in activities.search([], order="id")
        ]

    def _lists(self):
        """Whatever is open that has to do with the account: {(person, what): until}."""
        people = (
            self.kam_user
            + self.sponsor
            + self.kam_manager
            + self.salesperson
            + self.employee
            + self.second_manager
            + self.colleague
        )
        found = {}
        for one in self.env["mail.activity"].search([("user_id", "in", people.ids)]):
            key = (one.user_id.login, one.summary or one.activity_type_id.name)
            self.assertNotIn(key, found, "the same thing twice")
            found[key] = str(one.date_deadline)[5:]
        return found

    def assertLists(self, day, expected):
        self._night(day)
        self.assertEqual(self._lists(), expected, day)

    def _call(self, day):
        """A call with the customer, marked as done."""
        with freeze_time(f"{day} 10:00:00"):
            call = self.person.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.kam_user.id
            )
            call.with_user(self.kam_user).action_feedback()
            self.env.flush_all()

    def test_a_hundred_days(self):
        self._night("2026-01-05")
        self.assertEqual(self._lists(), {})
        self._admission()
        plan = self._first_plan()
        self._late_action(plan)
        self._first_review(plan)
        self._escalation()
        self._second_review(plan)
        self._end_of_the_plan(plan)

    def _admission(self):
        """Monday 5 January: the checklist starts; no rule asks for what it asks."""
        with freeze_time("2026-01-05 10:00:00"):
            self.env["kam.decision"].with_user(self.kam_manager)._decide(
                [
                    {
                        "partner_id": self.account.id,
                        "kind": "admit",
                        "reason": "Agreed in the board",
                        "tier_id": self.tier_key.id,
                        "manager_id": self.kam_user.id,
                        "sponsor_id": self.sponsor.id,
                    }
                ]
            )
        steps = {
            ("kam_user", "Tell the customer who their key account manager is"): "01-07",
            (
                "kam_user",
                "Tell sales, service, finance and logistics who is responsible now",
            ): "01-08",
            (
                "kam_user",
                "Introduce the executive sponsor to the customer's management",
            ): "01-12",
            ("kam_user", "Agree on the service level and on special terms"): "01-19",
            ("kam_user", "Find out who decides, who influences and who uses"): "01-26",
            ("kam_user", "Write the first plan for 90 days"): "02-04",
        }
        contact = {("kam_user", "Contact is due"): "01-09"}
        self.assertLists("2026-01-06", {**steps, **contact})
        self._call("2026-01-07")
        self.assertLists("2026-01-08", steps)
        with freeze_time("2026-01-08 10:00:00"):
            self.env["mail.activity"].search(
                [("kam_template_id", "!=", False), ("user_id", "=", self.kam_user.id)]
            ).with_user(self.kam_user).action_feedback()
            self.env.flush_all()  # Odoo notes the day when it writes

    def _first_plan(self):
        """Ticked off without a plan, the rule asks for it; 8 January to 7 April."""
        self.assertLists("2026-01-09", {("kam_user", "Write the first plan"): "01-14"})
        with freeze_time("2026-01-09 10:00:00"):
            plan = self._plan(date_from="2026-01-08", date_to="2026-04-07")
            self._objective(plan)
        self.assertLists("2026-01-10", {})
        with freeze_time("2026-01-12 10:00:00"):
            plan.action_submit()
            plan.with_user(self.kam_manager).action_approve()
        self.assertLists("2026-01-13", {})
        return plan

    def _late_action(self, plan):
        """Due on Friday 23 January: on the 26th the account's manager knows."""
        with freeze_time("2026-01-19 10:00:00"):
            action = self.env["kam.action"].create(
                {
                    "plan_id": plan.id,
                    "name": "Send samples",
                    "user_id": self.salesperson.id,
                    "date_deadline": "2026-01-23",
                }
            )
        todo = {("kam_sales", "Send samples"): "01-23"}
        self.assertLists("2026-01-20", todo)
        self.assertLists("2026-01-25", todo)
        self.assertLists(
            "2026-01-26",
            {**todo, ("kam_user", "The action is late: Send samples"): "01-26"},
        )
        with freeze_time("2026-01-27 10:00:00"):
            action.with_user(self.salesperson).action_done()
        self.assertLists("2026-01-28", {})

    def _first_review(self, plan):
        """30 days after the start is Saturday 7 February: Monday 9, a week before."""
        review = self.env["kam.review"].search(
            [("plan_id", "=", plan.id), ("kind", "=", "progress")]
        )
        self.assertEqual(str(review.date_planned), "2026-02-09")
        self.assertLists("2026-02-01", {})
        hold = {("kam_user", "Hold the review"): "02-09"}
        self.assertLists("2026-02-02", hold)
        # 30 days after the first step of the checklist, a call, that is a Saturday
        self.assertLists("2026-02-06", hold)
        contact = {("kam_user", "Contact is due"): "02-09"}
        self.assertLists("2026-02-07", {**hold, **contact})
        self._call("2026-02-07")
        self.assertLists("2026-02-08", hold)
        with freeze_time("2026-02-09 15:00:00"):
            review.with_user(self.kam_user).action_close()
        self.assertLists("2026-02-10", {})

    def _escalation(self):
        """24 working hours from Monday 16 February, 9 o'clock: Thursday, 9 o'clock.

        Answered in time and not solved, it rises to the sponsor; three days later, on
        Sunday, the head hears of it by the rule.
        """
        with freeze_time("2026-02-16 09:00:00"):
            escalation = (
                self.env["kam.escalation"]
                .with_user(self.employee)
                .create(
                    {
                        "name": "Line stands still",
                        "partner_id": self.account.id,
                        "company_id": self.company_a.id,
                    }
                )
                .sudo()
            )
        with freeze_time("2026-02-16 10:00:00"):
            escalation.with_user(self.kam_user).action_respond()
        solve = {("kam_user", "Solve the escalation"): "02-19"}
        self.assertEqual(str(escalation.solution_deadline), "2026-02-19 09:00:00")
        self.assertLists("2026-02-17", solve)
        risen = {("kam_sponsor", self._risen()): "02-20"}
        self.assertLists("2026-02-20", {**solve, **risen})
        self.assertLists("2026-02-21", {**solve, **risen})
        head = {
            (
                "kam_manager",
                "The escalation is still not solved: Line stands still",
            ): "02-23"
        }
        self.assertLists("2026-02-22", {**solve, **risen, **head})
        with freeze_time("2026-02-24 10:00:00"):
            escalation.with_user(self.kam_user).write(
                {
                    "solution": "Sent the right drives by courier",
                    "reason_id": self.env.ref(
                        "kam_odoo.kam_escalation_reason_delivery"
                    ).id,
                }
            )
            escalation.with_user(self.kam_user).action_solve()
        self.assertLists("2026-02-25", {})

    def _risen(self):
        kind = self.env.ref("kam_odoo.mail_activity_type_escalation_risen")
        return kind.summary or kind.name

    def _second_review(self, plan):
        """Monday 9 March; a week late, the head of key accounts knows."""
        review = self.env["kam.review"].search(
            [
                ("plan_id", "=", plan.id),
                ("kind", "=", "progress"),
                ("state", "=", "planned"),
            ]
        )
        self.assertEqual(str(review.date_planned), "2026-03-09")
        hold = {("kam_user", "Hold the review"): "03-09"}
        self._call("2026-03-01")
        self.assertLists("2026-03-02", hold)
        self.assertLists("2026-03-15", hold)
        late = {("kam_manager", "Not done yet: Hold the review"): "03-16"}
        self.assertLists("2026-03-16", {**hold, **late})
        with freeze_time("2026-03-17 10:00:00"):
            review.with_user(self.kam_user).action_close()
        self.assertLists("2026-03-18", {})
        self._call("2026-03-20")

    def _end_of_the_plan(self, plan):
        """Tuesday 7 April: the last review, the closing, and the next plan."""
        ending = {
            ("kam_user", "The plan ends: close it and make the next one"): "04-07"
        }
        self.assertLists("2026-03-23", {})
        self.assertLists("2026-03-24", ending)
        hold = {("kam_user", "Hold the review"): "04-07"}
        self.assertLists("2026-03-31", {**ending, **hold})
        review = self.env["kam.review"].search(
            [("plan_id", "=", plan.id), ("state", "=", "planned")]
        )
        self.assertEqual(review.kind, "quarterly")
        with freeze_time("2026-04-07 10:00:00"):
            review.with_user(self.kam_user).action_close()
        over = {("kam_user", "The plan is over and no other is approved"): "04-08"}
        self.assertLists("2026-04-08", over)
        with freeze_time("2026-04-08 10:00:00"):
            wizard = (
                self.env["kam.plan.close"]
                .with_user(self.kam_user)
                .create(
                    {
                        "plan_id": plan.id,
                        "lesson_keep": "One call a month",
                        "lesson_change": "Samples earlier",
                    }
                )
            )
            wizard.action_confirm()
        following = plan.next_id
        self.assertEqual(plan.state, "closed")
        self.assertEqual(following.objective_ids.name, plan.objective_ids.name)
        self.assertLists("2026-04-09", over)
        with freeze_time("2026-04-10 10:00:00"):
            following.with_user(self.kam_user).action_submit()
            following.with_user(self.kam_manager).action_approve()
        self.assertLists("2026-04-11", {})
        first = self.env["kam.review"].search(
            [("plan_id", "=", following.id), ("kind", "=", "progress")]
        )
        # 30 days after 8 April, a Friday; and 100 days after the first of January
        self.assertEqual(first.date_planned, fields.Date.to_date("2026-05-08"))
