from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, warmup

from .assessment_common import AssessmentCommon


@tagged("post_install", "-at_install")
class TestKamAssessmentGrid(AssessmentCommon):
    """What the assessor's screen shows and how it saves."""

    # what it shows

    def test_shows_candidates_and_judged_criteria(self):
        self.alfa.sudo().write(
            {
                "kam_status": "key",
                "kam_tier_id": self.tier_key.id,
                "kam_manager_id": self.kam_user.id,
            }
        )
        self.beta.sudo().kam_status = "prospect"
        grid = self.mine.get_grid()
        self.assertFalse(grid["readonly"])
        self.assertEqual(grid["note"], "")
        self.assertEqual(
            [(one["name"], one["badge"]) for one in grid["candidates"]],
            [("Alfa", "Key"), ("Beta", "Prospect"), ("Gama", "")],
        )
        self.assertEqual(grid["candidates"][0]["facts"], [self.kam_user.name])
        self.assertEqual(
            [(one["name"], one["axis_label"]) for one in grid["criteria"]],
            [("Potential", "Attractiveness"), ("Share of wallet", "Our strength")],
        )
        self.assertEqual(
            grid["criteria"][0]["scale"],
            [
                {"mark": 0, "description": "Nothing"},
                {"mark": 5, "description": "Half"},
                {"mark": 10, "description": "Double"},
            ],
        )

    def test_facts_come_from_the_analysis_of_the_round_without_amounts(self):
        self._orders(
            [
                self._row(self.alfa, f"2024-{month:02}-10", 7531, cost=1234)
                for month in range(1, 13)
            ]
        )
        self._order(self.alfa, "2021-01-10", 100)
        self.round.sudo().analysis_id = self._analysis()
        grid = self.mine.get_grid()
        self.assertEqual(grid["candidates"][0]["facts"], ["AX", "3 years"])
        self.assertNotIn("7531", str(grid))
        self.assertNotIn("90372", str(grid))  # 12 × 7531
        self.assertEqual(
            set(grid["candidates"][0]), {"id", "name", "badge", "color", "facts"}
        )

    def test_candidates_are_by_name_not_by_rank(self):
        for rank, partner in enumerate((self.gama, self.beta, self.alfa), 1):
            lines = self.round.sudo().line_ids
            lines.filtered(lambda line, p=partner: line.partner_id == p).rank = rank
        names = [one["name"] for one in self.mine.get_grid()["candidates"]]
        self.assertEqual(names, ["Alfa", "Beta", "Gama"])

    def test_says_why_nothing_can_be_marked(self):
        self.round.sudo().state = "nomination"
        self.assertIn("has not begun", self.mine.get_grid()["note"])
        self.round.sudo().state = "decision"
        self.assertIn("left scoring", self.mine.get_grid()["note"])
        self.assertTrue(self.mine.get_grid()["readonly"])
        # once the marks are open, another's are shown as another's
        grid = self.other.with_user(self.employee).get_grid()
        self.assertIn(self.salesperson.name, grid["note"])
        self.assertTrue(grid["readonly"])
        empty = self._assessment(self._round(self.env["res.partner"]), self.employee)
        self.assertIn("no candidates", empty.get_grid()["note"])

    # saving

    def test_saves_changes_and_clears(self):
        self.mine.save_marks(
            [
                self._value(self.alfa, self.potential, 8, comment=" leads "),
                self._value(self.alfa, self.wallet, 0),
                self._value(self.beta, self.potential, 10),
            ]
        )
        result = self.mine.save_marks(
            [
                self._value(self.alfa, self.potential, 7),
                self._value(self.beta, self.potential, None),
                self._value(self.gama, self.wallet, 2.5),
            ]
        )
        # a zero stays a zero, a cleared cell is unknown
        self.assertEqual(
            self._marks(self.mine),
            {
                ("Alfa", "Potential"): 7,
                ("Alfa", "Share of wallet"): 0,
                ("Gama", "Share of wallet"): 2.5,
            },
        )
        self.assertEqual(result, {"marked": 3, "total": 6})
        comments = {
            (one["partner_id"], one["mark"]): one["comment"]
            for one in self.mine.get_grid()["marks"]
        }
        self.assertEqual(comments[self.alfa.id, 7], "leads", "kept when not sent")
        self.mine.save_marks([self._value(self.alfa, self.potential, 7, comment="")])
        self.assertFalse(any(self.mine.sudo().mark_ids.mapped("comment")))

    def test_the_last_of_a_cell_counts(self):
        self.mine.save_marks(
            [
                self._value(self.alfa, self.potential, 1),
                self._value(self.alfa, self.potential, 10),
            ]
        )
        self.assertEqual(self._marks(self.mine), {("Alfa", "Potential"): 10})

    def test_sending_the_same_twice_is_harmless(self):
        """A beacon and a repeated request may both arrive."""
        value = self._value(self.alfa, self.potential, 5)
        self.mine.save_marks([value])
        self.mine.save_marks([value])
        self.mine.save_marks([self._value(self.beta, self.potential, None)])
        self.assertEqual(self._marks(self.mine), {("Alfa", "Potential"): 5})

    def test_bad_values_leave_nothing_half_written(self):
        stranger = self._account("Stranger")
        foreign = self._round(stranger).criterion_ids[0]
        good = self._value(self.alfa, self.potential, 8)
        for bad in (
            self._value(self.beta, self.potential, 10.5),
            self._value(self.beta, self.potential, -1),
            self._value(self.beta, self.potential, "8"),
            self._value(self.beta, self.potential, True),
            self._value(self.beta, self.potential, float("nan")),
            self._value(self.beta, self.profit, 5),  # measured
            self._value(self.beta, foreign, 5),  # of another round
            self._value(stranger, self.potential, 5),  # no candidate
            self._value(self.beta, self.potential, 5, comment="x" * 501),
            self._value(self.beta, self.potential, 5, comment=["x"]),
            self._value(self.beta, self.potential, 5, assessment_id=self.other.id),
            {**good, "partner_id": str(self.alfa.id)},
            {"mark": 5},
            "mark",
        ):
            with self.subTest(bad=bad), self.assertRaises(UserError):
                self.mine.save_marks([good, bad])
            self.assertFalse(self._marks(self.mine))
        with self.assertRaises(UserError):
            self.mine.save_marks("marks")
        with self.assertRaisesRegex(UserError, "from 0 to 10, not “11”"):
            self.mine.save_marks([self._value(self.beta, self.potential, 11)])

    def test_another_window_makes_the_later_of_two_saves_begin_anew(self):
        """Each save changes the row of the assessment; the database then refuses the
        later one, whose marks were read before, and Odoo repeats it."""
        before = self.mine.sudo().write_date
        self.env.cr.execute(
            "UPDATE kam_assessment SET write_date = '2020-01-01' WHERE id = %s",
            [self.mine.id],
        )
        self.mine.save_marks([self._value(self.alfa, self.potential, 8)])
        self.mine.invalidate_recordset()
        self.assertGreaterEqual(self.mine.sudo().write_date, before)

    # rights

    def test_nobody_marks_for_another(self):
        value = self._value(self.alfa, self.potential, 8)
        for user in (
            self.salesperson,
            self.kam_user,
            self.kam_manager,
            self.other_user,
            self.portal,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.mine.with_user(user).save_marks([value])
        self.assertFalse(self._marks(self.mine))

    def test_marks_of_others_are_hidden_while_the_round_scores(self):
        self.mine.save_marks([self._value(self.alfa, self.potential, 8)])
        for user in (self.salesperson, self.kam_user, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.mine.with_user(user).get_grid()
        # who runs the round sees who is asked, not what was said
        self.assertEqual(self.mine.with_user(self.kam_manager).get_grid()["marks"], [])
        self.round.sudo().state = "decision"
        grid = self.mine.with_user(self.kam_manager).get_grid()
        self.assertEqual([one["mark"] for one in grid["marks"]], [8])

    def test_refused_once_handed_in_or_closed(self):
        value = self._value(self.alfa, self.potential, 8)
        self.mine.save_marks([value])
        self.mine.action_hand_in()
        again = [self._value(self.alfa, self.potential, 2)]
        with self.assertRaisesRegex(UserError, "handed in"):
            self.mine.save_marks(again)
        grid = self.mine.get_grid()
        self.assertTrue(grid["readonly"])
        self.assertIn("Thank you", grid["note"])
        self.mine.action_take_back()
        self.assertFalse(self.mine.get_grid()["readonly"])
        for state in ("draft", "nomination", "decision", "closed"):
            self.round.sudo().state = state
            with self.subTest(state=state), self.assertRaises(UserError):
                self.mine.save_marks(again)
        self.assertEqual(self._marks(self.mine), {("Alfa", "Potential"): 8})

    # handing in

    def test_hand_in_says_what_is_empty(self):
        self.mine.save_marks(
            [
                self._value(self.alfa, self.potential, 8),
                self._value(self.beta, self.potential, 0),
            ]
        )
        action = self.mine.action_ask_hand_in()
        self.assertEqual(action["tag"], "kam_assessment_hand_in")
        self.assertIn("4 of 6 cells are empty", action["params"]["body"])
        self.mine.save_marks(
            [
                self._value(partner, criterion, 5)
                for partner in self.alfa + self.beta + self.gama
                for criterion in self.potential + self.wallet
            ]
        )
        body = self.mine.action_ask_hand_in()["params"]["body"]
        self.assertIn("All 6 marks are given", body)
        self.assertEqual(self.mine.sudo().state, "open", "asked, not done")
        with self.assertRaises(AccessError):
            self.mine.with_user(self.kam_manager).action_ask_hand_in()

    # speed

    @classmethod
    def _large(cls):
        """300 candidates × 12 judged criteria."""
        partners = cls.env["res.partner"].create(
            [{"name": f"Customer {n:03}", "is_company": True} for n in range(300)]
        )
        selection = cls._round(partners)
        cls.env["kam.criterion"].sudo().create(
            [
                {
                    "name": f"Criterion {n}",
                    "selection_id": selection.id,
                    "band_ids": [
                        Command.create({"mark": mark, "description": f"Is {mark}"})
                        for mark in (0, 2, 5, 8, 10)
                    ],
                }
                for n in range(10)
            ]
        )
        return cls._assessment(selection, cls.employee), partners

    @warmup
    def test_queries_do_not_grow_with_the_round(self):
        mine, partners = self._large()
        criteria = mine.sudo().selection_id.criterion_ids.filtered(
            lambda one: one.kind == "judged"
        )
        self.assertEqual(len(criteria), 12)
        values = [
            self._value(partner, criterion, (partner.id + criterion.id) % 11)
            for partner in partners
            for criterion in criteria
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            mine.save_marks(values[:200])
            self.env.flush_all()
        mine.save_marks(values[200:])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            # every mark of a screenful changes, each to one of eleven values
            mine.save_marks(
                [{**value, "mark": 10 - value["mark"]} for value in values[:200]]
            )
            self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            grid = mine.get_grid()
        self.assertEqual(len(grid["marks"]), 3600)
        self.assertEqual(len(grid["candidates"]), 300)
