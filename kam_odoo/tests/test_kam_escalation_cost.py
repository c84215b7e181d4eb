from odoo.tests import tagged

from .escalation_common import EscalationCommon


@tagged("post_install", "-at_install")
class TestKamEscalationCost(EscalationCommon):
    """A4: escalations are a cost driver, by the day they were raised."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.driver = cls.env.ref("kam_odoo.kam_cost_driver_escalation")
        cls._order(cls.account, "2024-03-01", 1000, cost=600)

    def test_zero_at_first(self):
        self.assertEqual(self.driver.kind, "escalation")
        self.assertEqual(self.driver.with_company(self.company_a).rate, 0)
        self.assertTrue(self.driver.is_available)

    def test_counted(self):
        """3 in 2024 (solved, open, archived) × 50 = 150; margin 400, profit 250.

        Not counted: cancelled, the year before, of the other company (own rate), of an
        unknown sender. In Tokyo one of New Year's Eve 2023, 20:00 UTC, is of 2024.
        """
        self.driver.with_company(self.company_a).rate = 50
        solved, _open, archived, cancelled = (self._raise() for _number in range(4))
        self._solve(solved, self.kam_user)
        archived.action_archive()
        cancelled.with_user(self.kam_user).action_cancel()
        self._raise("2023-12-31 20:00:00")
        self._raise(company_id=self.company_b.id)
        self._raise(partner_id=False, email_from="who@nowhere.example")
        line = self._line(self._analysis(measure="profit"), self.account)
        self.assertEqual((line.cost_to_serve, line.profit), (150, 250))
        self.assertEqual(line.cost_detail, [["Escalation", 3, 150]])
        self.company_a.partner_id.tz = "Asia/Tokyo"
        line = self._line(self._analysis(measure="profit"), self.account)
        self.assertEqual(line.cost_to_serve, 200)

    def test_cost_is_information(self):
        """Compensation typed in does not change the profit."""
        self._raise(cost=500)
        line = self._line(self._analysis(measure="profit"), self.account)
        self.assertEqual((line.cost_to_serve, line.profit), (0, 400))
