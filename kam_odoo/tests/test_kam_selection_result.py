from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .selection_common import SelectionCommon


@tagged("post_install", "-at_install")
class TestKamSelectionResult(SelectionCommon):
    """What the end of scoring works out, by hand-worked cases."""

    def test_scores_spread_and_rank(self):
        """Alfa: revenue 900 → 9; potential 8 and 2 → 5, spread 3; wallet 6 and 4 → 5.

        Attractiveness 5 · (9 + 5) = 70, strength 50, score 42 + 20 = 62; all known.
        Beta, by one assessor: revenue 8, potential 6: attractiveness 70, strength
        unknown, so score 70; known 0.6. Gama: only revenue 6: attractiveness 60 of half
        the weights, score 60; known 0.3. Delta alike with 50.
        """
        selection = self._round("scoring")
        self._mark(selection, self.employee, {self.alfa: (8, 6), self.beta: (6, None)})
        self._mark(selection, self.kam_user, {self.alfa: (2, 4)})
        selection.action_end_scoring()
        expected = [
            ("Beta", 70.0, False, 70.0, 0.6, False, False),
            ("Alfa", 70.0, 50.0, 62.0, 1.0, 3.0, True),
            ("Gama", 60.0, False, 60.0, 0.3, False, False),
            ("Delta", 50.0, False, 50.0, 0.3, False, False),
        ]
        lines = selection.line_ids.sorted("rank")
        self.assertEqual(
            [
                (
                    line.partner_id.name,
                    line.attractiveness,
                    line.strength,
                    line.score,
                    line.coverage,
                    line.spread,
                    line.disputed,
                )
                for line in lines
            ],
            expected,
        )
        self.assertEqual(lines.mapped("rank"), [1, 2, 3, 4])

    def test_only_what_is_handed_in_counts(self):
        """The 10s of who did not hand in change nothing, and the chatter says so."""
        selection = self._round("scoring")
        self._mark(selection, self.employee, {self.alfa: (8, 6)})
        self._mark(selection, self.kam_user, {self.alfa: (10, 10)}, hand_in=False)
        selection.action_end_scoring()
        line = self._candidate(selection, self.alfa)
        self.assertEqual((line.attractiveness, line.strength), (85, 60))
        self.assertIn(self.kam_user.name, selection.message_ids[0].body)
        score = self.env["kam.score"].search([("partner_id", "=", self.alfa.id)])
        self.assertEqual(score.score, line.score)

    def test_agreement_of_the_lists(self):
        """{Alfa, Beta} and {Beta, Gama, Epsilon}: one of four names in common."""
        selection = self._round("nomination")
        for user, accounts in (
            (self.employee, self.alfa + self.beta),
            (self.kam_user, self.beta + self.gama + self.epsilon),
        ):
            self._assessment(selection, user).nomination_ids = [
                Command.create({"partner_id": account.id, "reason": "Because"})
                for account in accounts
            ]
        selection.action_start_scoring()
        self.assertFalse(self._candidate(selection, self.beta).nomination_count)
        for user in (self.employee, self.kam_user):
            self._mark(selection, user, {})
        selection.action_end_scoring()
        self.assertEqual(selection.agreement, 0.25)
        beta = self._candidate(selection, self.beta)
        self.assertEqual(beta.nomination_count, 2)
        self.assertEqual(beta.origin, "Class A, nominated by 2")

    def test_proposal(self):
        """Scores 84, 78, 60, 55; Strategic has one place from 60, Key two from 45."""
        selection = self._decided(
            {
                self.alfa: (9, 7.5),
                self.beta: (8, 7.5),
                self.gama: (6, 6),
                self.delta: (6, 5.5),
            }
        )
        self.assertEqual(
            [
                (
                    line.partner_id.name,
                    line.score,
                    line.proposed_tier_id.name,
                    line.decision,
                    line.tier_id.name,
                    line.waiting_rank,
                )
                for line in selection.line_ids.sorted("rank")
            ],
            [
                ("Alfa", 84.0, "Strategic", "admit", "Strategic", 0),
                ("Beta", 78.0, "Key", "admit", "Key", 0),
                ("Gama", 60.0, "Key", "admit", "Key", 0),
                ("Delta", 55.0, False, "wait", False, 1),
            ],
        )

    def test_incumbents_and_challengers(self):
        """Delta, key with 55, keeps its place against Gama with 59, not with 60."""
        self._make_key(self.delta, self.tier_key)
        self.tier_key.capacity = 1
        self.tier_strategic.minimum_score = 99
        marks = {self.alfa: (0, 0), self.beta: (0, 0), self.delta: (6, 5.5)}
        kept = self._decided({**marks, self.gama: (5.8, 5.9)})
        delta, gama = (self._candidate(kept, one) for one in (self.delta, self.gama))
        self.assertEqual((gama.score, delta.score), (59, 55))
        self.assertEqual((delta.decision, gama.decision), ("keep", "wait"))
        self.assertIn("Gama (59.0) does not lead by 5.0", delta.proposal_text)
        lost = self._decided({**marks, self.gama: (6, 6)})
        delta, gama = (self._candidate(lost, one) for one in (self.delta, self.gama))
        self.assertEqual((delta.decision, gama.decision), ("retire", "admit"))
        self.assertEqual(delta.tier_id, self.tier_growth)

    def test_a_manager_has_so_many_places(self):
        """Two accounts of one manager, one place for him: the better one gets it."""
        self.tier_key.manager_capacity = 1
        self.tier_strategic.minimum_score = 99
        (self.alfa + self.beta).kam_manager_id = self.kam_user
        selection = self._decided({self.alfa: (9, 7), self.beta: (8, 7)})
        beta = self._candidate(selection, self.beta)
        self.assertEqual(beta.decision, "wait")
        self.assertIn("manager has no place", beta.proposal_text)
        self.assertEqual(
            self._candidate(selection, self.alfa).manager_id, self.kam_user
        )

    def test_promotion_and_demotion(self):
        self._make_key(self.alfa, self.tier_key)
        self._make_key(self.beta, self.tier_strategic)
        selection = self._decided({self.alfa: (10, 10), self.beta: (2, 5)})
        self.assertEqual(
            [
                (line.partner_id.name, line.decision, line.tier_id.name)
                for line in selection.line_ids.sorted("rank")[:2]
            ],
            [("Alfa", "promote", "Strategic"), ("Gama", "admit", "Key")],
        )
        beta = self._candidate(selection, self.beta)
        self.assertEqual((beta.score, beta.decision), (50, "demote"))

    def test_scores_of_the_accounts_follow(self):
        """Not while people score, at once when they are through."""
        selection = self._round("scoring")
        self._mark(selection, self.employee, {self.alfa: (8, 6)})
        score = self.env["kam.score"].search(
            [
                ("partner_id", "=", self.alfa.id),
                ("company_id", "=", self.company_a.id),
            ]
        )
        self.env["kam.score"]._refresh(self.company_a)
        self.assertFalse(score.strength)
        selection.action_end_scoring()
        self.assertEqual(score.strength, 60)

    def test_why(self):
        """Each mark with its assessor, disputed ones marked, reasons of nominations."""
        selection = self._round("nomination")
        assessment = self._assessment(selection, self.employee)
        assessment.nomination_ids = [
            Command.create({"partner_id": self.alfa.id, "reason": "Best <b>known</b>"})
        ]
        selection.action_start_scoring()
        self._mark(selection, self.employee, {self.alfa: (10, 4)})
        self._mark(selection, self.kam_user, {self.alfa: (1, 4)})
        selection.action_end_scoring()
        line = self._candidate(selection, self.alfa)
        text = line.explanation
        for part in ("Revenue", "Potential", "disputed", "kam_employee", "5.5"):
            self.assertIn(part, text)
        self.assertIn("Best &lt;b&gt;known&lt;/b&gt;", text)
        self.assertEqual(line.action_open_why()["res_id"], line.id)

    def test_assessors_read_no_figures(self):
        """An assessor without sales rights sees marks, never what they are made of."""
        selection = self._decided({self.alfa: (8, 6)})
        for user in (self.employee, self.kam_user):
            line = self._candidate(selection, self.alfa).with_user(user)
            self.assertIn("9.0", line.explanation, "the mark for the revenue")
            self.assertNotIn("900", line.explanation)
            with self.assertRaises(AccessError):
                line.read(["detail"])
            with self.assertRaises(AccessError):
                line.search([("detail", "!=", False)])
        line = self._candidate(selection, self.alfa)
        self.assertIn("900", line.explanation, "for the manager")

    def test_who_manages_the_account_reads_its_figures(self):
        self._make_key(self.alfa, self.tier_key)
        selection = self._decided({self.alfa: (8, 6)})
        line = self._candidate(selection, self.alfa).with_user(self.kam_user)
        self.assertIn("900", line.explanation)

    def test_round_of_all_companies(self):
        """Its figures are those of the responsible's company, whoever ends it where."""
        selection = self._round("scoring", company_id=False)
        self._mark(selection, self.employee, {self.alfa: (8, 6)})
        asked = []
        model = type(self.env["kam.criterion"])
        original = model._sql_marks

        def spy(criteria, analysis, judged, company):
            asked.append(company)
            return original(criteria, analysis, judged, company)

        with patch.object(model, "_sql_marks", spy):
            selection.with_company(self.company_b).action_end_scoring()
        self.assertEqual(asked[0], self.company_a)
