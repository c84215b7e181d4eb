from datetime import date, timedelta

from odoo.tests import tagged

from .common import KamCommon

END = date(2024, 12, 31)


@tagged("post_install", "-at_install")
class TestKamDefection(KamCommon):
    """A9: a category that stops while the customer still buys (METHODS §6)."""

    def _buy(self, account, category, silence, intervals, amount=100, cost=60):
        day = END - timedelta(days=silence)
        rows = []
        for interval in [0, *reversed(intervals)]:
            day -= timedelta(days=interval)
            rows.append(self._row(account, day, amount, cost=cost, category=category))
        self._orders(rows)

    def test_category_goes_quiet(self):
        """Machines every 10 days to the end; parts every 20 days, silent for 41.

        41 > 2 × 20, and the account bought 5 days ago, half its interval of 10. The
        margin of parts in 2024 is 4 orders × (100 − 60) = 160.
        """
        account = self._account("Quiet")
        self._buy(account, self.category, 5, [10] * 20)
        self._buy(account, self.other_category, 41, [20] * 3)
        analysis = self._analysis()
        found = analysis.defection_ids
        self.assertEqual(found.partner_id, account)
        self.assertEqual(found.categ_id, self.other_category)
        self.assertEqual((found.days_since_order, found.median_interval), (41, 20))
        self.assertAlmostEqual(found.silence, 2.05)
        self.assertEqual((found.value_at_risk, found.revenue_year), (160, 400))
        self.assertEqual(analysis.defection_count, 1)
        lines = self.env["sale.order.line"].search(
            found.action_open_order_lines()["domain"]
        )
        self.assertEqual(len(lines), 4)

    def test_exactly_twice_is_not_quiet(self):
        account = self._account("Almost")
        self._buy(account, self.category, 5, [10] * 20)
        self._buy(account, self.other_category, 40, [20] * 3)
        self.assertFalse(self._analysis().defection_ids)

    def test_once_in_a_while_is_not_quiet(self):
        """Parts after 10, 10 and 100 days: 41 is over twice 10, but nothing new.

        Nine intervals in ten are at most 10 + 0.8·90 = 82 days long.
        """
        account = self._account("Now and then")
        self._buy(account, self.category, 5, [10] * 20)
        self._buy(account, self.other_category, 41, [10, 10, 100])
        self.assertFalse(self._analysis().defection_ids)

    def test_long_gone_is_history(self):
        """Parts stopped in 2023: nothing of the last 12 months is at risk."""
        account = self._account("History")
        self._buy(account, self.category, 5, [10] * 20)
        self._buy(account, self.other_category, 400, [20] * 5)
        self.assertFalse(self._analysis().defection_ids)

    def test_few_days_are_no_rhythm(self):
        account = self._account("Few")
        self._buy(account, self.category, 5, [10] * 20)
        self._buy(account, self.other_category, 100, [20] * 2)
        self.assertFalse(self._analysis().defection_ids)

    def test_customer_who_is_due_is_not_quiet(self):
        """The whole customer is silent: that is retention, not quiet defection."""
        account = self._account("Due")
        self._buy(account, self.category, 12, [10] * 20)
        self._buy(account, self.other_category, 100, [20] * 3)
        self.assertFalse(self._analysis().defection_ids)

    def test_setting(self):
        account = self._account("Quiet")
        self._buy(account, self.category, 5, [10] * 20)
        self._buy(account, self.other_category, 41, [20] * 3)
        self.company_a.kam_defection_ratio = 3
        self.assertFalse(self._analysis().defection_ids)

    def test_own_accounts_only(self):
        account = self._account("Quiet")
        self._buy(account, self.category, 5, [10] * 20)
        self._buy(account, self.other_category, 41, [20] * 3)
        analysis = self._analysis()
        Defection = self.env["kam.defection"].with_user(self.kam_user)
        domain = [("analysis_id", "=", analysis.id)]
        self.assertFalse(Defection.search(domain))
        account.kam_manager_id = self.kam_user
        self.assertTrue(Defection.search(domain))
        other = self.env["kam.defection"].with_user(self.other_user)
        self.assertFalse(other.search(domain))
