from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanTour(PlanCommon, HttpCase):
    """A key account manager plans an account in the browser, from nothing."""

    def test_tour(self):
        account = self._account("Tour Plan Account", kam_manager_id=self.kam_user.id)
        today = fields.Date.context_today(self.env.user)
        self._order(account, today - timedelta(days=20), 300)
        self.start_tour("/odoo/kam-plans/new", "kam_plan_tour", login="kam_user")
        plan = self.env["kam.plan"].search([("partner_id", "=", account.id)])
        self.assertEqual(plan.state, "submitted")
        self.assertEqual(plan.customer_goals, "Two new plants by summer")
        self.assertRecordValues(
            plan.objective_ids, [{"name": "Tour Objective", "baseline": 300}]
        )
        self.assertEqual(len(plan.objective_ids.phase_ids), 3)
        self.assertTrue(plan.action_ids.activity_id.active)

    def test_closing(self):
        """Its owner closes a plan and finds the next one before him."""
        today = fields.Date.context_today(self.env.user)
        plan = self._active_plan(
            date_from=today - timedelta(days=89), date_to=today, name="Tour Plan"
        )
        plan.objective_ids.target = 300
        self._order(self.account, today - timedelta(days=20), 150)
        goes_on, given_up = self.env["kam.action"].create(
            [
                {"plan_id": plan.id, "name": name, "user_id": self.kam_user.id}
                for name in ("Goes on", "Give up")
            ]
        )
        activity = goes_on.activity_id
        self.start_tour(
            f"/odoo/kam-plans/{plan.id}", "kam_plan_close_tour", login="kam_user"
        )
        self.assertEqual(plan.state, "closed")
        following = plan.next_id
        self.assertRecordValues(
            following.objective_ids, [{"baseline": 150, "target": 300}]
        )
        self.assertEqual(goes_on.plan_id, following)
        self.assertEqual(goes_on.activity_id, activity)
        self.assertEqual(given_up.state, "cancelled")
