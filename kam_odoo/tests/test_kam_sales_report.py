from odoo.tests import tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamSalesReport(KamCommon):
    """A4: profitability pivot over the facts, the analysis' figures to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa = cls._account("Alfa")
        cls.branch = cls._account("Alfa South", parent=cls.alfa)
        cls.beta = cls._account("Beta")
        cls._orders(
            [
                cls._row(cls.alfa, "2024-01-10", 100.10, cost=60),
                cls._row(
                    cls.branch,
                    "2024-01-20",
                    50.05,
                    cost=50,
                    category=cls.other_category,
                ),
                cls._row(cls.alfa, "2024-02-10", 33.33, cost=10, currency=cls.usd),
                cls._row(cls.beta, "2024-02-10", 10, cost=20),
            ]
        )
        cls.analysis = cls._analysis()
        cls.report = (
            cls.env["kam.sales.report"]
            .with_user(cls.kam_manager)
            .with_context(allowed_company_ids=cls.company_a.ids)
        )

    def test_same_figures_as_the_analysis(self):
        groups = self.report._read_group(
            [], ["account_id"], ["revenue:sum", "margin:sum"]
        )
        self.assertEqual(len(groups), 2)
        for account, revenue, margin in groups:
            line = self._line(self.analysis, account)
            self.assertAlmostEqual(revenue, line.revenue, 2)
            self.assertAlmostEqual(margin, line.margin, 2)

    def test_margin_percent_is_weighted(self):
        """100 at 10 % and 10 at −100 %: 0 of 110, not the mean −45 %."""
        self._orders(
            [
                self._row(self.beta, "2024-05-10", 100, cost=90),
                self._row(self.beta, "2024-05-11", 10, cost=20),
            ]
        )
        self._analysis()
        [[percent]] = self.report._read_group(
            [("month", "=", "2024-05-01")], [], ["margin_percent:avg"]
        )
        self.assertAlmostEqual(percent, 0)

    def test_axes(self):
        groups = self.report._read_group(
            [("account_id", "=", self.alfa.id)],
            ["month:month", "categ_id"],
            ["revenue:sum", "line_count:sum"],
        )
        self.assertEqual(
            [
                (str(month), category, round(revenue, 2), count)
                for month, category, revenue, count in groups
            ],
            [
                ("2024-01-01", self.category, 100.10, 1),
                ("2024-01-01", self.other_category, 50.05, 1),
                ("2024-02-01", self.category, 26.66, 1),
            ],
        )

    def test_group_by_tier_and_manager(self):
        """Attributes of the account are groups of the pivot as well."""
        self.alfa.write(
            {"kam_tier_id": self.tier_key.id, "kam_manager_id": self.kam_user.id}
        )
        groups = self.report._read_group([], ["kam_tier_id"], ["line_count:sum"])
        self.assertIn((self.tier_key, 3), groups)
        groups = self.report._read_group([], ["kam_manager_id"], ["line_count:sum"])
        self.assertIn((self.kam_user, 3), groups)

    def test_leads_to_the_order_lines(self):
        for row in self.report.search([]):
            action = row.action_open_order_lines()
            lines = self.env["sale.order.line"].search(action["domain"])
            self.assertEqual(len(lines), row.line_count)
            total = sum(
                line.price_subtotal / line.order_id.currency_rate for line in lines
            )
            self.assertAlmostEqual(total, row.revenue, 2)

    def test_in_the_currency_of_the_company(self):
        """Both companies open, company B first: everything in dollars, × 1.25."""
        self._order(self.alfa, "2024-03-10", 125, company=self.company_b)
        self._analysis(company_id=self.company_b.id)
        report = self.report.with_context(
            allowed_company_ids=(self.company_b + self.company_a).ids
        )
        groups = report._read_group(
            [("account_id", "=", self.alfa.id)], ["company_id"], ["revenue:sum"]
        )
        totals = {company: round(revenue, 2) for company, revenue in groups}
        expected = round((100.10 + 50.05) * 1.25 + 33.33, 2)
        self.assertEqual(totals, {self.company_a: expected, self.company_b: 125})
        self.assertEqual(report.search([]).currency_id, self.usd)

    def test_deleted_category(self):
        """Facts have no foreign keys: a category deleted meanwhile is none."""
        category = self.env["product.category"].create({"name": "Passing"})
        self._order(self.beta, "2024-06-10", 5, category=category)
        self._analysis()
        self._product(category).categ_id = self.category
        category.unlink()
        groups = self.report._read_group(
            [("month", "=", "2024-06-01")], ["categ_id"], ["revenue:sum"]
        )
        self.assertEqual(groups, [(self.env["product.category"], 5.0)])
