from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .score_common import ScoreCommon


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
        # begun, but not handed in: nobody's word yet
        self._judge(second, potential, self.alfa, {self.kam_manager: 0}, "open")
        self._refresh()
        self.assertEqual(self._mark(self.alfa, potential), 7)
        self.assertEqual(self._mark(self.alfa, reference), 4)
        self.assertFalse(self._score(self.beta))

    def test_latest_is_who_judged_last(self):
        """The next round waits as a draft from the day the last one was applied: an
        extraordinary one has a greater number, and may be over long before it."""
        potential = self._criterion("Potential")
        planned = self._round("draft")
        extra = self._round("draft")
        self._judge(extra, potential, self.alfa, {self.kam_user: 2})
        self._judge(planned, potential, self.alfa, {self.kam_user: 8})
        extra.assessment_ids.date_done = "2024-09-01 12:00:00"
        (planned + extra).sudo().write({"state": "closed"})
        self._refresh()
        self.assertEqual(self._mark(self.alfa, potential), 8)

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
