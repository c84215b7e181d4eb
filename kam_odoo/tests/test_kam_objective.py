from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext

from .objective_common import ObjectiveCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15 09:00:00")
class TestKamObjective(ObjectiveCommon):
    """How far objectives are and should be, and what of them stays as approved."""

    def test_the_old_pace_is_no_progress(self):
        """Baseline 200, half of it by half time: nothing of the growth is reached."""
        self._order(self.account, "2025-11-10", 200)
        self._order(self.account, "2026-01-10", 100)
        objective = self._objective(self.plan, target=300)
        self.assertEqual(self._read(objective), (100, 0, 0.5))
        self.assertEqual(objective.status, "off_track")

    def test_status_limits(self):
        """Expected 50 of 100: from 45 on track, from 30 at risk."""
        objective = self._objective(self.plan)
        for amount, status in ((29, "off_track"), (1, "at_risk"), (15, "on_track")):
            self._order(self.account, "2026-01-10", amount)
            objective.invalidate_recordset()
            with self.subTest(amount=amount):
                self.assertEqual(objective.status, status)
        self._order(self.account, "2026-01-10", 55)
        objective.invalidate_recordset()
        self.assertEqual(objective.status, "done")

    def test_steps(self):
        """Steps at 30, 60 and 90 days, in proportion; changed ones bend the way.

        With 20 % due by 30 January and 50 % by 1 March, 35 % is expected at half time
        (half of the second step).
        """
        objective = self._objective(self.plan, target=1000)
        self.assertEqual(
            [(step.date_end, round(step.target, 2)) for step in objective.phase_ids],
            [
                (date(2026, 1, 30), 333.33),
                (date(2026, 3, 1), 666.67),
                (date(2026, 3, 31), 1000),
            ],
        )
        objective.phase_ids[0].target = 200
        objective.phase_ids[1].target = 500
        self.assertEqual(self._read(objective)[2], 0.35)
        objective.target = 2000
        self.assertAlmostEqual(objective.phase_ids[0].target, 666.67, 2)
        objective.deadline = "2026-01-20"
        self.assertEqual(objective.phase_ids.mapped("date_end"), [date(2026, 1, 20)])

    def test_steps_are_whole(self):
        """There is no third of a meeting: 4 in three steps are 1, 2 and 4."""
        meetings = self._objective(self.plan, "meetings", target=4)
        self.assertEqual(meetings.phase_ids.mapped("target"), [1, 2, 4])
        self.assertEqual(self._read(meetings)[2], 0.375)  # 1/4 + half of 1/4
        meetings.target = 1
        self.assertEqual(meetings.phase_ids.mapped("target"), [0, 0, 1])
        value = self._objective(
            self.plan, "won_opportunities", won_by="amount", target=100
        )
        self.assertAlmostEqual(value.phase_ids[0].target, 33.33, 2)

    def test_unit_in_words(self):
        """One meeting, two meetings; a unit of one's own stays as it was typed."""
        for metric, one, many in (
            ("meetings", "meeting", "meetings"),
            ("order_count", "order", "orders"),
            ("new_categories", "category", "categories"),
            ("won_opportunities", "opportunity", "opportunities"),
        ):
            objective = self._objective(self.plan, metric, target=1, baseline=3)
            self.assertEqual(objective.unit, one)
            self.assertEqual(objective.baseline_unit, many)
            self.assertEqual(objective.result, f"0 of 1\N{NO-BREAK SPACE}{one}")
            objective.target = 2
            self.assertEqual(objective.unit, many)
        points = self._objective(self.plan, "manual", target=1, manual_unit="points")
        self.assertEqual(points.unit, "points")

    def test_before_and_after(self):
        self._order(self.account, "2026-01-10", 100)
        objective = self._objective(self.plan, target=200)
        for day, expected, actual in (
            ("2025-12-20", 0, 0),
            ("2026-01-01", 0, 0),
            ("2026-04-01", 1, 100),
            ("2026-05-01", 1, 100),
        ):
            with freeze_time(f"{day} 09:00:00"), self.subTest(day=day):
                self.assertEqual(
                    self._read(objective), (actual, actual / 200, expected)
                )

    def test_small_sum_is_reached_at_the_end(self):
        """Fewer orders, 4 → 2: none at half time is good, but not yet reached."""
        for day in (1, 2, 3, 4):
            self._order(self.account, f"2025-12-0{day}", 10)
        objective = self._objective(self.plan, "order_count", 2)
        self.assertEqual(objective.progress, 1)
        self.assertEqual(objective.status, "on_track")
        with freeze_time("2026-04-01 09:00:00"):
            objective.invalidate_recordset()
            self.assertEqual((objective.progress, objective.status), (2, "done"))

    def test_search_by_status(self):
        behind = self._objective(self.plan)
        reached = self._objective(self.plan, "meetings", 1)
        self._meeting("2026-01-10", self.person)
        self.env.invalidate_all()
        Objective = self.env["kam.objective"]
        mine = [("plan_id", "=", self.plan.id)]
        self.assertEqual(
            Objective.search([*mine, ("status", "=", "off_track")]), behind
        )
        self.assertEqual(
            Objective.search([*mine, ("status", "!=", "off_track")]), reached
        )

    def test_approved_figures_stay(self):
        """Baseline and metric were approved; a new target is told in the plan."""
        plan = self._active_plan(account=self._account("Approved"))
        plan = plan.with_user(self.kam_manager)
        objective = plan.objective_ids
        for values in ({"baseline": 5}, {"metric": "margin"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                objective.write(values)
        with self.assertRaises(AccessError):
            objective.last_actual = 3
        with self.assertRaises(UserError):
            objective.unlink()
        objective.target = 120
        note = plan.message_ids[0]
        words = html2plaintext(note.body).replace("\xa0", " ")
        self.assertIn("Target: 100 € → 120 €", words.replace(".00", ""))
        self.assertEqual(note.author_id, self.kam_manager.partner_id)

    def test_baseline_counted_again_at_approval(self):
        """Orders after the draft but before the start belong to the baseline."""
        with freeze_time("2025-12-01 09:00:00"):
            plan = self._plan(account=self._account("Early"))
            untouched = self._objective(plan)
            chosen = self._objective(plan, "margin", baseline=7)
            self._order(plan.partner_id, "2025-11-20", 20)
            zero = self._objective(plan, "order_count", baseline=0)
            plan.action_submit()
        self._order(plan.partner_id, "2025-12-20", 30)
        plan.with_user(self.kam_manager).action_approve()
        self.assertEqual(
            (untouched.baseline, chosen.baseline, zero.baseline), (50, 7, 0)
        )
        zero.deadline = "2026-02-28"
        later = self._objective(plan)
        self.assertEqual((zero.baseline, later.baseline), (0, 50))

    def test_closed_plan_keeps_its_figures(self):
        """Weights 3 and 1; 100 % and 50 % reached: 87.5 %."""
        account = self._account("Closing")
        plan = self._plan(account=account)
        first = self._objective(plan, target=100, weight=3)
        second = self._objective(plan, "order_count", 4)
        plan.action_submit()
        plan.with_user(self.kam_manager).action_approve()
        self._order(account, "2026-01-10", 60)
        self._order(account, "2026-01-11", 60)
        self.env.invalidate_all()
        plan._close()
        self.assertEqual(plan.attainment, 0.875)
        self._order(account, "2026-01-12", 1000)
        self.env.invalidate_all()
        self.assertEqual((first.actual, first.status), (120, "done"))
        self.assertEqual((second.actual, second.progress), (2, 0.5))
        with self.assertRaises(UserError):
            first.target = 1

    def test_days_move_with_the_draft(self):
        """An objective that ends with the plan; one with its own deadline stays."""
        objective = self._objective(self.plan)
        early = self._objective(self.plan, deadline="2026-02-28")
        self.plan.date_to = "2026-04-10"
        self.assertEqual(objective.deadline, date(2026, 4, 10))
        self.assertEqual(objective.phase_ids[-1].date_end, date(2026, 4, 10))
        self.assertEqual(early.deadline, date(2026, 2, 28))
        early.unlink()
        self.plan.write({"date_from": "2025-06-01", "date_to": "2025-06-30"})
        self.assertEqual(objective.date_start, date(2025, 6, 1))
        self.assertEqual(objective.deadline, date(2025, 6, 30))
        plan = self._active_plan(account=self._account("Running"))
        plan.date_to = "2026-04-10"
        self.assertEqual(plan.objective_ids.deadline, date(2026, 3, 31))

    def test_bent_steps_are_told(self):
        """They change the status, so the plan notes them; nothing after the end."""
        plan = self._active_plan(account=self._account("Bending"))
        step = plan.objective_ids.phase_ids[0]
        step.target = 5
        words = html2plaintext(plan.message_ids[0].body).replace("\xa0", " ")
        self.assertIn("33.33 € → 5 €", words.replace("5.00", "5"))
        plan._close()
        with self.assertRaises(UserError):
            step.target = 6
        with self.assertRaises(UserError):
            step.unlink()

    def test_nightly_count(self):
        """The columns for reports hold what the screen shows."""
        plan = self._active_plan(account=self._account("Nightly"))
        objective = plan.objective_ids
        self._order(plan.partner_id, "2026-01-10", 60)
        self.env.invalidate_all()
        self.assertFalse(objective.last_status)
        with self.enter_registry_test_mode():
            self.env.ref("kam_odoo.ir_cron_count_objectives").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(objective.last_status, "on_track")
        self.assertEqual(objective.last_progress, 0.6)
