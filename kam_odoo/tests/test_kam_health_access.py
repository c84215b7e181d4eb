from odoo.exceptions import AccessError
from odoo.tests import tagged

from .health_common import HealthCommon


@tagged("post_install", "-at_install")
class TestKamHealthAccess(HealthCommon):
    """Health is for the account's team and for managers; on the contact as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nobodys = cls._key_account(
            "Beta", kam_manager_id=False, kam_sponsor_id=False
        )
        cls.member = cls._user("kam_member", "base.group_user")
        cls.env["kam.team.member"].create(
            {
                "partner_id": cls.account.id,
                "user_id": cls.member.id,
                "date_from": "2024-01-01",
            }
        )
        cls.stranger = cls._user("kam_stranger", "kam_odoo.group_kam_user")
        cls.both = cls.account + cls.nobodys

    def setUp(self):
        super().setUp()
        self._met(0, self.kam_user)
        self._met(0, self.kam_user, person=self.nobodys)
        self.taken = self.Snapshot._take(self.company_a)

    def _who(self):
        nobody = self.env["res.partner"]
        return (
            (self.kam_user, self.account),
            (self.sponsor, self.account),
            (self.member, self.account),
            (self.kam_manager, self.both),
            (self.stranger, nobody),
            (self.other_user, nobody),
            (self.salesperson, nobody),
            (self.employee, nobody),
        )

    def test_snapshots_and_changes(self):
        for model in ("kam.health.snapshot", "kam.health.change"):
            for user, accounts in self._who():
                seen = self.env[model].with_user(user).search([]).sudo().partner_id
                with self.subTest(model=model, user=user.login):
                    self.assertEqual((seen & self.both).with_env(self.env), accounts)
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.portal).search([])

    def test_amounts(self):
        """What the account brings and owes, only for who may see its figures; to the
        team the same without amounts, and the figures behind it to nobody."""
        self._monthly()
        self._facts()
        self._receivable("2024-04-01", "2024-05-01", 321)
        taken = self.Snapshot._take(self.company_a).filtered(
            lambda one: one.partner_id == self.account
        )
        for user, sees in (
            (self.kam_user, True),
            (self.kam_manager, True),
            (self.member, False),
        ):
            with self.subTest(user=user.login):
                shown = taken.with_user(user)
                words = {row["id"]: row["words"] for row in shown.explanation["rows"]}
                self.assertIn("12 complete months", words["trend"])
                self.assertEqual("1,200" in words["trend"], sees)
                self.assertIn("1 of them", words["payment"])
                self.assertEqual("321" in words["payment"], sees)
                with self.assertRaises(AccessError):
                    shown.read(["evidence"])

    def test_on_the_account(self):
        """Read, searched, sorted and grouped: what is not seen is empty there."""
        for user, accounts in self._who():
            shown = self.both.with_user(user)
            company = shown.with_company(user.company_id)
            with self.subTest(user=user.login):
                for account in company:
                    seen = account.with_env(self.env) in accounts
                    self.assertEqual(account.kam_health is not False, seen)
                    self.assertEqual(bool(account.kam_health_band), seen)
                    self.assertEqual("rows" in account.kam_health_picture, seen)
                domain = [("id", "in", self.both.ids)]
                found = company.search([*domain, ("kam_health_band", "!=", False)])
                self.assertEqual(found.with_env(self.env), accounts)
                found = company.search([*domain, ("kam_health", ">", 1)])
                self.assertEqual(found.with_env(self.env), accounts)
                groups = dict(
                    company._read_group(domain, ["kam_health_band"], ["__count"])
                )
                self.assertEqual(groups.get("fair", 0), len(accounts))
                company.search(domain, order="kam_health desc")
        with self.assertRaises(AccessError):
            self.account.with_user(self.portal).read(["kam_health"])

    def test_search(self):
        accounts = self.env["res.partner"].with_user(self.kam_manager)
        domain = [("id", "in", (self.both + self.person).ids)]
        for condition, expected in (
            (("kam_health_band", "=", "fair"), self.both),
            (("kam_health_band", "in", ["poor", False]), self.person),
            (("kam_health", "=", False), self.person),
            (("kam_health", "=", 0), self.env["res.partner"]),
            (("kam_health", ">=", 66.7), self.both),
            (("kam_health", "<", 66.7), self.env["res.partner"]),
        ):
            found = accounts.search([*domain, condition]).with_env(self.env)
            self.assertEqual(found, expected, condition)

    def test_sort(self):
        self._met(0, self.sponsor, person=self.nobodys)
        self.Snapshot._take(self.company_a)
        accounts = self.env["res.partner"].with_user(self.kam_manager)
        domain = [("id", "in", self.both.ids)]
        best_first = accounts.search(domain, order="kam_health desc")
        self.assertEqual(best_first[0].with_env(self.env), self.nobodys)
        worst_first = accounts.search(domain, order="kam_health")
        self.assertEqual(worst_first[0].with_env(self.env), self.account)
        info = accounts.fields_get(["kam_health", "kam_health_band"])
        self.assertTrue(info["kam_health"]["sortable"])
        self.assertTrue(info["kam_health_band"]["groupable"])

    def test_companies(self):
        """Of the company one works in."""
        account = self.account.with_user(self.kam_manager)
        self.assertEqual(account.with_company(self.company_a).kam_health, 66.7)
        self.assertIs(account.with_company(self.company_b).kam_health, False)

    def test_numbers_open_nothing(self):
        for user in (self.stranger, self.salesperson, self.employee, self.portal):
            taken = self.taken.with_user(user)
            for call in (
                lambda taken=taken: taken.read(["evidence"]),
                lambda taken=taken: taken.read(["explanation"]),
                lambda taken=taken: taken.unlink(),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_count_anew(self):
        """The team may have it counted, nobody else."""
        for user in (self.kam_user, self.member, self.kam_manager):
            self.account.with_user(user).with_company(
                self.company_a
            ).action_kam_health_count()
        for user in (self.stranger, self.salesperson, self.employee):
            with self.assertRaises(AccessError):
                self.account.with_user(user).action_kam_health_count()
        with self.assertRaises(AccessError):
            self.person.with_user(self.kam_manager).action_kam_health_count()

    def test_list_does_not_ask_for_each_row(self):
        accounts = self.env["res.partner"].create(
            [
                {
                    "name": f"Account {number}",
                    "is_company": True,
                    "kam_status": "key",
                    "kam_tier_id": self.tier_key.id,
                }
                for number in range(50)
            ]
        )
        self.Snapshot._take(self.company_a)
        self.env.invalidate_all()
        shown = accounts.with_user(self.kam_manager)
        shown.mapped("name")
        with self.assertQueryCount(6):
            shown.mapped("kam_health")

    def test_cron(self):
        """The weekly job counts every company."""
        self.Snapshot.search([]).unlink()
        cron = self.env.ref("kam_odoo.ir_cron_kam_health")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        taken = self.Snapshot.search([("partner_id", "=", self.account.id)])
        self.assertEqual(taken.company_id, self.company_a)
        self.assertEqual(taken.health, 66.7)

    def test_merged_accounts(self):
        """Of two accounts that become one, one snapshot a week is left."""
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge(self.both.ids, self.account)
        self.env.invalidate_all()
        taken = self.Snapshot.search([("partner_id", "=", self.account.id)])
        self.assertEqual(len(taken), 1)
        self.assertTrue(taken.is_latest)
        again = self.Snapshot._take(self.company_a, accounts=self.account)
        self.assertEqual(len(again), 1)
