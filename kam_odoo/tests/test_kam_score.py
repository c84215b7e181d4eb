from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.kam_criterion import SOURCE
from .common import KamCommon


class ScoreCommon(KamCommon):
    """Criteria of the tests' own, and three accounts with orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.criterion"].search([]).active = False
        cls.alfa = cls._account("Alfa")
        cls.beta = cls._account("Beta")
        cls.gama = cls._account("Gama")

    @classmethod
    def _criterion(cls, name, **values):
        """A criterion; ``bands`` are pairs of value and mark."""
        bands = values.pop("bands", None)
        if bands:
            values = {
                "kind": "measured",
                "band_ids": [
                    Command.create({"value": value, "mark": mark})
                    for value, mark in bands
                ],
                **values,
            }
        return cls.env["kam.criterion"].create({"name": name, **values})

    @classmethod
    def _round(cls, state="closed", **values):
        """A round with copies of today's criteria, in that state."""
        selection = cls.env["kam.selection"].create(
            {"name": "Round", "company_id": cls.company_a.id, **values}
        )
        cls.env["kam.criterion"]._copy_for_round(selection)
        selection.sudo().write({"state": state})
        return selection

    @classmethod
    def _judge(cls, selection, criterion, partner, marks):
        """Marks of one assessor each, handed in; ``marks`` by the assessor."""
        [copy] = selection.criterion_ids.filtered(lambda c: c.origin_id == criterion)
        for user, mark in marks.items():
            assessment = cls.env["kam.assessment"].search(
                [("selection_id", "=", selection.id), ("user_id", "=", user.id)]
            ) or cls.env["kam.assessment"].create(
                {"selection_id": selection.id, "user_id": user.id, "function": "sales"}
            )
            cls.env["kam.mark"].create(
                {
                    "assessment_id": assessment.id,
                    "partner_id": partner.id,
                    "criterion_id": copy.id,
                    "mark": mark,
                }
            )

    def _refresh(self):
        self.env["kam.score"]._refresh(self.company_a)

    def _score(self, partner, company=None):
        return self.env["kam.score"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", (company or self.company_a).id),
            ]
        )

    def _mark(self, partner, criterion):
        lines = self._score(partner).line_ids
        return lines.filtered(lambda line: line.criterion_id == criterion).mark


@tagged("post_install", "-at_install")
class TestKamScore(ScoreCommon):
    """From figures and opinions to scores, worked out by hand."""

    def test_scores(self):
        """Revenue 600 is half way from 200 (mark 0) to 1000 (mark 10): 5.

        Attractiveness of Alfa: (20 × 5 + 10 × 8) ÷ 30 = 6 → 60. Strength, judged 3 and
        6: 4.5 → 45, spread 1.5. Total 0.6 × 60 + 0.4 × 45 = 54. All is known.

        Beta: revenue 200, mark 0, nothing else. Attractiveness 0, 20 of the 30 known;
        strength unknown. Total 0, coverage 0.6 × 20 ÷ 30 = 0.4.
        """
        revenue = self._criterion(
            "Revenue", source="revenue", weight=20, bands=[(200, 0), (1000, 10)]
        )
        potential = self._criterion("Potential", weight=10)
        wallet = self._criterion("Wallet", weight=7, axis="strength")
        self._order(self.alfa, "2024-05-01", 600)
        self._order(self.beta, "2024-05-01", 200)
        selection = self._round()
        self._judge(selection, potential, self.alfa, {self.kam_user: 8})
        self._judge(
            selection, wallet, self.alfa, {self.kam_user: 3, self.kam_manager: 6}
        )
        self._analysis()
        alfa = self._score(self.alfa)
        self.assertRecordValues(
            alfa,
            [
                {
                    "attractiveness": 60.0,
                    "strength": 45.0,
                    "score": 54.0,
                    "coverage": 1.0,
                    "quadrant": "star",
                    "revenue": 600,
                }
            ],
        )
        self.assertEqual(self._mark(self.alfa, revenue), 5)
        judged = alfa.line_ids.filtered(lambda line: line.criterion_id == wallet)
        self.assertRecordValues(
            judged,
            [{"judges": 2, "spread": 1.5, "mark": 4.5, "selection_id": selection.id}],
        )
        beta = self._score(self.beta)
        self.assertRecordValues(
            beta,
            [
                {
                    "attractiveness": 0.0,
                    "strength": False,
                    "score": 0.0,
                    "coverage": 0.4,
                    "quadrant": False,
                }
            ],
        )
        self.assertIs(beta.strength, False, "unknown is not zero")
        self.assertFalse(self._score(self.gama), "nothing is known of Gama")
        self.assertEqual(self.alfa.kam_score, 54.0)
        self.assertEqual(self.beta.kam_score, 0.0)
        self.assertIs(self.beta.kam_strength, False)
        self.assertIs(self.gama.kam_score, False)

    def test_refresh_writes_only_changes(self):
        self._criterion("Years", source="years", bands=[(0, 0), (10, 10)])
        self._order(self.alfa, "2024-05-01", 600)
        self._analysis()

        def versions():
            return self.env.execute_query(
                SQL(
                    "SELECT 'score', id, ctid::text FROM kam_score UNION ALL"
                    " SELECT 'line', id, ctid::text FROM kam_score_line UNION ALL"
                    " SELECT 'partner', id, ctid::text FROM res_partner ORDER BY 1, 2"
                )
            )

        before = versions()
        self._refresh()
        self.assertEqual(versions(), before)

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

    def test_two_companies(self):
        """Each company has its own scores, from its own sales and rounds."""
        self._criterion("Revenue", source="revenue", bands=[(0, 0), (1000, 10)])
        potential = self._criterion("Potential", axis="strength")
        self._order(self.alfa, "2024-01-01", 500)
        self._order(self.alfa, "2024-01-01", 1250, company=self.company_b)
        selection = self._round(company_id=self.company_b.id)
        self._judge(selection, potential, self.alfa, {self.kam_manager: 2})
        self._analysis()
        self._analysis(company_id=self.company_b.id)
        here, there = (self._score(self.alfa, c) for c in self.companies)
        self.assertEqual((here.score, here.strength), (50, False))
        self.assertEqual(
            (there.attractiveness, there.strength, there.score), (100, 20, 68)
        )
        self.assertEqual(self.alfa.kam_score, 50)
        self.assertEqual(self.alfa.with_company(self.company_b).kam_score, 68)
        scores = self.env["kam.score"].with_user(self.other_user)
        self.assertFalse(scores.search([("partner_id", "=", self.alfa.id)]))

    def test_latest_round_counts(self):
        """Per account and criterion; and no mark leaves a round that is scoring."""
        potential = self._criterion("Potential")
        reference = self._criterion("Reference")
        first, second = self._round(), self._round("decision")
        running = self._round("scoring")
        self._judge(first, potential, self.alfa, {self.kam_user: 1})
        self._judge(first, reference, self.alfa, {self.kam_user: 4})
        self._judge(second, potential, self.alfa, {self.kam_user: 7})
        self._judge(running, potential, self.alfa, {self.kam_user: 10})
        self._judge(running, potential, self.beta, {self.kam_user: 10})
        self._refresh()
        self.assertEqual(self._mark(self.alfa, potential), 7)
        self.assertEqual(self._mark(self.alfa, reference), 4)
        self.assertFalse(self._score(self.beta))

    def test_weight_zero(self):
        """A criterion without weight is marked, but gives no score."""
        self._criterion("Years", source="years", weight=0, bands=[(0, 0), (1, 10)])
        self._order(self.alfa, "2024-01-01", 500)
        self._analysis()
        self.assertIs(self._score(self.alfa).score, False)
        self.assertIs(self.alfa.kam_score, False)

    def test_future_key(self):
        """Class A or B, growing, not lost, and not key already."""
        self._criterion("Growth", source="growth", bands=[(0, 0), (1, 10)])
        for partner in (self.alfa, self.beta, self.gama):
            self._order(partner, "2023-01-10", 100)
            self._order(partner, "2024-12-10", 50 if partner == self.gama else 150)
        self.beta.sudo().kam_status = "key"
        self._analysis()
        future = self.env["res.partner"].search([("kam_future_key", "=", True)])
        self.assertEqual(future, self.alfa)
        self.assertTrue(self.alfa.kam_future_key)
        others = self.env["res.partner"].search([("kam_future_key", "=", False)])
        self.assertNotIn(self.alfa, others)
        self.assertIn(self.gama, others)

    def test_unknown_is_last_and_found(self):
        """Sorting, searching and averages leave the unknown apart from zero."""
        self._criterion("Revenue", source="revenue", bands=[(0, 0), (1000, 10)])
        self._order(self.alfa, "2024-01-01", 500)
        self._order(self.beta, "2024-01-01", 0)
        self._analysis()
        Partner = self.env["res.partner"].with_user(self.employee)
        ours = [("id", "in", (self.alfa + self.beta + self.gama).ids)]
        for direction in ("desc", "asc"):
            found = Partner.search(ours, order=f"kam_score {direction}")
            self.assertEqual(found[-1], self.gama, direction)
        unknown = Partner.search([*ours, ("kam_score", "=", False)])
        self.assertEqual(unknown, self.gama)
        self.assertEqual(Partner.search([*ours, ("kam_score", "=", 0)]), self.beta)
        self.assertEqual(Partner.search([*ours, ("kam_score", ">=", 40)]), self.alfa)
        [[average]] = Partner._read_group(ours, [], ["kam_score:avg"])
        self.assertEqual(average, 25)

    def test_nobody_types_a_score(self):
        for user in (self.kam_manager, self.kam_user):
            with self.assertRaisesRegex(AccessError, "Nobody can type in"):
                self.alfa.with_user(user).kam_score = 100
        with self.assertRaises(AccessError):
            self.env["kam.score"].with_user(self.kam_manager).create(
                {"partner_id": self.alfa.id, "company_id": self.company_a.id}
            )

    def test_saving_refreshes(self):
        """Once, at the end of the transaction: criteria, settings, archiving."""
        criterion = self._criterion(
            "Revenue", source="revenue", bands=[(0, 0), (1000, 10)]
        )
        judged = self._criterion("Potential", axis="strength")
        self._order(self.alfa, "2024-01-01", 500)
        selection = self._round()
        self._judge(selection, judged, self.alfa, {self.kam_user: 10})
        analysis = self._analysis()
        self.assertEqual(self.alfa.kam_score, 70)
        self.company_a.kam_weight_attractiveness = 0.5
        criterion.band_ids.sorted("value")[1].value = 500
        refresh = type(self.env["kam.score"])._refresh
        with patch.object(
            type(self.env["kam.score"]), "_refresh", autospec=True, side_effect=refresh
        ) as refreshed:
            self.env.cr.flush()
        self.assertEqual(refreshed.call_count, 1)
        self.assertEqual(self.alfa.kam_score, 100)
        self.company_a.kam_split_strength = 100
        self.env.cr.flush()
        self.assertEqual(self._score(self.alfa).quadrant, "strategic")
        analysis.with_user(self.kam_manager).action_archive()
        self.env.cr.flush()
        self.assertIs(self.alfa.kam_attractiveness, False)
        self.assertEqual(self.alfa.kam_score, 100, "of the strength alone")

    def test_few_queries(self):
        """The same number of statements for 5 accounts as for 25."""
        criteria = [
            self._criterion(name, source=name, bands=[(0, 0), (1, 10)])
            for name in ("revenue", "growth", "years", "regularity", "share")
        ]
        self.assertEqual(len(criteria), 5)

        def count():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._refresh()
            return self.env.cr.sql_log_count - before

        self._orders(
            self._row(self._account(f"Few {n}"), "2024-05-01", n + 1) for n in range(5)
        )
        self._analysis()
        few = count()
        self._orders(
            self._row(self._account(f"Many {n}"), "2024-05-01", n) for n in range(20)
        )
        self._analysis()
        self.assertLessEqual(count(), few)
        self.assertLess(few, 30)


@tagged("post_install", "-at_install")
class TestExplanation(ScoreCommon):
    """Why an account has its score, and what each reader sees of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.revenue = cls._criterion(
            "Revenue", source="revenue", weight=20, bands=[(0, 0), (1000, 10)]
        )
        cls.potential = cls._criterion("Potential", axis="strength")
        cls.growth = cls._criterion("Growth", source="growth", bands=[(0, 0), (1, 10)])
        cls._order(cls.alfa, "2024-01-01", 840)
        cls.alfa.sudo().kam_manager_id = cls.kam_user
        cls.selection = cls._round("decision")
        cls._judge(
            cls.selection,
            cls.potential,
            cls.alfa,
            {cls.kam_user: 2, cls.kam_manager: 9},
        )
        cls._analysis()

    def _rows(self, user):
        self.env.invalidate_all()
        data = self.alfa.with_user(user).kam_score_explanation
        return data, {row["name"]: row for axis in data["axes"] for row in axis["rows"]}

    def test_words(self):
        data, rows = self._rows(self.kam_manager)
        self.assertEqual(rows["Revenue"]["mark"], 8.4)
        self.assertEqual(rows["Revenue"]["weight"], 20)
        self.assertIn("840", rows["Revenue"]["words"])
        self.assertIn("2024", data["as_of"])
        self.assertIs(rows["Growth"]["mark"], False)
        self.assertIn("24 complete months", rows["Growth"]["words"])
        self.assertEqual(rows["Potential"]["mark"], 5.5)
        self.assertTrue(rows["Potential"]["disputed"], "spread 3.5 is above 2.5")

    def test_amounts_are_for_those_who_manage(self):
        for user, sees in (
            (self.kam_manager, True),
            (self.kam_user, True),
            (self.salesperson, False),
            (self.employee, False),
        ):
            with self.subTest(user=user.login):
                data, rows = self._rows(user)
                self.assertEqual(data["hidden"], not sees)
                self.assertEqual("840" in rows["Revenue"]["words"], sees)
                self.assertEqual(rows["Revenue"]["mark"], 8.4)
        self.alfa.sudo().kam_manager_id = False
        data, _rows = self._rows(self.kam_user)
        self.assertTrue(data["hidden"])
        with self.assertRaises(AccessError):
            _data = self.alfa.with_user(self.portal).kam_score_explanation

    def test_assessors_are_named_when_closed(self):
        """Before, functions and numbers; single marks never."""
        _data, rows = self._rows(self.employee)
        self.assertIn("Sales (2)", rows["Potential"]["words"])
        self.assertNotIn(self.kam_user.name, rows["Potential"]["words"])
        self.selection.sudo().state = "closed"
        _data, rows = self._rows(self.employee)
        self.assertIn(self.kam_user.name, rows["Potential"]["words"])
        self.assertIn(self.selection.name, rows["Potential"]["words"])

    def test_nothing_known(self):
        message = self.beta.with_user(self.employee).kam_score_explanation["message"]
        self.assertIn("bought nothing", message)
        contact = self._account("Contact", self.alfa, is_company=False)
        self.assertIn("axes", contact.with_user(self.employee).kam_score_explanation)

    def test_scores_follow_the_accounts(self):
        """The rows themselves: own accounts for users, all for managers."""
        domain = [("company_id", "=", self.company_a.id)]
        for user, count in ((self.kam_manager, 1), (self.kam_user, 1)):
            scores = self.env["kam.score"].with_user(user).search(domain)
            self.assertEqual(len(scores), count)
            self.assertTrue(scores.line_ids)
        self.alfa.sudo().kam_manager_id = False
        scores = self.env["kam.score"].with_user(self.kam_user)
        self.assertFalse(scores.search(domain))
        with self.assertRaises(AccessError):
            self.env["kam.score"].with_user(self.salesperson).search(domain)

    def test_every_source_has_words(self):
        """A figure without a method of its own would break the page."""
        line = self.env["kam.score.line"]
        for source, _label in SOURCE:
            self.assertTrue(hasattr(line, f"_explain_{source}"), source)
            self.assertTrue(hasattr(self.revenue, f"_sql_source_{source}"), source)
