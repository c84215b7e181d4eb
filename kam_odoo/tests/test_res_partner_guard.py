from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestDecisions(KamCommon):
    """Status, tier, types, manager and sponsor: given by few, shown to all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = cls.env["kam.account.type"].search([])
        cls.account = cls._account(
            "Alfa",
            kam_status="key",
            kam_tier_id=cls.tier_strategic.id,
            kam_type_ids=cls.types[:2].ids,
            kam_manager_id=cls.kam_user.id,
            kam_sponsor_id=cls.kam_manager.id,
        )
        cls.contact = cls._account("Contact", cls.account, is_company=False)
        cls.decisions = {
            "kam_status": "candidate",
            "kam_tier_id": cls.tier_key.id,
            "kam_type_ids": [Command.link(cls.types[2].id)],
            "kam_manager_id": cls.kam_user.id,
            "kam_sponsor_id": cls.kam_user.id,
            "kam_stands_alone": True,
        }
        cls.by_managers = ("kam_type_ids", "kam_stands_alone")
        cls.results = {
            "kam_account_id": cls.contact.id,
            "kam_is_account": True,
            "kam_abc": "a",
            "kam_xyz": "x",
            "kam_retention": "lost",
        }

    def test_manager_sets_types(self):
        """Types, and who stands alone, are no decision on who is key."""
        free = {name: self.decisions[name] for name in self.by_managers}
        self.account.with_user(self.kam_manager).write(free)
        self.assertEqual(self.account.kam_type_ids, self.types[:3])
        created = (
            self.env["res.partner"]
            .with_user(self.kam_manager)
            .create({"name": "Beta", **free})
        )
        self.assertTrue(created.kam_stands_alone)

    def test_managers_do_not_decide_by_editing(self):
        """Status, tier and people go through the gate, whoever asks (S4)."""
        admin = self.env.ref("base.user_admin")
        for user in (self.kam_manager, admin):
            partners = self.env["res.partner"].with_user(user)
            for name, value in self.decisions.items():
                if name in self.by_managers:
                    continue
                with self.subTest(user=user.login, field=name):
                    with self.assertRaisesRegex(AccessError, "decided, not typed"):
                        self.account.with_user(user).write({name: value})
                    with self.assertRaisesRegex(AccessError, "decided, not typed"):
                        self.account.with_user(user).write({name: False})
                    with self.assertRaisesRegex(AccessError, "decided, not typed"):
                        partners.create({"name": "Beta", name: value})
                    with self.assertRaisesRegex(AccessError, "decided, not typed"):
                        partners.with_context(**{f"default_{name}": value}).create(
                            {"name": "Beta"}
                        )
            with self.assertRaises(AccessError):
                user.with_user(user).write({"kam_status": "key"})
        self.assertEqual(self.account.kam_status, "key")
        self.assertEqual(self.account.kam_tier_id, self.tier_strategic)
        self.assertFalse(self.account.kam_decision_ids)

    def test_nobody_else_decides(self):
        """Not by writing, creating, importing, defaults, or by way of a contact."""
        for user in (self.salesperson, self.kam_user):
            account = self.account.with_user(user)
            partners = self.env["res.partner"].with_user(user)
            for name, value in self.decisions.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaisesRegex(AccessError, "Only a Key Accounts"):
                        account.write({name: value})
                    with self.assertRaisesRegex(AccessError, "Only a Key Accounts"):
                        partners.create({"name": "Beta", name: value})
                    with self.assertRaisesRegex(AccessError, "Only a Key Accounts"):
                        partners.with_context(**{f"default_{name}": value}).create(
                            {"name": "Beta"}
                        )
            with self.assertRaisesRegex(AccessError, "Key account status and Tier"):
                account.write({"name": "x", "kam_status": "none", "kam_tier_id": False})
            account.write({"comment": "a salesperson keeps the contact up to date"})
        self.assertEqual(self.account.kam_status, "key")

    def test_nobody_decides_by_way_of_a_parent(self):
        """Contacts created through their company are created by the same user."""
        partners = self.env["res.partner"].with_user(self.salesperson)
        child = Command.create({"name": "Child", "kam_status": "key"})
        # Odoo creates contacts of contacts as the user of the request, here the test.
        with (
            patch.object(self.env.transaction, "default_env", partners.env),
            self.assertRaisesRegex(AccessError, "Only a Key Accounts"),
        ):
            partners.create({"name": "Beta", "child_ids": [child]})

    def test_defaults_of_a_user_decide_nothing(self):
        self.env["ir.default"].set(
            "res.partner", "kam_status", "key", user_id=self.salesperson.id
        )
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.salesperson).create({"name": "x"})

    def test_import_decides_nothing(self):
        partners = self.env["res.partner"].with_user(self.salesperson)
        result = partners.load(["name", "kam_status"], [["Gamma", "Key account"]])
        self.assertFalse(result["ids"])
        self.assertIn("Only a Key Accounts manager", result["messages"][0]["message"])
        by_manager = partners.with_user(self.kam_manager)
        result = by_manager.load(
            ["name", "kam_status", "kam_tier_id"], [["Gamma", "Key account", "Key"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("decided, not typed in", result["messages"][0]["message"])
        result = by_manager.load(
            ["name", "kam_type_ids"], [["Gamma", f"{self.types[0].name}"]]
        )
        self.assertTrue(result["ids"], result["messages"])

    def test_results_are_nobodys_to_type(self):
        for user in (self.salesperson, self.kam_user, self.kam_manager):
            account = self.account.with_user(user)
            for name, value in self.results.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaisesRegex(AccessError, "works out"):
                        account.write({name: value})
                    with self.assertRaisesRegex(AccessError, "works out"):
                        account.create({"name": "Beta", name: value})

    def test_a_forged_merge_context_opens_nothing(self):
        """What comes over RPC in the context is data, not the token of the merge."""
        account = self.account.with_user(self.salesperson)
        with self.assertRaises(AccessError):
            account.with_context(kam_merging=True).write({"kam_status": "former"})

    def test_decisions_are_not_copied(self):
        copy = self.account.copy()
        self.assertEqual(copy.kam_status, "none")
        self.assertFalse(copy.kam_tier_id or copy.kam_manager_id or copy.kam_type_ids)

    def test_portal_reads_nothing(self):
        """The customer never learns in which drawer we keep them."""
        self.account.child_ids = [Command.link(self.portal.partner_id.id)]
        own = self.portal.partner_id.with_user(self.portal)
        self.assertTrue(own.name)
        names = [name for name in own._fields if name.startswith("kam_")]
        self.assertGreater(len(names), 15)
        for name in names:
            with self.subTest(field=name), self.assertRaises(AccessError):
                own.read([name])
        self.assertFalse([n for n in own.fields_get() if n.startswith("kam_")])
        user = self.env["res.users"].with_user(self.portal).browse(self.portal.id)
        self.assertFalse([n for n in user.fields_get() if n.startswith("kam_")])
        with self.assertRaises(AccessError):
            own.search([("kam_status", "=", "key")])

    def test_badge_on_every_contact(self):
        contact = self.contact.with_user(self.employee)
        self.assertRecordValues(
            contact,
            [
                {
                    "kam_account_id": self.account.id,
                    "kam_account_status": "key",
                    "kam_account_tier_id": self.tier_strategic.id,
                    "kam_account_manager_id": self.kam_user.id,
                    "kam_account_sponsor_id": self.kam_manager.id,
                    "kam_account_promise": self.tier_strategic.service_promise,
                    "kam_status": "none",
                }
            ],
        )

    def test_badge_on_opportunity_and_quotation(self):
        """Every employee who can open the document sees whose it is (S5)."""
        lead = self.env["crm.lead"].create(
            {"name": "Deal", "partner_id": self.contact.id, "user_id": False}
        )
        order = self._order(self.contact, "2024-05-05", 10, state="draft")
        for document in (lead, order):
            for user in (self.salesperson, self.kam_user):
                badge = document.with_user(user)
                self.assertEqual(badge.kam_account_status, "key")
                self.assertEqual(badge.kam_account_tier_id, self.tier_strategic)
                self.assertEqual(badge.kam_account_manager_id, self.kam_user)
            model = document.with_user(self.salesperson).search
            self.assertIn(document, model([("kam_account_status", "=", "key")]))
            self.assertIn(
                document, model([("kam_account_manager_id", "=", self.kam_user.id)])
            )
            self.assertNotIn(document, model([("kam_account_status", "=", "none")]))

    def test_documents_by_tier(self):
        order = self._order(self.contact, "2024-05-05", 10, state="draft")
        groups = dict(
            order._read_group(
                [("id", "=", order.id)], ["kam_account_tier_id"], ["__count"]
            )
        )
        self.assertEqual(groups, {self.tier_strategic: 1})

    def test_tier_counts_accounts(self):
        before = self.tier_strategic.account_count
        self._account("Gamma", kam_tier_id=self.tier_strategic.id)
        self._account("Branch", self.account, kam_tier_id=self.tier_strategic.id)
        archived = self._account("Old", kam_tier_id=self.tier_strategic.id)
        archived.action_archive()
        self.tier_strategic.invalidate_recordset(["account_count"])
        self.assertEqual(self.tier_strategic.account_count, before + 1)
        action = self.tier_strategic.action_open_accounts()
        found = self.env["res.partner"].search(action["domain"])
        self.assertEqual(len(found), self.tier_strategic.account_count)

    def test_used_tier_is_kept(self):
        self.account.action_archive()
        with self.assertRaisesRegex(UserError, "another tier"):
            self.tier_strategic.unlink()
        self.account.kam_tier_id = False
        self.env["res.partner"].search(
            [("kam_tier_id", "=", self.tier_strategic.id)]
        ).kam_tier_id = self.tier_key
        self.tier_strategic.unlink()

    def test_class_is_the_accounts(self):
        self._order(self.contact, "2024-05-05", 10)
        self._analysis()
        self.assertEqual(self.contact.kam_abc_xyz, "A–")
        self.assertFalse(self.contact.with_company(self.company_b).kam_abc_xyz)
        mine = self.contact.with_user(self.kam_user)
        self.assertEqual(mine.kam_revenue, 10)
        self.assertEqual(mine.kam_currency_id, self.eur)
        self.assertEqual(
            mine.action_kam_analysis()["res_id"], mine.kam_analysis_line_id.id
        )

    def test_figures_of_others_accounts_are_hidden(self):
        beta = self._account("Beta")
        self._order(beta, "2024-05-05", 10)
        self._analysis()
        self.assertEqual(beta.with_user(self.kam_manager).kam_revenue, 10)
        theirs = beta.with_user(self.kam_user)
        self.assertFalse(theirs.kam_revenue)
        with self.assertRaisesRegex(UserError, "no figures"):
            theirs.action_kam_analysis()
        with self.assertRaises(AccessError):
            beta.with_user(self.salesperson).read(["kam_revenue"])

    def test_members(self):
        action = self.contact.action_kam_members()
        found = self.env["res.partner"].search(action["domain"])
        self.assertEqual(found, self.account + self.contact)

    def test_list_of_80_takes_no_query_per_row(self):
        """Twice the rows, the same number of queries."""
        accounts = self.env["res.partner"].create(
            [
                {
                    "name": f"Account {number}",
                    "is_company": True,
                    "kam_tier_id": self.tier_key.id,
                    "kam_manager_id": self.kam_user.id,
                }
                for number in range(80)
            ]
        )
        self._orders([self._row(a, "2024-05-05", 10) for a in accounts])
        self._analysis()
        # Overview and network are pictures of one account, on its own pages; see
        # test_kam_overview.py for the statements of the first.
        left_out = {"kam_analysis_line_id", "kam_network", "kam_overview"}
        names = [
            name
            for name in accounts._fields
            if name.startswith("kam_") and name not in left_out
        ]
        counts = []
        for size in (1, 40, 80):
            found = accounts[:size].with_user(self.kam_manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = found.web_read({name: {} for name in names})
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(rows), size)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], counts[0] + 5)
