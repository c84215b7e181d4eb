from datetime import date

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .objective_common import ObjectiveCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15 09:00:00")
class TestKamObjectiveMeasure(ObjectiveCommon):
    """Objectives measure themselves: each metric against figures worked by hand."""

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
