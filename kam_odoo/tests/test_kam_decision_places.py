from odoo.tests import tagged

from .test_kam_decision import DecisionCommon


@tagged("post_install", "-at_install")
class TestPlaces(DecisionCommon):
    """S3: places of a tier and of a manager, on the state after the whole batch."""

    def test_over_capacity(self):
        """Key has 3 places: 2 of kam_user, 1 of kam_manager; a fourth is refused."""
        self._key("1"), self._key("2"), self._key("3", manager=self.kam_manager)
        self.assertRefused(
            "Key has 3 places, 3 taken so far; this would make 4.",
            self._admit(self.alfa, manager_id=self.kam_manager.id),
        )
        text = self.assertRefused(
            "Key has 3 places, 3 taken so far; this would make 5.",
            self._admit(self.alfa),
            self._admit(self.beta, manager_id=self.kam_manager.id),
        )
        self.assertIn(
            f"{self.kam_user.name} has 2 places in Key, 2 taken so far; "
            "this would make 3.",
            text,
        )
        self.assertNotIn(f"{self.kam_manager.name} has", text)

    def test_a_retirement_frees_a_place(self):
        """In the same batch, whichever comes first."""
        old = self._key("1")
        self._key("2"), self._key("3", manager=self.kam_manager)
        self._decide(self._admit(self.alfa), self._vals(old, "retire"))
        self.assertEqual(self.alfa.kam_tier_id, self.tier_key)
        self.assertEqual(self.tier_key.taken, 3)

    def test_nobody_wants_offers(self):
        """An admin deleted the kind of activity that offers a place: decide all the
        same."""
        old = self._key("1")
        self.env.ref("kam_odoo.mail_activity_type_place").unlink()
        self._decide(self._vals(old, "retire"))
        self.assertEqual(old.kam_status, "former")

    def test_two_change_places(self):
        """Both tiers are full, and stay so when two accounts swap."""
        boss = {"kam_sponsor_id": self.kam_manager.id}
        top = [self._key(f"S{n}", self.tier_strategic, **boss) for n in (1, 2)]
        low = [self._key(f"K{n}", manager=self.kam_manager, **boss) for n in (1, 2)]
        self._key("K3", **boss)
        self._decide(
            self._vals(top[0], "demote", self.tier_key),
            self._vals(low[0], "promote", self.tier_strategic),
        )
        self.assertEqual(self.tier_strategic.taken, 2)
        self.assertEqual(low[0].kam_tier_id, self.tier_strategic)

    def test_a_manager_is_full(self):
        """Reassigning counts like admitting."""
        account = self._key("1", manager=self.kam_manager)
        self._key("2"), self._key("3")
        self.assertRefused(
            f"{self.kam_user.name} has 2 places in Key, 2 taken so far; "
            "this would make 3.",
            self._vals(account, "assign", manager_id=self.kam_user.id),
        )

    def test_a_list_too_long_can_be_made_shorter(self):
        """Fewer places than accounts: nobody comes in, but the others go on."""
        accounts = [self._key(str(n), manager=self.kam_manager) for n in range(2)]
        accounts += [self._key("2")]
        self.tier_key.write({"capacity": 1, "manager_capacity": 1})
        self._decide(
            self._vals(accounts[0], "keep"),
            self._vals(accounts[1], "assign", sponsor_id=self.kam_user.id),
            self._vals(accounts[2], "retire"),
        )
        self.assertRefused("this would make 3", self._admit(self.alfa))

    def test_no_limit(self):
        self.tier_key.write({"capacity": 0, "manager_capacity": 0})
        accounts = [self._account(str(number)) for number in range(12)]
        self._decide(*[self._admit(account) for account in accounts])
        self.assertEqual(self.tier_key.taken, 12)

    def test_free_places(self):
        first = self._key("1")
        self._key("2", company_id=self.company_b.id).action_archive()
        self.assertEqual(self.tier_key._free_places(), {self.tier_key.id: 1})
        self.assertEqual(self.tier_key._free_places(first), {self.tier_key.id: 2})
        self.assertEqual(
            (self.tier_key + self.tier_growth)._free_manager_places(self.kam_user),
            {
                (self.tier_key.id, self.kam_user.id): 0,
                (self.tier_growth.id, self.kam_user.id): None,
            },
        )
        users = self.kam_user + self.kam_manager
        self.assertEqual(
            self.tier_key._free_manager_places(users, first),
            {
                (self.tier_key.id, self.kam_user.id): 1,
                (self.tier_key.id, self.kam_manager.id): 2,
            },
        )

    def test_an_archived_account_keeps_its_place(self):
        """Or anybody could make room by archiving, and be one too many later."""
        for name in "123":
            manager = self.kam_user if name != "3" else self.kam_manager
            self._key(name, manager=manager).action_archive()
        self.assertRefused("3 taken so far", self._admit(self.alfa))

    def test_places_are_counted_in_few_queries(self):
        """300 decisions are checked by as many queries as 3."""
        accounts = self.env["res.partner"].create(
            [{"name": f"Account {n}", "is_company": True} for n in range(300)]
        )
        self.tier_key.write({"capacity": 0, "manager_capacity": 0})
        counts = []
        for size in (3, 3, 300):
            vals_list = [self._admit(account) for account in accounts[:size]]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(self.history._problems(self.history._changes(vals_list)))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
