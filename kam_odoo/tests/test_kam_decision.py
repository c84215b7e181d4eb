from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KamCommon


class DecisionCommon(KamCommon):
    """Tiers with few places, so that a handful of accounts fills them.

    Strategic: 2 places, 2 per manager, sponsor required. Key: 3 places, 2 per
    manager, no sponsor. Whatever the demo data put there is moved out first.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier_growth = cls.env.ref("kam_odoo.kam_tier_growth")
        cls.tier_standard = cls.env.ref("kam_odoo.kam_tier_standard")
        accounts = cls.env["res.partner"].with_context(active_test=False)
        accounts.search([("kam_tier_id", "!=", False)]).write(
            {"kam_tier_id": False, "kam_status": "none"}
        )
        cls.tier_strategic.write(
            {"capacity": 2, "manager_capacity": 2, "sponsor_required": True}
        )
        cls.tier_key.write(
            {"capacity": 3, "manager_capacity": 2, "sponsor_required": False}
        )
        cls.history = cls.env["kam.decision"].with_user(cls.kam_manager)
        cls.alfa = cls._account("Alfa")
        cls.beta = cls._account("Beta")

    @classmethod
    def _key(cls, name, tier=None, manager=None, **values):
        """An account that is key already."""
        return cls._account(
            name,
            kam_status="key",
            kam_tier_id=(tier or cls.tier_key).id,
            kam_manager_id=(manager or cls.kam_user).id,
            **values,
        )

    def _vals(self, partner, kind, tier=None, **values):
        if tier:
            values["tier_id"] = tier.id
        return {"partner_id": partner.id, "kind": kind, "reason": "Agreed", **values}

    def _admit(self, partner, tier=None, **values):
        values = {"manager_id": self.kam_user.id, **values}
        return self._vals(partner, "admit", tier or self.tier_key, **values)

    def _decide(self, *vals_list):
        return self.history._decide(list(vals_list))

    def assertRefused(self, message, *vals_list):
        """Refused with these words, and nothing was written."""
        accounts = self.env["res.partner"].browse(v["partner_id"] for v in vals_list)
        before = [account._kam_decisions() for account in accounts]
        count = self.env["kam.decision"].search_count([])
        with self.assertRaises(UserError) as caught:
            self._decide(*vals_list)
        self.assertIn(message, str(caught.exception))
        self.assertEqual([a._kam_decisions() for a in accounts], before)
        self.assertEqual(self.env["kam.decision"].search_count([]), count)
        return str(caught.exception)


@tagged("post_install", "-at_install")
class TestKamDecision(DecisionCommon):
    """The gate: what a decision does, and what it refuses."""

    def test_admit(self):
        decision = self._decide(self._admit(self.alfa))
        self.assertRecordValues(
            self.alfa,
            [
                {
                    "kam_status": "key",
                    "kam_tier_id": self.tier_key.id,
                    "kam_manager_id": self.kam_user.id,
                    "kam_sponsor_id": False,
                }
            ],
        )
        self.assertRecordValues(
            decision,
            [
                {
                    "partner_id": self.alfa.id,
                    "kind": "admit",
                    "reason": "Agreed",
                    "user_id": self.kam_manager.id,
                    "status_from": "none",
                    "status_to": "key",
                    "tier_from_id": False,
                    "tier_to_id": self.tier_key.id,
                    "manager_from_id": False,
                    "manager_to_id": self.kam_user.id,
                    "sponsor_from_id": False,
                    "sponsor_to_id": False,
                    "changes": f"Key; manager: {self.kam_user.name}",
                }
            ],
        )

    def test_each_kind(self):
        """A whole career: prospect, key, strategic, down again, retired."""
        boss = self.kam_manager.id
        steps = [
            (self._vals(self.alfa, "assign", status="prospect"), "prospect", None),
            (self._vals(self.alfa, "assign", self.tier_growth), "prospect", "Growth"),
            (self._vals(self.alfa, "wait"), "prospect", "Growth"),
            (self._admit(self.alfa), "key", "Key"),
            (self._vals(self.alfa, "keep"), "key", "Key"),
            (
                self._vals(self.alfa, "promote", self.tier_strategic, sponsor_id=boss),
                "key",
                "Strategic",
            ),
            (self._vals(self.alfa, "demote", self.tier_key), "key", "Key"),
            (self._vals(self.alfa, "retire", self.tier_standard), "former", "Standard"),
            (self._vals(self.alfa, "promote", self.tier_growth), "former", "Growth"),
            (self._vals(self.alfa, "promote", self.tier_key), "key", "Key"),
            (self._vals(self.alfa, "demote", self.tier_growth), "former", "Growth"),
        ]
        for vals, status, tier in steps:
            with self.subTest(vals):
                self._decide(vals)
                self.assertEqual(self.alfa.kam_status, status)
                self.assertEqual(self.alfa.kam_tier_id.name or None, tier)
        history = self.alfa.kam_decision_ids.sorted("id")
        self.assertEqual(history.mapped("kind"), [v["kind"] for v, _s, _t in steps])

    def test_retired_account_leaves_the_tier(self):
        account = self._key("Gamma", kam_sponsor_id=self.kam_manager.id)
        self._decide(self._vals(account, "retire"))
        self.assertEqual(account.kam_status, "former")
        self.assertFalse(account.kam_tier_id)
        self.assertEqual(account.kam_manager_id, self.kam_user)

    def test_kinds_say_what_they_do(self):
        """Each decision that does not do what it is called is refused."""
        key = self._key("Gamma")
        cases = [
            ("already", self._admit(key)),
            ("not a key account", self._vals(self.alfa, "retire")),
            ("no longer a key account", self._vals(key, "retire", status="key")),
            ("no longer", self._vals(key, "retire", self.tier_key, status="key")),
            ("better tier", self._vals(key, "promote")),
            ("better tier", self._vals(key, "promote", self.tier_growth)),
            ("lower tier", self._vals(key, "demote", self.tier_strategic)),
            ("lower tier", self._vals(key, "demote", self.tier_key)),
            ("stays in its tier", self._vals(key, "keep", self.tier_strategic)),
            ("stays in its tier", self._vals(self.alfa, "wait", status="key")),
            ("admit or retire it", self._vals(self.alfa, "assign", status="key")),
            ("admit or retire it", self._vals(key, "assign", status="none")),
            ("nothing would change", self._vals(key, "assign")),
            (
                "promote or demote",
                self._vals(key, "assign", self.tier_strategic),
            ),
            ("becomes a key account", self._admit(self.alfa, status="candidate")),
        ]
        for message, vals in cases:
            with self.subTest(message=message, vals=vals):
                self.assertRefused(message, vals)

    def test_status_goes_with_the_tier(self):
        """Key accounts in tiers for key accounts, and nobody else in them."""
        self.assertRefused(
            "not for key accounts", self._admit(self.alfa, self.tier_growth)
        )
        self.assertRefused("needs a tier", self._vals(self.alfa, "admit"))
        self.assertRefused(
            "for key accounts only",
            self._vals(self.alfa, "promote", self.tier_key, status="candidate"),
        )
        key = self._key("Gamma")
        self.assertRefused(
            "for key accounts only", self._vals(key, "retire", self.tier_key)
        )
        self.tier_key.action_archive()
        self.assertRefused("is archived", self._admit(self.alfa))

    def test_people_are_needed(self):
        self.assertRefused(
            "Key needs a key account manager",
            self._admit(self.alfa, manager_id=False),
        )
        text = self.assertRefused(
            "Strategic needs an executive sponsor",
            self._admit(self.alfa, self.tier_strategic, manager_id=False),
        )
        self.assertIn("needs a key account manager", text, "all problems at once")
        key = self._key("Gamma", self.tier_strategic, kam_sponsor_id=self.kam_user.id)
        for name in ("manager_id", "sponsor_id"):
            self.assertRefused("needs", self._vals(key, "assign", **{name: False}))
        key.kam_sponsor_id = False
        self.assertRefused("sponsor", self._vals(key, "keep"))
        self._decide(self._vals(key, "assign", manager_id=self.kam_manager.id))

    def test_people_must_be_here(self):
        """Neither who has left nor a customer's own user."""
        left = self._user("kam_left", "kam_odoo.group_kam_user")
        account = self._key("Gamma", manager=left)
        left.action_archive()
        self.assertRefused("has left", self._admit(self.alfa, manager_id=left.id))
        self.assertRefused("has left", self._admit(self.alfa, sponsor_id=left.id))
        self.assertRefused("has left", self._vals(account, "keep"))
        self.assertRefused(
            "not an employee", self._admit(self.alfa, manager_id=self.portal.id)
        )
        self._decide(self._vals(account, "retire"))

    def test_only_accounts(self):
        branch = self._account("Branch", self.alfa)
        self.assertRefused("part of Alfa", self._admit(branch))
        person = self._account("Person", is_company=False)
        self.assertRefused("it is a person", self._admit(person))
        self.alfa.action_archive()
        self.assertRefused("it is archived", self._admit(self.alfa))
        gone = self._account("Gone")
        vals = self._admit(gone)
        gone.unlink()
        with self.assertRaisesRegex(UserError, "has been deleted"):
            self._decide(vals)

    def test_a_reason_is_needed(self):
        for reason in (False, "", "  \n"):
            self.assertRefused("give a reason", self._admit(self.alfa, reason=reason))

    def test_twice_in_a_batch(self):
        self.assertRefused(
            "more than once", self._admit(self.alfa), self._vals(self.alfa, "wait")
        )

    def test_all_problems_of_all_decisions(self):
        person = self._account("Person", is_company=False)
        text = self.assertRefused(
            "Alfa: give a reason",
            self._admit(self.alfa, reason=""),
            self._admit(person),
            self._admit(self.beta),
        )
        self.assertIn("Person: it is a person", text)
        self.assertNotIn("Beta", text)

    def test_only_managers_decide(self):
        for user in (self.salesperson, self.kam_user, self.employee, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["kam.decision"].with_user(user)._decide(
                    [self._admit(self.alfa)]
                )
        self.assertEqual(self.alfa.kam_status, "none")

    def test_accounts_of_other_companies(self):
        """A manager decides on accounts that he may see."""
        theirs = self._account("Theirs", company_id=self.company_b.id)
        only_a = self._user("kam_manager_a", "kam_odoo.group_kam_manager")
        with self.assertRaises(AccessError):
            self.env["kam.decision"].with_user(only_a)._decide([self._admit(theirs)])
        decision = self._decide(self._admit(theirs))
        self.assertIn(decision, self.history.search([]))
        seen = self.env["kam.decision"].with_user(only_a).search([])
        self.assertNotIn(decision, seen)
