from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KamCommon

# What each role may do: c(reate), r(ead), w(rite), u(nlink). A role that is missing
# may do nothing.
RIGHTS = {
    "kam.tier": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.account.type": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.cost.driver": {"kam_user": "r", "kam_manager": "cruw"},
    "kam.sales.fact": {"kam_manager": "r"},
    "kam.sales.month": {"kam_manager": "r"},
    "kam.analysis": {"kam_user": "r", "kam_manager": "cruw"},
    "kam.analysis.line": {"kam_user": "r", "kam_manager": "r"},
    "kam.analysis.movement": {"kam_user": "r", "kam_manager": "r"},
    "kam.defection": {"kam_user": "r", "kam_manager": "r"},
    "kam.sales.report": {"kam_user": "r", "kam_manager": "r"},
    "kam.refusal.report": {"kam_user": "r", "kam_manager": "r"},
    "kam.type.suggestion": {"kam_user": "r", "kam_manager": "r"},
    "kam.type.dismissal": {"kam_manager": "cru"},
    "kam.decision": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "r",
    },
    "kam.criterion": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.criterion.band": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.score": {"kam_user": "r", "kam_manager": "r"},
    "kam.score.line": {"kam_user": "r", "kam_manager": "r"},
    "kam.ladder": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.selection": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.selection.line": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.assessment": {
        "employee": "rw",
        "salesperson": "rw",
        "kam_user": "rw",
        "kam_manager": "cruw",
    },
    "kam.nomination": {
        "employee": "cruw",
        "salesperson": "cruw",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.mark": {
        "employee": "cruw",
        "salesperson": "cruw",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.terms": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.discount.approval": {"salesperson": "r", "kam_user": "r", "kam_manager": "r"},
    "kam.discount.approval.line": {
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "r",
    },
    "kam.escalation": {
        "employee": "crw",
        "salesperson": "crw",
        "kam_user": "crw",
        "kam_manager": "cruw",
    },
    "kam.escalation.reason": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.plan": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.plan.message": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.objective": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.objective.phase": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.objective.log": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.action": {
        "employee": "rw",
        "salesperson": "rw",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.cadence": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.reminder": {"kam_user": "r", "kam_manager": "cruw"},
    "kam.contact.rhythm": {"kam_user": "r", "kam_manager": "r"},
    "kam.stakeholder": {
        "employee": "crw",
        "salesperson": "crw",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.stakeholder.role": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "cruw",
    },
    "kam.stakeholder.attitude": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "r",
    },
    "kam.stakeholder.dismissal": {
        "employee": "cru",
        "salesperson": "cru",
        "kam_user": "cru",
        "kam_manager": "cru",
    },
    "kam.stakeholder.proposal": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "r",
    },
    "kam.team.member": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.player": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.review": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.relation": {
        "employee": "crw",
        "salesperson": "crw",
        "kam_user": "cruw",
        "kam_manager": "cruw",
    },
    "kam.health.snapshot": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "r",
    },
    "kam.health.change": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "r",
    },
    "kam.contact.touch": {
        "employee": "r",
        "salesperson": "r",
        "kam_user": "r",
        "kam_manager": "r",
    },
}
OPERATIONS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}
# Public methods that are Odoo's own, overridden.
ORM_METHODS = {
    "copy_data",
    "create",
    "init",
    "message_new",
    "message_post",
    "unlink",
    "write",
}


@tagged("post_install", "-at_install")
class TestRights(KamCommon):
    """Each model × role × operation, and what can be called from outside."""

    def test_table_of_rights(self):
        roles = ["employee", "salesperson", "kam_user", "kam_manager", "portal"]
        users = {role: getattr(self, role) for role in roles}
        users["public"] = self.env.ref("base.public_user")
        for model, rights in RIGHTS.items():
            for role, user in users.items():
                records = self.env[model].with_user(user)
                may = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if records.has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(sorted(may), sorted(rights.get(role, "")))

    def test_windows_are_of_who_opened_them(self):
        """Odoo shows what somebody types in a window to all who may open one."""
        for name, model in self.env.registry.items():
            if not (name.startswith("kam.") and model._transient):
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
            with self.subTest(model=name):
                self.assertEqual(
                    rules.mapped("domain_force"), ["[('create_uid', '=', user.id)]"]
                )
                self.assertFalse(rules.groups)

    def test_no_model_is_forgotten(self):
        """A new model of the addon has its rights stated above."""
        stored = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("kam.")
            and not model._abstract
            and not model._transient
            and model._original_module == "kam_odoo"
        }
        self.assertEqual(stored, set(RIGHTS))

    def test_what_can_be_called_from_outside(self):
        """Actions check rights by themselves; everything else is private.

        But what the assessors' screen calls, see test_kam_assessment_grid.py.
        """
        public = {
            f"{cls.__module__}: {name}"
            for model in self.env.registry.values()
            for cls in model.__mro__
            if cls.__module__.startswith("odoo.addons.kam_odoo.")
            for name, value in vars(cls).items()
            if callable(value)
            and not name.startswith(("_", "action_"))
            and name not in ORM_METHODS
        }
        models = "odoo.addons.kam_odoo.models"
        self.assertEqual(
            public,
            {
                f"{models}.kam_assessment_grid: get_grid",
                f"{models}.kam_assessment_grid: save_marks",
                f"{models}.kam_assessment_nomination: get_nominations",
            },
        )

    def test_rates_are_the_companys(self):
        driver = self.env.ref("kam_odoo.kam_cost_driver_order")
        driver.with_user(self.kam_manager).with_company(self.company_a).rate = 12
        in_b = driver.with_user(self.kam_manager).with_company(self.company_b)
        self.assertEqual(in_b.rate, 0)
        self.assertEqual(in_b.currency_id, self.usd)
        with self.assertRaises(AccessError):
            driver.with_user(self.kam_user).rate = 13


@tagged("post_install", "-at_install")
class TestFigures(KamCommon):
    """Who sees which figures: own accounts, own companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._account("Mine", kam_manager_id=cls.kam_user.id)
        cls.sponsored = cls._account("Sponsored", kam_sponsor_id=cls.kam_user.id)
        cls.theirs = cls._account("Theirs", kam_manager_id=cls.other_user.id)
        cls.nobodys = cls._account("Nobody's")
        cls.accounts = cls.mine + cls.sponsored + cls.theirs + cls.nobodys
        cls._orders(
            [
                cls._row(account, day, 100, company=company)
                for account in cls.accounts
                for company in cls.companies
                for day in ("2023-06-01", "2024-06-01")
            ]
        )
        cls.before = cls._analysis(date_from="2023-01-01", date_to="2023-12-31")
        cls.in_a = cls._analysis()
        cls.in_b = cls._analysis(company_id=cls.company_b.id)
        cls.in_both = cls._analysis(company_id=False)
        cls.draft = cls._analysis(run=False)
        cls.runs = cls.before + cls.in_a + cls.in_b + cls.in_both + cls.draft

    def _seen(self, model, user, companies=None, field="partner_id"):
        """Accounts of the fixture that the user finds in a model."""
        records = self.env[model].with_user(user)
        if companies:
            records = records.with_context(allowed_company_ids=companies.ids)
        return records.search([]).mapped(field).with_env(self.env) & self.accounts

    def _runs(self, user, companies=None):
        analyses = self.env["kam.analysis"].with_user(user)
        if companies:
            analyses = analyses.with_context(allowed_company_ids=companies.ids)
        return analyses.search([("id", "in", self.runs.ids)]).with_env(self.env)

    def test_runs_by_company(self):
        """A run over several companies is for those who may see them all."""
        manager = self.kam_manager
        only_a = self.before + self.in_a + self.draft
        self.assertEqual(self._runs(manager, self.companies), self.runs.sorted())
        self.assertEqual(self._runs(manager, self.company_a), only_a.sorted())
        self.assertEqual(self._runs(manager, self.company_b), self.in_b)
        self.assertEqual(self._runs(self.kam_user), only_a.sorted())
        self.assertEqual(self._runs(self.other_user), self.in_b)

    def test_a_known_number_opens_nothing(self):
        """Guessing ids over RPC is refused like searching."""
        for run in (self.in_a, self.in_both):
            hidden = run.with_user(self.other_user)
            with self.assertRaises(AccessError):
                hidden.read(["total"])
            with self.assertRaises(AccessError):
                hidden.action_export_xlsx()
            with self.assertRaises(AccessError):
                run.line_ids[0].with_user(self.other_user).read(["revenue"])
        others = self._line(self.in_a, self.theirs).with_user(self.kam_user)
        with self.assertRaises(AccessError):
            others.read(["revenue"])
        with self.assertRaises(AccessError):
            others.action_open_orders()

    def test_lines_are_those_of_own_accounts(self):
        own = self.mine + self.sponsored
        self.assertEqual(self._seen("kam.analysis.line", self.kam_user), own)
        self.assertEqual(self._seen("kam.analysis.line", self.other_user), self.theirs)
        self.assertEqual(
            self._seen("kam.analysis.line", self.kam_manager), self.accounts
        )

    def test_lines_by_company(self):
        lines = self.env["kam.analysis.line"].with_user(self.kam_manager)
        for companies, runs in (
            (self.company_a, self.before + self.in_a),
            (self.company_b, self.in_b),
            (self.companies, self.runs - self.draft),
        ):
            found = lines.with_context(allowed_company_ids=companies.ids).search(
                [("partner_id", "in", self.accounts.ids)]
            )
            self.assertEqual(found.analysis_id.with_env(self.env), runs)

    def test_movements_are_those_of_own_accounts(self):
        seen = self._seen("kam.analysis.movement", self.kam_user)
        self.assertEqual(seen, self.mine + self.sponsored)
        self.assertFalse(self._seen("kam.analysis.movement", self.other_user))
        self.assertEqual(
            self._seen("kam.analysis.movement", self.kam_manager), self.accounts
        )

    def test_profitability_is_that_of_own_accounts(self):
        def seen(user, companies=None):
            return self._seen("kam.sales.report", user, companies, "account_id")

        self.assertEqual(seen(self.kam_user), self.mine + self.sponsored)
        self.assertEqual(seen(self.other_user), self.theirs)
        self.assertEqual(seen(self.kam_manager, self.company_a), self.accounts)
        report = self.env["kam.sales.report"].with_user(self.kam_manager)
        domain = [("account_id", "in", self.accounts.ids)]
        for companies, total in (
            (self.company_a, 800),
            (self.company_b, 800),
            (self.companies, 1440),
        ):
            allowed = report.with_context(allowed_company_ids=companies.ids)
            [(revenue,)] = allowed._read_group(domain, [], ["revenue:sum"])
            self.assertAlmostEqual(revenue, total, msg=companies.mapped("name"))

    def test_totals_of_lists_leak_nothing(self):
        """Sums shown above a list are over the rows the user may see."""
        for model, groupby in (
            ("kam.analysis.line", "partner_id"),
            ("kam.sales.report", "account_id"),
        ):
            groups = (
                self.env[model]
                .with_user(self.kam_user)
                ._read_group([], [groupby], ["revenue:sum"])
            )
            found = {account.id for account, _revenue in groups}
            self.assertFalse(found & set((self.theirs + self.nobodys).ids))

    def test_rights_follow_the_account(self):
        """A new manager sees the figures at once, the former one no longer."""
        self.mine.kam_manager_id = self.kam_manager
        self.nobodys.kam_manager_id = self.kam_user
        self.assertEqual(
            self._seen("kam.analysis.line", self.kam_user),
            self.sponsored + self.nobodys,
        )

    def test_facts_are_for_managers(self):
        seen = self._seen("kam.sales.fact", self.kam_manager, self.company_b)
        self.assertEqual(seen, self.accounts)
        facts = self.env["kam.sales.fact"].with_user(self.kam_manager)
        in_b = facts.with_context(allowed_company_ids=self.company_b.ids).search([])
        self.assertEqual(in_b.company_id.with_env(self.env), self.company_b)
        with self.assertRaises(AccessError):
            self.env["kam.sales.fact"].with_user(self.kam_user).search([])

    def test_no_figures_for_the_others(self):
        for user in (self.salesperson, self.employee, self.portal):
            for model in ("kam.analysis", "kam.analysis.line", "kam.sales.report"):
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.in_a.with_user(user).action_export_xlsx()
            with self.assertRaises(AccessError):
                self.env["kam.analysis"].with_user(user).action_open_current()

    def test_only_a_manager_runs(self):
        lines = self.env["kam.analysis.line"].search_count([])
        for user in (self.kam_user, self.salesperson, self.portal):
            with self.assertRaises(AccessError):
                self.draft.with_user(user).action_run()
            with self.assertRaises(AccessError):
                self.env["kam.analysis"].with_user(user).create({"name": "x"})
            with self.assertRaises(AccessError):
                self.in_a.with_user(user).unlink()
        self.assertEqual(self.draft.state, "draft")
        self.assertEqual(self.env["kam.analysis.line"].search_count([]), lines)

    def test_a_company_of_others_is_not_analysed(self):
        manager = self._user("kam_manager_b", "kam_odoo.group_kam_manager")
        with self.assertRaises(UserError):
            self._analysis(user=manager, company_id=self.company_b.id)
        run = self._analysis(user=manager, company_id=False)
        self.assertEqual(run.covered_company_ids, self.company_a)

    def test_finished_figures_are_nobodys_to_change(self):
        run = self.in_a.with_user(self.kam_manager)
        with self.assertRaises(UserError):
            run.total = 1
        with self.assertRaises(AccessError):
            run.line_ids[0].write({"revenue": 1})
        with self.assertRaises(AccessError):
            run.line_ids[0].unlink()
        with self.assertRaises(UserError):
            run.write({"line_ids": [(0, 0, {"partner_id": self.mine.id})]})
        run.name = "A better name"
        run.unlink()
        self.assertFalse(self.in_a.exists())

    def test_workbook_of_own_accounts(self):
        """A key account user may download, and finds the own accounts only."""
        action = self.in_a.with_user(self.kam_user).action_export_xlsx()
        self.assertIn(f"/{self.in_a.id}/", action["url"])
        with self.assertRaisesRegex(UserError, "Run the analysis first"):
            self.draft.with_user(self.kam_user).action_export_xlsx()

    def test_preview_of_a_draft(self):
        """A draft shows figures only to those who may run it."""
        manager = self.draft.with_user(self.kam_manager)
        self.assertTrue(manager.matrix_data.get("cells"))
        for picture in ("matrix_data", "pareto_data"):
            shown = self.draft.with_user(self.kam_user)[picture]
            self.assertFalse(shown.get("cells") or shown.get("bars"), shown)

    def test_draft_values_show_no_figures(self):
        """Nor does a draft that was never saved, built over RPC."""
        draft = self.env["kam.analysis"].with_user(self.kam_user)
        values = {"date_from": "2024-01-01", "date_to": "2024-12-31"}
        shown = draft.new(values).matrix_data
        self.assertFalse(shown.get("cells") or shown.get("customers"), shown)
