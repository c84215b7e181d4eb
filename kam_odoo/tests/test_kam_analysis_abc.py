from odoo.tests import tagged

from .common import KamCommon

# METHODS §2, checked by hand: with these eleven amounts the A limit is the fourth
# customer (nearest to the point of all sales from no customers) and the C limit the
# fifth.
REFERENCE = [1, 15, 25, 17, 2, 3, 5, 6, 2, 3, 22]


@tagged("post_install", "-at_install")
class TestKamAnalysisAbc(KamCommon):
    """A1, A6: ABC classes, shares and concentration (METHODS §§2, 5)."""

    def _sell(self, amounts):
        """One customer per amount, named after it, with one order in 2024."""
        rows = []
        for number, amount in enumerate(amounts):
            account = self._account(f"{amount} #{number}")
            rows.append(self._row(account, "2024-03-15", amount))
        self._orders(rows)

    def _abc(self, analysis):
        """Classes in the order of rank, one letter per customer."""
        return "".join(line.abc or "-" for line in analysis.line_ids)

    def test_share_before_decides(self):
        """100, 80, 10, 6, 4 of 200: before = 0, 50, 90, 95, 98 % → A A B C C."""
        self._sell([100, 80, 10, 6, 4])
        analysis = self._analysis()
        self.assertEqual(self._abc(analysis), "aabcc")
        self.assertEqual(
            [round(line.share_before, 6) for line in analysis.line_ids],
            [0, 0.5, 0.9, 0.95, 0.98],
        )
        self.assertEqual(
            [round(line.share, 6) for line in analysis.line_ids],
            [0.5, 0.4, 0.05, 0.03, 0.02],
        )
        self.assertEqual(analysis.total, 200)
        self.assertEqual(analysis.customer_count, 5)

    def test_dominant_customer_is_a(self):
        """The share before the row counts, so the only big customer is A, not C."""
        self._sell([10000, 10, 10])
        self.assertEqual(self._abc(self._analysis()), "acc")

    def test_single_customer(self):
        self._sell([50])
        analysis = self._analysis()
        self.assertEqual(self._abc(analysis), "a")
        self.assertEqual((analysis.hhi, analysis.effective_customers), (10000, 1))
        self.assertEqual(analysis.line_ids.flag_concentration, "warning")

    def test_ties_stand_together(self):
        """60, 20, 20, 20: before = 0, 50, 50, 50 % → all three equals are A."""
        self._sell([60, 20, 20, 20])
        analysis = self._analysis()
        self.assertEqual(self._abc(analysis), "aaaa")
        self.assertEqual(analysis.line_ids.mapped("rank"), [1, 2, 2, 2])

    def test_negative_counts_as_nothing(self):
        """100, 50, −50: shares of 150, so before = 0, 67, 100 %; below zero is C."""
        self._sell([100, 50, -50])
        analysis = self._analysis()
        self.assertEqual(self._abc(analysis), "aac")
        self.assertEqual(analysis.total, 100)
        self.assertEqual(analysis.line_ids[2].share, 0)

    def test_zero_is_c(self):
        self._sell([100, 0])
        self.assertEqual(self._abc(self._analysis()), "ac")

    def test_no_total_no_class(self):
        """Nothing above zero: no shares, no classes, but the customers are listed."""
        self._sell([-10, 0])
        analysis = self._analysis()
        self.assertEqual(self._abc(analysis), "--")
        self.assertEqual(analysis.line_ids.mapped("share"), [False, False])
        self.assertFalse(analysis.line_ids[0].abc_xyz)

    def test_own_limits(self):
        """50, 30, 20 with limits 50/80: before = 0, 50, 80 % → A B C."""
        self._sell([50, 30, 20])
        analysis = self._analysis(limit_a=0.5, limit_b=0.8)
        self.assertEqual(self._abc(analysis), "abc")

    def test_computed_reference(self):
        """METHODS §2: A = {25, 22, 17, 15}, B = {6}."""
        self._sell(REFERENCE)
        analysis = self._analysis(abc_method="computed")
        self.assertEqual(self._abc(analysis), "aaaabcccccc")
        self.assertEqual(analysis.line_ids[4].revenue, 6)

    def test_computed_dominant(self):
        """METHODS §2: one of 10 000 and 99 of 10: A is not empty."""
        self._sell([10000] + [10] * 99)
        analysis = self._analysis(abc_method="computed")
        self.assertEqual(analysis.line_ids[0].abc, "a")
        self.assertNotIn("a", self._abc(analysis)[1:])

    def test_computed_ties_at_the_limit(self):
        """A second customer of 15 is in A together with the limit customer.

        Worked by hand: 25 22 17 15 15 6 5 3 3 2 2 1 of 116; the nearest to (0, 1)
        is the fifth (0.417; 0.810).
        """
        self._sell([*REFERENCE, 15])
        analysis = self._analysis(abc_method="computed")
        self.assertTrue(self._abc(analysis).startswith("aaaaa"))
        self.assertNotEqual(analysis.line_ids[5].abc, "a")

    def test_computed_swaps_break_even(self):
        """Break-even left of the A limit: both change places.

        99 × 3 … by hand for 40 12 11 10 10 9 9 8 1 1 1 of 112: mean 10.18, break-even
        is customer 3 (0.273; 0.5625); nearest to (0, 1) is customer 8 (0.727; 0.973:
        0.530), 7 (0.636; 0.902: 0.415), 6 (0.545; 0.821: 0.330), 5 (0.455; 0.741:
        0.274), 4 (0.364; 0.652: 0.253), 3 (0.273; 0.5625: 0.266): customer 4. So A
        ends at 3, and C is measured from x = 4/11: 7 (0.074 + 0.010), 8 (0.132 +
        0.001), 6 (0.033 + 0.032 = 0.065), 5 (0.008 + 0.067 = 0.075): customer 6,
        whose equal, customer 7, is B as well.
        """
        self._sell([40, 12, 11, 10, 10, 9, 9, 8, 1, 1, 1])
        analysis = self._analysis(abc_method="computed")
        self.assertEqual(self._abc(analysis), "aaabbbbcccc")

    def test_computed_needs_ten_that_differ(self):
        self._sell([9, 8, 7, 6, 5, 4, 3, 2, 1])
        analysis = self._analysis(abc_method="computed")
        self.assertEqual(self._abc(analysis), "-" * 9)
        self.assertIn("at least 10 customers", analysis.line_ids[0].explanation)

    def test_computed_all_equal(self):
        self._sell([5] * 12)
        self.assertEqual(self._abc(self._analysis(abc_method="computed")), "-" * 12)

    def test_concentration(self):
        """Shares 40, 30, 20, 10 %: HHI 1600 + 900 + 400 + 100 = 3000, 3⅓ effective."""
        self._sell([40, 30, 20, 10])
        key = self.env["res.partner"].search([("name", "=", "30 #1")])
        key.write({"kam_status": "key", "kam_tier_id": self.tier_key.id})
        analysis = self._analysis()
        self.assertAlmostEqual(analysis.hhi, 3000)
        self.assertAlmostEqual(analysis.effective_customers, 10 / 3)
        self.assertAlmostEqual(analysis.largest_share, 0.4)
        self.assertAlmostEqual(analysis.top_share, 1.0)
        self.assertAlmostEqual(analysis.key_share, 0.3)
        self.assertEqual(
            analysis.line_ids.mapped("flag_concentration"),
            ["warning", "warning", "notice", "notice"],
        )
        self.assertEqual(analysis.line_ids[1].key_status, "key")
        self.assertEqual(analysis.line_ids[1].tier_id, self.tier_key)

    def test_top_five(self):
        """Ten customers of 10 %: the five largest have 50 %, none is flagged twice."""
        self._sell([10] * 10)
        analysis = self._analysis()
        self.assertAlmostEqual(analysis.top_share, 0.5)
        self.assertAlmostEqual(analysis.hhi, 1000)
        self.assertEqual(
            set(analysis.line_ids.mapped("flag_concentration")), {"notice"}
        )
