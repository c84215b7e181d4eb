from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestTypeSuggestion(KamCommon):
    """Profits of 2024 in company A: Alfa 60, Beta 30, Gama 10, Delta −20.

    Losses count as none, so all profits are 100 and the shares 60, 30, 10 and 0 %.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.breadwinner = cls.env.ref("kam_odoo.kam_account_type_breadwinner")
        cls.prospect = cls.env.ref("kam_odoo.kam_account_type_prospect")
        cls.image_maker = cls.env.ref("kam_odoo.kam_account_type_image_maker")
        cls.alfa = cls._account("Alfa", kam_manager_id=cls.kam_user.id)
        cls.beta = cls._account("Beta")
        cls.gama = cls._account("Gama", kam_sponsor_id=cls.kam_user.id)
        cls.delta = cls._account("Delta")
        cls.accounts = cls.alfa + cls.beta + cls.gama + cls.delta
        rows = [(cls.alfa, 60), (cls.beta, 30), (cls.gama, 10), (cls.delta, -20)]
        cls._orders(
            [
                cls._row(account, "2024-05-06", 100, cost=100 - profit)
                for account, profit in rows
            ]
        )
        cls.analysis = cls._analysis()

    def _rows(self, user=None, accounts=None, **domain):
        model = self.env["kam.type.suggestion"]
        model = model.with_user(user or self.kam_manager).with_context(
            allowed_company_ids=self.company_a.ids
        )
        model.invalidate_model()
        accounts = accounts if accounts is not None else self.accounts
        conditions = [("partner_id", "in", accounts.ids)]
        conditions += [(name, "=", value) for name, value in domain.items()]
        return model.search(conditions)

    def _shown(self, rows):
        return {
            (row.partner_id.name, row.type_id.name, row.kind, row.state) for row in rows
        }

    def test_breadwinners_by_hand(self):
        """10 % is enough, and a loss neither gives a share nor takes one away."""
        rows = self._rows(kind="add")
        shares = {row.partner_id.name: row.share for row in rows}
        self.assertEqual(shares, {"Alfa": 0.6, "Beta": 0.3, "Gama": 0.1})
        self.assertEqual(rows.type_id.with_env(self.env), self.breadwinner)
        alfa = rows.filtered(lambda row: row.partner_id.name == "Alfa")
        self.assertEqual(alfa.display_name, "Breadwinner?")
        self.assertIn("60.0 % of our profit", alfa.evidence)
        self.assertIn(self.analysis.display_name, alfa.evidence)

    def test_the_threshold_is_a_setting(self):
        self.breadwinner.threshold = 0.31
        self.assertEqual(self._rows(kind="add").partner_id.name, "Alfa")
        for share in (0, -0.1, 1.1):
            with self.assertRaises(ValidationError):
                self.breadwinner.threshold = share

    def test_accept_writes_as_the_person(self):
        row = self._rows(accounts=self.alfa)
        row.action_accept()
        self.assertEqual(self.alfa.kam_type_ids, self.breadwinner)
        self.assertFalse(self._rows(accounts=self.alfa))
        message = self.alfa.message_ids[0]
        self.assertEqual(message.author_id, self.kam_manager.partner_id)
        self.assertIn("Breadwinner", message.body)
        self.assertNotIn("60", message.body, "more people read it than may see figures")

    def test_accept_several_and_keep_the_others(self):
        self.alfa.kam_type_ids = self.image_maker
        self._rows().action_accept()
        self.assertEqual(self.alfa.kam_type_ids, self.image_maker + self.breadwinner)
        self.assertEqual(self.gama.kam_type_ids, self.breadwinner)
        self.assertFalse(self.delta.kam_type_ids)

    def test_evidence_gone(self):
        """A breadwinner below the threshold, or without figures, is none any more."""
        absent = self._account("Absent")
        types = [Command.set(self.breadwinner.ids)]
        (self.alfa + self.delta + absent).write({"kam_type_ids": types})
        rows = self._rows(accounts=self.accounts + absent, kind="remove")
        self.assertEqual(set(rows.mapped("partner_id.name")), {"Delta", "Absent"})
        evidence = {row.partner_id.name: row.evidence for row in rows}
        self.assertIn("Only 0.0 % of our profit now", evidence["Delta"])
        self.assertIn("No figures", evidence["Absent"])
        rows.action_accept()
        self.assertFalse((self.delta + absent).kam_type_ids)

    def test_nothing_is_removed_that_another_company_proves(self):
        self.delta.kam_type_ids = self.breadwinner
        self._order(self.delta, "2024-05-06", 50, company=self.company_b)
        self.assertTrue(self._rows(accounts=self.delta, kind="remove"))
        self._analysis(company_id=self.company_b.id)
        self.assertFalse(self._rows(accounts=self.delta))
        other = self._rows(accounts=self.delta).with_context(
            allowed_company_ids=self.companies.ids
        )
        self.delta.kam_type_ids = False
        self.assertEqual(other.search([("partner_id", "=", self.delta.id)]).share, 1.0)

    def test_without_analysis_nothing_is_said(self):
        account = self._account("Unknown", kam_type_ids=self.breadwinner.ids)
        in_b = self.env["kam.type.suggestion"].with_context(
            allowed_company_ids=self.company_b.ids
        )
        self.assertFalse(in_b.search([("partner_id", "in", (self.alfa + account).ids)]))

    def test_put_off_until_the_evidence_changes(self):
        """0.30 put off: 0.34 stays away, 0.35 is 5 points more and asks again."""
        self._rows(accounts=self.beta).action_dismiss()
        row = self._rows(accounts=self.beta)
        self.assertEqual(row.state, "dismissed")
        self.assertEqual(row.dismissed_user_id.id, self.kam_manager.id)
        self.assertTrue(row.dismissed_date)
        dismissal = self.env["kam.type.dismissal"].search(
            [("partner_id", "=", self.beta.id)]
        )
        for share, state in ((0.34, "dismissed"), (0.35, "open"), (0.25, "open")):
            dismissal.share = 0.3 + (0.3 - share)
            self.assertEqual(self._rows(accounts=self.beta).state, state, share)
        dismissal.share = 0.3
        self._rows(accounts=self.beta).action_reopen()
        self.assertEqual(self._rows(accounts=self.beta).state, "open")
        self.assertFalse(dismissal.exists())

    def test_a_removal_is_put_off_by_itself(self):
        """Saying "not now" to adding says nothing about removing later."""
        self._rows(accounts=self.beta).action_dismiss()
        self.breadwinner.threshold = 0.5
        self.beta.kam_type_ids = self.breadwinner
        self.assertEqual(
            self._shown(self._rows(accounts=self.beta)),
            {("Beta", "Breadwinner", "remove", "open")},
        )

    def test_prospects(self):
        """Status or a qualified lead, and no order of anybody in the group ever."""
        group = self._account("Group", kam_status="prospect")
        branch = self._account("Branch", parent=group)
        by_lead = self._account("By lead")
        person = self._account("Person", parent=by_lead, is_company=False)
        lead = self.env["crm.lead"].create(
            {
                "name": "Second line",
                "type": "opportunity",
                "partner_id": person.id,
                "kam_need": "2",
                "kam_solvency": "2",
                "kam_authority": "1",
            }
        )
        self.alfa.kam_status = "prospect"
        accounts = group + branch + by_lead + self.alfa
        self.env.flush_all()
        rows = self._rows(accounts=accounts, type_id=self.prospect.id)
        self.assertEqual(
            {row.partner_id.name: row.reason for row in rows},
            {"Group": "status", "By lead": "lead"},
        )
        evidence = rows.filtered(lambda row: row.reason == "lead").evidence
        self.assertIn("Second line", evidence)
        rows.action_accept()
        self.assertEqual((group + by_lead).kam_type_ids, self.prospect)
        lead.action_set_lost()
        self.assertFalse(self._rows(accounts=accounts, type_id=self.prospect.id))
        self._order(branch, "2019-01-01", 5)
        row = self._rows(accounts=accounts, type_id=self.prospect.id)
        self.assertEqual(self._shown(row), {("Group", "Prospect", "remove", "open")})
        row.action_accept()
        self.assertFalse(group.kam_type_ids)

    def test_people_judge_the_other_types(self):
        self.delta.kam_type_ids = self.image_maker
        self.assertFalse(self._rows(accounts=self.delta))
        self.breadwinner.active = False
        self.assertFalse(self._rows(kind="add"))

    def test_figures_for_those_who_may_see_them(self):
        self.assertEqual(
            set(self._rows(self.kam_user).mapped("partner_id.name")), {"Alfa", "Gama"}
        )
        others = self.env["kam.type.suggestion"].with_user(self.other_user)
        self.assertFalse(others.search([("partner_id", "in", self.accounts.ids)]))
        beta = self._rows(accounts=self.beta)
        with self.assertRaises(AccessError):
            beta.with_user(self.kam_user).read(["share"])
        for user in (self.salesperson, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self._rows(user)
        page = self.beta.with_user(self.salesperson)
        with self.assertRaises(AccessError):
            page.read(["kam_type_suggestion_ids"])

    def test_on_the_page_of_the_account(self):
        page = self.alfa.with_user(self.kam_user).with_context(
            allowed_company_ids=self.company_a.ids
        )
        self.assertEqual(page.kam_type_suggestion_ids.share, 0.6)
        self.assertFalse(page.kam_type_suggestion_ids.can_decide)
        hidden = self.beta.with_user(self.kam_user)
        self.assertFalse(hidden.kam_type_suggestion_ids)

    def test_everybody_can_open_a_contact(self):
        """The form is for all, also where the suggestions are not."""
        for user in (self.employee, self.salesperson, self.kam_user, self.kam_manager):
            partners = self.env["res.partner"].with_user(user)
            views = partners.get_views([(False, "form"), (False, "search")])
            shown = "kam_type_suggestion_ids" in views["views"]["form"]["arch"]
            self.assertEqual(shown, user in self.kam_user + self.kam_manager)

    def test_only_managers_decide(self):
        rows = self._rows(self.kam_user)
        for method in ("action_accept", "action_dismiss", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(rows, method)()
        with self.assertRaises(AccessError):
            self.env["kam.type.dismissal"].with_user(self.kam_user).create({})
        self.assertFalse(self.alfa.kam_type_ids)

    def test_one_query_for_all_accounts(self):
        accounts = self.env["res.partner"].create(
            [
                {"name": f"P{number}", "is_company": True, "kam_status": "prospect"}
                for number in range(40)
            ]
        )
        self.env.flush_all()
        counts = set()
        self._rows(accounts=accounts)
        for some in (accounts[:1], accounts):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self._rows(accounts=some)
            self.assertEqual(len(rows), len(some))
            rows.mapped("evidence")
            counts.add(self.env.cr.sql_log_count - before)
        self.assertEqual(len(counts), 1, counts)
