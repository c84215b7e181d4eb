from odoo.tests import freeze_time, tagged

from .test_kam_decision import DecisionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPlanOfDecision(DecisionCommon):
    """Who takes over an account takes over the plans that are still worked on."""

    def _plan(self, account, **values):
        return self.env["kam.plan"].create({"partner_id": account.id, **values})

    def test_plans_follow_the_account(self):
        account = self._key("Gamma")
        other = self._user("kam_third", "kam_odoo.group_kam_user")
        former, sponsor = account.kam_manager_id, account.kam_sponsor_id
        plan = self._plan(account)
        self.assertEqual((plan.user_id, plan.sponsor_id), (former, sponsor))
        review = self.env["kam.review"].create(
            {"partner_id": account.id, "plan_id": plan.id}
        )
        given = self._plan(account, user_id=other.id)
        over = self._plan(account)
        over.state = "closed"
        new = self._user("kam_fourth", "kam_odoo.group_kam_user")
        self._decide(self._vals(account, "assign", manager_id=new.id))
        self.assertEqual(plan.user_id, new)
        self.assertEqual(plan.sponsor_id, sponsor)
        self.assertEqual(review.user_id, new)
        self.assertEqual(given.user_id, other, "given to somebody by hand")
        self.assertEqual(over.user_id, former, "history")
        self.assertFalse(plan.with_user(former).has_access("read"))
        self._decide(self._vals(account, "assign", sponsor_id=other.id))
        self.assertEqual((plan.user_id, plan.sponsor_id), (new, other))
        self._decide(self._vals(account, "assign", sponsor_id=self.kam_manager.id))
        self.assertEqual(plan.sponsor_id, self.kam_manager)
