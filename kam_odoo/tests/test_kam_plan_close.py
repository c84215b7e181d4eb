from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from ..models.kam_plan import KamPlan
from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestKamPlanClose(PlanCommon):
    """The plan of 1 January to 31 March 2026 ends, and the next one begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-01-05 09:00:00"))
        cls.plan = cls._plan(
            business_culture="Family firm",
            team_ids=[Command.set(cls.colleague.ids)],
            message_line_ids=[
                Command.create({"name": "Sent", "date": "2026-02-01"}),
                Command.create({"name": "Overdue", "date": "2026-03-01"}),
                Command.create({"name": "Later", "date": "2026-05-01"}),
            ],
        )
        cls.plan.message_line_ids[0].done = True
        cls.revenue = cls._objective(cls.plan, target=300, weight=3)
        cls.orders = cls._objective(cls.plan, "order_count", target=1)
        cls.grade = cls._objective(
            cls.plan, "manual", target=9, baseline=5, manual_unit="points"
        )
        cls.call, cls.visit, cls.offer = cls.env["kam.action"].create(
            [
                {
                    "plan_id": cls.plan.id,
                    "objective_id": objective.id,
                    "name": name,
                    "user_id": user.id,
                    "date_deadline": "2026-03-20",
                }
                for name, objective, user in (
                    ("Call", cls.revenue, cls.colleague),
                    ("Visit", cls.grade, cls.kam_user),
                    ("Offer", cls.env["kam.objective"], cls.kam_user),
                )
            ]
        )
        cls.plan.action_submit()
        cls.plan.with_user(cls.kam_manager).action_approve()
        cls._order(cls.account, "2026-02-10", 150)
        cls.grade.log_ids = [Command.create({"date": "2026-03-01", "value": 6})]

    def _wizard(self, plan=None, user=None):
        """The closing form of a user, as the button opens it."""
        plan = (plan or self.plan).with_user(user or self.kam_user)
        action = plan.action_close()
        return Form(
            self.env[action["res_model"]]
            .with_user(user or self.kam_user)
            .with_context(**action["context"])
        )

    @freeze_time("2026-04-01 09:00:00")
    def test_roll_over(self):
        """By hand: revenue 150 of 300, orders 1 of 1, grade 5 → 6 of 5 → 9.

        Weights 3, 1, 1: (3 × ½ + 1 × 1 + 1 × ¼) ÷ 5 = 0.55.
        """
        activities = (self.call + self.visit).activity_id
        before = self.env["mail.activity"].search_count(
            [("res_model", "=", "kam.action")]
        )
        form = self._wizard()
        self.assertEqual(form.attainment, 0.55)
        self.assertEqual(form.days_early, 0)
        self.assertEqual(
            (form.date_from, form.date_to), (date(2026, 4, 1), date(2026, 6, 29))
        )
        self.assertEqual(len(form.line_ids), 3)
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.progress, 0.5)
            self.assertTrue(line.take)
            line.target = 360
        with form.line_ids.edit(1) as line:
            self.assertFalse(line.take)
        with form.action_ids.edit(2) as line:
            self.assertEqual(line.name, "Offer")
            line.take = False
        form.lesson_keep = "Visits"
        form.lesson_change = "Ask for the budget first"
        action = form.save().action_confirm()
        following = self.env["kam.plan"].browse(action["res_id"])

        self.assertRecordValues(
            self.plan,
            [
                {
                    "state": "closed",
                    "attainment": 0.55,
                    "lesson_keep": "Visits",
                    "lesson_change": "Ask for the budget first",
                    "no_next_reason": False,
                    "next_id": following.id,
                }
            ],
        )
        self.assertEqual(self.plan.objective_ids.mapped("progress"), [0.5, 1.0, 0.25])
        self.assertRecordValues(
            following,
            [
                {
                    "state": "draft",
                    "previous_id": self.plan.id,
                    "date_from": date(2026, 4, 1),
                    "date_to": date(2026, 6, 29),
                    "business_culture": "Family firm",
                    "user_id": self.kam_user.id,
                    "team_ids": self.colleague.ids,
                    "name": "Altmark, Apr 2026 – Jun 2026",
                    "last_lesson_keep": "Visits",
                    "last_lesson_change": "Ask for the budget first",
                    "lesson_keep": False,
                }
            ],
        )
        # the sum of the 90 days before the start, 1 January to 31 March, and the
        # last reading
        self.assertRecordValues(
            following.objective_ids,
            [
                {
                    "origin_id": self.revenue.id,
                    "baseline": 150,
                    "target": 360,
                    "weight": 3,
                    "date_start": date(2026, 4, 1),
                    "deadline": date(2026, 6, 29),
                },
                {
                    "origin_id": self.grade.id,
                    "baseline": 6,
                    "target": 9,
                    "weight": 1,
                    "date_start": date(2026, 4, 1),
                    "deadline": date(2026, 6, 29),
                },
            ],
        )
        self.assertEqual(len(following.objective_ids[0].phase_ids), 3)
        more, grade = following.objective_ids
        self.assertRecordValues(
            self.call + self.visit + self.offer,
            [
                {"plan_id": following.id, "objective_id": more.id, "state": "open"},
                {"plan_id": following.id, "objective_id": grade.id, "state": "open"},
                {"plan_id": self.plan.id, "objective_id": False, "state": "cancelled"},
            ],
        )
        self.assertEqual((self.call + self.visit).activity_id, activities)
        self.assertTrue(all(activities.mapped("active")))
        self.assertFalse(self.offer.activity_id.active)
        self.assertEqual(
            self.env["mail.activity"].search_count([("res_model", "=", "kam.action")]),
            before - 1,
        )
        self.assertRecordValues(
            following.message_line_ids.sorted("name"),
            [
                {"name": "Later", "date": date(2026, 5, 1), "done": False},
                {"name": "Overdue", "date": False, "done": False},
            ],
        )
        self.assertIn("Objectives: 2, open actions: 2", self.plan.message_ids[0].body)
        self.assertIn("Continues", following.message_ids.mapped("body")[0])

    @freeze_time("2026-04-01 09:00:00")
    def test_closed_plan_keeps_its_actions(self):
        """Those that moved are remembered as they stood, and it stays as filled in."""
        filled = self.plan.completeness
        self._wizard().save().action_confirm()
        kept = self.plan.snapshot_closed["actions"]
        self.assertEqual([one["name"] for one in kept], ["Call", "Visit", "Offer"])
        self.assertEqual(kept[0]["state"], "open")
        self.assertEqual(self.plan.completeness, filled)

    @freeze_time("2026-03-10 09:00:00")
    def test_early(self):
        """Three weeks before the end: said, and the next plan keeps the calendar."""
        form = self._wizard()
        self.assertEqual(form.days_early, 21)
        self.assertEqual(form.date_from, date(2026, 4, 1))
        form.date_from = date(2026, 3, 11)
        form.date_to = date(2026, 5, 31)
        action = form.save().action_confirm()
        following = self.env["kam.plan"].browse(action["res_id"])
        self.assertEqual(following.date_from, date(2026, 3, 11))
        self.assertIn("21 days before its end", self.plan.message_ids[0].body)

    @freeze_time("2026-05-04 09:00:00")
    def test_late(self):
        """A plan closed long after its end: the next one begins today."""
        self.assertEqual(self._wizard().date_from, date(2026, 5, 4))

    @freeze_time("2026-04-01 09:00:00")
    def test_no_next_plan(self):
        """Needs a reason; actions that go on stay with their owners."""
        form = self._wizard()
        form.no_next = True
        form.no_next_reason = " "
        with form.action_ids.edit(2) as line:
            line.take = False
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "Why does Altmark"):
            wizard.action_confirm()
        self.assertEqual(self.plan.state, "active")
        wizard.no_next_reason = "Sold to a competitor"
        action = wizard.action_confirm()
        self.assertEqual(action["res_id"], self.plan.id)
        self.assertEqual(self.plan.no_next_reason, "Sold to a competitor")
        self.assertFalse(self.plan.next_id)
        self.assertEqual(
            self.account.kam_plan_ids.filtered(lambda one: one.state == "draft"),
            self.env["kam.plan"],
        )
        self.assertRecordValues(
            self.call + self.offer,
            [
                {"plan_id": self.plan.id, "state": "open"},
                {"plan_id": self.plan.id, "state": "cancelled"},
            ],
        )
        self.assertTrue(self.call.activity_id.active)

    @freeze_time("2026-04-01 09:00:00")
    def test_into_a_plan_begun_already(self):
        """Used instead of a second one; what it has is neither doubled nor changed."""
        begun = self._plan(
            date_from="2026-04-15",
            date_to="2026-07-31",
            challenges="Steel prices",
            message_line_ids=[Command.create({"name": "Later"})],
        )
        same = self._objective(begun, target=333, name=self.revenue.name)
        form = self._wizard()
        self.assertEqual(form.next_id, begun)
        self.assertEqual(form.date_from, date(2026, 4, 15))
        self.assertEqual(form.line_ids.edit(0).target, 333)
        action = form.save().action_confirm()
        self.assertEqual(action["res_id"], begun.id)
        self.assertEqual(self.plan.next_id, begun)
        self.assertEqual(len(begun.objective_ids), 2)
        self.assertEqual(same.target, 333)
        self.assertEqual(same.origin_id, self.revenue)
        self.assertEqual(self.call.objective_id, same)
        self.assertEqual(begun.business_culture, "Family firm")
        self.assertEqual(begun.challenges, "Steel prices")
        self.assertEqual(
            sorted(begun.message_line_ids.mapped("name")), ["Later", "Overdue"]
        )
        self.assertEqual(begun.date_from, date(2026, 4, 15))

    @freeze_time("2026-04-01 09:00:00")
    def test_begun_by_somebody_else(self):
        """A confidential draft of the management is neither seen nor doubled."""
        self._plan(
            self.kam_manager,
            date_from="2026-04-15",
            date_to="2026-07-31",
            confidential=True,
            user_id=self.kam_manager.id,
            sponsor_id=False,
        )
        form = self._wizard()
        self.assertFalse(form.next_id)
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "begun already"):
            wizard.action_confirm()

    @freeze_time("2026-04-01 09:00:00")
    def test_twice(self):
        """Two people, or two windows: the second learns that it is over."""
        first, second = self._wizard().save(), self._wizard(user=self.sponsor).save()
        first.action_confirm()
        with self.assertRaisesRegex(UserError, "closed just now"):
            second.action_confirm()
        with self.assertRaisesRegex(UserError, "closed just now"):
            self.plan.action_close()
        self.assertEqual(
            self.env["kam.plan"].search_count([("previous_id", "=", self.plan.id)]), 1
        )

    def test_at_the_same_moment(self):
        """Another transaction holds the plan."""
        nothing = self.env["kam.plan"]
        with (
            patch.object(
                KamPlan, "try_lock_for_update", lambda *_a, **_k: nothing, create=True
            ),
            self.assertRaisesRegex(UserError, "at this moment"),
        ):
            self.plan._close()
        self.assertEqual(self.plan.state, "active")

    @freeze_time("2026-04-01 09:00:00")
    def test_what_came_in_meanwhile(self):
        """An action added while somebody fills in the form is not lost."""
        wizard = self._wizard().save()
        late = self.env["kam.action"].create({"plan_id": self.plan.id, "name": "New"})
        self.call.action_done()
        wizard.action_confirm()
        self.assertEqual(late.plan_id, self.plan.next_id)
        self.assertEqual((self.call.plan_id, self.call.state), (self.plan, "done"))

    def test_who_may(self):
        """Owner, sponsor, team and managers; nobody else, by button or by hand."""
        stranger = self._user("kam_stranger", "kam_odoo.group_kam_user")
        for user in (stranger, self.other_user, self.salesperson, self.portal):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.plan.with_user(user).action_close()
                with self.assertRaises(AccessError):
                    self.env["kam.plan.close"].with_user(user).create(
                        {"plan_id": self.plan.id}
                    ).action_confirm()
                with self.assertRaises(AccessError):
                    line = self.env["kam.plan.close.line"].with_user(user)
                    line.new({"objective_id": self.revenue.id}).mapped("result")
        for user in (self.sponsor, self.colleague, self.kam_manager):
            with self.subTest(user=user.login):
                self.assertEqual(self._wizard(user=user).days_early, 85)
        self._wizard(user=self.colleague).save().action_confirm()
        self.assertEqual(self.plan.state, "closed")

    @freeze_time("2026-04-01 09:00:00")
    def test_only_its_own_actions(self):
        """Lines crafted by hand give up nothing of another plan."""
        other = self._active_plan(account=self._account("Other"))
        theirs = self.env["kam.action"].create({"plan_id": other.id, "name": "Theirs"})
        wizard = self._wizard().save()
        wizard.action_ids = [
            Command.create({"action_id": theirs.id, "take": False}),
        ]
        wizard.action_confirm()
        self.assertEqual((theirs.state, theirs.plan_id), ("open", other))

    @freeze_time("2026-04-01 09:00:00")
    def test_owner_who_left(self):
        """The next plan belongs to whoever has the account now."""
        self.plan.sudo().user_id = self.colleague
        self.colleague.sudo().active = False
        self._wizard().save().action_confirm()
        following = self.plan.next_id
        self.assertEqual(following.user_id, self.kam_user)
        self.assertFalse(following.with_context(active_test=False).team_ids)

    @freeze_time("2026-04-01 09:00:00")
    def test_never_read(self):
        """Without any reading the next plan starts where this one did."""
        self.grade.sudo().log_ids.unlink()
        self._wizard().save().action_confirm()
        grade = self.plan.next_id.objective_ids.filtered("manual_unit")
        self.assertEqual((grade.baseline, grade.target), (5, 9))

    @freeze_time("2026-04-01 09:00:00")
    def test_more_than_wanted(self):
        """Two orders of one: (3 × ½ + 1 × 1 + 1 × ¼) ÷ 5 = 0.55, as with one."""
        self._order(self.account, "2026-02-11", 0)
        self._wizard().save().action_confirm()
        self.assertEqual(self.orders.progress, 2.0)
        self.assertEqual(self.plan.attainment, 0.55)

    @freeze_time("2026-04-01 09:00:00")
    def test_lessons_of_a_hidden_plan(self):
        """Who may not read the previous plan does not read its lessons either."""
        self._wizard().save().action_confirm()
        following = self.plan.next_id
        self.plan.sudo().write(
            {
                "lesson_keep": "Secret",
                "confidential": True,
                "user_id": self.kam_manager.id,
                "sponsor_id": False,
                "team_ids": False,
            }
        )
        following.invalidate_recordset()
        self.assertFalse(following.with_user(self.kam_user).last_lesson_keep)
        self.assertEqual(
            following.with_user(self.kam_manager).last_lesson_keep, "Secret"
        )

    def test_the_form_tells_no_stranger(self):
        """Neither a chosen number nor somebody else's form shows lessons or targets."""
        self.plan.lesson_keep = "Secret"
        mine = self._wizard().save()
        stranger = self._user("kam_stranger", "kam_odoo.group_kam_user")
        own = self._account("Own", kam_manager_id=stranger.id)
        plan = self._plan(stranger, account=own)
        forms = self.env["kam.plan.close"].with_user(stranger)
        form = forms.create({"plan_id": plan.id})
        spec = {"lesson_keep": {}, "line_ids": {"fields": {"target": {}}}}
        values = {"plan_id": self.plan.id}
        lines = self.env["kam.plan.close.line"].with_user(stranger)
        actions = self.env["kam.plan.close.action"].with_user(stranger)
        for number, call in enumerate(
            (
                lambda: forms.create(values),
                lambda: forms.create(
                    {**values, "lesson_keep": "x", "date_from": False}
                ),
                lambda: forms.onchange(values, ["plan_id"], {"plan_id": {}, **spec}),
                lambda: form.write(values),
                lambda: lines.create(
                    {"wizard_id": form.id, "objective_id": self.revenue.id, "target": 1}
                ),
                lambda: actions.create(
                    {"wizard_id": form.id, "action_id": self.offer.id}
                ),
                lambda: mine.with_user(stranger).read(["lesson_keep"]),
                lambda: mine.line_ids.with_user(stranger).read(["target"]),
                lambda: mine.action_ids.with_user(stranger).read(["take"]),
            )
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(number=number), self.assertRaises(AccessError):
                call()

    def test_no_glimpse_by_number(self):
        """Nobody names a plan or an objective as his own one's past to read of it."""
        hidden = self._plan(
            self.kam_manager,
            account=self._account("Hidden"),
            confidential=True,
            user_id=self.kam_manager.id,
        )
        objective = self._objective(hidden)
        draft = self._plan()
        mine = self._objective(draft)
        with self.assertRaises(AccessError):
            draft.previous_id = hidden.id
        with self.assertRaises(AccessError):
            mine.origin_id = objective.id
        with self.assertRaises(AccessError):
            self._plan(previous_id=hidden.id)
