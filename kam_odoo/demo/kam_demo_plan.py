from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

from .plans import PLANS

# How much more than before a target is, where the sales so far give no better one.
USUAL_GROWTH = 1.15


class KamDemo(models.AbstractModel):
    """Account plans, whose objectives are measured from the orders of the demo."""

    _inherit = "kam.demo"

    @api.model
    def _make_plans(self, today):
        """Plans in every state, through the same steps as people take them."""
        for plan in PLANS:
            self._make_plan(plan, today)
        self.env["kam.objective"].search([("plan_id.state", "=", "active")])._freeze()

    @api.model
    def _make_plan(self, source, today):
        """One plan: draft, objectives, actions, and on to its state."""
        start = today - timedelta(days=source.begun)
        account = self._demo_ref(source.account)
        plan = self._demo_create(
            "kam.plan",
            {
                f"plan_{source.key}": {
                    "partner_id": account.id,
                    "company_id": self._companies()[0].id,
                    "date_from": start,
                    "date_to": start + timedelta(days=source.days - 1),
                    "user_id": account.kam_manager_id.id,
                    "confidential": source.confidential,
                    "team_ids": [
                        Command.set([self._user(login).id for login in source.team])
                    ],
                    "message_line_ids": [
                        Command.create(
                            {
                                "name": name,
                                "audience": audience,
                                "channel": channel,
                                "date": today + timedelta(days=days),
                            }
                        )
                        for name, audience, channel, days in source.messages
                    ],
                    **source.texts,
                }
            },
        )[f"plan_{source.key}"]
        objectives = self._make_objectives(plan, source.goals, start)
        self._make_actions(plan, objectives, source.actions, today)
        self._take_steps(plan, source.state, start)

    @api.model
    def _make_objectives(self, plan, goals, start):
        """The objectives, with targets that the sales so far make believable."""
        objectives = self.env["kam.objective"].create(
            [
                {
                    "plan_id": plan.id,
                    "sequence": 10 * position,
                    "name": goal.name,
                    "customer_goal": goal.customer,
                    "metric": goal.metric,
                    "target": goal.target,
                    "weight": goal.weight,
                    "manual_unit": goal.unit,
                    "categ_ids": [
                        Command.set(
                            [
                                self._demo_ref(f"category_{key}").id
                                for key in goal.categories
                            ]
                        )
                    ],
                    "log_ids": [
                        Command.create(
                            {"date": start + timedelta(days=day), "value": value}
                        )
                        for day, value in goal.readings
                    ],
                    **({} if goal.baseline is None else {"baseline": goal.baseline}),
                }
                for position, goal in enumerate(goals)
            ]
        )
        for objective, goal in zip(objectives, goals, strict=True):
            if goal.before and objective.expected:
                pace = objective.actual / objective.expected
                objective.baseline = float(f"{pace * goal.before:.2g}")
            if goal.wanted is not None:
                objective.target = self._target(objective, goal.wanted)
            if goal.at_the_end:
                objective.phase_ids[:-1].target = 0
        return objectives

    @api.model
    def _target(self, objective, wanted):
        """A round figure of which ``wanted`` × what is expected by now is reached."""
        baseline, expected = objective.baseline, objective.expected
        more = objective.actual - baseline * expected
        target = baseline + more / (wanted * expected) if expected else 0
        if not baseline * 1.02 < target < baseline * 2:
            target = baseline * USUAL_GROWTH or objective.actual * 2 or 10_000
        return float(f"{target:.2g}") if objective.is_money else round(target)

    @api.model
    def _make_actions(self, plan, objectives, actions, today):
        """Actions of colleagues; those that are done were done on their deadline."""
        self.env["kam.action"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "plan_id": plan.id,
                    "objective_id": False if number is None else objectives[number].id,
                    "name": name,
                    "user_id": self._user(login).id,
                    "date_deadline": today + timedelta(days=days),
                    "kind": kind,
                    "effort": hours,
                    "state": state,
                    "date_done": today + timedelta(days=days)
                    if state == "done"
                    else False,
                }
                for name, login, days, kind, hours, number, state in actions
            ]
        )

    @api.model
    def _take_steps(self, plan, state, start):
        """Submit, approve and close, by those who may, on the days they would."""
        if state == "draft":
            return
        plan.with_user(plan.user_id).action_submit()
        plan.sudo().date_submitted = datetime.combine(
            start - timedelta(days=4), time(9)
        )
        if state == "submitted":
            plan.sudo().date_submitted = datetime.combine(
                plan.create_date.date(), time(7)
            )
            return
        plan.with_user(self._user("kam_manager")).action_approve()
        plan.sudo().write(
            {
                "date_approved": datetime.combine(start, time(8)),
                "snapshot_approved": plan._known(start),
            }
        )
        if state == "closed":
            plan.with_user(plan.user_id)._close()
            plan.sudo().write(
                {
                    "date_closed": datetime.combine(plan.date_to, time(16)),
                    "snapshot_closed": {
                        **plan.snapshot_closed,
                        **plan._known(plan.date_to),
                        "months": plan._known_months(plan.date_to),
                    },
                }
            )
