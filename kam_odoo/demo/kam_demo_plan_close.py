from datetime import datetime, time

from odoo import api, models

from .plan_ends import ENDED, LESSONS


class KamDemo(models.AbstractModel):
    """Plans of the demo that are over: their lessons, and what went on from them."""

    _inherit = "kam.demo"

    @api.model
    def _make_plan_ends(self, today):
        """Close a plan whose time is over, into the draft that follows it."""
        self._make_plan(ENDED, today)
        plan = self._demo_ref(f"plan_{ENDED.key}")
        for key, (keep, change) in LESSONS.items():
            self._demo_ref(f"plan_{key}").write(
                {"lesson_keep": keep, "lesson_change": change}
            )
        plan = plan.with_user(plan.user_id)
        objectives = plan.objective_ids.filtered(lambda one: one.status != "done")
        actions = plan.action_ids.filtered(lambda one: one.state == "open")
        plan._close()
        following = plan._roll_forward(objectives, actions)
        plan._tell_of_the_end(following, objectives, actions, actions.browse())
        # they would lie in the past, and nobody held them
        plan.sudo().review_ids.unlink()
        plan.sudo().write(
            {
                "date_closed": datetime.combine(plan.date_to, time(16)),
                "snapshot_closed": {
                    **plan.snapshot_closed,
                    **plan._known(plan.date_to),
                },
            }
        )
