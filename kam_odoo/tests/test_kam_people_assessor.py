from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .assessment_common import AssessmentCommon


@tagged("post_install", "-at_install")
class TestPeopleAssessor(AssessmentCommon):
    """Who scores an account in a round sees the account, not the map of its people.

    ``employee`` has no sales right, ``salesperson`` sells elsewhere; both have an
    assessment of Alfa. Only who is in the team as well sees more.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa.write(
            {
                "kam_manager_id": cls.kam_user.id,
                "kam_tier_id": cls.tier_strategic.id,
                "kam_status": "key",
            }
        )
        cls.contact = cls._account("Ana", parent=cls.alfa, is_company=False)
        cls.stakeholder = cls.env["kam.stakeholder"].create(
            {
                "partner_id": cls.alfa.id,
                "contact_id": cls.contact.id,
                "attitude": "1",
                "note": "Sails on Lake Bled.",
            }
        )
        start = fields.Datetime.subtract(fields.Datetime.now(), days=3)
        cls.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Secret takeover",
                "start": start,
                "stop": fields.Datetime.add(start, hours=1),
                "user_id": cls.kam_user.id,
                "partner_ids": (cls.contact + cls.kam_user.partner_id).ids,
            }
        )
        cls.plan = (
            cls.env["kam.plan"]
            .with_user(cls.kam_user)
            .create({"partner_id": cls.alfa.id})
        )
        cls.taken = cls.env["kam.health.snapshot"]._take(cls.company_a)
        cls.env.invalidate_all()

    def _seen(self, user):
        """Everything on people and health that a user finds of Alfa."""
        account = self.alfa.with_user(user).with_company(self.company_a)
        found = {
            model: self.env[model]
            .with_user(user)
            .search_count([("partner_id", "=", self.alfa.id)])
            for model in (
                "kam.stakeholder",
                "kam.health.snapshot",
                "kam.health.change",
                "kam.contact.touch",
                "kam.stakeholder.proposal",
                "kam.plan",
            )
        }
        return {
            **{model: count for model, count in found.items() if count},
            **{
                name: True
                for name in (
                    "kam_people",
                    "kam_stakeholder_ids",
                    "kam_missing_role_ids",
                    "kam_health_band",
                )
                if account[name]
            },
            **({"kam_network": True} if "cells" in account.kam_network else {}),
        }

    def test_reads_the_account_and_the_round(self):
        """What the assessor needs is there, else this test would prove nothing."""
        for user, assessment in (
            (self.employee, self.mine),
            (self.salesperson, self.other),
        ):
            self.assertEqual(assessment.with_user(user).state, "open")
            self.assertEqual(self.alfa.with_user(user).name, "Alfa")
            self.assertIn("cells", self.alfa.with_user(self.kam_user).kam_network)
            self.assertGreaterEqual(len(self._seen(self.kam_user)), 8)

    def test_finds_nothing_of_the_people(self):
        for user in (self.employee, self.salesperson):
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user), {})
                cards = self.alfa.with_user(user).kam_overview
                for card in ("people", "health", "plan"):
                    self.assertFalse(cards[card], card)

    def test_numbers_open_nothing(self):
        for user in (self.employee, self.salesperson):
            for call in (
                lambda user=user: self.stakeholder.with_user(user).read(["note"]),
                lambda user=user: self.taken.with_user(user).read(["health"]),
                lambda user=user: self.plan.with_user(user).read(["threats"]),
                lambda user=user: self.alfa.with_user(user).action_kam_network(),
                lambda user=user: self.alfa.with_user(user).action_kam_health_count(),
                lambda user=user: (
                    self.env["kam.leaving"]
                    .with_user(user)
                    .create({"user_id": self.kam_user.id, "partner_id": self.alfa.id})
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_in_the_team_as_well(self):
        self.env["kam.team.member"].create(
            {"partner_id": self.alfa.id, "user_id": self.employee.id}
        )
        self.assertEqual(self._seen(self.employee), self._seen(self.kam_user))
