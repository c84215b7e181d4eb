from odoo.tests import tagged

from .score_common import ScoreCommon


@tagged("post_install", "-at_install")
class TestKamCriterionSource(ScoreCommon):
    """Figures that criteria read, and the marks that bands make of them."""

    def test_bands(self):
        """Linear between the edges, level outside, in both directions.

        Growth of Alfa: 150 after 100 is +50 %. Up: half way from 0 (2) to 100 % (10),
        6. Down: half way from 0 (10) to 100 % (0), 5.
        """
        up = self._criterion("Up", source="growth", bands=[(0, 2), (1, 10)])
        down = self._criterion(
            "Down", source="growth", direction="lower", bands=[(0, 10), (1, 0)]
        )
        edge = self._criterion("Edge", source="growth", bands=[(0.5, 3), (0.6, 9)])
        low = self._criterion("Low", source="growth", bands=[(0.7, 3), (0.8, 9)])
        high = self._criterion("High", source="growth", bands=[(0.1, 3), (0.2, 9)])
        self._order(self.alfa, "2023-01-10", 40)
        self._order(self.alfa, "2023-05-10", 60)
        self._order(self.alfa, "2024-05-10", 150)
        self._order(self.beta, "2024-05-10", 150)
        self._analysis()
        wanted = {up: 6, down: 5, edge: 3, low: 3, high: 9}
        for criterion, mark in wanted.items():
            self.assertEqual(self._mark(self.alfa, criterion), mark, criterion.name)
        self.assertFalse(self._score(self.beta), "without history: unknown, not 0")

    def test_figures(self):
        """Each figure by hand. Alfa 800 − 200 cost, Beta 200 − 250: profit 600, −50.

        Sales shares 0.8 and 0.2. Of the profit, all is Alfa's: above Alfa nothing,
        above Beta 600 ÷ 600. Alfa ordered in 2 of the 12 months, its first order was
        on 1 January, 365 days before the end: 365 ÷ 365.25 ≈ 1.00 years.
        """
        wanted = {
            "revenue": (800, 200),
            "margin": (600, -50),
            "profit": (600, -50),
            "share": (0.8, 0.2),
            "profit_share": (1, 0),
            "revenue_above": (0, 0.8),
            "profit_above": (0, 1),
            "regularity": (2 / 12, 1 / 6),
            "years": (1, 0.5),
            "pipeline": (0, 70),
        }
        criteria = {
            source: self._criterion(
                source,
                source=source,
                direction="higher",
                bands=[(-1000, 0), (1000, 10)],
            )
            for source in wanted
        }
        self._order(self.alfa, "2024-01-01", 500, cost=200)
        self._order(self.alfa, "2024-06-01", 300)
        self._order(self.beta, "2024-07-02", 200, cost=250)
        self.env["crm.lead"].create(
            [
                {
                    "name": name,
                    "type": "opportunity",
                    "partner_id": partner.id,
                    "expected_revenue": amount,
                    "company_id": self.company_a.id,
                    **values,
                }
                for name, partner, amount, values in (
                    ("open", self._account("Shop", self.beta), 70, {}),
                    ("lost", self.beta, 1000, {"active": False, "probability": 0}),
                    ("prospect", self.gama, 90, {}),
                )
            ]
        )
        self._analysis()
        for index, partner in enumerate((self.alfa, self.beta)):
            lines = {
                line.criterion_id: line.value for line in self._score(partner).line_ids
            }
            for source, values in wanted.items():
                self.assertAlmostEqual(
                    lines[criteria[source]], values[index], 2, (partner.name, source)
                )
        prospect = self._score(self.gama).line_ids.filtered("mark")
        self.assertEqual(prospect.criterion_id, criteria["pipeline"])
        self.assertEqual(prospect.value, 90)

    def test_cost_share(self):
        """Unknown while no work has a rate; then 10 ÷ 100, and all of no margin."""
        criterion = self._criterion(
            "Cost", source="cost_share", direction="lower", bands=[(0, 10), (1, 0)]
        )
        self._order(self.alfa, "2024-01-01", 100)
        self._order(self.beta, "2024-01-01", 100, cost=100)
        self._analysis()
        self.assertFalse(self._score(self.alfa))
        driver = self.env.ref("kam_odoo.kam_cost_driver_order")
        driver.with_company(self.company_a).rate = 10
        self._analysis()
        self.assertEqual(self._mark(self.alfa, criterion), 9)
        self.assertEqual(self._mark(self.beta, criterion), 0)

    def test_ties_share_a_place(self):
        """Two with the same revenue have the same above them: nothing."""
        criterion = self._criterion(
            "Place", source="revenue_above", direction="lower", bands=[(0, 10), (1, 0)]
        )
        self._order(self.alfa, "2024-01-01", 40)
        self._order(self.beta, "2024-01-01", 40)
        self._order(self.gama, "2024-01-01", 20)
        self._analysis()
        marks = [self._mark(p, criterion) for p in (self.alfa, self.beta, self.gama)]
        self.assertEqual(marks, [10, 10, 2])

    def test_currency_of_bands(self):
        """80 EUR are 100 USD, where the bands end."""
        criterion = self._criterion(
            "Revenue",
            source="revenue",
            currency_id=self.usd.id,
            bands=[(0, 0), (100, 10)],
        )
        self._order(self.alfa, "2024-01-01", 40)
        self._analysis()
        self.assertEqual(self._mark(self.alfa, criterion), 5)
