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
