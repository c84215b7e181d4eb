from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

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
