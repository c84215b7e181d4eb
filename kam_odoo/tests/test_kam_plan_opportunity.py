from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-01 09:00:00")
class TestKamPlanOpportunity(PlanCommon):
    """From the plan to the opportunities of its account, and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._active_plan()
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Second plant",
                "type": "opportunity",
                "partner_id": cls.person.id,
                "company_id": cls.company_a.id,
                "user_id": cls.kam_user.id,
            }
        )

    def test_from_the_plan(self):
        """Those of all contacts of the account."""
        self.assertEqual(self.plan.opportunity_count, 1)
        action = self.plan.action_open_opportunities()
        leads = self.env["crm.lead"].with_user(self.kam_user).search(action["domain"])
        self.assertEqual(leads, self.lead)

    def test_to_the_plan(self):
        """The active plan of the lead's company, for those who may read it."""
        lead = self.lead.with_user(self.kam_user)
        self.assertEqual(lead.kam_plan_id, self.plan)
        self.assertEqual(lead.action_kam_plan()["res_id"], self.plan.id)
        self.plan.write({"confidential": True})
        hidden = self.lead.with_user(self.colleague)
        self.assertFalse(hidden.kam_plan_id)
        self.plan.with_user(self.kam_user)._close()
        lead.invalidate_recordset(["kam_plan_id"])
        self.assertFalse(lead.kam_plan_id)
        elsewhere = self.lead.copy({"company_id": self.company_b.id, "user_id": False})
        self.assertFalse(elsewhere.with_user(self.kam_manager).kam_plan_id)
