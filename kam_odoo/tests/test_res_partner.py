import random

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

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
