from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestStakeholderProposal(PeopleCommon):
    """People we already deal with, by what Odoo has of 12 months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga = cls._person("Olga Order", cls.branch)
        cls.lea = cls._person("Lea Lead")
        cls.max = cls._person("Max Meeting")
        cls.mia = cls._person("Mia Mail")

    def _proposals(self, user=None, companies=None):
        proposals = self.env["kam.stakeholder.proposal"].with_user(
            user or self.kam_user
        )
        if companies:
            proposals = proposals.with_context(allowed_company_ids=companies.ids)
        return proposals.search([("partner_id", "=", self.account.id)])

    def _counts(self, **options):
        return {
            row.contact_id.name: (
                row.order_count,
                row.opportunity_count,
                row.meeting_count,
                row.mail_count,
                str(row.last_date),
            )
            for row in self._proposals(**options)
        }

    def _lead(self, partner, **values):
        lead = self.env["crm.lead"].create(
            {
                "name": "Chance",
                "type": "opportunity",
                "partner_id": partner.id,
                "company_id": self.company_a.id,
                **values,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-01-05 08:00:00' WHERE id = %s",
            [lead.id],
        )
        return lead

    def test_sources(self):
        """Each source counts for itself; 13 months ago is too long ago."""
        self._order(self.olga, "2025-12-01", 100)
        self._order(self.olga, "2025-11-01", 100)
        self._order(self.olga, "2024-12-01", 100)
        self._order(self.olga, "2025-12-20", 100, state="draft")
        self._lead(self.lea)
        self._meeting("2025-12-10", self.max + self.olga)
        self._meeting("2026-02-10", self.max)  # not yet
        for day in ("2025-12-03", "2025-12-04"):
            self.env["mail.message"].create(
                {
                    "model": "res.partner",
                    "res_id": self.account.id,
                    "message_type": "email",
                    "author_id": self.mia.id,
                    "date": f"{day} 10:00:00",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
            )
        self.assertEqual(
            self._counts(),
            {
                "Olga Order": (2, 0, 1, 0, "2025-12-10"),
                "Lea Lead": (0, 1, 0, 0, "2026-01-05"),
                "Max Meeting": (0, 0, 1, 0, "2025-12-10"),
                "Mia Mail": (0, 0, 0, 2, "2025-12-04"),
            },
        )

    def test_who_is_not_proposed(self):
        """Stakeholders, companies, colleagues, who has left; a customer with a login
        of the portal is one of the people, and mostly of those who order."""
        portal = self._person("Petra Portal")
        new_test_user(
            self.env, "kam_petra", groups="base.group_portal", partner_id=portal.id
        )
        colleague = self._user("kam_inside", "base.group_user").partner_id
        colleague.parent_id = self.account
        gone = self._person("Gil Gone")
        self._meeting(
            "2025-12-10", self.person + portal + colleague + gone + self.branch
        )
        gone.active = False
        self.assertEqual(set(self._counts()), {portal.name})

    def test_private_meetings_count_and_stay_private(self):
        """That there was one, and when; what it was about cannot be read."""
        meeting = self._meeting(
            "2025-12-10", self.max, owner=self.colleague, privacy="private"
        )
        self.assertEqual(self._counts(), {"Max Meeting": (0, 0, 1, 0, "2025-12-10")})
        fields = self.env["kam.stakeholder.proposal"]._fields
        self.assertEqual(
            {name for name, field in fields.items() if field.store},
            {
                "contact_id",
                "id",
                "last_date",
                "mail_count",
                "meeting_count",
                "opportunity_count",
                "order_count",
                "partner_id",
                "state",
            },
        )
        self.env.invalidate_all()
        self.assertEqual(
            meeting.with_user(self.kam_user).read(["name"])[0]["name"], "Busy"
        )

    def test_companies(self):
        """What another company sells and whom its people meet is counted there."""
        self._order(self.olga, "2025-12-01", 100, company=self.company_b)
        self._lead(self.lea, company_id=self.company_b.id)
        self._meeting("2025-12-10", self.max, owner=self.other_user)
        self.assertFalse(self._counts())
        manager = {"user": self.kam_manager}
        self.assertFalse(self._counts(**manager, companies=self.company_a))
        both = {"Olga Order", "Lea Lead", "Max Meeting"}
        self.assertEqual(set(self._counts(**manager, companies=self.companies)), both)

    def test_rights(self):
        self._meeting("2025-12-10", self.max)
        for user in (self.kam_user, self.sponsor, self.member, self.kam_manager):
            self.assertTrue(self._proposals(user), user.login)
        proposal = self._proposals()
        for user in (self.colleague, self.salesperson, self.employee):
            self.assertFalse(self._proposals(user), user.login)
            with self.assertRaises(AccessError):
                proposal.with_user(user).read(["last_date"])
            proposal.with_user(user).action_accept()  # sees none, so accepts none
        self.assertEqual(self._proposals(), proposal)
        with self.assertRaises(AccessError):
            self._proposals(self.portal)

    def test_accept(self):
        self._meeting("2025-12-10", self.max + self.lea)
        self._proposals(self.member).action_accept()
        self.assertFalse(self._proposals())
        added = self.account.kam_stakeholder_ids - self.boss - self.anna
        self.assertEqual(added.contact_id, self.max + self.lea)
        # taken off the map is not asked again
        added.active = False
        self.assertFalse(self._proposals())

    def test_dismiss_for_good(self):
        self._meeting("2025-12-10", self.max)
        self._proposals().action_dismiss()
        self._meeting("2026-01-02", self.max)
        self.assertEqual(self._proposals().mapped("state"), ["dismissed"])
        self._proposals().action_reopen()
        self.assertEqual(self._proposals().mapped("state"), ["open"])
        self._proposals().action_dismiss()
        self._proposals().action_accept()
        self.assertFalse(self._proposals())

    def test_accounts_nobody_looks_after(self):
        stranger = self._person("Sam Stranger", self._account("Everyday"))
        self._order(stranger, "2025-12-01", 100)
        found = self.env["kam.stakeholder.proposal"].search(
            [("contact_id", "=", stranger.id)]
        )
        self.assertFalse(found)

    def test_one_statement(self):
        self._meeting("2025-12-10", self.max)
        self._order(self.olga, "2025-12-01", 100)
        self.account.kam_team_member_ids = [
            Command.create({"user_id": self.salesperson.id})
        ]
        self._counts()
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.env["kam.stakeholder.proposal"].with_user(self.kam_user).search_fetch(
                [("partner_id", "=", self.account.id)], ["last_date", "order_count"]
            )
