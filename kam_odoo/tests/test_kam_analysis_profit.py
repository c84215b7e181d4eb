from datetime import datetime

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisProfit(KamCommon):
    """A4, A8: profit by activity-based costing (METHODS §4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa = cls._account("Alfa")
        cls.beta = cls._account("Beta")

    def _rate_of(self, kind, rate, company=None):
        driver = self.env["kam.cost.driver"].search([("kind", "=", kind)])
        driver.with_company(company or self.company_a).rate = rate
        return driver

    def test_zero_at_first(self):
        """Nothing is known about the costs of a company until it says so."""
        for driver in self.env["kam.cost.driver"].search([]):
            self.assertEqual(driver.with_company(self.company_a).rate, 0)
        self._order(self.alfa, "2024-03-01", 100, cost=60)
        line = self._line(self._analysis(), self.alfa)
        self.assertEqual((line.margin, line.cost_to_serve, line.profit), (40, 0, 40))
        self.assertAlmostEqual(line.margin_percent, 0.4)
        self.assertIn("No cost driver has a rate", line.explanation)

    def test_rate_not_negative(self):
        with self.assertRaises(ValidationError):
            self._rate_of("order", -1)

    def test_orders_lines_quotations(self):
        """Alfa: 2 orders × 10 + 2 lines × 1 + (cancelled, expired) 2 × 5 = 32.

        Margin 100 − 60 + 50 − 20 = 70, so profit 38. An open quotation is not lost,
        and what was cancelled before the period does not count.
        """
        self._rate_of("order", 10)
        self._rate_of("order_line", 1)
        self._rate_of("lost_quotation", 5)
        self._orders(
            [
                self._row(self.alfa, "2024-03-01", 100, cost=60),
                self._row(self.alfa, "2024-04-01", 50, cost=20),
                self._row(self.alfa, "2024-05-01", 70, state="cancel"),
                self._row(self.alfa, "2023-05-01", 70, state="cancel"),
                self._row(
                    self.alfa,
                    "2024-06-01",
                    70,
                    state="sent",
                    validity_date="2024-07-01",
                ),
                self._row(
                    self.alfa,
                    "2024-12-20",
                    70,
                    state="sent",
                    validity_date="2025-01-20",
                ),
                self._row(self.beta, "2024-03-01", 10, cost=0),
            ]
        )
        analysis = self._analysis(measure="profit")
        line = self._line(analysis, self.alfa)
        self.assertEqual((line.order_count, line.line_count), (2, 2))
        self.assertEqual((line.cost_to_serve, line.profit), (32, 38))
        self.assertEqual(
            sorted(line.cost_detail),
            [
                ["Lost or cancelled quotation", 2, 10],
                ["Order", 2, 20],
                ["Order line", 2, 2],
            ],
        )
        self.assertIn("2 × Order", line.explanation)
        line = self._line(analysis, self.beta)
        self.assertEqual((line.cost_to_serve, line.profit, line.abc), (11, -1, "c"))
        self.assertEqual(analysis.total, 37)

    def test_meetings(self):
        """Two people of one account in one meeting of two hours: two hours, not four.

        A whole day counts as eight hours, another company's meeting not at all:
        (2 + 8) × 3 = 30.
        """
        self._rate_of("meeting", 3)
        people = [
            self._account(name, parent=self.alfa, is_company=False)
            for name in ("Ana", "Bor")
        ]
        self._order(self.alfa, "2024-03-01", 100)
        common = {"user_id": self.kam_user.id}
        self.env["calendar.event"].create(
            [
                {
                    **common,
                    "name": "Review",
                    "start": datetime(2024, 3, 5, 9),
                    "stop": datetime(2024, 3, 5, 11),
                    "partner_ids": [Command.set([person.id for person in people])],
                },
                {
                    **common,
                    "name": "Day at the plant",
                    "allday": True,
                    "start_date": "2024-04-05",
                    "stop_date": "2024-04-05",
                    "partner_ids": [Command.set(self.alfa.ids)],
                },
                {
                    **common,
                    "name": "Before the period",
                    "start": datetime(2023, 3, 5, 9),
                    "stop": datetime(2023, 3, 5, 11),
                    "partner_ids": [Command.set(self.alfa.ids)],
                },
                {
                    "user_id": self.other_user.id,
                    "name": "Of the other company",
                    "start": datetime(2024, 3, 6, 9),
                    "stop": datetime(2024, 3, 6, 11),
                    "partner_ids": [Command.set(self.alfa.ids)],
                },
            ]
        )
        line = self._line(self._analysis(), self.alfa)
        self.assertEqual(line.cost_to_serve, 30)

    @freeze_time("2024-06-01 12:00:00")
    def test_meeting_to_come(self):
        """On 1 June, of a meeting in May and one in August only the first was held."""
        self._rate_of("meeting", 3)
        self._order(self.alfa, "2024-03-01", 100)
        self.env["calendar.event"].create(
            [
                {
                    "name": "Review",
                    "user_id": self.kam_user.id,
                    "start": datetime(2024, month, 5, 9),
                    "stop": datetime(2024, month, 5, 10),
                    "partner_ids": [Command.set(self.alfa.ids)],
                }
                for month in (5, 8)
            ]
        )
        line = self._line(self._analysis(), self.alfa)
        self.assertEqual(line.cost_to_serve, 3)

    def test_meeting_of_our_own_people(self):
        """Our company below a holding: its meetings are no cost of the holding."""
        self._rate_of("meeting", 3)
        holding = self._account("Our holding")
        self.company_b.partner_id.parent_id = holding
        self._order(holding, "2024-03-01", 100)
        self.env["calendar.event"].create(
            {
                "name": "Internal",
                "user_id": self.kam_user.id,
                "start": datetime(2024, 3, 5, 9),
                "stop": datetime(2024, 3, 5, 11),
                "partner_ids": [Command.set(self.company_b.partner_id.ids)],
            }
        )
        line = self._line(self._analysis(), holding)
        self.assertEqual(line.cost_to_serve, 0)

    def test_large_but_unprofitable(self):
        """1000 of revenue with 4 % profit is flagged at a low rate of 5 %; 5 % is not.

        Alfa is A by revenue: 1000 of 1100. Beta is no large customer (91 % before),
        so its loss is no flag.
        """
        self._orders(
            [
                self._row(self.alfa, "2024-03-01", 1000, cost=960),
                self._row(self.beta, "2024-03-01", 100, cost=200),
            ]
        )
        analysis = self._analysis(measure="profit")
        self.assertTrue(self._line(analysis, self.alfa).flag_unprofitable)
        self.assertFalse(self._line(analysis, self.beta).flag_unprofitable)
        self.company_a.kam_low_profit = 0.04
        analysis = self._analysis(measure="profit")
        self.assertFalse(self._line(analysis, self.alfa).flag_unprofitable)

    def test_rates_are_each_companys(self):
        """Both companies sell once; only the first has a rate, 10 EUR an order."""
        self._rate_of("order", 10)
        self._orders(
            [
                self._row(self.alfa, "2024-03-01", 100),
                self._row(self.alfa, "2024-03-02", 125, company=self.company_b),
            ]
        )
        analysis = self._analysis(company_id=False)
        line = self._line(analysis, self.alfa)
        self.assertEqual((line.revenue, line.cost_to_serve), (200, 10))

    def test_forecast_of_profit_takes_the_costs_of_the_last_year(self):
        """2023: 1000, 2024: 1000 − 400 of cost − 1 order × 100 = 500; trend 1."""
        self._rate_of("order", 100)
        self._orders(
            [
                self._row(self.alfa, "2022-12-15", 1),
                self._row(self.alfa, "2023-03-01", 1000),
                self._row(self.alfa, "2024-03-01", 1000, cost=400),
            ]
        )
        line = self._line(
            self._analysis(date_from="2024-03-01", date_to="2024-12-31"), self.alfa
        )
        self.assertEqual(line.forecast_revenue, 1000)
        self.assertEqual(line.forecast_profit, 500)

    def test_capital_in_receivables(self):
        """An invoice of 365 open for 73 days at 10 % a year costs 7.30.

        Posted on 20 October 2024: with that day, 73 days to the end of the year.
        365 × 73 × 10 % / 365 = 7.30.
        """
        self.company_a.kam_capital_rate = 0.1
        self._order(self.alfa, "2024-03-01", 1000)
        account = self.env["account.account"]
        receivable = account.create(
            {
                "name": "Receivables",
                "code": "KAM1",
                "account_type": "asset_receivable",
                "reconcile": True,
                "company_ids": [Command.set(self.company_a.ids)],
            }
        )
        income = account.create(
            {
                "name": "Income",
                "code": "KAM2",
                "account_type": "income",
                "company_ids": [Command.set(self.company_a.ids)],
            }
        )
        journal = self.env["account.journal"].create(
            {
                "name": "KAM",
                "code": "KAM",
                "type": "general",
                "company_id": self.company_a.id,
            }
        )
        move = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": "2024-10-20",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": receivable.id,
                            "partner_id": self.alfa.id,
                            "debit": 365,
                        }
                    ),
                    Command.create({"account_id": income.id, "credit": 365}),
                ],
            }
        )
        move.action_post()
        line = self._line(self._analysis(), self.alfa)
        self.assertAlmostEqual(line.cost_to_serve, 7.30)
        self.assertIn("Capital in receivables", line.explanation)

    def test_kinds_of_missing_apps(self):
        """A rate for deliveries does no harm where the Inventory app is not there."""
        driver = self._rate_of("delivery", 5)
        self._order(self.alfa, "2024-03-01", 100)
        line = self._line(self._analysis(), self.alfa)
        if not driver.is_available:
            self.assertEqual(line.cost_to_serve, 0)
        self.assertEqual(line.revenue, 100)
