from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .score_common import ScoreCommon

QUESTIONS = ("need", "competitors", "talk", "other_goods", "strain", "meetings")


@tagged("post_install", "-at_install")
class TestKamLadder(ScoreCommon):
    """Six answers, the level they make, and who may give them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa.sudo().kam_manager_id = cls.kam_user
        cls.today = fields.Date.context_today(cls.env["kam.ladder"])

    def _answer(self, answers, side="customer", user=None, **values):
        """Answers in the order of QUESTIONS, such as "210012"."""
        return (
            self.env["kam.ladder"]
            .with_user(user or self.kam_user)
            .create(
                {
                    "partner_id": self.alfa.id,
                    "side": side,
                    **dict(zip(QUESTIONS, answers, strict=True)),
                    **values,
                }
            )
        )

    def test_levels(self):
        """Two questions for us, four against: 2 + 2 + (2 − 0) × 4 = 12.

        Second: 1 + (2 − 1) + 2 + (2 − 2) + (2 − 1) + (2 − 0) = 7. Third, all yes:
        2 + 0 + 2 + 0 + 0 + 0 = 4.
        """
        for answers, points, level in (
            ("200000", 10, "4"),
            ("202000", 12, "4"),
            ("112210", 7, "3"),
            ("222222", 4, "2"),
            ("020222", 0, "1"),
            ("022222", 2, "1"),
        ):
            ladder = self._answer(answers)
            self.assertEqual((ladder.points, ladder.level), (points, level), answers)

    def test_latest_counts(self):
        """By date, not by entry; and the gap of ours to theirs."""
        self._answer("202000", "ours")
        self._answer("222222", date=self.today - timedelta(days=3))
        self._answer("202000", date=self.today - timedelta(days=30))
        self.assertRecordValues(
            self.alfa,
            [
                {
                    "kam_ladder_ours": "4",
                    "kam_ladder_customer": "2",
                    "kam_perception_gap": 2,
                }
            ],
        )
        self.assertIs(self.beta.kam_perception_gap, False, "unknown, not none")

    def test_gives_a_mark(self):
        """Level 2 of the customer; ours does not count. Saving refreshes the score."""
        criterion = self._criterion(
            "Ladder", axis="strength", source="ladder", bands=[(1, 2), (2, 5), (4, 10)]
        )
        self._answer("202000", "ours")
        answer = self._answer("222222")
        self.env.cr.flush()
        self.assertEqual(self._mark(self.alfa, criterion), 5)
        answer.unlink()
        self.env.cr.flush()
        self.assertFalse(self._score(self.alfa))

    def test_nonsense_is_refused(self):
        contact = self._account("Branch", self.alfa)
        stranger = self._account("Stranger", is_company=False)
        with self.assertRaisesRegex(ValidationError, "belongs to the account “Alfa”"):
            self._answer("000000", user=self.kam_manager, partner_id=contact.id)
        with self.assertRaisesRegex(ValidationError, "in the future"):
            self._answer("000000", date=self.today + timedelta(days=1))
        with self.assertRaisesRegex(ValidationError, "is not of the account"):
            self._answer("000000", contact_id=stranger.id)

    def test_rights(self):
        """Own accounts for users, all for managers; others see the level only."""
        answer = self._answer("202000")
        self.assertEqual(answer.user_id, self.kam_user)
        forged = self._answer("202000", user_id=self.kam_manager.id)
        self.assertEqual(forged.user_id, self.kam_user, "nobody signs for another")
        forged.with_user(self.kam_user).user_id = self.kam_manager
        self.assertEqual(forged.user_id, self.kam_user)
        with self.assertRaises(AccessError):
            self._answer("202000", user=self.other_user)
        for user in (self.employee, self.salesperson, self.other_user, self.portal):
            for attempt in (
                lambda mine: mine.need,
                lambda mine: mine.write({"need": "0"}),
                lambda mine: mine.unlink(),
            ):
                with self.assertRaises(AccessError):
                    attempt(answer.with_user(user))
        self.assertEqual(self.alfa.with_user(self.employee).kam_ladder_customer, "4")
        answer.with_user(self.kam_manager).need = "0"
        self.assertTrue(self.alfa.with_user(self.kam_user).kam_can_answer_ladder)
        self.assertFalse(self.beta.with_user(self.kam_user).kam_can_answer_ladder)
        self.assertTrue(self.beta.with_user(self.kam_manager).kam_can_answer_ladder)
        action = self.alfa.with_user(self.kam_user).action_kam_ladder_new()
        self.assertEqual(action["context"]["default_partner_id"], self.alfa.id)
