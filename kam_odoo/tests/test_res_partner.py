import random
from unittest.mock import patch

from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from odoo.addons.kam_odoo.hooks import pre_init_hook

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestRollUp(KamCommon):
    """The account of a contact: the top-most company above it (METHODS §1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a = cls._account("A")
        cls.b = cls._account("B", cls.a)
        cls.c = cls._account("C", cls.b)
        cls.person = cls._account("Person", cls.c, is_company=False)
        cls.group = cls.a + cls.b + cls.c + cls.person
        cls.other = cls._account("Other")

    def assertAccounts(self, **expected):
        """Compare the accounts of the fixture's contacts, stored and recomputed."""
        names = ("a", "b", "c", "person")
        wanted = [expected.get(name, self.a) for name in names]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([getattr(self, n).kam_account_id for n in names], wanted)
        self.assertEqual(
            [getattr(self, n).kam_is_account for n in names],
            [
                getattr(self, n) == account
                for n, account in zip(names, wanted, strict=True)
            ],
        )
        self.assertEqual(self.env["res.partner"]._kam_mend_accounts(), 0)

    def test_create(self):
        self.assertAccounts()
        self.assertEqual(self.a.kam_member_count, 4)
        self.assertEqual(self.person.kam_member_count, 4)

    def test_methods_example(self):
        """A ⊃ B ⊃ C with an order each: 3 / 2 / 1 by subtree, 3 for the account."""
        for partner in (self.a, self.b, self.c):
            self._order(partner, "2024-05-05", 10)
        orders = self.env["sale.order"]
        counts = [
            orders.search_count([("partner_id", "child_of", partner.id)])
            for partner in (self.a, self.b, self.c)
        ]
        self.assertEqual(counts, [3, 2, 1])
        line = self._analysis().line_ids
        self.assertEqual(line.partner_id, self.a)
        self.assertEqual((line.order_count, line.revenue), (3, 30))

    def test_create_in_one_batch(self):
        """Children created with their parent, and a whole tree in one call."""
        root = self.env["res.partner"].create(
            {
                "name": "Root",
                "is_company": True,
                "child_ids": [
                    Command.create(
                        {
                            "name": "Branch",
                            "is_company": True,
                            "child_ids": [Command.create({"name": "Person"})],
                        }
                    )
                ],
            }
        )
        members = root + root.child_ids + root.child_ids.child_ids
        self.assertEqual(len(members), 3)
        self.assertEqual(members.kam_account_id, root)

    def test_move_a_subtree(self):
        self.b.parent_id = self.other
        self.assertAccounts(b=self.other, c=self.other, person=self.other)
        self.assertEqual(self.other.kam_member_count, 4)
        self.assertEqual(self.a.kam_member_count, 1)
        self.b.parent_id = False
        self.assertAccounts(b=self.b, c=self.b, person=self.b)
        self.a.parent_id = self.other
        self.b.parent_id = self.a
        self.assertAccounts(a=self.other, b=self.other, c=self.other, person=self.other)

    def test_stands_alone(self):
        self.b.kam_stands_alone = True
        self.assertAccounts(b=self.b, c=self.b, person=self.b)
        self.c.kam_stands_alone = True
        self.assertAccounts(b=self.b, c=self.c, person=self.c)
        self.b.kam_stands_alone = False
        self.assertAccounts(c=self.c, person=self.c)
        self.c.kam_stands_alone = False
        self.assertAccounts()

    def test_person_cannot_stand_alone(self):
        self.person.kam_stands_alone = True
        self.assertAccounts()

    def test_archived_contacts_belong_too(self):
        self.c.action_archive()
        self.assertAccounts()
        self.assertEqual(self.a.kam_member_count, 3)
        self.b.parent_id = self.other
        self.assertAccounts(b=self.other, c=self.other, person=self.other)

    def test_delete_the_parent(self):
        self.b.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.c.parent_id)
        self.assertEqual((self.c + self.person).kam_account_id, self.c)
        self.assertTrue(self.c.kam_is_account)
        self.assertEqual(self.env["res.partner"]._kam_mend_accounts(), 0)

    def test_delete_the_account(self):
        self.a.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.b + self.c + self.person).kam_account_id, self.b)
        self.assertEqual(self.env["res.partner"]._kam_mend_accounts(), 0)

    def test_company_turns_person(self):
        """A person at the top groups nothing: the companies below are accounts."""
        self.a.is_company = False
        self.assertAccounts(b=self.b, c=self.b, person=self.b)
        self.a.is_company = True
        self.assertAccounts()

    def test_person_turns_company(self):
        owner = self._account("Owner", is_company=False)
        friend = self._account("Friend", owner, is_company=False)
        self.assertEqual(friend.kam_account_id, owner)
        friend.is_company = True
        self.assertEqual(friend.kam_account_id, friend)
        self.a.parent_id = friend
        self.assertAccounts(a=friend, b=friend, c=friend, person=friend)

    def test_cycles_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "recursive"):
            self.a.parent_id = self.c
        with self.assertRaisesRegex(ValidationError, "recursive"):
            self.a.parent_id = self.a

    def test_mend_after_sql(self):
        """Rows that came by SQL get the account that the ORM would give them."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET parent_id = NULL WHERE id = %s", [self.b.id]
        )
        self.env.cr.execute(
            "UPDATE res_partner SET kam_account_id = NULL, kam_is_account = NULL"
            " WHERE id = %s",
            [self.person.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.env["res.partner"]._kam_mend_accounts(), 3)
        self.assertEqual((self.b + self.c + self.person).kam_account_id, self.b)
        self.assertEqual(self.a.kam_member_count, 1)

    def test_mend_leaves_a_cycle_alone(self):
        """A cycle made outside Odoo neither hangs nor spoils the rest."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET parent_id = %s WHERE id = %s",
            [self.c.id, self.a.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.env["res.partner"]._kam_mend_accounts(), 0)

    def test_sql_rule_equals_orm_rule(self):
        """On random forests, what install does by SQL is what the ORM computes."""
        chance = random.Random(19)
        partners = self.env["res.partner"]
        for number in range(150):
            partners += partners.create(
                {
                    "name": f"Node {number}",
                    "is_company": chance.random() < 0.6,
                    "kam_stands_alone": chance.random() < 0.15,
                    "parent_id": chance.choice([False, *partners.ids[-40:]]),
                }
            )
        by_orm = partners.mapped(lambda p: (p.kam_account_id.id, p.kam_is_account))
        self.assertGreater(len(set(partners.kam_account_id)), 20)
        self.assertLess(len(set(partners.kam_account_id)), 100)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET kam_account_id = NULL, kam_is_account = NULL"
        )
        pre_init_hook(self.env)
        self.env.invalidate_all()
        by_sql = partners.mapped(lambda p: (p.kam_account_id.id, p.kam_is_account))
        self.assertEqual(by_sql, by_orm)

    @users("kam_sales")
    def test_new_contact_in_the_form(self):
        with Form(self.env["res.partner"]) as form:
            form.name = "New contact"
            form.parent_id = self.b.with_env(self.env)
        self.assertEqual(form.record.kam_account_id, self.a)
        with Form(self.env["res.partner"]) as form:
            form.name = "On her own"
        self.assertEqual(form.record.kam_account_id, form.record)


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
        cls.results = {
            "kam_account_id": cls.contact.id,
            "kam_is_account": True,
            "kam_abc": "a",
            "kam_xyz": "x",
            "kam_retention": "lost",
        }

    def test_manager_decides(self):
        for name, value in self.decisions.items():
            self.account.with_user(self.kam_manager).write({name: value})
        self.assertEqual(self.account.kam_status, "candidate")
        created = (
            self.env["res.partner"]
            .with_user(self.kam_manager)
            .create({"name": "Beta", **self.decisions})
        )
        self.assertEqual(created.kam_tier_id, self.tier_key)

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
            ["name", "kam_status", "kam_tier_id", "kam_type_ids"],
            [["Gamma", "Key account", "Key", f"{self.types[0].name}"]],
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(by_manager.browse(result["ids"]).kam_tier_id, self.tier_key)

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

    @mute_logger("odoo.sql_db")
    def test_used_tier_is_kept(self):
        with self.assertRaises(RestrictViolation), self.env.cr.savepoint():
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
        names = [
            name
            for name in accounts._fields
            if name.startswith("kam_") and name != "kam_analysis_line_id"
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
