from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoSelection(TransactionCase):
    """The demo's two rounds: one applied, one being scored, both believable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.demo"]._generate()
        cls.finished = cls.env.ref("kam_demo.round_before")
        cls.running = cls.env.ref("kam_demo.round")

    def test_finished_round(self):
        """Marks of five people, disputes, a queue of two, decisions in the history."""
        self.assertEqual(self.finished.state, "closed")
        self.assertEqual(len(self.finished.assessment_ids), 5)
        self.assertTrue(0.05 < self.finished.agreement < 0.5)
        self.assertTrue(self.finished.line_ids.filtered("disputed"))
        queue = self.finished.line_ids.filtered("waiting")
        self.assertEqual(sorted(queue.mapped("waiting_rank")), [1, 2])
        decisions = self.env["kam.decision"].search(
            [("selection_id", "=", self.finished.id)]
        )
        self.assertEqual(set(decisions.mapped("kind")), {"keep", "wait"})
        self.assertEqual(self.finished.next_id, self.running)

    def test_consistent_with_the_programme(self):
        """The tiers on the lines are those of the accounts; waiting are candidates."""
        for line in self.finished.line_ids:
            self.assertEqual(line.tier_id, line.partner_id.kam_tier_id)
        waiting = self.finished.line_ids.filtered("waiting").partner_id
        self.assertEqual(set(waiting.mapped("kam_status")), {"candidate"})

    def test_running_round(self):
        """Two have handed in, two are on the way, one has not begun."""
        self.assertEqual(self.running.state, "scoring")
        states = self.running.assessment_ids.mapped("state")
        self.assertEqual(sorted(states), ["done", "done", "open", "open", "open"])
        progress = sorted(self.running.assessment_ids.mapped("progress"))
        self.assertEqual(progress[0], 0)
        self.assertTrue(0 < progress[1] < progress[2] < 1)
        open_ones = self.running.assessment_ids.filtered(lambda a: a.state == "open")
        for assessment in open_ones:
            self.assertEqual(assessment.activity_ids.user_id, assessment.user_id)
        self.assertFalse((self.running.assessment_ids - open_ones).activity_ids)
        self.assertFalse(self.running.line_ids.filtered("score"))

    def test_two_assessors_have_no_sales_rights(self):
        for login in ("kam_finance", "kam_marketing"):
            user = self.env.ref(f"kam_demo.user_{login}")
            self.assertFalse(user.has_group("sales_team.group_sale_salesman"))

    def test_no_capacity_is_exceeded(self):
        tiers = self.env["kam.tier"].search([("is_key", "=", True)])
        managers = self.env["res.users"].search([])
        by_manager = tiers._taken_by_manager(managers)
        for tier, taken in tiers._taken().items():
            self.assertLessEqual(taken, tier.capacity)
            for manager in managers:
                count = by_manager.get((tier, manager), 0)
                self.assertLessEqual(count, tier.manager_capacity)

    def test_ending_the_running_round(self):
        """It proposes few: some new, most kept, within the places."""
        for assessment in self.running.assessment_ids:
            assessment.sudo().write({"state": "done"})
        self.running.action_end_scoring()
        counts = self.running._decision_counts()
        self.assertTrue(1 <= counts["admit"] <= 12, counts)
        self.assertGreater(counts["keep"] + counts["promote"] + counts["demote"], 5)
        self.assertFalse(any(tier["over"] for tier in self.running.places["tiers"]))
