from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .assessment_common import AssessmentCommon


@tagged("post_install", "-at_install")
class TestKamAssessmentNomination(AssessmentCommon):
    """The nomination screen of an employee without sales rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.naming = cls._round(cls.env["res.partner"], "nomination")
        cls.mine = cls._assessment(cls.naming, cls.employee)
        cls.other = cls._assessment(cls.naming, cls.salesperson)

    def _nominate(self, assessment, partner, user=None, reason="Leads its region"):
        return (
            self.env["kam.nomination"]
            .with_user(user or assessment.user_id)
            .create(
                {
                    "assessment_id": assessment.id,
                    "partner_id": partner.id,
                    "reason": reason,
                }
            )
        )

    def test_shows_what_was_nominated_and_only_ones_own(self):
        self._nominate(self.mine, self.beta)
        self._nominate(self.other, self.gama)
        data = self.mine.get_nominations()
        self.assertFalse(data["readonly"])
        self.assertEqual(
            [(one["name"], one["reason"]) for one in data["nominations"]],
            [("Beta", "Leads its region")],
        )
        with self.assertRaises(AccessError):
            self.other.with_user(self.employee).get_nominations()
        with self.assertRaises(AccessError):
            self._nominate(self.other, self.beta, self.employee)

    def test_an_employee_finds_accounts_but_no_contacts(self):
        """The search behind the field, with the domain of the screen."""
        self._account("Alfa Branch", self.alfa)
        self._account("Alfa Person", is_company=False)
        found = (
            self.env["res.partner"]
            .with_user(self.employee)
            .name_search(
                "Alfa", [("kam_is_account", "=", True), ("is_company", "=", True)]
            )
        )
        self.assertEqual([name for _id, name in found], ["Alfa"])

    def test_suggests_classes_a_and_b_and_qualified_prospects(self):
        """1000 + 190 + 10: the 1st starts at 0 % (A), the 2nd at 83 % (B), the 3rd at
        99 % (C)."""
        delta = self._account("Delta")
        for partner, amount in (
            (self.alfa, 1000),
            (self.beta, 190),
            (self.gama, 10),
        ):
            self._order(partner, "2024-05-05", amount)
        self.naming.sudo().analysis_id = self._analysis()
        self.env["crm.lead"].sudo().create(
            {
                "name": "Deal",
                "partner_id": delta.id,
                "company_id": self.company_a.id,
                "kam_need": "2",
                "kam_solvency": "2",
                "kam_authority": "2",
            }
        )
        data = self.mine.get_nominations()
        self.assertEqual(
            [(one["name"], one["reason"]) for one in data["suggestions"]],
            [
                ("Delta", "Qualified prospect"),
                ("Alfa", "Class A–"),
                ("Beta", "Class B–"),
            ],
        )
        self.assertNotIn("1000", str(data))
        self._nominate(self.mine, self.alfa)
        names = [one["name"] for one in self.mine.get_nominations()["suggestions"]]
        self.assertEqual(names, ["Delta", "Beta"])

    def test_read_only_once_handed_in_or_scoring(self):
        self._nominate(self.mine, self.beta)
        self.assertIn(
            "You nominated customers: 1",
            self.mine.action_ask_hand_in()["params"]["body"],
        )
        self.mine.action_hand_in()
        self.assertTrue(self.mine.get_nominations()["readonly"])
        with (
            self.assertRaises(UserError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            self._nominate(self.mine, self.alfa)
        self.mine.action_take_back()
        self._nominate(self.mine, self.alfa)
        self.naming.sudo().state = "scoring"
        data = self.mine.get_nominations()
        self.assertTrue(data["readonly"])
        self.assertFalse(data["suggestions"])
        self.assertEqual(len(data["nominations"]), 2)

    def test_queries_do_not_grow_with_the_nominations(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}", "is_company": True} for n in range(60)]
        )
        self.env["kam.nomination"].with_user(self.employee).create(
            [
                {"assessment_id": self.mine.id, "partner_id": one.id, "reason": "Why"}
                for one in partners
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            self.assertEqual(len(self.mine.get_nominations()["nominations"]), 60)
