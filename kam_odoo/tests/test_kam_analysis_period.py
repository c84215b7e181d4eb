from odoo.tests import freeze_time, tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisPeriod(KamCommon):
    """A1: accounts, local days, currencies, bases (METHODS §1)."""

    def test_roll_up(self):
        """A ⊃ B ⊃ C with one order each: all three are one customer."""
        group = self._account("A")
        branch = self._account("B", parent=group)
        person = self._account("C", parent=branch, is_company=False)
        self._orders(
            self._row(partner, "2024-03-01", 10) for partner in (group, branch, person)
        )
        analysis = self._analysis()
        self.assertEqual(analysis.line_ids.partner_id, group)
        self.assertEqual(analysis.line_ids.order_count, 3)
        self.assertEqual(analysis.line_ids.revenue, 30)

    def test_stands_alone_and_moves_need_no_rebuild(self):
        group = self._account("A")
        branch = self._account("B", parent=group)
        self._orders(
            [self._row(group, "2024-03-01", 10), self._row(branch, "2024-03-01", 5)]
        )
        branch.kam_stands_alone = True
        analysis = self._analysis()
        self.assertEqual(
            {line.partner_id: line.revenue for line in analysis.line_ids},
            {group: 10, branch: 5},
        )
        branch.kam_stands_alone = False
        report = self.env["kam.sales.report"].search(
            [("company_id", "=", self.company_a.id)]
        )
        self.assertEqual(report.account_id, group)

    def test_days_in_the_time_zone(self):
        """Midnight of the period's edges, west and east of UTC.

        Los Angeles is 8 hours behind in winter: 1 January begins at 08:00 UTC. Tokyo
        is 9 hours ahead: 1 January begins at 15:00 UTC of 31 December.
        """
        for tz, inside, outside in [
            (
                "America/Los_Angeles",
                ["2024-01-01 08:00:00", "2025-01-01 07:59:59"],
                ["2024-01-01 07:59:59", "2025-01-01 08:00:00"],
            ),
            (
                "Asia/Tokyo",
                ["2023-12-31 15:00:00", "2024-12-31 14:59:59"],
                ["2023-12-31 14:59:59", "2024-12-31 15:00:00"],
            ),
        ]:
            with self.subTest(tz=tz):
                self.company_a.partner_id.tz = tz
                account = self._account(tz)
                self._orders(
                    [self._row(account, moment, 1) for moment in inside]
                    + [self._row(account, moment, 100) for moment in outside]
                )
                for dates in (
                    {},
                    # the same days, not as whole months
                    {"date_from": "2024-01-01", "date_to": "2024-12-30"},
                ):
                    line = self._line(self._analysis(**dates), account)
                    expected = 1 if dates else 2
                    self.assertEqual((line.order_count, line.revenue), (expected,) * 2)

    def test_month_in_the_time_zone(self):
        """31 January 16:00 UTC is February in Tokyo, for the facts as well."""
        self.company_a.partner_id.tz = "Asia/Tokyo"
        account = self._account("East")
        self._order(account, "2024-01-31 16:00:00", 10)
        self._analysis()
        fact = self.env["kam.sales.fact"].search([("partner_id", "=", account.id)])
        self.assertEqual(str(fact.month), "2024-02-01")

    def test_loose_days(self):
        """15 January to 10 March, both included; lines and facts give the same."""
        account = self._account("Edges")
        days = {
            "2024-01-14": 1000,
            "2024-01-15": 1,
            "2024-01-31": 2,
            "2024-02-29": 4,
            "2024-03-01": 8,
            "2024-03-10": 16,
            "2024-03-11": 1000,
        }
        self._orders(self._row(account, day, value) for day, value in days.items())
        analysis = self._analysis(date_from="2024-01-15", date_to="2024-03-10")
        line = self._line(analysis, account)
        self.assertEqual((line.revenue, line.order_count), (31, 5))
        self.assertEqual(line.line_count, 5)

    def test_states_sections_and_taxes(self):
        """Only confirmed orders, only product lines, untaxed."""
        account = self._account("States")
        sold = self._order(account, "2024-03-01", 100)
        country = self.env.ref("base.si").id
        group = self.env["account.tax.group"].create(
            {"name": "Taxes", "country_id": country}
        )
        tax = self.env["account.tax"].create(
            {
                "name": "20 %",
                "amount": 20,
                "tax_group_id": group.id,
                "country_id": country,
            }
        )
        sold.order_line.tax_ids = tax
        sold.write(
            {
                "order_line": [
                    (0, 0, {"display_type": "line_section", "name": "Section"}),
                    (0, 0, {"display_type": "line_note", "name": "Note"}),
                ]
            }
        )
        self._orders(
            self._row(account, "2024-04-01", 1000, state=state)
            for state in ("draft", "sent", "cancel")
        )
        line = self._line(self._analysis(), account)
        self.assertEqual((line.revenue, line.order_count, line.line_count), (100, 1, 1))
        facts = self.env["kam.sales.fact"].search([("partner_id", "=", account.id)])
        self.assertEqual(sum(facts.mapped("quoted_revenue")), 3000)
        self.assertEqual(sum(facts.mapped("quoted_line_count")), 3)

    def test_order_in_a_foreign_currency(self):
        """125 USD at 1.25 USD a EUR are 100 EUR, margin (125 − 50) / 1.25 = 60."""
        account = self._account("Foreign")
        self._order(account, "2024-03-01", 125, cost=50, currency=self.usd)
        line = self._line(self._analysis(), account)
        self.assertAlmostEqual(line.revenue, 100)
        self.assertAlmostEqual(line.margin, 60)

    def test_rate_of_the_order_day(self):
        """The dollar falls to 2.00 in June: 125 USD are 100 EUR before, 62.50 after."""
        account = self._account("Foreign")
        self._rate(self.usd, "2024-06-01", 2.0)
        self._orders(
            self._row(account, day, 125, currency=self.usd)
            for day in ("2024-05-31", "2024-06-01")
        )
        self.assertAlmostEqual(
            self._line(self._analysis(), account).revenue, 100 + 62.5
        )

    def test_imported_order_without_rate(self):
        """Orders put in by SQL: Odoo's rate is filled in, not taken as 1."""
        account = self._account("Imported")
        order = self._order(account, "2024-03-01", 125, currency=self.usd)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET currency_rate = NULL WHERE id = %s", (order.id,)
        )
        self.env.cr.execute(
            "UPDATE sale_order_line SET margin = NULL, purchase_price = 25"
            " WHERE order_id = %s",
            (order.id,),
        )
        self.env.cr.execute(
            "UPDATE res_partner SET kam_account_id = NULL WHERE id = %s", (account.id,)
        )
        self.env.invalidate_all()
        line = self._line(self._analysis(), account)
        self.assertAlmostEqual(line.revenue, 100)
        self.assertAlmostEqual(line.margin, 80)

    def test_two_companies(self):
        """100 EUR and 125 USD: each company alone, and 200 EUR together.

        All together in dollars: 100 × 1.25 + 125 = 250.
        """
        account = self._account("Both")
        self._orders(
            [
                self._row(account, "2024-03-01", 100),
                self._row(account, "2024-03-01", 125, company=self.company_b),
            ]
        )
        self.assertEqual(self._line(self._analysis(), account).revenue, 100)
        west = self._analysis(company_id=self.company_b.id)
        self.assertEqual(self._line(west, account).revenue, 125)
        self.assertEqual(west.currency_id, self.usd)
        together = self._analysis(company_id=False)
        line = self._line(together, account)
        self.assertAlmostEqual(line.revenue, 200)
        self.assertEqual(line.order_count, 2)
        self.assertEqual(together.covered_company_ids, self.companies)
        dollars = self._analysis(company_id=False, currency_id=self.usd.id)
        self.assertAlmostEqual(self._line(dollars, account).revenue, 250)

    def test_across_companies_at_the_rate_of_the_last_day(self):
        """The dollar is 2.00 from 31 December on: 125 USD of March are 62.50 EUR."""
        account = self._account("Both")
        self._rate(self.usd, "2024-12-31", 2.0, self.company_b)
        self._order(account, "2024-03-01", 125, company=self.company_b)
        analysis = self._analysis(company_id=False)
        self.assertAlmostEqual(self._line(analysis, account).revenue, 62.5)

    def test_internal_sales(self):
        """Sales to our own second company are left out, unless the setting says not."""
        account = self._account("Outside")
        ours = self.company_b.partner_id
        branch = self._account("Our branch", parent=ours)
        self._orders(
            self._row(partner, "2024-03-01", 10) for partner in (account, ours, branch)
        )
        analysis = self._analysis()
        self.assertEqual(analysis.line_ids.partner_id, account)
        domain = [("company_id", "=", self.company_a.id)]
        report = self.env["kam.sales.report"]
        self.assertEqual(report.search(domain).account_id, account)
        self.company_a.kam_exclude_internal = False
        self.assertEqual(self._analysis().customer_count, 2)
        self.assertEqual(report.search(domain).account_id, account + ours)

    def test_invoiced(self):
        """10 pieces of 10 at a cost of 6; 4 invoiced for 38 (a credit note of 2).

        Ordered 100 and margin 40; invoiced 38 and margin 38 − 4 × 6 = 14. A customer
        who ordered but was not invoiced stays in the result with 0.
        """
        account = self._account("Invoiced")
        waiting = self._account("Waiting")
        order = self._order(account, "2024-03-01", 100, cost=60, qty=10)
        self._order(waiting, "2024-03-01", 50)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET qty_invoiced = 4, untaxed_amount_invoiced = 38"
            " WHERE order_id = %s",
            (order.id,),
        )
        self.env.invalidate_all()
        line = self._line(self._analysis(), account)
        self.assertEqual((line.revenue, line.margin), (100, 40))
        analysis = self._analysis(basis="invoiced")
        line = self._line(analysis, account)
        self.assertEqual((line.revenue, line.margin), (38, 14))
        line = self._line(analysis, waiting)
        self.assertEqual((line.revenue, line.abc), (0, "c"))
        self.assertIs(line.margin_percent, False)

    @freeze_time("2026-05-20 12:00:00")
    def test_default_period_is_the_last_complete_months(self):
        self.company_a.kam_period_months = 6
        analysis = self.env["kam.analysis"].create({})
        self.assertEqual(str(analysis.date_from), "2025-11-01")
        self.assertEqual(str(analysis.date_to), "2026-04-30")

    @freeze_time("2026-05-31 20:00:00")
    def test_default_period_in_the_time_zone(self):
        """In Tokyo it is June already."""
        self.company_a.partner_id.tz = "Asia/Tokyo"
        analysis = self.env["kam.analysis"].create({})
        self.assertEqual(str(analysis.date_to), "2026-05-31")
