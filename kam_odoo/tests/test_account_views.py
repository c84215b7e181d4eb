from ast import literal_eval

from lxml import etree

from odoo.tests import Form, tagged, users
from odoo.tools.safe_eval import safe_eval

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestAccountViews(KamCommon):
    """Screens of accounts: each role opens them, each filter and grouping works."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(
            "Alfa",
            kam_status="key",
            kam_tier_id=cls.tier_key.id,
            kam_manager_id=cls.kam_user.id,
        )
        cls.contact = cls._account("Contact", cls.account, is_company=False)
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "partner_id": cls.contact.id,
                "user_id": cls.salesperson.id,
            }
        )
        cls.order = cls._order(
            cls.contact, "2024-05-05", 10, user_id=cls.salesperson.id
        )

    def _filters(self, view, user):
        """Domains and groupings of a search view, by name of the filter."""
        model = self.env.ref(view).model
        arch = etree.fromstring(
            self.env[model]
            .with_user(user)
            .get_view(self.env.ref(view).id, "search")["arch"]
        )
        context = {"uid": user.id, "context": {}}
        domains, groups = {}, {}
        for node in arch.iter("filter"):
            if node.get("context") and "group_by" in node.get("context"):
                groups[node.get("name")] = literal_eval(node.get("context"))["group_by"]
            elif node.get("domain"):
                domains[node.get("name")] = safe_eval(node.get("domain"), context)
        return domains, groups

    def test_every_role_opens_the_screens(self):
        views = {
            "res.partner": ["kanban", "list", "form", "search", "activity"],
            "crm.lead": ["kanban", "list", "form", "search"],
            "sale.order": ["kanban", "list", "form", "search"],
        }
        for user in (self.salesperson, self.kam_user, self.kam_manager):
            for model, kinds in views.items():
                arches = (
                    self.env[model]
                    .with_user(user)
                    .get_views([(False, kind) for kind in kinds])["views"]
                )
                with self.subTest(user=user.login, model=model):
                    self.assertIn("kam_account_tier_id", arches["form"]["arch"])

    def test_filters_of_accounts(self):
        view = "kam_odoo.kam_account_view_search"
        domains, groups = self._filters(view, self.salesperson)
        partners = self.env["res.partner"].with_user(self.salesperson)
        self.account.write({"kam_sponsor_id": self.salesperson.id})
        names = {
            "abc": [("class_a", "a"), ("class_b", "b"), ("class_c", "c")],
            "retention": [("due", "due"), ("at_risk", "at_risk"), ("lost", "lost")],
        }
        for kind, pairs in names.items():
            for name, value in pairs:
                self.account[f"kam_{kind}"] = value
                self.assertIn(self.account, partners.search(domains[name]), name)
        for status in ("key", "candidate", "prospect", "former"):
            self.account.kam_status = status
            self.assertIn(self.account, partners.search(domains[status]))
        self.assertIn(self.account, partners.search(domains["mine"]))
        self.assertNotIn(self.account, partners.search(domains["left"]))
        for name in ("manager", "sponsor"):
            left = self._user(f"kam_left_{name}", "base.group_user")
            self.account[f"kam_{name}_id"] = left
            left.action_archive()
            self.assertIn(self.account, partners.search(domains["left"]))
            self.account[f"kam_{name}_id"] = self.kam_user
        for name in ("manager", "sponsor", "tier"):
            self.account[f"kam_{name}_id"] = False
            self.assertIn(self.account, partners.search(domains[f"no_{name}"]))
        self.account.action_archive()
        self.assertIn(self.account, partners.search(domains["inactive"]))
        self.assertGreaterEqual(len(groups), 8)
        for name, groupby in groups.items():
            with self.subTest(name):
                partners.formatted_read_group(
                    [("kam_is_account", "=", True)], [groupby], ["__count"]
                )

    def test_search_finds_the_account_by_its_contact(self):
        view = self.env.ref("kam_odoo.kam_account_view_search")
        node = etree.fromstring(view.arch).find(".//field[@name='child_ids']")
        domain = safe_eval(node.get("filter_domain"), {"self": "Contact"})
        found = self.env["res.partner"].search(domain + [("kam_is_account", "=", True)])
        self.assertIn(self.account, found)

    def test_all_tiers_are_columns(self):
        """Grouped by tier, an empty tier is a column too."""
        partners = self.env["res.partner"].with_context(read_group_expand=True)
        groups = partners.web_read_group(
            [("id", "=", self.account.id)], ["kam_tier_id"], ["__count"]
        )["groups"]
        tiers = [group["kam_tier_id"] for group in groups if group["kam_tier_id"]]
        self.assertEqual([tier[0] for tier in tiers], self.tiers.ids)

    def test_search_panel(self):
        partners = self.env["res.partner"].with_user(self.salesperson)
        domain = [("kam_is_account", "=", True)]
        for name in ("kam_tier_id", "kam_type_ids", "kam_manager_id"):
            panel = partners.search_panel_select_multi_range(
                name, search_domain=domain, enable_counters=True
            )
            self.assertIn("values", panel, name)
        panel = partners.search_panel_select_range(
            "kam_status", search_domain=domain, enable_counters=True
        )
        self.assertIn("key", [value["id"] for value in panel["values"]])

    def test_filters_of_documents(self):
        """On contacts, opportunities and orders: of key accounts, mine, by tier."""
        for view, record in (
            ("base.view_res_partner_filter", self.contact),
            ("crm.view_crm_case_opportunities_filter", self.lead),
            ("crm.view_crm_case_leads_filter", self.lead),
            ("sale.view_sales_order_filter", self.order),
        ):
            domains, groups = self._filters(view, self.salesperson)
            records = record.with_user(self.salesperson)
            with self.subTest(view):
                self.account.write(
                    {
                        "kam_manager_id": self.salesperson.id,
                        "kam_sponsor_id": False,
                        "kam_status": "key",
                    }
                )
                self.assertIn(record, records.search(domains["kam_key"]))
                self.assertIn(record, records.search(domains["kam_mine"]))
                [group] = records.formatted_read_group(
                    [("id", "=", record.id)], [groups["group_kam_tier"]], ["__count"]
                )
                self.assertEqual(group["kam_account_tier_id"][0], self.tier_key.id)
                self.account.write(
                    {"kam_manager_id": self.kam_user.id, "kam_status": "former"}
                )
                self.assertNotIn(record, records.search(domains["kam_key"]))
                self.assertNotIn(record, records.search(domains["kam_mine"]))

    def test_menus(self):
        """Everybody in the CRM sees who is key; figures and settings are for some."""
        menus = {
            "menu_kam_account": (1, 1, 1),
            "menu_kam_decision": (1, 1, 1),
            "menu_kam_reassign": (0, 0, 1),
            "menu_kam_checklist": (0, 0, 1),
            "menu_kam_customer": (0, 1, 1),
            "menu_kam_analysis": (0, 1, 1),
            "menu_kam_sales_report": (0, 1, 1),
            "menu_kam_analysis_movement": (0, 1, 1),
            "menu_kam_escalation": (1, 1, 1),
            "menu_kam_escalation_contacts": (1, 1, 1),
            "menu_kam_escalation_reason": (0, 0, 1),
            "menu_kam_tier": (0, 0, 1),
            "menu_kam_account_type": (0, 0, 1),
            "menu_kam_cost_driver": (0, 0, 1),
            "menu_kam_config_settings": (0, 0, 0),
        }
        users_ = (self.salesperson, self.kam_user, self.kam_manager)
        for name, wanted in menus.items():
            menu = self.env.ref(f"kam_odoo.{name}")
            seen = tuple(
                int(menu.id in self.env["ir.ui.menu"].with_user(user).load_menus(False))
                for user in users_
            )
            with self.subTest(name):
                self.assertEqual(seen, wanted)

    @users("kam_user")
    def test_page_is_read_only_for_a_user(self):
        with Form(self.account.with_env(self.env)) as form:
            form.comment = "A note"
            for name in ("kam_status", "kam_tier_id", "kam_manager_id"):
                with self.assertRaisesRegex(AssertionError, "readonly"):
                    form[name] = False
        self.assertEqual(self.account.kam_status, "key")

    @users("kam_manager")
    def test_page_of_a_manager(self):
        """A manager edits the types; the rest is decided by the buttons."""
        types = self.env["kam.account.type"].search([])
        with Form(self.account.with_env(self.env)) as form:
            form.kam_type_ids.add(types[0])
            for name in (
                "kam_status",
                "kam_tier_id",
                "kam_manager_id",
                "kam_sponsor_id",
            ):
                with self.assertRaisesRegex(AssertionError, "readonly"):
                    form[name] = False
        self.assertEqual(self.account.kam_type_ids, types[0])
        with Form(self.contact.with_env(self.env)) as form:
            with self.assertRaisesRegex(AssertionError, "not visible"):
                form.kam_type_ids.add(types[0])

    def test_settings_are_complete(self):
        """Every setting is on the page, says what it means, and is stored."""
        settings = self.env["res.config.settings"]
        names = {name for name in settings._fields if name.startswith("kam_")}
        view = self.env.ref("base.res_config_settings_view_form")
        [arch] = view._get_combined_arch().iterfind(".//app[@name='kam_odoo']")
        shown = [node.get("name") for node in arch.iter("field")]
        self.assertEqual(
            sorted(name for name in shown if name.startswith("kam_")), sorted(names)
        )
        for node in arch.iter("setting"):
            self.assertTrue(node.get("help"), node.get("id"))
        with Form(settings) as form:
            form.kam_limit_a = 0.7
            form.kam_percentile_lost = 0.95
            form.kam_weight_attractiveness = 0.7
        form.record.execute()
        self.assertEqual(self.company_a.kam_limit_a, 0.7)
        self.assertEqual(self.company_a.kam_percentile_lost, 0.95)
        self.assertEqual(self.company_b.kam_limit_a, 0.8)
        self.assertEqual(self.company_a.kam_weight_attractiveness, 0.7)

    def test_customers_menu(self):
        action = self.env.ref("kam_odoo.kam_current_customers_action")
        for user in (self.kam_user, self.kam_manager):
            opened = action.with_user(user).run()
            self.assertEqual(opened["res_model"], "kam.analysis.line")

    def test_list_takes_no_query_per_account(self):
        """The list and the cards of many accounts are read with the queries of few."""
        for kind in ("list", "kanban"):
            counts = []
            for size in (3, 15):
                for number in range(size):
                    self._account(
                        f"Customer {kind} {number}",
                        kam_status="key",
                        kam_tier_id=self.tier_key.id,
                        kam_manager_id=self.kam_user.id,
                        kam_sponsor_id=self.kam_manager.id,
                        user_id=self.salesperson.id,
                    )
                accounts = self.env["res.partner"].with_user(self.kam_manager)
                view = self.env.ref(f"kam_odoo.kam_account_view_{kind}")
                arch = etree.fromstring(accounts.get_view(view.id, kind)["arch"])
                shown = {node.get("name") for node in arch.iter("field")}
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                accounts.web_search_read(
                    [("kam_is_account", "=", True), ("kam_status", "=", "key")],
                    {
                        name: {"fields": {"display_name": {}}}
                        if accounts._fields[name].relational
                        else {}
                        for name in shown
                    },
                )
                counts.append(self.env.cr.sql_log_count - before)
            self.assertLessEqual(counts[1], counts[0], kind)
