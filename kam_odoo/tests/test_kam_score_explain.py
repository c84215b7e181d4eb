from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.kam_criterion import SOURCE
from .score_common import ScoreCommon


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

    def test_answers_are_for_those_who_may_read_them(self):
        """Everybody sees the rung; who answered, and when, is for the team."""
        self._criterion("Ladder", source="ladder", bands=[(1, 0), (4, 10)])
        self.env["kam.ladder"].create(
            {
                "partner_id": self.alfa.id,
                "side": "customer",
                "date": "2024-02-03",
                **dict.fromkeys(("need", "talk"), "2"),
                **dict.fromkeys(
                    ("competitors", "other_goods", "strain", "meetings"), "0"
                ),
            }
        )
        self.env["kam.score"]._refresh(self.company_a)
        for user, sees in (
            (self.kam_manager, True),
            (self.kam_user, True),
            (self.employee, False),
        ):
            with self.subTest(user=user.login):
                words = self._rows(user)[1]["Ladder"]["words"]
                self.assertIn("Business partner", words)
                self.assertEqual("02/03/2024" in words, sees)

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
        self.assertIn("2024", rows["Potential"]["words"], "when")
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

    def test_queries(self):
        """Ten accounts are explained with as many queries as one."""
        others = [self._account(f"Customer {number}") for number in range(9)]
        for account in others:
            self._order(account, "2024-01-01", 100)
        self._judge(
            self.selection,
            self.potential,
            others[0],
            {self.kam_user: 3, self.kam_manager: 4},
        )
        self._analysis()
        counts = []
        for accounts in (self.alfa, self.alfa.union(*others)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            words = accounts.with_user(self.kam_manager).mapped("kam_score_explanation")
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(one["axes"] for one in words))
        self.assertLessEqual(counts[1], counts[0] + 1)
