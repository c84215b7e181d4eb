from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-01 09:00:00")
class TestKamPlanFollow(PlanCommon):
    """Altmark is put below a group: its work becomes the group's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls._account("Group", kam_manager_id=cls.colleague.id)
        # the 90 days before 1 January 2026
        cls._order(cls.account, "2025-12-01", 100)
        cls._order(cls.group, "2025-12-02", 1000)
        cls._order(cls.account, "2026-01-10", 60)
        cls.plan = cls._active_plan()
        cls.objective = cls.plan.objective_ids
        cls.objective.target = 150
        cls.action = cls.env["kam.action"].create(
            {"plan_id": cls.plan.id, "objective_id": cls.objective.id, "name": "Call"}
        )
        cls.loose = cls.env["kam.action"].create(
            {"partner_id": cls.account.id, "name": "Without a plan"}
        )
        cls.escalation = cls.env["kam.escalation"].create(
            {"name": "Broken", "partner_id": cls.account.id}
        )
        cls.review = cls.env["kam.review"].create(
            {"plan_id": cls.plan.id, "date_planned": "2026-02-20"}
        )
        cls.work = [
            cls.plan,
            cls.objective,
            cls.action,
            cls.loose,
            cls.escalation,
            cls.review,
        ]

    def _accounts(self):
        self.env.invalidate_all()
        return [record.partner_id for record in self.work]

    def test_put_below(self):
        """By anybody who may edit contacts; owner, days and activity stay."""
        activity = self.action.activity_id
        self.account.with_user(self.salesperson).parent_id = self.group
        self.assertEqual(self._accounts(), [self.group] * len(self.work))
        self.assertRecordValues(
            self.plan,
            [
                {
                    "state": "active",
                    "user_id": self.kam_user.id,
                    "date_from": self.START,
                    "date_to": self.END,
                    "name": "Altmark, Jan 2026 – Mar 2026",
                }
            ],
        )
        self.assertEqual(self.action.activity_id, activity)
        self.assertTrue(activity.active)
        self.assertEqual(self.review.name, "Group: Progress review")
        note = self.plan.message_ids.filtered(
            lambda message: "part of “Group”" in (message.body or "")
        )
        self.assertEqual(len(note), 1)
        self.assertIn(self.kam_user.partner_id, note.notified_partner_ids)
        self.assertIn("part of “Group”", self.escalation.message_ids[0].body)

    def test_objectives_want_as_much_more(self):
        """By hand: 100 → 150 was wanted of Altmark; the group had 1000 besides.

        So 1100 → 1150; two thirds of the way were expected in the second step, and
        stay so: 1150 × 100 ÷ 150.
        """
        self.objective.phase_ids[1].target = 100
        self.account.parent_id = self.group
        self.assertRecordValues(
            self.objective,
            [{"baseline": 1100, "baseline_proposed": 1100, "target": 1150}],
        )
        self.assertAlmostEqual(self.objective.phase_ids[1].target, 766.67, 2)
        self.assertEqual(self.objective.actual, 60)

    def test_group_with_a_plan(self):
        """Its plan stays active; the other one is a draft with everything in it."""
        theirs = self._active_plan(user=self.colleague, account=self.group)
        reading = self.objective.phase_ids
        self.account.parent_id = self.group
        self.assertEqual(self._accounts(), [self.group] * len(self.work))
        self.assertEqual((theirs.state, self.plan.state), ("active", "draft"))
        self.assertEqual(self.plan.objective_ids, self.objective)
        self.assertEqual(self.objective.phase_ids, reading)
        self.assertEqual(self.objective.plan_state, "draft")
        self.assertEqual(self.action.state, "open")
        self.assertTrue(self.action.activity_id.active)
        self.assertIn("is a draft again", self.plan.message_ids[0].body)
        self.plan.action_submit()
        theirs._close()
        self.plan.with_user(self.kam_manager).action_approve()
        self.assertEqual(self.plan.state, "active")

    def test_two_at_once(self):
        """Of two active plans that come, the one approved first stays active."""
        other = self._account("Sister", kam_manager_id=self.kam_user.id)
        with freeze_time("2026-02-02 09:00:00"):
            younger = self._active_plan(account=other)
        (other + self.account).parent_id = self.group
        self.env.invalidate_all()
        self.assertEqual((self.plan + younger).partner_id, self.group)
        self.assertEqual((self.plan.state, younger.state), ("active", "draft"))

    def test_other_company(self):
        """Each company has its own plan."""
        theirs = self._plan(
            self.kam_manager, account=self.group, company_id=self.company_b.id
        )
        self._objective(theirs)
        theirs.action_submit()
        theirs.with_user(self.second_manager).action_approve()
        self.account.parent_id = self.group
        self.assertEqual((theirs.state, self.plan.state), ("active", "active"))

    def test_roll_up_by_sql(self):
        """Moved by an import or another program; found by the set-based roll-up."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET parent_id = %s WHERE id = %s",
            [self.group.id, self.account.id],
        )
        self.env.invalidate_all()
        self.assertTrue(self.env["res.partner"]._kam_mend_accounts())
        self.assertEqual(self._accounts(), [self.group] * len(self.work))

    def test_parent_becomes_a_company(self):
        """The account above was a person until somebody ticked “company”."""
        person = self._account("Owner", is_company=False)
        self.account.parent_id = person
        self.assertEqual(self.plan.partner_id, self.account)
        person.is_company = True
        self.assertEqual(self._accounts(), [person] * len(self.work))

    def test_stands_alone(self):
        """A subsidiary managed by itself keeps its work."""
        self.account.sudo().kam_stands_alone = True
        self.account.parent_id = self.group
        self.assertEqual(self._accounts(), [self.account] * len(self.work))

    def test_merge(self):
        """Merging two accounts takes the work along, as ever."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.account + self.group).ids, self.group)
        self.assertEqual(self._accounts(), [self.group] * len(self.work))
        self.assertEqual(self.plan.state, "active")

    def test_closed_plans_stay_as_they_were(self):
        self.plan._close()
        before = self.objective.baseline, self.objective.target
        self.account.parent_id = self.group
        self.env.invalidate_all()
        self.assertEqual(self.plan.partner_id, self.group)
        self.assertEqual((self.objective.baseline, self.objective.target), before)
        self.assertEqual(self.objective.progress, self.objective.last_progress)
