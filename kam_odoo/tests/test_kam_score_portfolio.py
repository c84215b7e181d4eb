import re

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestPortfolio(KamCommon):
    """The portfolio shows each role what it may see, and money to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._account("Mine", kam_manager_id=cls.kam_user.id)
        cls.sponsored = cls._account("Sponsored", kam_sponsor_id=cls.kam_user.id)
        cls.theirs = cls._account("Theirs", kam_manager_id=cls.other_user.id)
        cls.accounts = cls.mine + cls.sponsored + cls.theirs
        cls.scores = cls.env["kam.score"].create(
            [
                {
                    "partner_id": account.id,
                    "company_id": company.id,
                    "currency_id": company.currency_id.id,
                    "attractiveness": 70,
                    "strength": 30,
                    "score": 54,
                    "quadrant": "star",
                    "revenue": 1000,
                }
                for account in cls.accounts
                for company in cls.companies
            ]
        )

    def _seen(self, user, companies=None):
        scores = self.env["kam.score"].with_user(user)
        if companies:
            scores = scores.with_context(allowed_company_ids=companies.ids)
        return scores.search([("id", "in", self.scores.ids)])

    def test_rows_by_role(self):
        in_a = self._seen(self.kam_manager, self.company_a)
        self.assertEqual(in_a.partner_id.with_env(self.env), self.accounts)
        self.assertEqual(in_a.company_id.with_env(self.env), self.company_a)
        self.assertEqual(len(self._seen(self.kam_manager, self.companies)), 6)
        own = self._seen(self.kam_user).partner_id.with_env(self.env)
        self.assertEqual(own, self.mine + self.sponsored)
        self.assertEqual(
            self._seen(self.other_user).partner_id.with_env(self.env), self.theirs
        )
        for user in (self.salesperson, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self._seen(user)

    def test_money_is_not_summed_for_others(self):
        """Two own accounts of 1000 each; pivot and list total no more."""
        scores = self.env["kam.score"].with_user(self.kam_user)
        domain = [("id", "in", self.scores.ids)]
        groups = scores.formatted_read_group(domain, ["tier_id"], ["revenue:sum"])
        self.assertEqual(sum(group["revenue:sum"] for group in groups), 2000)
        found = scores.web_search_read(domain, {"revenue": {}, "partner_id": {}})
        self.assertEqual(found["length"], 2)
        theirs = self.scores.filtered(lambda score: score.partner_id == self.theirs)
        with self.assertRaises(AccessError):
            theirs.with_user(self.kam_user).read(["revenue"])

    def test_nobody_writes(self):
        for user in (self.kam_user, self.kam_manager):
            with self.assertRaises(AccessError):
                self.scores[0].with_user(user).attractiveness = 100

    def test_the_split_is_the_companys(self):
        self.company_a.kam_split_strength = 40
        row = self.scores.filtered(lambda s: s.company_id == self.company_a)[0]
        self.assertEqual(row.split_strength, 40)
        self.assertEqual(row.split_attractiveness, 50)
        read = row.with_user(self.kam_user).read(["split_strength"])
        self.assertEqual(read[0]["split_strength"], 40)

    def test_filters_work(self):
        """Each domain and group of the search view, as a key account user."""
        scores = self.env["kam.score"].with_user(self.kam_user)
        view = self.env.ref("kam_odoo.kam_score_view_search")
        arch = etree.fromstring(scores.get_view(view.id, "search")["arch"])
        names = {"uid": self.kam_user.id, "allowed_company_ids": self.company_a.ids}
        for node in arch.iter("filter"):
            with self.subTest(filter=node.get("name")):
                if node.get("domain"):
                    scores.search(safe_eval(node.get("domain"), names))
                if node.get("context"):
                    group = safe_eval(node.get("context"))["group_by"]
                    scores.formatted_read_group([], [group], ["__count"])

    def test_cards_have_the_fields_they_ask_for(self):
        """A card that reads a field it does not load breaks in the browser only."""
        for name in ("kam_score_view_kanban", "kam_type_suggestion_view_kanban"):
            view = self.env.ref(f"kam_odoo.{name}")
            arch = self.env[view.model].get_view(view.id, "kanban")["arch"]
            loaded = {node.get("name") for node in etree.fromstring(arch).iter("field")}
            self.assertLessEqual(set(re.findall(r"record\.(\w+)", arch)), loaded, name)

    def test_a_click_opens_the_account(self):
        action = self._seen(self.kam_user)[0].action_open_account()
        self.assertEqual(action["res_model"], "res.partner")
