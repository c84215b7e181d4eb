from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .selection_common import SelectionCommon


@tagged("post_install", "-at_install")
class TestKamSelection(SelectionCommon):
    """The steps of a round: what they ask for, what they leave, who may take them."""

    def test_defaults_come_from_the_company(self):
        self.company_a.write({"kam_hysteresis": 7, "kam_disagreement": 3})
        selection = self._round()
        self.assertRecordValues(
            selection,
            [
                {
                    "analysis_id": self.analysis.id,
                    "hysteresis": 7,
                    "disagreement": 3,
                    "weight_attractiveness": 0.6,
                    "state": "draft",
                    "user_id": self.kam_manager.id,
                }
            ],
        )

    def test_reversed_dates(self):
        with self.assertRaisesRegex(ValidationError, "reversed"):
            self._round(date_scoring=self.today + relativedelta(days=5))

    def test_start_needs_assessors(self):
        selection = self._round(assessment_ids=[])
        with self.assertRaisesRegex(UserError, "assessors"):
            selection.action_start_nomination()

    def test_start_needs_an_analysis(self):
        selection = self._round(analysis_id=False)
        self.analysis.write({"active": False})
        with self.assertRaisesRegex(UserError, "no analysis"):
            selection.action_start_nomination()
        selection.analysis_id = self._analysis(run=False)
        with self.assertRaisesRegex(UserError, "Run the analysis"):
            selection.action_start_nomination()

    def test_start_takes_the_analysis_of_that_day(self):
        """A round planned long ago does not work with the figures of long ago."""
        selection = self._round(analysis_id=False)
        selection.action_start_nomination()
        self.assertEqual(selection.analysis_id, self.analysis)

    def test_start_needs_criteria(self):
        (self.revenue | self.potential | self.wallet).active = False
        with self.assertRaisesRegex(UserError, "no criterion"):
            self._round("nomination")

    def test_start_needs_time_to_answer(self):
        selection = self._round(
            date_planned=self.today - relativedelta(days=9),
            date_nomination=self.today - relativedelta(days=1),
        )
        with self.assertRaisesRegex(UserError, "already passed"):
            selection.action_start_nomination()
        selection.date_nomination = False
        with self.assertRaisesRegex(UserError, "until when"):
            selection.action_start_nomination()

    def test_scoring_needs_candidates(self):
        selection = self._round(
            "nomination", class_a=False, class_b=False, include_future=False
        )
        with self.assertRaisesRegex(UserError, "no candidates"):
            selection.action_start_scoring()
        self.assertEqual(selection.state, "nomination")

    def test_end_of_scoring_needs_answers(self):
        selection = self._round("scoring")
        with self.assertRaisesRegex(UserError, "Nobody has handed in"):
            selection.action_end_scoring()

    def test_steps_in_their_order(self):
        selection = self._round()
        for step in (
            "action_start_scoring",
            "action_end_scoring",
            "action_apply",
            "action_back",
        ):
            with self.subTest(step), self.assertRaisesRegex(UserError, "not possible"):
                getattr(selection, step)()

    def test_a_started_round_keeps_what_was_agreed(self):
        """Its criteria are copies, its settings do not move, its title may."""
        selection = self._round("nomination")
        self.assertEqual(
            selection.criterion_ids.origin_id,
            self.revenue + self.potential + self.wallet,
        )
        self.potential.weight = 99
        self.assertEqual(self._copy(selection, self.potential).weight, 10)
        for vals in ({"hysteresis": 0}, {"class_c": True}, {"analysis_id": False}):
            with self.assertRaisesRegex(UserError, "has started"):
                selection.write(vals)
        with self.assertRaises(UserError):
            self._copy(selection, self.potential).with_user(self.kam_manager).weight = 1
        selection.name = "Spring, second try"

    def test_candidates(self):
        """Classes A and B, key accounts whatever they sell, nominations; each once.

        Revenue 900, 800, 600, 500, 100 of 2900: before Epsilon 97 %, so it is C. Zeta
        never bought, and is nominated; Eta is key without sales.
        """
        zeta, eta = self._account("Zeta"), self._account("Eta")
        self._make_key(eta, self.tier_key)
        selection = self._round("nomination")
        assessment = self._assessment(selection, self.employee)
        assessment.nomination_ids = [
            Command.create({"partner_id": account.id, "reason": "Grows"})
            for account in (zeta, self.alfa)
        ]
        selection.action_start_scoring()
        self.assertEqual(
            set(selection.line_ids.mapped("partner_id.name")),
            {"Alfa", "Beta", "Gama", "Delta", "Zeta", "Eta"},
        )
        self.assertRecordValues(
            self._candidate(selection, self.alfa),
            [{"from_analysis": True, "from_nomination": False, "incumbent": False}],
        )
        self.assertEqual(self._candidate(selection, zeta).origin, "Nominated")
        self.assertEqual(self._candidate(selection, eta).origin, "Key account")
        self.assertEqual(self._candidate(selection, self.alfa).origin, "Class A")

    def test_future_key_accounts_and_leads(self):
        self.env["kam.score"].search(
            [("partner_id", "=", self.epsilon.id)]
        ).future_key = True
        selection = self._round("scoring", class_a=False, class_b=False)
        self.assertEqual(selection.line_ids.partner_id, self.epsilon)
        self.assertEqual(selection.line_ids.origin, "Future key account")

    def test_qualified_prospects_are_candidates(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "New",
                "partner_id": self.epsilon.id,
                "company_id": self.company_a.id,
                "kam_need": "2",
                "kam_solvency": "2",
                "kam_authority": "2",
            }
        )
        self.assertTrue(lead.kam_qualified)
        selection = self._round("scoring", class_a=False, class_b=False)
        self.assertEqual(selection.line_ids.partner_id, self.epsilon)
        self.assertTrue(selection.line_ids.from_lead)

    def test_back_to_draft(self):
        """What was agreed may change again; what people said is kept."""
        selection = self._round("nomination")
        assessment = self._assessment(selection, self.employee)
        assessment.nomination_ids = [
            Command.create({"partner_id": self.epsilon.id, "reason": "Grows"})
        ]
        assessment.action_hand_in()
        selection.action_back()
        self.assertEqual(selection.state, "draft")
        self.assertFalse(selection.criterion_ids)
        self.assertFalse(selection.sudo().assessment_ids.activity_ids)
        selection.hysteresis = 9
        selection.action_start_nomination()
        self.assertEqual(assessment.state, "open")
        self.assertEqual(assessment.nomination_ids.partner_id, self.epsilon)

    def test_back_to_scoring(self):
        """Marks are secret again, scores forgotten; handed in stays handed in."""
        selection = self._decided({self.alfa: (8, 6)})
        line = self._candidate(selection, self.alfa)
        self.assertTrue(line.score)
        selection.action_back()
        self.assertEqual(selection.state, "scoring")
        self.assertFalse(line.score or line.proposal or line.detail)
        self.assertEqual(set(selection.assessment_ids.mapped("state")), {"done"})
        self.assertFalse(
            self.env["kam.score"]
            .search([("partner_id", "=", self.alfa.id)])
            .line_ids.filtered("judges")
        )
        marks = self.env["kam.mark"].with_user(self.kam_manager)
        self.assertFalse(marks.search([("selection_id", "=", selection.id)]))
        selection.action_end_scoring()
        self.assertTrue(line.score)

    def test_only_managers_run_a_round(self):
        selection = self._round("scoring")
        for user in (self.salesperson, self.kam_user, self.employee):
            own = selection.with_user(user)
            for step in ("action_end_scoring", "action_back"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(own, step)()
            with self.assertRaises(AccessError):
                own.write({"name": "Mine"})
            with self.assertRaises(AccessError):
                own.create({"name": "Mine"})
        with self.assertRaises(AccessError):
            selection.with_user(self.portal).read(["name"])

    def test_steps_are_not_typed(self):
        """Not by a manager either, not over RPC, not by a default."""
        selection = self._round("nomination")
        for vals in ({"state": "decision"}, {"agreement": 1}):
            with self.assertRaises(AccessError):
                selection.write(vals)
        with self.assertRaises(AccessError):
            selection.with_context(default_state="closed").create({"name": "x"})

    def test_only_assessors_see_a_round(self):
        selection = self._round("scoring")
        rounds = self.env["kam.selection"]
        for user, seen in (
            (self.employee, True),
            (self.kam_user, True),
            (self.salesperson, False),
            (self.kam_manager, True),
        ):
            found = rounds.with_user(user).search([("id", "=", selection.id)])
            self.assertEqual(bool(found), seen, user.login)
            lines = self.env["kam.selection.line"].with_user(user)
            found = lines.search([("selection_id", "=", selection.id)])
            self.assertEqual(bool(found), seen, user.login)

    def test_companies(self):
        """A manager of one company does not see the round of another."""
        manager = self._user(
            "kam_manager_b", "kam_odoo.group_kam_manager", self.company_b
        )
        selection = self._round()
        rounds = self.env["kam.selection"].with_user(manager)
        self.assertFalse(rounds.search([("id", "=", selection.id)]))
        with self.assertRaisesRegex(ValidationError, "no access to KAM"):
            selection.assessment_ids = [Command.create({"user_id": manager.id})]

    def test_started_rounds_are_kept(self):
        with self.assertRaisesRegex(UserError, "archive"):
            self._round("nomination").unlink()
        self._round(name="Not begun").unlink()

    def test_the_analysis_of_a_running_round_is_kept(self):
        selection = self._round("nomination")
        with self.assertRaisesRegex(UserError, "works with"):
            self.analysis.with_user(self.kam_manager).unlink()
        self.assertFalse(self.analysis._not_in_rounds())
        selection.action_back()
        self.assertEqual(self.analysis._not_in_rounds(), self.analysis)

    def test_candidates_are_not_deleted(self):
        self._round("scoring")
        with self.assertRaisesRegex(UserError, "candidate of the round"):
            self.alfa.unlink()

    def test_scales_of_a_round_by_way_of_another_criterion(self):
        """Saving a live criterion does not reach the bands that a round keeps."""
        selection = self._round("nomination")
        band = self._copy(selection, self.revenue).band_ids[-1]
        live = self.revenue.with_user(self.kam_manager)
        for command in (
            Command.update(band.id, {"mark": 9}),
            Command.link(band.id),
            Command.delete(band.id),
        ):
            with self.assertRaisesRegex(UserError, "never change"):
                live.write({"band_ids": [command]})
        self.assertEqual(band.mark, 10)
