from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, freeze_time, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestAccountTour(PeopleCommon, HttpCase):
    """A key account manager reads an account, its people and its health."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kam_user.name = "Tour Manager"
        cls.sponsor.name = "Tour Sponsor"
        cls.today = fields.Date.context_today(cls.env.user)
        # in the last 12 complete months, and in the 12 months up to today
        cls._order(cls.account, cls.today - timedelta(days=40), 300)

    def _call(self, days_ago):
        """A call of the manager with Berta."""
        with freeze_time(f"{self.today - timedelta(days=days_ago)} 12:00:00"):
            call = self.boss_contact.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.kam_user.id
            )
            call.action_feedback()
            self.env.flush_all()

    def _meet(self, days_ago):
        start = fields.Datetime.to_datetime(self.today - timedelta(days=days_ago))
        partners = self.boss_contact + self.kam_user.partner_id
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Meeting",
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": self.kam_user.id,
                "partner_ids": partners.ids,
            }
        )

    def test_who_knows_whom(self):
        """From the picture to the introduction that is planned."""
        self._call(5)
        self._call(9)
        self.start_tour(
            f"/odoo/key-accounts/{self.account.id}",
            "kam_network_tour",
            login="kam_user",
        )
        [activity] = self.boss_contact.activity_ids
        self.assertEqual(activity.user_id, self.sponsor)
        self.assertEqual(
            activity.activity_type_id,
            self.env.ref("kam_odoo.mail_activity_type_introduction"),
        )

    def test_who_reports_to_whom(self):
        """A card dragged onto another one reports to it."""
        clerk = self._stakeholder(self._person("Carl Clerk"))
        self.start_tour(
            f"/odoo/key-accounts/{self.account.id}", "kam_chart_tour", login="kam_user"
        )
        self.assertEqual(clerk.parent_id, self.anna)

    def test_what_changed(self):
        """One meeting fades: the account is on the list, and it says why."""
        self._meet(9)
        snapshots = self.env["kam.health.snapshot"]
        snapshots._take(self.company_a, self.today - timedelta(days=7))
        snapshots._take(self.company_a)
        self.start_tour("/odoo/kam-health-changes", "kam_health_tour", login="kam_user")

    def test_page(self):
        """From the cards to the records behind them, and back."""
        self._call(5)
        plan = self._active_plan(
            date_from=self.today - timedelta(days=29),
            date_to=self.today + timedelta(days=60),
        )
        self.env["kam.action"].with_user(self.kam_user).create(
            {"plan_id": plan.id, "name": "Call them"}
        )
        snapshots = self.env["kam.health.snapshot"]
        self.assertFalse(snapshots.search([("partner_id", "=", self.account.id)]))
        self.start_tour(
            f"/odoo/key-accounts/{self.account.id}",
            "kam_account_tour",
            login="kam_user",
        )
        self.assertTrue(snapshots.search([("partner_id", "=", self.account.id)]))
