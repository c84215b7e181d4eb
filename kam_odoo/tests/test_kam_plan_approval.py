from datetime import date

from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon

APPROVE = "kam_odoo.mail_activity_type_plan_approve"


@tagged("post_install", "-at_install")
@freeze_time("2026-01-08 09:00:00")
class TestPlanApproval(PlanCommon):
    """Who is asked to approve a plan, and until when he is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a.kam_escalation_user_id = cls.kam_manager
        cls.plan = cls._plan()
        cls._objective(cls.plan)

    def _asked(self, plan=None):
        """(who, until when) of the open requests."""
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", "kam.plan"),
                ("res_id", "=", (plan or self.plan).id),
                ("activity_type_id", "=", self.env.ref(APPROVE).id),
            ]
        )
        return [(one.user_id, one.date_deadline) for one in activities]

    def test_the_head_is_asked(self):
        """Thursday 8 January and three days is a Sunday, so it is due on Monday."""
        self.assertFalse(self._asked())
        self.plan.action_submit()
        self.assertEqual(self._asked(), [(self.kam_manager, date(2026, 1, 12))])

    def test_until_somebody_has_decided(self):
        """Another manager may do it as well; then there is nothing left to do."""
        self.plan.action_submit()
        self.plan.with_user(self.second_manager).action_return()
        self.assertFalse(self._asked())
        self.plan.action_submit()
        self.plan.with_user(self.second_manager).action_approve()
        self.assertFalse(self._asked())

    def test_nobody_is_asked_to_approve_his_own(self):
        self.plan.with_user(self.kam_manager).action_submit()
        (asked, _day), *others = self._asked()
        self.assertFalse(others)
        self.assertNotEqual(asked, self.kam_manager)
        self.assertTrue(asked.has_group("kam_odoo.group_kam_manager"))
        self.assertIn(self.company_a, asked.company_ids)

    def test_a_head_who_may_not_approve(self):
        """The head for escalations may be anybody."""
        self.company_a.kam_escalation_user_id = self.employee
        self.plan.action_submit()
        [(asked, _day)] = self._asked()
        self.assertTrue(asked.has_group("kam_odoo.group_kam_manager"))
