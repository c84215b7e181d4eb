from odoo.tests import freeze_time, tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisXyz(KamCommon):
    """A2: XYZ by rhythm and by variation (METHODS §3)."""

    def _buy(self, name, days, amount=100):
        account = self._account(name)
        amounts = amount if isinstance(amount, list) else [amount] * len(days)
        self._orders(
            self._row(account, day, value)
            for day, value in zip(days, amounts, strict=True)
        )
        return account

    def _monthly(self, months, day=10, year=2024):
        return [f"{year}-{month:02}-{day:02}" for month in months]

    def test_rhythm(self):
        """Nine of twelve months is X (75 %), eight is not; the quarter buyer is Y.

        Quarter buyer: 15 Feb, May, Aug, Nov: intervals 90, 92, 92 days, variation
        1 %. Irregular: 3 Jan, 5 Jan, 1 Dec: intervals 2 and 331, mean 166.5, σ 164.5,
        variation 0.988 → Z. Eight months 10 Jan … 10 Aug: intervals 31 29 31 30 31 30
        31, hardly any variation → Y.
        """
        first_of_history = ["2023-02-10"]
        nine = self._buy("Nine", first_of_history + self._monthly(range(1, 10)))
        eight = self._buy("Eight", first_of_history + self._monthly(range(1, 9)))
        quarter = self._buy(
            "Quarter", ["2023-05-15", *self._monthly((2, 5, 8, 11), day=15)]
        )
        odd = self._buy("Odd", ["2023-05-15", "2024-01-03", "2024-01-05", "2024-12-01"])
        analysis = self._analysis()
        line = self._line(analysis, nine)
        self.assertEqual((line.xyz, line.active_months, line.month_count), ("x", 9, 12))
        self.assertEqual(self._line(analysis, eight).xyz, "y")
        line = self._line(analysis, quarter)
        self.assertEqual((line.xyz, line.active_months), ("y", 4))
        # population σ of 90, 92, 92 is √(8/9) = 0.942809; mean 91⅓
        self.assertAlmostEqual(line.interval_cv, 0.942809 / (274 / 3), places=6)
        line = self._line(analysis, odd)
        self.assertEqual(line.xyz, "z")
        self.assertAlmostEqual(line.interval_cv, 164.5 / 166.5)

    def test_two_orders_a_day_are_one_order_day(self):
        """Three orders on two days: too few order days, though three orders."""
        account = self._buy(
            "Twice", ["2024-01-10 08:00:00", "2024-01-10 15:00:00", "2024-06-01"]
        )
        line = self._line(self._analysis(), account)
        self.assertEqual((line.order_count, line.period_order_days), (3, 2))
        self.assertFalse(line.xyz)
        self.assertEqual(line.abc_xyz, "A–")
        self.assertIn("2 order days", line.explanation)

    def test_months_count_from_the_first_order(self):
        """First order in May: 8 months to count, bought in 6 of them: 75 % → X."""
        account = self._buy("New", self._monthly((5, 6, 7, 8, 11, 12)))
        line = self._line(self._analysis(), account)
        self.assertEqual((line.month_count, line.active_months), (8, 6))
        self.assertEqual(line.xyz, "x")

    def test_few_months_no_class(self):
        """First order in August: 5 months, one less than needed."""
        account = self._buy("Newest", self._monthly((8, 9, 10, 11, 12)))
        line = self._line(self._analysis(), account)
        self.assertEqual((line.month_count, line.xyz), (5, False))
        self.assertIn("at least 6", line.explanation)

    def test_variation(self):
        """By hand, twelve months from January.

        Even: 100 every month → 0. Two steps: 50 and 150 in turn → mean 100, σ 50 →
        0.5, still X. Half a year: 200 × 6, 0 × 6 → mean 100, σ 100 → 1.0, still Y.
        Once a quarter (300 × 4): mean 100, σ √(4·200² + 8·100²)/12 = 141.4 → Z.
        """
        even = self._buy("Even", self._monthly(range(1, 13)))
        steps = self._buy("Steps", self._monthly(range(1, 13)), [50, 150] * 6)
        half = self._buy("Half", self._monthly(range(1, 7)), [200] * 6)
        quarter = self._buy("Quarter", self._monthly((1, 4, 7, 10)), [300] * 4)
        analysis = self._analysis(xyz_method="variation")
        self.assertEqual((analysis.x_limit, analysis.y_limit), (0.5, 1.0))
        for account, cv, xyz in [
            (even, 0, "x"),
            (steps, 0.5, "x"),
            (half, 1.0, "y"),
            (quarter, 2**0.5, "z"),
        ]:
            line = self._line(analysis, account)
            self.assertAlmostEqual(line.cv, cv, msg=account.name)
            self.assertEqual(line.xyz, xyz, account.name)

    def test_variation_without_revenue(self):
        """Returns as large as the sales: the mean is 0, the variation unknown."""
        account = self._buy(
            "Returns", self._monthly((1, 2, 3, 4)), [100, -100, 50, -50]
        )
        self._buy("Other", self._monthly((1, 2, 3, 4)))
        line = self._line(self._analysis(xyz_method="variation"), account)
        self.assertIs(line.cv, False)
        self.assertFalse(line.xyz)
        self.assertIn("no revenue", line.explanation)

    @freeze_time("2024-09-20 12:00:00")
    def test_running_month_never_counts(self):
        """On 20 September the year has eight complete months; September is no ninth.

        January to June is 6 of 8 months: exactly 75 %. With September it would be 7
        of 9 (78 %), so a second customer with five months and September, 5 of 8, must
        not reach X (6 of 9 would be 67 % as well), and orders of September add no day.
        """
        regular = self._buy("Regular", self._monthly(range(1, 7)))
        late = self._buy("Late", self._monthly((1, 9)) + ["2024-09-12"])
        analysis = self._analysis()
        line = self._line(analysis, regular)
        self.assertEqual((line.month_count, line.active_months), (8, 6))
        self.assertEqual(line.xyz, "x")
        line = self._line(analysis, late)
        self.assertEqual((line.order_count, line.period_order_days), (3, 1))
        self.assertFalse(line.xyz)

    def test_part_months_do_not_count(self):
        """16 January to 14 December: ten complete months."""
        account = self._buy("Regular", ["2023-06-01", *self._monthly(range(1, 13), 5)])
        analysis = self._analysis(date_from="2024-01-16", date_to="2024-12-14")
        line = self._line(analysis, account)
        self.assertEqual((line.month_count, line.active_months), (10, 10))
        self.assertEqual(line.order_count, 11)
        self.assertEqual(line.revenue, 1100)
