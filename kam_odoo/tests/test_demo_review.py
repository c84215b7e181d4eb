from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoReview(TransactionCase):
    """The reviews of the demo: held, late and to come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.demo"]._generate()
        cls.plans = cls.env["kam.plan"].search(
            [("partner_id", "=", cls.env.ref("kam_demo.dominant").id)]
        )
        cls.reviews = cls.env["kam.review"].search(
            [("company_id", "=", cls.env.ref("kam_demo.plan_dominant").company_id.id)]
        )

    def test_states(self):
        closed = self.reviews.filtered(lambda one: one.state == "closed")
        self.assertEqual(len(closed), 6)
        self.assertEqual(sum(one.is_late for one in self.reviews), 1)
        self.assertEqual(len(closed.filtered(lambda one: one.on_time == 0)), 1)
        for review in closed:
            self.assertTrue(review.findings and review.decisions)
            self.assertTrue(review.known["objectives"])
        before = self.env.ref("kam_demo.plan_dominant_before")
        self.assertEqual(set(before.review_ids.mapped("state")), {"closed"})

    def test_each_active_plan_has_one_to_come(self):
        active = self.reviews.plan_id.filtered(lambda plan: plan.state == "active")
        self.assertEqual(len(active), 4)
        for plan in active:
            self.assertTrue(plan.next_review_date)

    def test_the_annual_one_is_being_prepared(self):
        annual = self.reviews.filtered("date_checklist")
        self.assertEqual(annual.kind, "annual")
        self.assertEqual(len(annual.activity_ids), 5)
        self.assertTrue(annual._customer_people())
        self.assertFalse(annual.is_late)
