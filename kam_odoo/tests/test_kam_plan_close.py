from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .plan_close_common import PlanCloseCommon


@tagged("post_install", "-at_install")
class TestKamPlanClose(PlanCloseCommon):
    """The plan of 1 January to 31 March 2026 ends, and the next one begins."""

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
    def test_what_came_in_meanwhile(self):
        """An action added while somebody fills in the form is not lost."""
        wizard = self._wizard().save()
        late = self.env["kam.action"].create({"plan_id": self.plan.id, "name": "New"})
        self.call.action_done()
        wizard.action_confirm()
        self.assertEqual(late.plan_id, self.plan.next_id)
        self.assertEqual((self.call.plan_id, self.call.state), (self.plan, "done"))

    @freeze_time("2026-04-01 09:00:00")
    def test_more_than_wanted(self):
        """Two orders of one: (3 × ½ + 1 × 1 + 1 × ¼) ÷ 5 = 0.55, as with one."""
        self._order(self.account, "2026-02-11", 0)
        self._wizard().save().action_confirm()
        self.assertEqual(self.orders.progress, 2.0)
        self.assertEqual(self.plan.attainment, 0.55)
