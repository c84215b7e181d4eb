from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestPartnerMerge(KamCommon):
    """Odoo's contact merge: what was decided on an account survives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = cls.env["kam.account.type"].search([])
        cls.alfa = cls._account(
            "Alfa",
            kam_status="key",
            kam_tier_id=cls.tier_strategic.id,
            kam_manager_id=cls.kam_user.id,
            kam_sponsor_id=cls.kam_manager.id,
            kam_type_ids=cls.types[:1].ids,
        )
        cls.beta = cls._account("Beta")
        cls.clerk = new_test_user(
            cls.env,
            "kam_clerk",
            groups="sales_team.group_sale_salesman,base.group_partner_manager",
            company_id=cls.company_a.id,
            company_ids=[Command.set(cls.companies.ids)],
        )

    def _merge(self, source, destination, user=None):
        """Merge one contact into another as the user, a plain one by default."""
        wizard = (
            self.env["base.partner.merge.automatic.wizard"]
            .with_user(user or self.clerk)
            .create({"dst_partner_id": destination.id})
        )
        wizard.partner_ids = source + destination
        wizard.action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(source.exists())
        self.assertEqual(self.env["res.partner"]._kam_mend_accounts(), 0)

    def assertDecisions(self, partner, **changes):
        wanted = {
            "kam_status": "key",
            "kam_tier_id": self.tier_strategic.id,
            "kam_manager_id": self.kam_user.id,
            "kam_sponsor_id": self.kam_manager.id,
            "kam_type_ids": self.types[:1].ids,
            **changes,
        }
        self.assertEqual(partner._kam_decisions(), wanted)

    def test_key_into_plain(self):
        self._merge(self.alfa, self.beta)
        self.assertDecisions(self.beta)
        self.assertTrue(self.beta.kam_is_account)

    def test_plain_into_key(self):
        self._merge(self.beta, self.alfa)
        self.assertDecisions(self.alfa)

    def test_by_a_manager(self):
        self._merge(self.alfa, self.beta, self.env.ref("base.user_admin"))
        self.assertDecisions(self.beta)

    def test_two_plain(self):
        self._merge(self._account("Gamma"), self.beta)
        self.assertEqual(self.beta.kam_status, "none")
        self.assertEqual(self.beta.kam_account_id, self.beta)

    def test_highest_status_wins(self):
        """key > candidate > prospect > former > none, whichever is kept."""
        order = ["key", "candidate", "prospect", "former", "none"]
        for better, worse in zip(order, order[1:], strict=False):
            for kept, gone in ((better, worse), (worse, better)):
                with self.subTest(kept=kept, gone=gone):
                    destination = self._account("Kept", kam_status=kept)
                    self._merge(self._account("Gone", kam_status=gone), destination)
                    self.assertEqual(destination.kam_status, better)

    def test_the_better_one_gives_tier_and_people(self):
        self.beta.write(
            {
                "kam_status": "prospect",
                "kam_tier_id": self.tier_key.id,
                "kam_manager_id": self.kam_manager.id,
                "kam_type_ids": [Command.link(self.types[1].id)],
            }
        )
        self._merge(self.alfa, self.beta)
        self.assertDecisions(self.beta, kam_type_ids=self.types[:2].ids)

    def test_the_worse_one_fills_the_gaps(self):
        self.beta.write({"kam_status": "former", "kam_sponsor_id": self.salesperson.id})
        self.alfa.kam_sponsor_id = False
        self._merge(self.beta, self.alfa)
        self.assertDecisions(self.alfa, kam_sponsor_id=self.salesperson.id)

    def test_between_equals_the_kept_one_wins(self):
        self.beta.write({"kam_status": "key", "kam_tier_id": self.tier_key.id})
        self._merge(self.alfa, self.beta)
        self.assertDecisions(self.beta, kam_tier_id=self.tier_key.id)

    def test_children_and_orders_follow(self):
        branch = self._account("Branch", self.alfa)
        person = self._account("Person", branch, is_company=False)
        self._order(self.alfa, "2024-05-05", 10)
        self._order(person, "2024-06-05", 20)
        self._analysis()
        self._merge(self.alfa, self.beta)
        self.assertEqual((branch + person).kam_account_id, self.beta)
        report = self.env["kam.sales.report"].search([])
        by_account = report.filtered(lambda row: row.account_id == self.beta)
        self.assertEqual(sum(by_account.mapped("revenue")), 30)
        again = self._analysis(name="After")
        self.assertEqual(self._line(again, self.beta).revenue, 30)

    def test_account_into_branch_of_another_group(self):
        """The destination stays where it is; its group takes the decisions."""
        group = self._account("Group")
        branch = self._account("Branch", group)
        child = self._account("Child", self.alfa, is_company=False)
        self._merge(self.alfa, branch)
        self.assertEqual((branch + child).kam_account_id, group)
        self.assertDecisions(group)
        self.assertDecisions(
            branch,
            kam_status="none",
            kam_tier_id=False,
            kam_manager_id=False,
            kam_sponsor_id=False,
            kam_type_ids=[],
        )

    def test_account_into_branch_of_a_key_account(self):
        """An account that is key already keeps its own tier and people."""
        group = self._account("Group", kam_status="key", kam_tier_id=self.tier_key.id)
        self._merge(self.alfa, self._account("Branch", group))
        self.assertDecisions(group, kam_tier_id=self.tier_key.id)

    def test_branch_into_account(self):
        """The destination comes under the source's parent, as Odoo does it."""
        group = self._account("Group")
        branch = self._account("Branch", group)
        self._merge(branch, self.alfa)
        self.assertEqual(self.alfa.parent_id, group)
        self.assertEqual(self.alfa.kam_account_id, group)
        self.assertDecisions(group)

    def test_stands_alone_goes_with_the_parent(self):
        group = self._account("Group")
        alone = self._account("Alone", group, kam_stands_alone=True)
        self._merge(alone, self.alfa)
        self.assertEqual(self.alfa.kam_account_id, self.alfa)
        self.assertDecisions(self.alfa)
        self.assertEqual(group.kam_status, "none")
        branch = self._account("Branch", group)
        alone = self._account("Alone", self.beta, kam_stands_alone=True)
        self._merge(alone, branch)
        self.assertFalse(branch.kam_stands_alone)
        self.assertEqual(branch.kam_account_id, group)

    def test_two_branches_of_one_account(self):
        first, second = self._account("1", self.alfa), self._account("2", self.alfa)
        self._merge(first, second)
        self.assertEqual(second.kam_account_id, self.alfa)
        self.assertDecisions(self.alfa)

    def test_person_into_company(self):
        person = self._account("Person", is_company=False, kam_status="prospect")
        self._merge(person, self.beta)
        self.assertEqual(self.beta.kam_status, "prospect")
