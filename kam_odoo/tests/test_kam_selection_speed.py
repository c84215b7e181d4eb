from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .selection_common import SelectionCommon

ASSESSORS, CANDIDATES, JUDGED = 20, 300, 12


@tagged("post_install", "-at_install")
class TestKamSelectionSpeed(SelectionCommon):
    """A large round costs a fixed number of statements, none per mark or account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.env["res.partner"].create(
            [
                {"name": f"Many {number:03}", "is_company": True}
                for number in range(CANDIDATES)
            ]
        )
        cls._orders(
            [
                cls._row(account, "2024-05-01", 5000 + number)
                for number, account in enumerate(cls.many)
            ]
        )
        cls.analysis = cls._analysis()
        for number in range(JUDGED - 2):
            cls._criterion(f"Criterion {number}", axis="strength")
        assessors = [
            cls._user(f"kam_assessor_{number}", "base.group_user")
            for number in range(ASSESSORS)
        ]
        cls.large = cls._round(
            analysis_id=cls.analysis.id,
            class_c=True,
            assessment_ids=[
                Command.create({"user_id": user.id, "function": "other"})
                for user in assessors
            ],
        )

    def _mark_all(self):
        """20 × 300 × 12 marks, handed in."""
        selection = self.large.sudo()
        judged = selection.criterion_ids.filtered(lambda one: one.kind == "judged")
        self.assertEqual(len(judged), JUDGED)
        self.env.flush_all()
        # By SQL: giving 72 000 marks is not what is measured.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO kam_mark
                    (assessment_id, selection_id, partner_id, criterion_id, mark)
                SELECT assessment.id, assessment.selection_id, partner_id, criterion_id,
                       (assessment.id + 3 * partner_id + 7 * criterion_id) %% 11
                  FROM kam_assessment assessment, UNNEST(%s) partner_id,
                       UNNEST(%s) criterion_id
                 WHERE assessment.selection_id = %s
                """,
                self.many.ids,
                judged.ids,
                selection.id,
            )
        )
        selection.assessment_ids.state = "done"
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_large_round(self):
        """Making the list, ending the scoring, showing it and its places."""
        self.large.action_start_nomination()
        self.env.flush_all()
        with self.assertQueryCount(35):
            self.large.sudo()._make_candidates()
        self.assertGreaterEqual(len(self.large.line_ids), CANDIDATES)
        self.large.sudo().state = "scoring"
        self._mark_all()
        with self.assertQueryCount(110):
            self.large.action_end_scoring()
        lines = self.large.line_ids
        self.assertEqual(len(lines.filtered("score")), len(lines))
        self.assertEqual(sum(line.decision == "admit" for line in lines), 3)
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            self.large.read(["places", "agreement", "disputed_count"])
        self.env.invalidate_all()
        # As a list reads them: records of a search, not of a field.
        lines = lines.browse(lines.ids)
        with self.assertQueryCount(25):
            lines.read(["partner_id", "score", "decision", "origin", "proposal_text"])
