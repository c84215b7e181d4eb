from odoo.tests import TransactionCase, tagged

from ..demo.plans import PLANS


@tagged("post_install", "-at_install")
class TestDemoPlan(TransactionCase):
    """The plans of the demo: in every state, measured from the demo's own orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.demo"]._generate()
        cls.plans = {
            plan.key: cls.env.ref(f"kam_demo.plan_{plan.key}") for plan in PLANS
        }

    def test_states(self):
        """Four active ones, one of them confidential, and one of each other state."""
        states = [plan.state for plan in self.plans.values()]
        self.assertEqual(
            sorted(states), ["active"] * 4 + ["closed", "draft", "submitted"]
        )
        active = [plan for plan in self.plans.values() if plan.state == "active"]
        self.assertEqual(sum(plan.confidential for plan in active), 1)
        self.assertTrue(
            any(plan.days_left <= 30 and plan.off_track_count for plan in active)
        )
        for plan in active:
            self.assertNotEqual(plan.submitted_by_id, plan.approved_by_id)
            self.assertTrue(plan.snapshot_approved["sales"])
        self.assertGreater(self.plans["dominant_before"].attainment, 0.5)
        self.assertEqual(
            self.plans["dominant"].previous_id, self.plans["dominant_before"]
        )

    def test_roll_over(self):
        """A plan ended last week; what was unfinished goes on in the draft."""
        before = self.env.ref("kam_demo.plan_quarterly_before")
        draft = self.plans["quarterly"]
        self.assertEqual((before.state, before.next_id), ("closed", draft))
        self.assertTrue(before.lesson_keep and draft.last_lesson_change)
        self.assertIn(before.objective_ids[0], draft.objective_ids.origin_id)
        self.assertTrue(draft.action_ids.filtered("objective_id.origin_id"))

    def test_figures_are_the_orders(self):
        """Revenue of an objective: the order lines that its magnifier opens."""
        objective = self.plans["dominant"].objective_ids[0]
        lines = self.env["sale.order.line"].search(
            objective.action_open_counted()["domain"]
        )
        amount = sum(
            line.price_subtotal / line.order_id.currency_rate for line in lines
        )
        self.assertAlmostEqual(objective.actual, amount, 2)
        self.assertGreater(objective.actual, 0)

    def test_actions(self):
        """Open, late and done ones; each open one is an activity."""
        actions = self.env["kam.action"].search(
            [("plan_id", "in", [plan.id for plan in self.plans.values()])]
        )
        self.assertEqual(set(actions.mapped("state")), {"open", "done"})
        self.assertTrue(any(actions.mapped("is_late")))
        for action in actions:
            self.assertEqual(bool(action.activity_id.active), action.state == "open")
