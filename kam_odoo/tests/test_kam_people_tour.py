from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestPeopleTour(PeopleCommon, HttpCase):
    """A key account manager closes a gap and takes over whom we deal with."""

    def test_tour(self):
        account = self._account(
            "Tour Account",
            kam_manager_id=self.kam_user.id,
            kam_tier_id=self.tier_key.id,
            kam_status="key",
        )
        decides = self._stakeholder(
            self._person("Tour Decider", account), "decision_maker"
        )
        self._person("Tour Sponsor", account)
        buyer = self._person("Tour Buyer", account)
        day = fields.Date.context_today(self.env.user) - timedelta(days=9)
        self._order(buyer, day, 100)
        self.start_tour(
            f"/odoo/key-accounts/{account.id}", "kam_people_tour", login="kam_user"
        )
        added = account.kam_stakeholder_ids - decides
        self.assertEqual(set(added.mapped("name")), {"Tour Sponsor", "Tour Buyer"})
        sponsor = added.filtered("attitude")
        self.assertEqual(sponsor.role_ids, self._role("sponsor"))
        self.assertEqual(sponsor.attitude, "4")
