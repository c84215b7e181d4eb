from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..fields import FloatOrUnknown, filled_in


class KamPlanClose(models.TransientModel):
    """Close a plan: what was reached, what was learnt, what goes on (P2).

    Nothing is computed with more rights than those of whoever closes the plan.
    """

    _name = "kam.plan.close"
    _description = "Close a Plan"

    plan_id = fields.Many2one("kam.plan", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        related="plan_id.partner_id", related_sudo=False, string="Account"
    )
    attainment = FloatOrUnknown(
        related="plan_id.progress",
        related_sudo=False,
        string="Reached",
        help="The objectives by weight.",
    )
    days_early = fields.Integer(compute="_compute_days_early")
    lesson_keep = fields.Text(
        string="What worked",
        **filled_in("_compute_lessons"),
    )
    lesson_change = fields.Text(
        string="What we do differently",
        **filled_in("_compute_lessons"),
    )
    no_next = fields.Boolean(string="No next plan")
    no_next_reason = fields.Char(string="Why none?")
    next_id = fields.Many2one(
        "kam.plan", string="Next plan", compute="_compute_next_id"
    )
    date_from = fields.Date(
        string="From",
        **filled_in("_compute_days"),
    )
    date_to = fields.Date(
        string="Until",
        **filled_in("_compute_days"),
    )
    line_ids = fields.One2many(
        "kam.plan.close.line",
        "wizard_id",
        string="Objectives",
        **filled_in("_compute_lines"),
    )
    action_ids = fields.One2many(
        "kam.plan.close.action",
        "wizard_id",
        string="Open actions",
        **filled_in("_compute_lines"),
    )

    @api.depends("plan_id")
    def _compute_days_early(self):
        """Days that the plan would still have run."""
        for wizard in self:
            wizard.days_early = max(wizard.plan_id.days_left - 1, 0)

    @api.depends("plan_id")
    def _compute_lessons(self):
        """What was noted while the plan ran."""
        for wizard in self:
            wizard.lesson_keep = wizard.plan_id.lesson_keep
            wizard.lesson_change = wizard.plan_id.lesson_change

    @api.depends("plan_id")
    def _compute_next_id(self):
        """A plan begun already, as far as the user may change it."""
        for wizard in self:
            plan = wizard.plan_id._origin
            found = plan and plan._successor().sudo(False)
            wizard.next_id = found and found._filtered_access("write")

    @api.depends("next_id", "plan_id")
    def _compute_days(self):
        for wizard in self:
            if wizard.next_id:
                wizard.date_from = wizard.next_id.date_from
                wizard.date_to = wizard.next_id.date_to
            elif wizard.plan_id:
                days = wizard.plan_id._next_days()
                wizard.date_from, wizard.date_to = days

    @api.depends("plan_id")
    def _compute_lines(self):
        """All objectives, of which the unfinished go on; and the open actions."""
        for wizard in self:
            plan = wizard.plan_id._origin
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create({"objective_id": objective.id})
                    for objective in plan.objective_ids
                ),
            ]
            wizard.action_ids = [
                Command.clear(),
                *(
                    Command.create({"action_id": action.id})
                    for action in plan.action_ids
                    if action.state == "open"
                ),
            ]

    @api.constrains("plan_id")
    def _check_plan(self):
        """A chosen number gives no glimpse of somebody else's plan."""
        self.sudo(False).plan_id.check_access("write")

    def action_confirm(self):
        """Close the plan and carry over what was ticked.

        :raises UserError: if it has been closed in the meantime, or the reason for no
            next plan is missing
        """
        self.ensure_one()
        plan = self.plan_id
        plan._check_step(["active"], plan._not_active_message())
        reason = (self.no_next_reason or "").strip() if self.no_next else False
        if self.no_next and not reason:
            raise UserError(
                self.env._(
                    "Why does %(account)s get no next plan? One sentence is enough.",
                    account=plan.partner_id.display_name,
                )
            )
        plan.write(
            {
                "lesson_keep": self.lesson_keep,
                "lesson_change": self.lesson_change,
                "no_next_reason": reason,
            }
        )
        objectives, targets = self._unfinished()
        given_up = self._given_up()
        # Whatever came in while the user was reading goes on as well.
        moved = plan.action_ids.filtered(lambda one: one.state == "open") - given_up
        plan._close()
        given_up.write({"state": "cancelled"})
        following = self.env["kam.plan"]
        if not self.no_next:
            following = plan._roll_forward(objectives, moved, targets, **self._days())
        plan._tell_of_the_end(following, objectives, moved, given_up)
        return (following or plan).get_formview_action()

    def _days(self):
        """Days of the next plan, as far as somebody left them in."""
        chosen = {"date_from": self.date_from, "date_to": self.date_to}
        return {name: day for name, day in chosen.items() if day}

    def _unfinished(self):
        """Objectives that go on, and the figures they shall reach.

        :return: objectives, dict objective → target
        """
        objectives = self.plan_id.objective_ids
        given_up = self.line_ids.filtered(lambda line: not line.take).objective_id
        going_on = (objectives - given_up).filtered(lambda one: one.status != "done")
        targets = {
            line.objective_id: line.target
            for line in self.line_ids
            if line.objective_id in going_on
        }
        return going_on, targets

    def _given_up(self):
        """Open actions of the plan that nobody wants to go on with."""
        left = self.action_ids.filtered(lambda line: not line.take).action_id
        return (left & self.plan_id.action_ids).filtered(
            lambda action: action.state == "open"
        )
