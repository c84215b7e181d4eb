from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestReviewTour(PlanCommon, HttpCase):
    """A key account manager holds a review, and begins the day with My Week."""

    def test_review(self):
        """From the prepared page to the action, and the next one is planned."""
        today = fields.Date.context_today(self.env.user)
        self._order(self.account, today - timedelta(days=20), 300)
        plan = self._active_plan(
            date_from=today - timedelta(days=29), date_to=today + timedelta(days=90)
        )
        first = plan.review_ids.filtered(lambda one: one.kind == "progress")
        self.assertEqual(len(first), 1)
        self.start_tour("/odoo/kam-reviews", "kam_review_tour", login="kam_user")
        self.assertEqual((first.state, first.date_held), ("closed", today))
        self.assertEqual(first.findings, "They order too little at once")
        self.assertRecordValues(
            first.action_ids,
            [{"name": "Offer a weekly delivery", "plan_id": plan.id, "state": "open"}],
        )
        self.assertEqual(first.action_ids.activity_id.user_id, self.kam_user)
        [following] = plan.review_ids.filtered(
            lambda one: one.kind == "progress" and one.state == "planned"
        )
        self.assertGreater(following.date_planned, first.date_planned)

    def test_week(self):
        account = self._account("Tour Week Account", kam_manager_id=self.kam_user.id)
        activity = account.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self.env.user),
            summary="Ask for the drawings",
            user_id=self.kam_user.id,
        )
        self.start_tour("/odoo/my-key-account-week", "kam_week_tour", login="kam_user")
        self.assertFalse(activity.exists().filtered("active"))
