from odoo.exceptions import UserError
from odoo.tests import tagged

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
