from odoo.tests import TransactionCase, tagged

from ..demo.kam_demo_health import TOUCHES, WEEKS, WISHES


@tagged("post_install", "-at_install")
class TestDemoHealth(TransactionCase):
    """Health of the past weeks, and both teams, in the demo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.main = cls.env.ref("base.main_company")
        if not cls.main.chart_template:
            # else there are no invoices in the demo
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=cls.main, install_demo=False
            )
        cls.env["kam.demo"]._generate()
        cls.account = cls.env.ref("kam_demo.dominant").with_company(cls.main)

    def test_weeks(self):
        """Each week once; good, fair and poor ones; more than the sales are known."""
        Snapshot = self.env["kam.health.snapshot"]
        mine = Snapshot.search(
            [("partner_id", "=", self.account.id), ("company_id", "=", self.main.id)]
        )
        self.assertEqual(len(mine), WEEKS + 1)
        self.assertGreater(mine[0].confidence, 0.8)
        current = Snapshot.search([("is_latest", "=", True)])
        self.assertEqual(set(current.mapped("band")), {"good", "fair", "poor"})
        self.assertIn("lost", current.mapped("cap"))

    def test_payments(self):
        """Paid in time, late, and not at all."""
        current = self.env["kam.health.snapshot"].search(
            [("is_latest", "=", True), ("company_id", "=", self.main.id)]
        )
        by_account = {one.partner_id: one.payment for one in current}
        payment = {
            name: by_account[self.env.ref(f"kam_demo.{name}")]
            for name in ("dominant", "star", "weekly", "group")
        }
        self.assertEqual((payment["star"], payment["group"]), (100, 0))
        self.assertGreater(payment["dominant"], 85)
        self.assertTrue(20 < payment["weekly"] < 60)

    def test_network(self):
        network = self.account.kam_network
        ways = {(cell["stakeholder"], cell["user"]): cell for cell in network["cells"]}
        for person, login, called, met in TOUCHES:
            pair = (
                self.env.ref(f"kam_demo.stakeholder_{person}").id,
                self.env.ref(f"kam_demo.user_{login}").id,
            )
            self.assertGreaterEqual(ways[pair]["count"], len(called + met))
        gaps = [cell for cell in network["cells"] if cell["gap"]]
        self.assertTrue(gaps)
        self.assertLess(len(gaps), len(WISHES))

    def test_somebody_may_leave(self):
        wizard = self.env["kam.leaving"].create(
            {
                "user_id": self.env.ref("kam_demo.user_kam_user").id,
                "partner_id": self.account.id,
            }
        )
        self.assertTrue(wizard.line_ids)
        self.assertGreater(wizard.revenue, 0)
