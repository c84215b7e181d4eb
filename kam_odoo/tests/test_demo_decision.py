from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoDecision(TransactionCase):
    """The history of the demo leads to where its accounts are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.demo"]._generate()

    def test_decisions(self):
        """The history of each account is a chain that ends where the account is now."""
        decisions = self.env["kam.decision"].search([]).sorted(lambda d: (d.date, d.id))
        ours = decisions.filtered(lambda d: not d.selection_id)
        careers = ours.grouped("partner_id")
        self.assertEqual(len(careers), 20)
        names = ("status", "tier", "manager", "sponsor")
        for account, steps in careers.items():
            with self.subTest(account.name):
                for before, after in zip(steps, steps[1:], strict=False):
                    for name in names:
                        end = "" if name == "status" else "_id"
                        self.assertEqual(
                            before[f"{name}_to{end}"], after[f"{name}_from{end}"]
                        )
                self.assertEqual(steps[0].status_from, "none")
        standing = self.env["res.partner"].search(
            [("kam_status", "!=", "none"), ("kam_is_account", "=", True)]
        )
        self.assertFalse(standing - decisions.partner_id)
        for account, steps in decisions.grouped("partner_id").items():
            last = steps[-1]
            with self.subTest(account.name):
                self.assertEqual(last.status_to, account.kam_status)
                self.assertEqual(last.tier_to_id, account.kam_tier_id)
                self.assertEqual(last.manager_to_id, account.kam_manager_id)
                self.assertEqual(last.sponsor_to_id, account.kam_sponsor_id)
