import doctest
from collections import defaultdict
from datetime import date

from odoo.tests import TransactionCase, tagged

from ..demo import catalog, kam_demo_partner, schedule
from ..demo.schedule import anchor_day, build_orders, months_before

# Month ends, a leap day, New Year, and the days around a change to summer time.
DAYS = (date(2024, 3, 1), date(2025, 1, 1), date(2026, 3, 30), date(2028, 2, 29))


@tagged("post_install", "-at_install")
class TestDemoSchedule(TransactionCase):
    """The history is computed without a database, whatever the day."""

    def test_doctests(self):
        """The examples in the docstrings hold."""
        for module in (catalog, kam_demo_partner, schedule):
            with self.subTest(module=module.__name__):
                self.assertFalse(doctest.testmod(module).failed)

    def test_deterministic(self):
        """The same day gives the same history, another day another one."""
        self.assertEqual(build_orders(DAYS[0]), build_orders(DAYS[0]))
        self.assertNotEqual(build_orders(DAYS[0]), build_orders(DAYS[1]))

    def test_any_day(self):
        """Size, period and the two most delicate stories hold on any day."""
        for day in DAYS:
            orders = build_orders(day)
            sold = [order for order in orders if order.state == "sale"]
            with self.subTest(day=day):
                self.assertTrue(2500 <= len(orders) <= 4200, len(orders))
                self.assertLess(orders[-1].day, day)
                self.assertEqual(
                    orders[0].day.replace(day=1),
                    months_before(anchor_day(day), schedule.MONTHS - 1),
                )
                quarters = [
                    (order.day.year, (order.day.month - 1) // 3)
                    for order in sold
                    if order.account == "quarterly"
                ]
                self.assertEqual(len(quarters), len(set(quarters)))
                self.assertTrue(12 <= len(quarters) <= 13, quarters)
                self.assertTrue(0.25 <= self._share("dominant", sold, day) <= 0.32)

    def _share(self, account, orders, day):
        """Share of the main company's revenue in the last twelve months."""
        anchor = anchor_day(day)
        revenue = defaultdict(float)
        for order in orders:
            if months_before(anchor, 11) <= order.day <= anchor and not order.second:
                if order.account != "internal":
                    revenue[order.account] += sum(
                        line.quantity * line.list_price * (100 - line.discount) / 100
                        for line in order.lines
                    )
        return revenue[account] / sum(revenue.values())
