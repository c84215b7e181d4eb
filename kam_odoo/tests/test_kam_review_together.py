from odoo.tests import freeze_time, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestReviewTogether(ReviewCommon):
    """Two accounts become one: it is not reviewed twice, and nothing booked is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._account(
            "Neumark",
            kam_manager_id=cls.kam_user.id,
            kam_sponsor_id=cls.sponsor.id,
            kam_tier_id=cls.tier_key.id,
        )
        cls.mine = cls._review(kind="annual", date_planned="2026-06-16")
        cls.theirs = cls._review(
            kind="annual", date_planned="2026-04-14", partner_id=cls.other.id
        )

    def _merge(self):
        """Neumark into Altmark, by Odoo's own window."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": self.account.id}
        )
        wizard.partner_ids = self.account + self.other
        wizard.action_merge()
        self.env.invalidate_all()

    def _invite(self, review):
        self._meeting(review.date_planned, self.person, kam_review_id=review.id)

    def test_merged(self):
        """The earlier one stays; the other one says why it was cancelled."""
        self._merge()
        self.assertEqual((self.mine + self.theirs).partner_id, self.account)
        self.assertEqual(self.theirs.state, "planned")
        self.assertEqual(self.mine.state, "cancelled")
        words = " ".join(self.mine.message_ids.mapped("body"))
        self.assertIn("Altmark: Annual review, 04/14/2026", words)

    def test_who_is_invited_comes(self):
        self._invite(self.mine)
        self._merge()
        self.assertEqual(self.mine.state, "planned")
        self.assertEqual(self.theirs.state, "cancelled")

    def test_nobody_is_disinvited(self):
        """Two that people are invited to: somebody has to decide which."""
        self._invite(self.mine)
        self._invite(self.theirs)
        self._merge()
        self.assertEqual(self.mine.state, "planned")
        self.assertEqual(self.theirs.state, "planned")

    def test_put_below_the_other(self):
        self.other.parent_id = self.account
        self.assertEqual(self.theirs.partner_id, self.account)
        self.assertEqual(self.theirs.state, "planned")
        self.assertEqual(self.mine.state, "cancelled")

    def test_of_other_kinds_and_of_plans(self):
        """One of each kind; those of a plan are the plan's rhythm."""
        planning = self._review(kind="planning", date_planned="2026-05-05")
        alone = self._review(kind="progress", date_planned="2026-01-20")
        plan = self._active_plan(account=self.other)
        of_plan = plan.review_ids.filtered(lambda one: one.state == "planned")
        self._merge()
        self.assertEqual(planning.state, "planned")
        self.assertEqual(alone.state, "planned")
        self.assertEqual(
            set(of_plan.filtered(lambda one: one.kind != "annual").mapped("state")),
            {"planned"},
        )


@tagged("post_install", "-at_install")
class TestReviewStepsFollow(ReviewCommon):
    """The steps of an annual review's checklist go along with its people."""

    def setUp(self):
        super().setUp()
        self.review = self._review(kind="annual", date_planned="2026-06-16")
        with freeze_time("2026-05-18"), self.enter_registry_test_mode():
            self.env.ref(
                "kam_odoo.ir_cron_kam_review_checklists"
            ).method_direct_trigger()
        steps = self.env["mail.activity"].search(
            [("res_model", "=", "kam.review"), ("res_id", "=", self.review.id)]
        )
        self.of_sponsor = steps.filtered(
            lambda step: step.kam_template_id.responsible_type == "kam_sponsor"
        )
        self.of_manager = steps - self.of_sponsor
        self.assertEqual((len(self.of_sponsor), len(self.of_manager)), (1, 4))
        self.assertEqual(self.of_sponsor.user_id, self.sponsor)

    def test_another_sponsor_of_the_review(self):
        self.review.sponsor_id = self.second_manager
        self.assertEqual(self.of_sponsor.user_id, self.second_manager)
        self.assertEqual(self.of_manager.user_id, self.kam_user)

    def test_another_sponsor_and_manager_of_the_account(self):
        """What was given to a colleague by hand stays there."""
        given = self.of_manager[0]
        given.user_id = self.colleague
        self.account.write(
            {
                "kam_manager_id": self.second_manager.id,
                "kam_sponsor_id": self.kam_manager.id,
            }
        )
        self.assertEqual(self.of_sponsor.user_id, self.kam_manager)
        self.assertEqual((self.of_manager - given).user_id, self.second_manager)
        self.assertEqual(given.user_id, self.colleague)

    def test_a_sponsor_without_the_right(self):
        """He could not open it: the responsible prepares it, until another comes."""
        self.review.sponsor_id = self.employee
        self.assertEqual(self.of_sponsor.user_id, self.kam_user)
        self.review.sponsor_id = self.sponsor
        self.assertEqual(self.of_sponsor.user_id, self.sponsor)

    def test_of_the_plan(self):
        with freeze_time("2026-05-18"):
            plan = self._active_plan(date_from="2026-05-01", date_to="2026-07-30")
            self.review.plan_id = plan
            plan.with_user(self.kam_manager).user_id = self.colleague
            plan.with_user(self.kam_manager).sponsor_id = self.second_manager
        self.assertEqual(self.of_manager.user_id, self.colleague)
        self.assertEqual(self.of_sponsor.user_id, self.second_manager)
