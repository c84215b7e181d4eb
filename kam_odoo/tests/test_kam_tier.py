from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamTier(KamCommon):
    """S6: the default tiers and types, and what happens to a tier that is used."""

    def test_defaults(self):
        """Four tiers, best first, each with its promise; the four types of S7."""
        own = self.env["ir.model.data"].search(
            [("module", "=", "kam_odoo"), ("model", "=", "kam.tier")]
        )
        tiers = self.env["kam.tier"].browse(own.mapped("res_id")).sorted("sequence")
        self.assertEqual(
            tiers.mapped("name"), ["Strategic", "Key", "Growth", "Standard"]
        )
        self.assertTrue(all(tiers.mapped("service_promise")))
        self.assertTrue(all(own.mapped("noupdate")))
        for name in ("breadwinner", "prospect", "image_maker", "expert"):
            self.assertTrue(self.env.ref(f"kam_odoo.kam_account_type_{name}"))

    def test_used_tier_is_not_deleted(self):
        """Archived accounts count: their tier must be there when they come back."""
        tier = self.env["kam.tier"].create({"name": "Local heroes"})
        account = self._account("Alfa")
        account.kam_tier_id = tier
        account.action_archive()
        with self.assertRaisesRegex(UserError, "archive this one"):
            tier.with_user(self.kam_manager).unlink()
        tier.action_archive()
        self.assertEqual(account.kam_tier_id, tier)
        account.kam_tier_id = self.tier_key
        tier.with_user(self.kam_manager).unlink()

    def test_opens_its_accounts(self):
        account = self._account("Alfa")
        branch = self._account("Branch", parent=account)
        (account + branch).kam_tier_id = self.tier_key
        action = self.tier_key.action_open_accounts()
        found = self.env["res.partner"].search(action["domain"])
        self.assertIn(account, found)
        self.assertNotIn(branch, found, "only accounts have a tier of their own")

    def test_rules_are_sensible(self):
        """Scores 0–100, places not negative, discounts 0–100 %, manager's not less."""
        for values in (
            {"minimum_score": -1},
            {"minimum_score": 100.5},
            {"capacity": -1},
            {"manager_capacity": -1},
            {"selection_months": 0},
            {"discount_salesperson": -0.1},
            {"discount_manager": 1.01},
            {"discount_salesperson": 0.2, "discount_manager": 0.1},
        ):
            with self.subTest(values), mute_logger("odoo.sql_db"):
                with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                    self.tier_key.write(values)
                    self.env.flush_all()
                self.env.invalidate_all()

    def test_a_used_tier_stays_key(self):
        """Its accounts have a status that goes with it."""
        growth = self.env.ref("kam_odoo.kam_tier_growth")
        self._account("Alfa", kam_status="key", kam_tier_id=self.tier_key.id)
        self._account("Beta", kam_status="candidate", kam_tier_id=growth.id)
        for tier, is_key in ((self.tier_key, False), (growth, True)):
            with self.assertRaisesRegex(UserError, "has accounts"):
                tier.is_key = is_key
        self.env["kam.tier"].create({"name": "Local heroes"}).is_key = True

    def test_places_on_the_screen(self):
        """Taken of all places, and by manager, who has most first."""
        tier = self.env["kam.tier"].create(
            {"name": "Heroes", "is_key": True, "capacity": 4, "manager_capacity": 2}
        )
        for number, user in enumerate(
            (self.kam_user, self.kam_manager, self.kam_manager)
        ):
            self._account(
                f"Account {number}", kam_tier_id=tier.id, kam_manager_id=user.id
            )
        tier = tier.with_user(self.kam_user)
        self.assertEqual((tier.taken, tier.taken_share), (3, 75))
        self.assertEqual(
            tier.managers,
            f"{self.kam_manager.name}: 2 of 2\n{self.kam_user.name}: 1 of 2",
        )
        tier.sudo().write({"capacity": 0, "manager_capacity": 0})
        self.assertEqual(tier.taken_share, 0)
        self.assertIn("1 of any number", tier.managers)

    def test_form(self):
        with Form(self.tier_key.with_user(self.kam_manager)) as form:
            form.capacity = 30
            form.discount_manager = 0.25
        self.assertEqual(self.tier_key.capacity, 30)
