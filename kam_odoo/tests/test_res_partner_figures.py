from datetime import date

from odoo.tests import tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestLiveFigures(PlanCommon):
    """Live figures of accounts are the facts', to the cent, at every edge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._account("Other")

    def _live(self, date_from, date_to, company=None, accounts=None, **options):
        return (accounts or self.account)._kam_live_figures(
            date.fromisoformat(date_from),
            date.fromisoformat(date_to),
            company or self.company_a,
            **options,
        )

    def test_by_hand(self):
        """The whole account, confirmed orders only, categories apart.

        January: 100 (cost 60) of machines and 50.50 of parts on the same day, 200 of
        a branch the next; a quotation, a cancelled order and February do not count.
        Revenue 350.50, margin 290.50 (40 + 50.50 + 200), 3 orders on 2 days.
        """
        self._orders(
            [
                self._row(self.account, "2026-01-10", 100, cost=60),
                self._row(
                    self.person, "2026-01-10", 50.5, category=self.other_category
                ),
                self._row(self.branch, "2026-01-11", 200),
                self._row(self.account, "2026-01-12", 1000, state="draft"),
                self._row(self.account, "2026-01-13", 1000, state="cancel"),
                self._row(self.account, "2026-02-01", 1000),
                self._row(self.other, "2026-01-10", 7),
            ]
        )
        figures = self._live(
            "2026-01-01", "2026-01-31", accounts=self.account + self.other
        )
        self.assertEqual(figures[self.other]["revenue"], 7)
        self.assertEqual(
            figures[self.account],
            {
                "revenue": 350.5,
                "margin": 290.5,
                "orders": 3,
                "order_days": 2,
                "first_day": date(2026, 1, 10),
                "last_day": date(2026, 1, 11),
                "categories": {
                    self.category.id: (300.0, 240.0),
                    self.other_category.id: (50.5, 50.5),
                },
            },
        )

    def test_equal_to_the_facts(self):
        """Many odd amounts in two companies and currencies: equal to the cent.

        The facts are those of an analysis of 2024, the figures are read live.
        """
        rows = []
        for number in range(60):
            company = self.companies[number % 2]
            rows.append(
                self._row(
                    self.account if number % 3 else self.branch,
                    date(2024, 1 + number % 12, 1 + number % 28),
                    10.01 + number * 7.77,
                    cost=3.33 + number,
                    company=company,
                    currency=self.usd if number % 5 == 0 else self.eur,
                    category=self.category if number % 4 else self.other_category,
                )
            )
        self._orders(rows)
        self._analysis(company_id=False)
        for company in self.companies:
            [(revenue, margin)] = self.env["kam.sales.fact"]._read_group(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", (self.account + self.branch).ids),
                    ("month", ">=", "2024-01-01"),
                ],
                [],
                ["revenue:sum", "margin:sum"],
            )
            live = self._live("2024-01-01", "2024-12-31", company)[self.account]
            with self.subTest(company=company.name):
                self.assertAlmostEqual(live["revenue"], revenue, 2)
                self.assertAlmostEqual(live["margin"], margin, 2)
                self.assertEqual(live["orders"], 30)
                parts = sum(pair[0] for pair in live["categories"].values())
                self.assertAlmostEqual(parts, revenue, delta=0.011)

    def test_foreign_currency(self):
        """125 USD at 1.25 are 100 EUR in company A, and stay 125 USD in B."""
        for company in self.companies:
            self._order(
                self.account, "2026-01-10", 125, company=company, currency=self.usd
            )
        for company, amount in zip(self.companies, (100, 125), strict=True):
            live = self._live("2026-01-01", "2026-01-31", company)[self.account]
            self.assertEqual(live["revenue"], amount)

    def test_local_days(self):
        """A day is the company's: in Auckland (UTC+13) the year begins at 11:00 UTC."""
        self.company_a.partner_id.tz = "Pacific/Auckland"
        self._order(self.account, "2025-12-31 10:59:59", 1)
        self._order(self.account, "2025-12-31 11:00:00", 10)
        self._order(self.account, "2026-01-01 10:59:59", 100)
        self._order(self.account, "2026-01-01 11:00:00", 1000)
        live = self._live("2026-01-01", "2026-01-01")[self.account]
        self.assertEqual(live["revenue"], 110)
        self.assertEqual((live["orders"], live["order_days"]), (2, 1))
        for day in range(1, 32):
            # every bit of the month is the right day
            self._order(self.branch, f"2025-03-{day:02} 02:00:00", day)
        for day in (1, 2, 17, 30, 31):
            live = self._live(f"2025-03-{day:02}", f"2025-03-{day:02}")
            self.assertEqual(live[self.account]["revenue"], day)

    def test_profit(self):
        """Margin 40 − 2 orders at 3 − 2 lines at 1 = 32; drivers of A only."""
        self._order(self.account, "2026-01-10", 100, cost=60)
        self._order(self.branch, "2026-01-11", 5, cost=5)
        self._order(self.other, "2026-01-11", 5)
        for kind, rate in (("order", 3), ("order_line", 1)):
            driver = self.env.ref(f"kam_odoo.kam_cost_driver_{kind}")
            driver.with_company(self.company_a).rate = rate
        live = self._live("2026-01-01", "2026-01-31", profit=True)[self.account]
        self.assertEqual((live["cost"], live["profit"]), (8, 32))
        live = self._live("2026-02-01", "2026-02-28", profit=True)[self.account]
        self.assertEqual((live["cost"], live["profit"]), (0, 0))

    def test_one_query(self):
        """However many accounts and periods there are."""
        accounts = self.account + self.other
        for number in range(20):
            accounts += self._account(f"Account {number}")
        self.env.flush_all()
        self._live("2026-01-01", "2026-03-31", accounts=accounts)  # warm
        with self.assertQueryCount(1):
            self._live("2026-01-01", "2026-03-31", accounts=accounts)
        requests = [
            (account.id, company, date(2026, 1, day), date(2026, 2, day))
            for account in accounts
            for company in self.companies
            for day in (1, 2, 3)
        ]
        for company in self.companies:  # what is read once
            company._kam_tz(), company.currency_id.decimal_places
        with self.assertQueryCount(1):
            self.env["res.partner"]._kam_figures(requests)

    def test_periods_do_not_mix(self):
        """Overlapping periods of two accounts and companies in one question."""
        for day, amount in (("2026-01-10", 1), ("2026-02-10", 10), ("2026-03-10", 100)):
            self._order(self.account, day, amount)
        self._order(self.other, "2026-02-10", 1000)
        self._order(self.account, "2026-02-10", 10000, company=self.company_b)
        wanted = {
            (self.account.id, self.company_a, 1, 2): (11, 2),
            (self.account.id, self.company_a, 2, 3): (110, 2),
            (self.account.id, self.company_a, 2, 2): (10, 1),
            (self.account.id, self.company_b, 1, 3): (10000, 1),
            (self.other.id, self.company_a, 1, 3): (1000, 1),
            (self.other.id, self.company_a, 1, 1): (0, 0),
        }
        requests = {
            (account, company, date(2026, first, 1), date(2026, last, 28)): figures
            for (account, company, first, last), figures in wanted.items()
        }
        known = self.env["res.partner"]._kam_figures(requests)
        for request, figures in requests.items():
            with self.subTest(request=request):
                found = known[request]
                self.assertEqual((found["revenue"], found["orders"]), figures)

    def test_nobody(self):
        self.assertEqual(
            self.env["res.partner"]._kam_live_figures(
                self.START, self.END, self.company_a
            ),
            {},
        )
