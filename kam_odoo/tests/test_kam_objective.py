from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15 09:00:00")
class TestKamObjective(PlanCommon):
    """Objectives measure themselves; half time is the morning of 15 February.

    The period of 90 days begins on 1 January; on 15 February 45 days are over.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan()

    def _read(self, objective):
        objective.invalidate_recordset()
        return objective.actual, objective.progress, objective.expected

    def test_revenue(self):
        """Before: 90 days to 31 December. Baseline 200 (100 too early), so far 150.

        Target 250: half the way is expected, (150 − 200 × ½) ÷ 50 = 1, but no more
        than 150 ÷ 250.
        """
        self._orders(
            [
                self._row(self.account, "2025-10-02", 100),
                self._row(self.account, "2025-10-03", 120),
                self._row(self.branch, "2025-12-31", 80),
                self._row(self.account, "2026-01-01", 50),
                self._row(self.person, "2026-02-15", 100),
                self._row(self.account, "2026-02-16", 1000),
            ]
        )
        objective = self._objective(self.plan, target=250)
        self.assertEqual(objective.baseline, 200)
        self.assertEqual(self._read(objective), (150, 0.6, 0.5))
        self.assertEqual(objective.status, "on_track")

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

    def test_margin_and_profit(self):
        """Two orders of 100 with cost 30: margin 140; an order costs 20: profit 100."""
        driver = self.env.ref("kam_odoo.kam_cost_driver_order")
        driver.with_company(self.company_a).rate = 20
        self._order(self.account, "2026-01-10", 100, cost=30)
        self._order(self.branch, "2026-01-11", 100, cost=30)
        margin = self._objective(self.plan, "margin", 280)
        profit = self._objective(self.plan, "profit", 200)
        self.assertEqual(self._read(margin), (140, 0.5, 0.5))
        self.assertEqual(self._read(profit), (100, 0.5, 0.5))

    def test_categories(self):
        """Revenue of a category includes those below it, and no others."""
        below = self.env["product.category"].create(
            {"name": "Small machines", "parent_id": self.category.id}
        )
        self._orders(
            [
                self._row(self.account, "2026-01-10", 10),
                self._row(self.account, "2026-01-10", 20, category=below),
                self._row(self.account, "2026-01-10", 40, category=self.other_category),
            ]
        )
        objective = self._objective(
            self.plan, "category_revenue", 60, categ_ids=[self.category.id]
        )
        self.assertEqual(objective.actual, 30)
        lines = self.env["sale.order.line"].search(
            objective.action_open_counted()["domain"]
        )
        self.assertEqual(sum(lines.mapped("price_subtotal")), 30)
        with self.assertRaises(ValidationError):
            objective.categ_ids = False

    def test_new_categories(self):
        """New is what was not bought in the 36 months before.

        Machines were bought two years ago, parts never, tools more than 36 months
        ago: two new ones; of parts only, one.
        """
        tools = self.env["product.category"].create({"name": "Tools"})
        rows = [("2022-12-31", tools), ("2024-01-10", self.category)]
        rows += [
            ("2026-01-10", category)
            for category in (tools, self.category, self.other_category)
        ]
        self._orders(
            [self._row(self.account, day, 10, category=one) for day, one in rows]
        )
        any_new = self._objective(self.plan, "new_categories", 2)
        parts = self._objective(
            self.plan, "new_categories", 1, categ_ids=[self.other_category.id]
        )
        self.assertEqual((any_new.actual, parts.actual), (2, 1))
        self.assertEqual(any_new.baseline, 0)

    def test_orders(self):
        """Steps of 1, 2 and 4: at half time 25 % and half of the next 25 %."""
        self._order(self.account, "2026-01-10", 10)
        self._order(self.branch, "2026-01-10", 10)
        self._order(self.account, "2026-01-10", 10, state="sent")
        self._order(self.account, "2026-01-10", 10, company=self.company_b)
        objective = self._objective(self.plan, "order_count", 4)
        self.assertEqual(self._read(objective), (2, 0.5, 0.375))
        orders = self.env["sale.order"].search(
            objective.action_open_counted()["domain"]
        )
        self.assertEqual(len(orders), 2)

    def test_won_opportunities(self):
        """Won in the period by anybody of the account: 2, or 300."""
        won = self._won("2026-01-01", 100) + self._won("2026-02-14", 200, self.person)
        self._won("2025-12-31", 400)
        self._won("2026-01-10", 800, company_id=self.company_b.id)
        self._won("2026-01-10", 1600, self._account("Somebody else"))
        count = self._objective(self.plan, "won_opportunities", 4)
        amount = self._objective(self.plan, "won_opportunities", 1000, won_by="amount")
        self.assertEqual((count.actual, amount.actual), (2, 300))
        self.assertEqual((count.baseline, amount.baseline), (1, 400))
        self.assertTrue(amount.is_money)
        found = self.env["crm.lead"].search(count.action_open_counted()["domain"])
        self.assertEqual(found, won)

    def test_meetings(self):
        """Each counts once, when it is over, if one of our users invited."""
        self._meeting("2026-01-10", self.person + self.account)
        self._meeting("2026-02-15", self.person)  # an hour from now
        self._meeting(  # still going on
            "2026-02-15",
            self.person,
            start="2026-02-15 08:30:00",
            stop="2026-02-15 09:30:00",
        )
        self._meeting("2026-01-11", self._account("Somebody else"))
        self._meeting("2026-01-12", self.person, owner=self.other_user)
        objective = self._objective(self.plan, "meetings", 2)
        self.assertEqual(objective.actual, 1)
        found = self.env["calendar.event"].search(
            objective.action_open_counted()["domain"]
        )
        self.assertEqual(len(found), 1)

    def test_meetings_with_certain_people(self):
        """Two people, three meetings; two of them with the second one."""
        second = self._account("Second", self.account, is_company=False)
        self._meeting("2026-01-10", self.person)
        self._meeting("2026-01-11", self.person + second)
        self._meeting("2026-01-12", second)
        anybody, certain, both = (
            self._objective(self.plan, "meetings", 3, contact_ids=people.ids)
            for people in (self.env["res.partner"], second, self.person + second)
        )
        figures = (anybody + certain + both).mapped("actual")
        self.assertEqual(figures, [3, 2, 3])
        domain = certain.action_open_counted()["domain"]
        self.assertEqual(self.env["calendar.event"].search_count(domain), 2)
        self.assertEqual(certain._copy_to_plan()["contact_ids"], second.ids)

    def test_manual(self):
        """The latest reading up to today; a fall from 10 to 4 complaints, now 7."""
        objective = self._objective(
            self.plan, "manual", 4, baseline=10, manual_unit="complaints"
        )
        self.assertEqual(self._read(objective), (False, False, 0.5))
        self.assertFalse(objective.status)
        objective.log_ids = [
            Command.create({"date": day, "value": value})
            for day, value in (
                ("2026-02-10", 7),
                ("2026-01-10", 9),
                ("2026-03-01", 1),
            )
        ]
        self.assertEqual(self._read(objective), (7, 0.5, 0.5))
        self.assertEqual(objective.log_ids.create_uid, self.kam_user)

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

    def test_200_objectives_in_a_bounded_number_of_queries(self):
        """Of all metrics, in many plans of different periods."""
        metrics = list(dict(self.env["kam.objective"]._fields["metric"].selection))
        plans = self.env["kam.plan"]
        for number in range(20):
            account = self._account(
                f"Account {number}", kam_manager_id=self.kam_user.id
            )
            plans += self._plan(
                account=account,
                date_from=date(2026, 1, 1 + number),
                date_to=date(2026, 3, 1 + number),
            )
        self.env["kam.objective"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": metric,
                    "metric": metric,
                    "target": 10,
                    "categ_ids": [self.category.id],
                }
                for plan in plans
                for metric in [*metrics, "revenue"]
                if metric != "profit"
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        objectives = self.env["kam.objective"].search([("plan_id", "in", plans.ids)])
        self.assertEqual(len(objectives), 180)
        with self.assertQueryCount(25):
            objectives.mapped("status")

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
