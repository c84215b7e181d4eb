from itertools import product

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestLeadQualification(KamCommon):
    """The three Ps on the lead (S8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account("Nova")
        cls.branch = cls._account("Nova Branch", parent=cls.account)

    def _lead(self, answers="221", user=None, **values):
        """A lead with the three answers in order, such as "2 1": "-" is unknown."""
        need, solvency, authority = (
            False if answer == "-" else answer for answer in answers
        )
        return (
            self.env["crm.lead"]
            .with_user(user or self.salesperson)
            .create(
                {
                    "name": "Second line",
                    "type": "opportunity",
                    "partner_id": self.branch.id,
                    "kam_need": need,
                    "kam_solvency": solvency,
                    "kam_authority": authority,
                    "company_id": self.company_a.id,
                    **values,
                }
            )
        )

    def test_qualified_by_hand(self):
        """All 64 cases: qualified are three yes, or two yes and one partly."""
        qualified = {
            "".join(answers)
            for answers in product("-012", repeat=3)
            if self._lead("".join(answers)).kam_qualified
        }
        self.assertEqual(qualified, {"222", "221", "212", "122"})

    def test_it_follows_the_answers(self):
        lead = self._lead("22-")
        self.assertFalse(lead.kam_qualified)
        lead.kam_authority = "1"
        self.assertTrue(lead.kam_qualified)
        lead.kam_need = "0"
        self.assertFalse(lead.kam_qualified)

    def test_accounts_of_qualified_leads(self):
        """The account, not the contact; open leads of the company with a customer."""
        Lead = self.env["crm.lead"]
        others = {
            name: self._account(name)
            for name in ("Half", "Lost", "Won", "Elsewhere", "Shared", "Archived")
        }
        self._lead()
        self._lead(partner_id=False)
        self._lead("22-", partner_id=others["Half"].id)
        self._lead(partner_id=others["Lost"].id).action_set_lost()
        self._lead(partner_id=others["Won"].id).action_set_won()
        self._lead(
            partner_id=others["Elsewhere"].id,
            user=self.kam_manager,
            company_id=self.company_b.id,
        )
        self._lead(partner_id=others["Shared"].id, company_id=False)
        self._lead(partner_id=others["Archived"].id)
        others["Archived"].active = False
        fixture = self.account + sum(others.values(), self.env["res.partner"])
        found = Lead._kam_qualified_accounts(self.company_a) & fixture
        self.assertEqual(found, self.account + others["Shared"])
        found = Lead._kam_qualified_accounts(self.company_b) & fixture
        self.assertEqual(found, others["Elsewhere"] + others["Shared"])

    def test_hint(self):
        self.assertEqual(self._lead().kam_proposal, "propose")
        self.assertEqual(self._lead(partner_id=False).kam_proposal, "contact")
        self.assertFalse(self._lead("11-").kam_proposal)
        self.account.kam_status = "candidate"
        self.assertFalse(self._lead().kam_proposal)

    def test_manager_proposes(self):
        """Who may decide takes a decision, with the reason in the history."""
        lead = self._lead(kam_need_note="Twelve years old.")
        lead.with_user(self.kam_manager).action_kam_propose_prospect()
        self.assertEqual(self.account.kam_status, "prospect")
        decision = self.env["kam.decision"].search(
            [("partner_id", "=", self.account.id)]
        )
        self.assertEqual(decision.user_id, self.kam_manager)
        self.assertIn("Second line", decision.reason)
        self.assertIn("Twelve years old.", decision.reason)

    def test_salesperson_asks(self):
        """Nothing changes by itself; a manager is asked, once."""
        lead = self._lead()
        self.env.ref("kam_odoo.group_kam_manager").user_ids = self.kam_manager
        lead.action_kam_propose_prospect()
        lead.action_kam_propose_prospect()
        self.assertEqual(self.account.kam_status, "none")
        [activity] = self.account.activity_ids
        self.assertEqual(activity.user_id, self.kam_manager)
        self.assertIn("Second line", activity.note)

    def test_what_cannot_be_proposed(self):
        with self.assertRaisesRegex(UserError, "Choose the customer first"):
            self._lead(partner_id=False).action_kam_propose_prospect()
        with self.assertRaisesRegex(UserError, "open, qualified"):
            self._lead("2-2").action_kam_propose_prospect()
        self.account.kam_status = "key"
        with self.assertRaisesRegex(UserError, "neither prospect"):
            self._lead().action_kam_propose_prospect()

    def test_proposal_follows_the_status(self):
        lead = self._lead()
        self.assertEqual(lead.kam_proposal, "propose")
        self.account.kam_status = "prospect"
        self.assertFalse(lead.kam_proposal)

    def test_foreign_leads_are_not_proposed(self):
        lead = self._lead(user=self.kam_manager, user_id=self.kam_manager.id)
        for user in (self.salesperson, self.employee):
            with self.assertRaises(AccessError):
                lead.with_user(user).action_kam_propose_prospect()

    def test_filters_and_groups(self):
        """The search views offer what the fields know."""
        lead = self._lead()
        groups = dict(
            self.env["crm.lead"]._read_group(
                [("id", "=", lead.id)], ["kam_qualified"], ["__count"]
            )
        )
        self.assertEqual(groups, {True: 1})
        for view in (
            "crm.view_crm_case_opportunities_filter",
            "crm.view_crm_case_leads_filter",
        ):
            arch = self.env["crm.lead"].get_view(self.env.ref(view).id, "search")[
                "arch"
            ]
            for name in ("kam_qualified", "kam_to_qualify", "group_kam_authority"):
                self.assertIn(f'name="{name}"', arch, view)
