from datetime import date, timedelta

from odoo.tests import tagged

from .common import KamCommon

END = date(2024, 12, 31)


@tagged("post_install", "-at_install")
class TestKamAnalysisRetention(KamCommon):
    """A5, A9 (status): rhythm, growth and forecast (METHODS §§6, 7)."""

    def _buy(self, name, silence, intervals, amount=100):
        """A customer whose last order is ``silence`` days before the end."""
        account = self._account(name)
        day = END - timedelta(days=silence)
        rows = [self._row(account, day, amount)]
        for interval in reversed(intervals):
            day -= timedelta(days=interval)
            rows.append(self._row(account, day, amount))
        self._orders(rows)
        return account

    def test_own_rhythm(self):
        """Intervals 10, 10, 10, 20: median 10, 90th percentile 10 + 0.7·10 = 17.

        Silence 9 → active; 10 → due (r = 1); 15 → due (r = 1.5 is not beyond); 16 →
        at risk; 18 → at risk (beyond the percentile); 30 → at risk (r = 3 is not
        beyond); 31 → lost.
        """
        expected = {
            9: "active",
            10: "due",
            15: "due",
            16: "at_risk",
            18: "at_risk",
            30: "at_risk",
            31: "lost",
        }
        accounts = {
            silence: self._buy(f"Silent {silence}", silence, [20, 10, 10, 10])
            for silence in expected
        }
        analysis = self._analysis()
        for silence, retention in expected.items():
            line = self._line(analysis, accounts[silence])
            self.assertEqual(line.days_since_order, silence)
            self.assertEqual((line.median_interval, line.long_interval), (10, 17))
            self.assertEqual(line.retention, retention, silence)
            self.assertEqual(accounts[silence].kam_retention, retention)

    def test_lost_needs_both(self):
        """Median 10 but once 100: r = 4, yet 40 days are no longer than usual.

        Intervals 10, 10, 10, 100: the 90th percentile is 10 + 0.7·90 = 73.
        """
        account = self._buy("Rare", 40, [100, 10, 10, 10])
        line = self._line(self._analysis(), account)
        self.assertEqual(line.long_interval, 73)
        self.assertEqual(line.retention, "at_risk")

    def test_pool_of_all_intervals(self):
        """Three order days: compared with everybody's intervals.

        The pool: ten intervals of 10 (Steady) and two of 60 (each Rare has one, and
        one of 10): 10 × 12, 60 × 2 → 14 values; 80 % at position 10.4 → 10, 90 % at
        position 11.7 → 10 + 0.7·50 = 45. So 11 days are at risk and 46 lost.
        """
        self._buy("Steady", 5, [10] * 10)
        risky = self._buy("Risky", 11, [60, 10])
        lost = self._buy("Lost", 46, [60, 10])
        fine = self._buy("Single", 10, [])
        analysis = self._analysis()
        self.assertEqual(self._line(analysis, risky).retention, "at_risk")
        self.assertEqual(self._line(analysis, lost).retention, "lost")
        line = self._line(analysis, fine)
        self.assertEqual(line.retention, "active")
        self.assertIs(line.median_interval, False)

    def test_no_interval_at_all(self):
        account = self._buy("Only", 10, [])
        line = self._line(self._analysis(), account)
        self.assertFalse(line.retention)
        self.assertIn("no rhythm", line.explanation)

    def test_gone_before_the_period(self):
        """Bought monthly until 2023, nothing since: lost, though not in the result."""
        self._buy("Steady", 5, [10] * 10)
        gone = self._buy("Gone", 400, [30] * 12)
        analysis = self._analysis()
        self.assertFalse(self._line(analysis, gone))
        self.assertEqual(gone.kam_retention, "lost")
        self.assertFalse(gone.kam_abc)

    def test_growth_and_forecast(self):
        """By hand, sums of the years 2022, 2023, 2024.

        Grower 1000, 2000, 3000: growth 50 %; forecast 3000·√1.5 = 3674.23; a year
        before 2000·√2 = 2828.43 against 3000: error 5.719 %.
        Rocket 100, 100, 900: nine times, clamped to 2: 900·√2 = 1272.79; before:
        100 → 88.889 % off.
        Fader 100, 1000, 100: a tenth, clamped to ½: 100·√½ = 70.71; before: clamped
        to 2: 1000·√2 = 1414.21 against 100: 1314.21 %.
        Portfolio error: (171.57 + 800 + 1314.21) / (3000 + 900 + 100) = 57.145 %.
        """
        accounts = {}
        for name, years in {
            "Grower": (1000, 2000, 3000),
            "Rocket": (100, 100, 900),
            "Fader": (100, 1000, 100),
        }.items():
            accounts[name] = self._account(name)
            self._orders(
                self._row(accounts[name], f"{2022 + number}-01-20", amount)
                for number, amount in enumerate(years)
            )
        analysis = self._analysis()
        for name, growth, forecast, error in [
            ("Grower", 0.5, 3674.23, 0.05719),
            ("Rocket", 8.0, 1272.79, 0.88889),
            ("Fader", -0.9, 70.71, 13.14214),
        ]:
            line = self._line(analysis, accounts[name])
            self.assertAlmostEqual(line.growth, growth, msg=name)
            self.assertAlmostEqual(line.forecast_revenue, forecast, 2, name)
            self.assertAlmostEqual(line.forecast_profit, forecast, 2, name)
            self.assertAlmostEqual(line.forecast_error, error, 5, name)
        self.assertAlmostEqual(analysis.wape, 0.57145, 5)

    def test_short_history_is_unknown(self):
        """First order in February 2023: 23 months of history, no growth, no forecast.

        One month earlier it is 24: known. Two years of history are not enough to
        test the forecast.
        """
        short = self._account("Short")
        enough = self._account("Enough")
        self._orders(
            [
                self._row(short, "2023-02-01", 100),
                self._row(short, "2024-05-01", 100),
                self._row(enough, "2023-01-31", 100),
                self._row(enough, "2024-05-01", 150),
            ]
        )
        analysis = self._analysis()
        line = self._line(analysis, short)
        for name in ("growth", "forecast_revenue", "forecast_profit", "forecast_error"):
            self.assertIs(line[name], False, name)
        self.assertIn("Unknown", line.explanation)
        line = self._line(analysis, enough)
        self.assertAlmostEqual(line.growth, 0.5)
        self.assertIs(line.forecast_error, False)
        self.assertIs(line.backtest_revenue, False)

    def test_base_not_above_zero_is_unknown(self):
        account = self._account("Returned")
        self._orders(
            [
                self._row(account, "2022-06-01", 500),
                self._row(account, "2023-06-01", -100),
                self._row(account, "2024-06-01", 100),
            ]
        )
        line = self._line(self._analysis(), account)
        self.assertIs(line.growth, False)
        self.assertIs(line.forecast_revenue, False)

    def test_years_and_days(self):
        """First order ever 1 July 2014: 10.5 years at the end of 2024."""
        account = self._account("Old")
        self._orders(
            [self._row(account, "2014-07-01", 1), self._row(account, "2024-12-01", 1)]
        )
        line = self._line(self._analysis(), account)
        self.assertEqual(line.first_order_date, date(2014, 7, 1))
        self.assertEqual(line.last_order_date, date(2024, 12, 1))
        self.assertAlmostEqual(line.years, 10.5, 1)
        self.assertEqual(line.days_since_order, 30)
