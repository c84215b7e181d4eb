from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .selection_common import SelectionCommon


@tagged("post_install", "-at_install")
class TestKamSelectionApply(SelectionCommon):
    """Deciding line by line, applying all at once, and what it leaves behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Scores 84, 78, 60, 55, see test_proposal.
        cls.marks = {
            cls.alfa: (9, 7.5),
            cls.beta: (8, 7.5),
            cls.gama: (6, 6),
            cls.delta: (6, 5.5),
        }

    def _ready(self, **values):
        """A round whose lines lack nothing."""
        selection = self._decided(self.marks, **values)
        selection.line_ids.write({"reason": "The board agrees"})
        selection.line_ids.filtered(lambda line: not line.manager_id).write(
            {"manager_id": self.kam_user.id, "sponsor_id": self.kam_manager.id}
        )
        return selection

    def test_apply(self):
        """Statuses, tiers, people, history, the queue, the next round."""
        selection = self._ready()
        selection.action_apply()
        self.assertEqual(selection.state, "closed")
        self.assertRecordValues(
            self.alfa + self.beta + self.gama + self.delta,
            [
                {"kam_status": "key", "kam_tier_id": self.tier_strategic.id},
                {"kam_status": "key", "kam_tier_id": self.tier_key.id},
                {"kam_status": "key", "kam_tier_id": self.tier_key.id},
                # No tier before; 55 reaches the 30 of Growth.
                {"kam_status": "candidate", "kam_tier_id": self.tier_growth.id},
            ],
        )
        self.assertEqual(self.alfa.kam_manager_id, self.kam_user)
        self.assertRecordValues(
            self.alfa.kam_decision_ids,
            [
                {
                    "kind": "admit",
                    "reason": "The board agrees",
                    "selection_id": selection.id,
                    "user_id": self.kam_manager.id,
                    "tier_to_id": self.tier_strategic.id,
                }
            ],
        )
        queue = self.env["kam.selection.line"].search([("waiting", "=", True)])
        self.assertEqual(queue.partner_id, self.delta)
        self.assertEqual(queue.waiting_rank, 1)
        body = selection.message_ids.filtered(
            lambda m: "applied" in (m.body or "")
        ).body
        self.assertIn("Alfa (Strategic)", body)

    def test_next_round(self):
        """As soon as the first of the key tiers wants it, with the same people."""
        self.tier_key.selection_months = 3
        selection = self._ready(class_c=True)
        selection.action_apply()
        following = selection.next_id
        self.assertRecordValues(
            following,
            [
                {
                    "state": "draft",
                    "date_planned": self.today + relativedelta(months=3),
                    "class_c": True,
                    "user_id": self.kam_manager.id,
                    "analysis_id": False,
                }
            ],
        )
        self.assertEqual(
            [(one.user_id, one.function) for one in following.assessment_ids],
            [(self.employee, "finance"), (self.kam_user, "sales")],
        )
        self.assertEqual(set(following.assessment_ids.mapped("state")), {"open"})
        self.assertEqual(following.activity_ids.user_id, self.kam_manager)
        self.assertEqual(following.activity_ids.date_deadline, following.date_planned)

    def test_customers_without_a_tier_get_one(self):
        """Epsilon, with sales and no mark but revenue 1 → score 10: the last tier.

        A tier somebody has given stays; nothing is written into the chatter.
        """
        selection = self._ready()
        messages = len(self.epsilon.message_ids)
        self.delta.kam_tier_id = self.tier_standard
        selection.action_apply()
        self.assertEqual(self.epsilon.kam_tier_id, self.tier_standard)
        self.assertEqual(self.delta.kam_tier_id, self.tier_standard)
        self.assertEqual(self.epsilon.kam_status, "none")
        self.assertEqual(len(self.epsilon.message_ids), messages)
        self.assertFalse(self.epsilon.kam_decision_ids)

    def test_over_capacity_is_refused_with_the_figures(self):
        """And nothing of the batch is written."""
        selection = self._ready()
        delta = self._candidate(selection, self.delta)
        delta.write({"decision": "admit", "tier_id": self.tier_key.id})
        with self.assertRaisesRegex(UserError, "Key has 2 places.*make 3"):
            selection.action_apply()
        self.assertEqual(selection.state, "decision")
        self.assertEqual(self.alfa.kam_status, "none")
        self.assertFalse(self.alfa.kam_decision_ids)

    def test_places_shown(self):
        """As the decisions stand, before anything is applied."""
        self._make_key(self.epsilon, self.tier_key)
        self.tier_key.manager_capacity = 2
        selection = self._ready()
        strategic, key = selection.places["tiers"]
        self.assertEqual((strategic["used"], strategic["free"]), (1, 0))
        # Epsilon scores 10 and is to retire.
        self.assertEqual((key["used"], key["capacity"], key["over"]), (2, 2, False))
        self._candidate(selection, self.delta).write(
            {"decision": "admit", "tier_id": self.tier_key.id}
        )
        _strategic, key = selection.places["tiers"]
        self.assertEqual((key["used"], key["free"], key["over"]), (3, 0, True))
        [manager] = key["managers"]
        self.assertEqual((manager["used"], manager["over"]), (3, True))
        self.assertEqual(selection.places["missing"], 0)
        self._candidate(selection, self.delta).reason = False
        self.assertEqual(selection.places["missing"], 1)

    def test_what_is_missing(self):
        """All of it at once, each with its account."""
        selection = self._decided(self.marks)
        with self.assertRaises(UserError) as refused:
            selection.action_apply()
        for part in ("Alfa: give a reason", "Delta: give a reason"):
            self.assertIn(part, str(refused.exception))
        selection.line_ids.reason = "Because"
        with self.assertRaisesRegex(UserError, "Alfa: choose a key account manager"):
            selection.action_apply()
        selection.line_ids.manager_id = self.kam_user
        with self.assertRaisesRegex(UserError, "Alfa: the tier Strategic needs"):
            selection.action_apply()

    def test_keeping_needs_no_words(self):
        self._make_key(self.alfa, self.tier_strategic)
        selection = self._decided(self.marks)
        (selection.line_ids - self._candidate(selection, self.alfa)).decision = "none"
        selection.action_apply()
        self.assertRecordValues(
            self.alfa.kam_decision_ids,
            [{"kind": "keep", "reason": "Kept in the round “Spring”."}],
        )

    def test_a_decision_brings_its_tier(self):
        self._make_key(self.alfa, self.tier_key)
        selection = self._decided(self.marks)
        line = self._candidate(selection, self.alfa)
        for decision, tier in (
            ("keep", self.tier_key),
            ("promote", self.tier_strategic),
            ("retire", self.tier_growth),
            ("none", self.tier_key),
        ):
            line.decision = decision
            self.assertEqual(line.tier_id, tier, decision)
        beta = self._candidate(selection, self.beta)
        beta.decision = "wait"
        self.assertFalse(beta.tier_id)
        beta.decision = "admit"
        self.assertEqual(beta.tier_id, self.tier_key)

    def test_the_other_way_round_in_the_list(self):
        """Choosing a tier chooses the decision; demoting takes the next lower tier."""
        self._make_key(self.alfa, self.tier_strategic)
        selection = self._decided(self.marks)
        line = self._candidate(selection, self.alfa)
        line = line.new(origin=line)
        line.tier_id = self.tier_key
        line._onchange_tier_id()
        self.assertEqual(line.decision, "demote")
        line.tier_id = self.tier_standard
        line._onchange_tier_id()
        self.assertEqual(line.decision, "retire")
        line.decision = "demote"
        line._onchange_decision()
        self.assertEqual(line.tier_id, self.tier_key)

    def test_a_closed_round_never_changes(self):
        selection = self._ready()
        selection.action_apply()
        line = selection.line_ids[0]
        for change in (
            lambda: selection.write({"name": "Autumn"}),
            lambda: selection.write({"user_id": self.kam_user.id}),
            lambda: selection.sudo().write({"state": "decision"}),
            lambda: selection.action_back(),
            lambda: selection.action_apply(),
            lambda: selection.unlink(),
            lambda: line.write({"decision": "none"}),
            lambda: line.write({"reason": "Better words"}),
            lambda: line.unlink(),
            lambda: selection.assessment_ids.unlink(),
            lambda: selection.assessment_ids.write({"function": "other"}),
        ):
            with self.assertRaises(UserError):
                change()
        selection.action_archive()
        self.assertFalse(selection.active)

    def test_only_managers_decide(self):
        selection = self._ready()
        for user in (self.employee, self.kam_user, self.salesperson):
            line = selection.line_ids[0].with_user(user)
            with self.assertRaises(AccessError):
                line.write({"decision": "none"})
            with self.assertRaises(AccessError):
                selection.with_user(user).action_apply()

    def test_a_free_place_is_offered_to_the_first_in_the_queue(self):
        """Once, while it is free, to who is responsible; gone when it is taken."""
        selection = self._ready()
        selection.action_apply()
        offers = selection.activity_ids
        self.assertFalse(offers)
        decide = self.env["kam.decision"].with_user(self.kam_manager)._decide
        retire = {"kind": "retire", "reason": "Left", "tier_id": self.tier_growth.id}
        decide([{"partner_id": self.beta.id, **retire}])
        self.assertEqual(len(selection.activity_ids), 1)
        self.assertEqual(selection.activity_ids.user_id, self.kam_manager)
        self.assertIn("Delta", selection.activity_ids.summary)
        decide([{"partner_id": self.gama.id, **retire}])
        self.assertEqual(len(selection.activity_ids), 1)
        action = (
            self.env["kam.selection.line"]
            .with_user(self.kam_manager)
            .search([("waiting", "=", True)])
            .action_admit()
        )
        self.assertEqual(action["context"]["default_partner_ids"], self.delta.ids)
        decide(
            [
                {
                    "partner_id": self.delta.id,
                    "kind": "admit",
                    "reason": "Its turn",
                    "tier_id": self.tier_key.id,
                    "manager_id": self.kam_user.id,
                    "sponsor_id": self.kam_manager.id,
                }
            ]
        )
        self.assertFalse(selection.activity_ids)
        self.assertFalse(
            self.env["kam.selection.line"].search([("waiting", "=", True)])
        )

    def test_the_queue_comes_back_in_the_next_round(self):
        """Whatever the classes; the new queue takes the place of the old one."""
        first = self._ready()
        first.action_apply()
        second = self._round("scoring", class_a=False, class_b=False)
        delta = self._candidate(second, self.delta)
        self.assertTrue(delta.from_waiting)
        self.assertIn("waiting list", delta.origin.lower())
        for user in (self.employee, self.kam_user):
            self._mark(second, user, {})
        second.action_end_scoring()
        second.line_ids.decision = "none"
        second.action_apply()
        self.assertFalse(
            self.env["kam.selection.line"].search([("waiting", "=", True)])
        )

    def test_the_queue_keeps_a_given_order(self):
        selection = self._ready()
        gama, delta = (self._candidate(selection, a) for a in (self.gama, self.delta))
        gama.write({"decision": "wait", "waiting_rank": 2, "reason": "Next time"})
        delta.write({"decision": "wait", "waiting_rank": 1})
        selection.action_apply()
        self.assertEqual((delta.waiting_rank, gama.waiting_rank), (1, 2))
