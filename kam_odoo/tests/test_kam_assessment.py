from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .selection_common import SelectionCommon


@tagged("post_install", "-at_install")
class TestKamAssessment(SelectionCommon):
    """Independence (S2): proven as the users themselves, by what RPC would call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.selection = cls._round("nomination")
        cls.own = cls._assessment(cls.selection, cls.employee)
        cls.other = cls._assessment(cls.selection, cls.kam_user)
        for assessment, account in ((cls.own, cls.epsilon), (cls.other, cls.alfa)):
            assessment.nomination_ids = [
                Command.create({"partner_id": account.id, "reason": "Secret"})
            ]
        # A manager and a salesperson who look, and one who assesses as well.
        cls.readers = cls.kam_manager + cls.salesperson + cls.kam_user
        # Exporting needs a right of its own.
        (cls.readers + cls.employee).write(
            {"group_ids": [Command.link(cls.env.ref("base.group_allow_export").id)]}
        )

    def _score(self):
        self.selection.action_start_scoring()
        self._mark(self.selection, self.employee, {self.alfa: (9, 1)}, hand_in=False)
        self._mark(self.selection, self.kam_user, {self.alfa: (2, 3)})

    def _secrets(self, user):
        """Everything a user can find of the employee's answers, by any way."""
        env = self.env(user=user)
        of_employee = [("assessment_id", "=", self.own.id)]
        found = []
        for model, field in (("kam.mark", "mark"), ("kam.nomination", "reason")):
            records = env[model]
            found += records.search_read(of_employee, [field])
            found += (
                records.search([("user_id", "=", self.employee.id)]).ids
                if ("user_id" in records._fields)
                else []
            )
            groups = records._read_group(of_employee, ["partner_id"], ["__count"])
            found += [count for _partner, count in groups]
            found += records.formatted_read_group(
                of_employee, ["assessment_id"], ["__count"]
            )
            found += records.name_search("", of_employee)
            found += records.search(of_employee).export_data(["partner_id"])["datas"]
        assessments = env["kam.assessment"].search([("id", "=", self.own.id)])
        found += assessments.read(["mark_ids"])[0]["mark_ids"] if assessments else []
        found += assessments.nomination_ids.ids + assessments.mark_ids.ids
        # Asked by way of others: whose marks are above 8?
        for domain in (
            [("mark_ids.mark", ">", 8)],
            [("nomination_ids.partner_id", "=", self.epsilon.id)],
        ):
            found += env["kam.assessment"].search(domain).ids
        rounds = env["kam.selection"].search([("id", "=", self.selection.id)])
        found += (rounds.nomination_ids - self.other.nomination_ids).ids
        found += (
            env["kam.selection"]
            .search([("nomination_ids.partner_id", "=", self.epsilon.id)])
            .ids
        )
        return found

    def test_nobody_sees_anothers_answers_while_the_round_runs(self):
        for step in ("nomination", "scoring"):
            if step == "scoring":
                self._score()
            for user in self.readers:
                with self.subTest(step=step, user=user.login):
                    self.assertEqual(self._secrets(user), [])
        self.assertTrue(self._secrets(self.employee))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_reading_by_number_is_refused(self):
        """Who guesses the id gets nothing, from marks, nominations, or as a field."""
        self._score()
        marks, nominations = self.own.sudo().mark_ids, self.own.sudo().nomination_ids
        for user in (self.kam_manager, self.kam_user, self.salesperson):
            for records in (marks, nominations):
                own = records.with_user(user).sudo(False)
                self.env.invalidate_all()
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    own.read(["partner_id"])
                with self.assertRaises(AccessError):
                    own.export_data(["partner_id"])

    def test_the_administrator_is_no_exception(self):
        admin = self.env.ref("base.user_admin")
        admin.write({"company_ids": [Command.link(self.company_a.id)]})
        self._score()
        self.assertEqual(self._secrets(admin), [])

    def test_all_is_open_after_the_scoring(self):
        """To the managers and to the assessors of the round, to nobody else."""
        self._score()
        self.own.action_hand_in()
        self.selection.action_end_scoring()
        for user, count in (
            (self.kam_manager, 4),
            (self.employee, 4),
            (self.kam_user, 4),
            (self.salesperson, 0),
        ):
            marks = self.env["kam.mark"].with_user(user)
            found = marks.search([("selection_id", "=", self.selection.id)])
            self.assertEqual(len(found), count, user.login)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_answers_for_another(self):
        self.selection.action_start_scoring()
        potential = self._copy(self.selection, self.potential)
        values = {
            "assessment_id": self.own.id,
            "partner_id": self.alfa.id,
            "criterion_id": potential.id,
            "mark": 10,
        }
        mark = (
            self.env["kam.mark"].with_user(self.employee).create({**values, "mark": 3})
        )
        for user in (
            self.kam_manager,
            self.kam_user,
            self.salesperson,
            self.other_user,
        ):
            as_user = self.env["kam.mark"].with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    as_user.create({**values, "partner_id": self.beta.id})
                with self.assertRaises(AccessError):
                    as_user.browse(mark.id).write({"mark": 10})
                with self.assertRaises(AccessError):
                    as_user.browse(mark.id).unlink()
                with self.assertRaises(AccessError):
                    self.own.with_user(user).action_hand_in()
                with self.assertRaises(AccessError):
                    self.own.with_user(user).action_take_back()
                with self.assertRaises(AccessError):
                    self.own.with_user(user).write(
                        {"mark_ids": [Command.update(mark.id, {"mark": 10})]}
                    )
        self.assertEqual(mark.mark, 3)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_marks_do_not_wander(self):
        """One's own mark cannot be put into another's assessment, or round."""
        self.selection.action_start_scoring()
        [mark] = self._mark(
            self.selection, self.employee, {self.alfa: (3, None)}, hand_in=False
        )
        with self.assertRaises(AccessError):
            mark.write({"assessment_id": self.other.id})
        with self.assertRaises(AccessError):
            mark.write({"partner_id": self.beta.id})

    def test_an_assessment_does_not_change_hands(self):
        """Nor vanish, once there is something in it, even by its manager."""
        as_manager = self.own.with_user(self.kam_manager)
        with self.assertRaisesRegex(UserError, "already begun"):
            as_manager.user_id = self.salesperson
        with self.assertRaisesRegex(UserError, "already begun"):
            as_manager.unlink()
        with self.assertRaises(AccessError):
            as_manager.write({"state": "done"})
        with self.assertRaises(AccessError):
            self.own.write({"function": "management"})

    def test_handed_in_is_read_only(self):
        self._score()
        marks = self.other.mark_ids
        with self.assertRaisesRegex(UserError, "handed in"):
            marks[0].write({"mark": 10})
        with self.assertRaisesRegex(UserError, "handed in"):
            marks.unlink()
        with self.assertRaisesRegex(UserError, "handed in"):
            self._mark(self.selection, self.kam_user, {self.beta: (1, 1)})
        self.other.action_take_back()
        self.assertFalse(self.other.date_done)
        marks[0].write({"mark": 10})

    def test_each_thing_in_its_step(self):
        mark = {
            "assessment_id": self.own.id,
            "partner_id": self.alfa.id,
            "criterion_id": self._copy(self.selection, self.potential).id,
            "mark": 1,
        }
        with self.assertRaises(UserError):
            self.env["kam.mark"].with_user(self.employee).create(mark)
        self.selection.action_start_scoring()
        with self.assertRaisesRegex(UserError, "step"):
            self.own.nomination_ids = [
                Command.create({"partner_id": self.beta.id, "reason": "Late"})
            ]
        with self.assertRaisesRegex(UserError, "step"):
            self.own.nomination_ids.unlink()

    def test_after_the_scoring_nothing_changes(self):
        """Marks, nominations, candidates, criteria, assessors: as they were."""
        self._score()
        self.own.action_hand_in()
        self.selection.action_end_scoring()
        line = self._candidate(self.selection, self.alfa)
        for change in (
            lambda: self.own.mark_ids[0].write({"mark": 10}),
            lambda: self.own.mark_ids.unlink(),
            lambda: self.own.nomination_ids.unlink(),
            lambda: self.own.action_take_back(),
            lambda: self.own.action_hand_in(),
            lambda: line.write({"score": 100}),
            lambda: line.write({"partner_id": self.beta.id}),
            lambda: line.unlink(),
            lambda: line.create(
                {"selection_id": self.selection.id, "partner_id": self.epsilon.id}
            ),
            lambda: self.selection.criterion_ids.with_user(self.kam_manager).write(
                {"weight": 1}
            ),
            lambda: self.selection.criterion_ids.with_user(self.kam_manager).unlink(),
            lambda: self.own.with_user(self.kam_manager).write({"function": "other"}),
            lambda: self.selection.write(
                {"assessment_ids": [Command.create({"user_id": self.salesperson.id})]}
            ),
        ):
            with self.assertRaises(UserError):
                change()

    def test_marks_are_for_the_candidates_and_the_judged(self):
        self.selection.action_start_scoring()
        stranger = self._account("Stranger")
        with self.assertRaisesRegex(ValidationError, "not a candidate"):
            self._mark(self.selection, self.employee, {stranger: (1, 1)})
        measured = self._copy(self.selection, self.revenue)
        for criterion in (measured, self.potential):
            with self.assertRaisesRegex(ValidationError, "judged criteria"):
                self.env["kam.mark"].with_user(self.employee).create(
                    {
                        "assessment_id": self.own.id,
                        "partner_id": self.alfa.id,
                        "criterion_id": criterion.id,
                        "mark": 1,
                    }
                )

    def test_nominate_the_account(self):
        branch = self._account("Branch", self.alfa)
        with self.assertRaisesRegex(ValidationError, "belongs to the account Alfa"):
            self.own.nomination_ids = [
                Command.create({"partner_id": branch.id, "reason": "x"})
            ]

    def test_an_employee_reads_what_he_assesses(self):
        """Names and badges of the candidates, criteria and their scale; no figures."""
        self.selection.action_start_scoring()
        self.env.invalidate_all()
        lines = self.own.selection_id.line_ids
        self.assertIn("Alfa", lines.mapped("partner_id.name"))
        lines.read(["origin", "abc", "score", "status", "incumbent"])
        self.own.selection_id.criterion_ids.read(["name", "description", "kind"])
        lines.partner_id.read(["kam_status", "kam_tier_id", "kam_abc_xyz"])
        with self.assertRaises(AccessError):
            self.own.env["kam.analysis.line"].search([])

    def test_progress_is_no_secret(self):
        """2 of the 4 candidates × 2 judged criteria of Alfa alone: a quarter."""
        self._score()
        as_manager = self.own.with_user(self.kam_manager)
        candidates = len(self.selection.line_ids)
        self.assertAlmostEqual(as_manager.progress, 2 / (2 * candidates))

    def test_one_per_assessor(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception):  # noqa: B017
            self.selection.assessment_ids = [
                Command.create({"user_id": self.employee.id})
            ]
            self.env.flush_all()
