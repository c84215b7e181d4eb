from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .kam_plan import TEXTS

# Written by the buttons only.
BY_BUTTONS = {
    "state": "draft",
    "submitted_by_id": False,
    "date_submitted": False,
    "approved_by_id": False,
    "date_approved": False,
    "date_closed": False,
    "snapshot_approved": False,
    "snapshot_closed": False,
    "attainment": False,
}
# May still change on a plan that is over.
AFTER_THE_END = {
    "active",
    "confidential",
    "lesson_change",
    "lesson_keep",
    "sponsor_id",
    "team_ids",
    "user_id",
}


class KamPlan(models.Model):
    """From draft to closed: who may do which step, and what is kept of it (P6)."""

    _inherit = "kam.plan"

    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("state", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        manager = self.env.user.has_group("kam_odoo.group_kam_manager")
        for plan in self:
            plan.can_approve = (
                manager
                and plan.state == "submitted"
                and plan.submitted_by_id != self.env.user
            )

    @api.model
    def _guarded(self, vals):
        """Values of a new plan, which starts as a draft whatever the caller says.

        Explicit, so that no default from a context slips in either.
        """
        if self.env.su:
            return vals
        given = {name for name in BY_BUTTONS if vals.get(name, False)}
        if given - {"state"} or vals.get("state", "draft") != "draft":
            raise AccessError(self._typed_result_message())
        return {**vals, **BY_BUTTONS}

    def _typed_result_message(self):
        return self.env._(
            "State, approval and results of a plan come from its buttons; nobody can "
            "type them in."
        )

    def write(self, vals):
        if not self.env.su:
            self._check_written(set(vals))
        followers = self._objectives_with_its_days()
        result = super().write(vals)
        for objective, pairs in followers.items():
            days = {name: objective.plan_id[source] for name, source in pairs}
            if any(objective[name] != day for name, day in days.items()):
                objective.write(days)
        if {"user_id", "sponsor_id", "team_ids", "confidential"} & set(vals):
            self._subscribe_people()
        return result

    def _objectives_with_its_days(self):
        """Objectives that begin or end with the plan, and so move with its days.

        Only until it is approved: then a new deadline is a decision on each of them.

        :return: dict objective → list of (its field, the plan's field)
        """
        pairs = (("date_start", "date_from"), ("deadline", "date_to"))
        drafts = self.filtered(lambda plan: plan.state in ("draft", "submitted"))
        return {
            objective: [
                (name, source)
                for name, source in pairs
                if objective[name] == objective.plan_id[source]
            ]
            for objective in drafts.objective_ids
        }

    def _check_written(self, names):
        """Refuse what the state of the plan does not allow.

        :param names: fields about to be written by a person
        """
        if names & set(BY_BUTTONS):
            raise AccessError(self._typed_result_message())
        for plan in self:
            if plan.state in ("closed", "cancelled") and names - AFTER_THE_END:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is over and stays as it was. Duplicate it to plan "
                        "anew.",
                        plan=plan.name,
                    )
                )
            if plan.state != "draft" and names & {"partner_id", "company_id"}:
                raise UserError(
                    self.env._(
                        "“%(plan)s” was submitted for its account and company; make "
                        "another plan instead.",
                        plan=plan.name,
                    )
                )

    def _track_prepare(self, fields_iter):
        """Typing a draft is no news; from the day it is submitted, every change is."""
        drafts = self.filtered(lambda plan: plan.state == "draft")
        names = set(fields_iter)
        super(KamPlan, drafts)._track_prepare(names - set(TEXTS))
        super(KamPlan, self - drafts)._track_prepare(names)

    def _track_subtype(self, init_values):
        self.ensure_one()
        subtypes = {
            "submitted": "kam_odoo.mt_plan_submitted",
            "active": "kam_odoo.mt_plan_approved",
            "closed": "kam_odoo.mt_plan_closed",
        }
        if "state" in init_values and self.state in subtypes:
            return self.env.ref(subtypes[self.state])
        return super()._track_subtype(init_values)

    def _check_step(self, states, refusal):
        """A step that the state does not allow is refused in words."""
        self.check_access("write")
        for plan in self:
            if plan.state not in states:
                raise UserError(refusal % plan.name)

    def action_submit(self):
        """Hand the draft to the sales management for approval."""
        self._check_step(["draft"], self.env._("“%s” has been submitted already."))
        for plan in self:
            if not plan.objective_ids:
                raise UserError(
                    self.env._(
                        "“%(plan)s” has no objective yet: what shall be better when it "
                        "ends?",
                        plan=plan.name,
                    )
                )
        self.objective_ids._check_targets()
        self.sudo().write(
            {
                "state": "submitted",
                "submitted_by_id": self.env.uid,
                "date_submitted": fields.Datetime.now(),
            }
        )
        return True

    def action_approve(self):
        """Approve: from now on the plan is measured, and changes of it are tracked."""
        if not self.env.user.has_group("kam_odoo.group_kam_manager"):
            raise AccessError(
                self.env._("Only a Key Accounts manager can approve a plan.")
            )
        self._check_step(
            ["submitted"],
            self.env._("“%s” does not wait for approval."),
        )
        for plan in self:
            if plan.submitted_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You submitted “%(plan)s” yourself: another Key Accounts "
                        "manager has to approve it.",
                        plan=plan.name,
                    )
                )
            plan._check_only_active()
            plan.sudo().write(
                {
                    "state": "active",
                    "approved_by_id": self.env.uid,
                    "date_approved": fields.Datetime.now(),
                    "snapshot_approved": plan._known(),
                }
            )
            plan.objective_ids._settle_baselines()
        return True

    def _check_only_active(self):
        """One account has one active plan in a company."""
        self.ensure_one()
        other = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("partner_id", "=", self.partner_id.id),
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "active"),
                    ("id", "!=", self.id),
                ],
                limit=1,
            )
        )
        if other:
            raise UserError(
                self.env._(
                    "%(account)s has an active plan already: “%(plan)s”, until "
                    "%(date)s. Close that one first.",
                    account=self.partner_id.display_name,
                    plan=other.name,
                    date=format_date(self.env, other.date_to),
                )
            )

    def action_return(self):
        """Give a submitted plan back to its owner, or open a cancelled one again."""
        self._check_step(
            ["submitted", "cancelled"],
            self.env._("“%s” cannot become a draft again."),
        )
        for plan in self:
            if plan.sudo().date_approved:
                raise UserError(
                    self.env._(
                        "“%(plan)s” was approved once. Duplicate it to plan anew.",
                        plan=plan.name,
                    )
                )
        self.sudo().write(
            {"state": "draft", "submitted_by_id": False, "date_submitted": False}
        )
        return True

    def _close(self):
        """Measure an active plan for the last time, and keep what is known then.

        Open actions stay open: they are the next plan's, or their owners'.
        """
        self._check_step(["active"], self._not_active_message())
        if self.try_lock_for_update() != self:
            raise UserError(
                self.env._("Somebody else is closing this plan at this moment.")
            )
        for plan in self:
            plan.objective_ids._freeze()
            plan.sudo().write(
                {
                    "state": "closed",
                    "date_closed": fields.Datetime.now(),
                    "attainment": plan.objective_ids._attainment(),
                    "snapshot_closed": {
                        **plan._known(),
                        "months": plan._known_months(),
                        "actions": plan._actions_at_the_end(),
                    },
                }
            )

    def action_cancel(self):
        """Give the plan up; its open actions are cancelled with it.

        An active plan was approved, so only the management gives it up.
        """
        self._check_step(
            ["draft", "submitted", "active"], self.env._("“%s” is over already.")
        )
        if any(plan.state == "active" for plan in self) and not (
            self.env.user.has_group("kam_odoo.group_kam_manager")
        ):
            raise AccessError(
                self.env._("Only a Key Accounts manager can cancel an approved plan.")
            )
        for plan in self.filtered(lambda plan: plan.state == "active"):
            plan.objective_ids._freeze()
        self.sudo().write({"state": "cancelled"})
        self.action_ids.filtered(lambda action: action.state == "open").sudo().write(
            {"state": "cancelled"}
        )
        return True
