from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

# What a colleague without rights on key accounts may change on an action of his.
OWN_WORK = {"state", "date_deadline", "date_done", "effort", "user_id"}


class KamAction(models.Model):
    """One thing somebody does by a day, so that a plan comes true (P5).

    An open action is one Odoo activity of its owner (``kam_action_activity.py``),
    so it is found where all other work is found.
    """

    _name = "kam.action"
    _description = "Action on an Account"
    _inherit = [
        "kam.plan.work",
        "kam.internal.thread",
        "mail.activity.mixin",
        "kam.place.guard",
    ]
    _kam_due = ("open", "date_deadline")
    _kam_place = ("partner_id",)
    _order = "date_deadline, id"
    _check_company_auto = True

    name = fields.Char(string="Action", required=True, tracking=True)
    active = fields.Boolean(default=True)
    plan_id = fields.Many2one(
        ondelete="cascade",
        compute="_compute_plan_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    objective_id = fields.Many2one(
        "kam.objective",
        string="Objective",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('plan_id', '=?', plan_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        required=True,
        domain=[("share", "=", False)],
        index=True,
        tracking=True,
    )
    date_deadline = fields.Date(
        string="Deadline",
        required=True,
        default=fields.Date.context_today,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(
        [
            ("sales", "Sales"),
            ("service", "Service"),
            ("communication", "Communication"),
            ("negotiation", "Negotiation"),
            ("meeting", "Meeting"),
            ("internal", "Internal"),
        ],
        default="sales",
        required=True,
    )
    effort = fields.Float(string="Effort (hours)")
    note = fields.Text(string="Details")
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="open",
        required=True,
        index=True,
        copy=False,
        group_expand="_group_expand_state",
        tracking=True,
    )
    date_done = fields.Date(string="Done on", copy=False)
    activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    days_late = fields.Integer(
        string="Days late",
        compute="_compute_days_late",
        aggregator="avg",
        help="Days after the deadline: up to today, or to the day it was done.",
    )
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Account manager"
    )
    can_edit = fields.Boolean(
        string="May change everything", compute="_compute_can_edit"
    )

    @api.model
    def _group_expand_state(self, states, domain):
        """Actions can be drawn to done; given up is only shown where there is any."""
        order = [state for state, _label in self._fields["state"].selection]
        return [state for state in order if state != "cancelled" or state in states]

    @api.depends("objective_id")
    def _compute_plan_id(self):
        for action in self:
            action.plan_id = action.objective_id.plan_id or action.plan_id

    @api.depends_context("uid")
    def _compute_can_edit(self):
        """Colleagues who only own an action report on it (``_check_written``)."""
        self.can_edit = self.env.user.has_group("kam_odoo.group_kam_user")

    @api.depends("state", "date_deadline", "date_done")
    def _compute_days_late(self):
        today = fields.Date.context_today(self)
        for action in self:
            ends = {"open": today, "done": action.date_done}
            end = ends.get(action.state) or action.date_deadline
            late = end and action.date_deadline and (end - action.date_deadline).days
            action.days_late = max(0, late or 0)

    def _field_to_sql(self, alias, field_expr, query=None):
        """The same days in the database, so that they can be averaged by anybody."""
        if field_expr != "days_late":
            return super()._field_to_sql(alias, field_expr, query)
        return SQL(
            "CASE %(state)s WHEN 'open' THEN GREATEST(0, %(today)s - %(deadline)s)"
            " WHEN 'done' THEN GREATEST(0, %(done)s - %(deadline)s) END",
            state=self._field_to_sql(alias, "state", query),
            deadline=self._field_to_sql(alias, "date_deadline", query),
            done=self._field_to_sql(alias, "date_done", query),
            today=SQL("%s::date", fields.Date.context_today(self)),
        )

    @api.depends("name", "partner_id")
    @api.depends_context("kam_in_plan")
    def _compute_display_name(self):
        """With the account, as it stands alone in a list of activities."""
        for action in self:
            account = action.partner_id.sudo().name
            action.display_name = (
                action.name
                if self.env.context.get("kam_in_plan") or not account
                else self.env._(
                    "%(action)s (%(account)s)", action=action.name, account=account
                )
            )

    @api.constrains("user_id")
    def _check_user(self):
        for action in self.sudo():
            if action.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is no colleague, so nothing can be given to them to "
                        "do.",
                        user=action.user_id.name,
                    )
                )

    @api.constrains("objective_id", "plan_id")
    def _check_objective(self):
        for action in self.sudo():
            if action.objective_id and action.objective_id.plan_id != action.plan_id:
                raise ValidationError(
                    self.env._(
                        "“%(action)s” serves an objective of another plan.",
                        action=action.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # nobody's other activity becomes that of an action
            vals_list = [{**vals, "activity_id": False} for vals in vals_list]
        actions = super().create(vals_list)
        actions._check_plan_open()
        actions._date_done_actions()
        # what is entered when it is done was somebody's work as well
        actions.filtered(
            lambda one: one.active and one.state == "done"
        )._make_activities()
        actions._step_activities()
        return actions

    def write(self, vals):
        self._check_written(set(vals))
        before = {action: action.plan_id for action in self}
        result = super().write(vals)
        if {"plan_id", "objective_id"} & set(vals):
            # one's own action gives no way into somebody else's plan
            self.plan_id.check_access("write")
            self.filtered(lambda one: one.plan_id != before[one])._check_plan_open()
        if "state" in vals and "date_done" not in vals:
            self._date_done_actions()
        self._step_activities()
        return result

    def _check_place(self):
        """Its owner may write it wherever it is, but not make one anywhere."""
        self.check_access("create")

    def _check_plan_open(self):
        for plan in self.plan_id:
            if plan.state in ("closed", "cancelled") and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is over: put the action into the next plan.",
                        plan=plan.name,
                    )
                )

    def _check_written(self, names):
        """Colleagues who only own an action report on it, and change nothing else."""
        if "activity_id" in names and not self.env.su:
            raise AccessError(
                self.env._("The activity of an action is made by the program.")
            )
        if (
            not self.env.su
            and not self.env.user.has_group("kam_odoo.group_kam_user")
            and names - OWN_WORK
        ):
            raise AccessError(
                self.env._(
                    "You can report on your own action: state, deadline, effort or a "
                    "new owner. Ask the plan's owner for anything else."
                )
            )

    def _date_done_actions(self):
        """Done today, unless somebody said when; not done, no date."""
        for action in self:
            if action.state == "done" and not action.date_done:
                action.date_done = fields.Date.context_today(action)
            elif action.state != "done" and action.date_done:
                action.date_done = False

    def action_done(self):
        """Mark as done, today."""
        self.write({"state": "done"})
        return True

    def action_cancel(self):
        """Give up what will not be done."""
        self.write({"state": "cancelled"})
        return True

    def action_reopen(self):
        """Take it up again."""
        self.write({"state": "open"})
        return True
