from odoo import api, fields, models

TRIGGER = [
    ("review", "A review is due"),
    ("plan_ending", "A plan is about to end"),
    ("plan_missing", "A key account has no plan"),
    ("plan_successor", "A plan has ended, and no other is approved"),
    ("sponsor_missing", "A key account has no executive sponsor"),
    ("manager_missing", "A key account has no manager"),
    ("contact", "A planned contact is due"),
    ("customer", "A customer is at risk or lost"),
    ("action", "An action is late"),
    ("escalation", "An escalation has risen and is still late"),
    ("round", "An assessment has not been handed in"),
    ("terms", "Terms are about to expire"),
]
PERSON = [
    ("owner", "Whoever is responsible for it"),
    ("manager", "Account manager"),
    ("sponsor", "Executive sponsor"),
    ("plan_owner", "Owner of the plan"),
    ("kam_managers", "Head of key accounts"),
]
# The responsible has an activity of these already: the rule only lets them rise.
OWN_ACTIVITY = ("action", "escalation")


class KamReminder(models.Model):
    """A rule: what becomes an activity of whom, how many days before it is due (D1).

    Rules replace code: ``_cron_remind`` compares what each rule wants with the
    activities that it has scheduled, and makes the difference. What a trigger means is
    one method ``_sql_<trigger>`` (``kam_reminder_plan.py`` and
    ``kam_reminder_account.py``), so another addon adds a trigger with a value of the
    selection and its method.
    """

    _name = "kam.reminder"
    _description = "Reminder"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(
        string="Text of the activity",
        required=True,
        translate=True,
        help="What the responsible reads in the list of activities.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    trigger = fields.Selection(
        TRIGGER, string="When", required=True, default="review", tracking=True
    )
    days_before = fields.Integer(
        string="Days before",
        tracking=True,
        help="The activity appears so many days before the day; 0: on the day itself.",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Kind of activity",
        required=True,
        default=lambda self: self._default_activity_type(),
        domain=lambda self: self._domain_activity_type(),
        ondelete="restrict",
        tracking=True,
        help="What has no day of its own is due after the days of the type.",
    )
    responsible = fields.Selection(
        PERSON,
        string="Goes to",
        required=True,
        default="owner",
        help="Who left or has no access to the company is passed over: then it goes to "
        "the account's manager, the executive sponsor or the head of key accounts.",
    )
    escalate_to = fields.Selection(PERSON, string="Rises to", tracking=True)
    escalate_after_days = fields.Integer(
        string="Rises after, days",
        default=3,
        tracking=True,
        help="So many days after the deadline, if the cause is still there.",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="cascade",  # else the rule of one company would hold for all
        tracking=True,
        help="Empty: all companies.",
    )
    note = fields.Html(
        string="Advice",
        translate=True,
        help="What the activity says in detail.",
    )
    explanation = fields.Text(string="In words", compute="_compute_explanation")
    is_dated = fields.Boolean(compute="_compute_is_dated")
    has_own_activity = fields.Boolean(compute="_compute_is_dated")
    open_count = fields.Integer(string="Open", compute="_compute_open_count")
    last_error = fields.Text(string="Problem", readonly=True, copy=False)

    _days_positive = models.Constraint(
        "CHECK (days_before >= 0 AND escalate_after_days >= 0)",
        "Days cannot be negative.",
    )

    @api.model
    def _default_activity_type(self):
        return self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)

    @api.model
    def _domain_activity_type(self):
        """Types for any record, since the record depends on who may read it."""
        return ["|", ("res_model", "=", False), ("res_model", "=", "kam.assessment")]

    @api.depends("trigger")
    def _compute_is_dated(self):
        for reminder in self:
            reminder.is_dated = reminder._is_dated()
            reminder.has_own_activity = reminder.trigger in OWN_ACTIVITY

    def _compute_open_count(self):
        counts = dict(
            self.env["mail.activity"]
            .sudo()
            ._read_group(
                [("kam_reminder_id", "in", self.ids)], ["kam_reminder_id"], ["__count"]
            )
        )
        for reminder in self:
            reminder.open_count = counts.get(reminder.sudo(), 0)

    def write(self, vals):
        """What was scheduled goes when the rule no longer stands for it."""
        if "trigger" in vals:
            changed = self.filtered(lambda one: one.trigger != vals["trigger"])
            changed._withdraw(forget=True)
        if "active" in vals and not vals["active"]:
            self._withdraw()
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_open_activities(self):
        self._withdraw(forget=True)

    def _withdraw(self, forget=False):
        """Take the open activities off the lists.

        :param forget: what was ticked off counts no longer either
        """
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(active_test=False)
            .search([("kam_reminder_id", "in", self.ids)])
        )
        activities.filtered("active").unlink()
        if forget:
            activities.exists().kam_reminder_key = False

    def action_open_activities(self):
        """The activities of this rule that are still to be done."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_reminder_activity_action"
        )
        action["domain"] = [("kam_reminder_id", "=", self.id)]
        action["display_name"] = self.env._("Open: %s", self.name)
        return action

    def action_preview(self):
        """Open what this rule reminds of now, without reminding anybody.

        :raises UserError: if the rule cannot be evaluated
        """
        self.ensure_one()
        self.check_access("write")
        model, ids = self.sudo()._preview()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reminded of now: %s", self.name),
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
            "help": self.env._("There is nothing to remind of now."),
        }
