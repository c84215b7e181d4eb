from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ..fields import FloatOrUnknown

STATES = [
    ("draft", "Draft"),
    ("submitted", "To approve"),
    ("active", "Active"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
# What people type about the account; everything else is filled in.
TEXTS = (
    "business_culture",
    "customer_goals",
    "challenges",
    "decision_process",
    "opportunities",
    "threats",
    "strategy_product",
    "strategy_price",
    "strategy_promotion",
    "strategy_place",
    "resource_people",
)


class KamPlan(models.Model):
    """What we want to reach with one account in the next 90 days, and how (P1–P6).

    Most of it is not typed: what the customer buys, asks and pays is read from Odoo
    (``kam_plan_known.py``) while the plan is open, and kept as it was at approval and
    at closing. States change only through the buttons (``kam_plan_state.py``).
    """

    _name = "kam.plan"
    _description = "Account Plan"
    _inherit = ["kam.internal.thread", "mail.activity.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        required=True,
        domain=[("kam_is_account", "=", True)],
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
        tracking=True,
    )
    date_from = fields.Date(
        string="From",
        compute="_compute_date_from",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        tracking=True,
    )
    date_to = fields.Date(
        string="Until",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    days_left = fields.Integer(compute="_compute_days_left")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain=lambda self: self._key_account_users(),
        index=True,
        tracking=True,
    )
    sponsor_id = fields.Many2one(
        "res.users",
        string="Executive sponsor",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("share", "=", False)],
        index="btree_not_null",
        tracking=True,
    )
    team_ids = fields.Many2many(
        "res.users",
        "kam_plan_team_rel",
        "plan_id",
        "user_id",
        string="Team",
        domain=lambda self: self._key_account_users(),
        tracking=True,
        help="Colleagues who work on the account and may read and change this plan.",
    )
    confidential = fields.Boolean(
        tracking=True,
        help="Only the owner, the sponsor, the team and Key Accounts managers see "
        "the plan.",
    )
    tier_id = fields.Many2one(related="partner_id.kam_tier_id", string="Tier")
    tier_color = fields.Integer(related="tier_id.color", string="Tier color")
    submitted_by_id = fields.Many2one(
        "res.users", string="Submitted by", readonly=True, copy=False
    )
    date_submitted = fields.Datetime(string="Submitted on", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False
    )
    date_approved = fields.Datetime(string="Approved on", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed on", readonly=True, copy=False)
    previous_id = fields.Many2one(
        "kam.plan",
        string="Previous plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    snapshot_approved = fields.Json(readonly=True, copy=False, prefetch=False)
    snapshot_closed = fields.Json(readonly=True, copy=False, prefetch=False)
    # typed, guided by placeholders
    business_culture = fields.Text(string="Business and culture", tracking=True)
    customer_goals = fields.Text(string="The customer's goals", tracking=True)
    challenges = fields.Text(string="The customer's challenges", tracking=True)
    decision_process = fields.Text(string="Decision process", tracking=True)
    opportunities = fields.Text(tracking=True)
    threats = fields.Text(tracking=True)
    strategy_product = fields.Text(string="Product", tracking=True)
    strategy_price = fields.Text(string="Price", tracking=True)
    strategy_promotion = fields.Text(string="Promotion", tracking=True)
    strategy_place = fields.Text(string="Place", tracking=True)
    resource_people = fields.Text(string="People", tracking=True)
    resource_hours = fields.Float(string="Working hours", tracking=True)
    resource_budget = fields.Monetary(string="Budget", tracking=True)
    # the work
    objective_ids = fields.One2many("kam.objective", "plan_id", string="Objectives")
    action_ids = fields.One2many("kam.action", "plan_id", string="Actions")
    message_line_ids = fields.One2many(
        "kam.plan.message", "plan_id", string="Communication", copy=True
    )
    objective_count = fields.Integer(
        string="Number of objectives", compute="_compute_counts"
    )
    action_count = fields.Integer(string="Open actions", compute="_compute_counts")
    late_action_count = fields.Integer(string="Late actions", compute="_compute_counts")
    attainment = FloatOrUnknown(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="When the plan was closed: the progress of its objectives, by weight; "
        "each counts at most 100 %.",
    )

    _one_active = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'active'",
        "This account has another active plan. Close that one first.",
    )

    @api.model
    def _key_account_users(self):
        """Colleagues who have the right to open a plan."""
        group = self.env.ref("kam_odoo.group_kam_user")
        return [("share", "=", False), ("all_group_ids", "in", group.ids)]

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for plan in self:
            if plan.date_to < plan.date_from:
                raise ValidationError(self.env._("A plan cannot end before it begins."))

    @api.constrains("partner_id")
    def _check_partner(self):
        for plan in self:
            if not plan.partner_id.sudo().kam_is_account:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” belongs to the account “%(account)s”: make "
                        "the plan for the account.",
                        contact=plan.partner_id.display_name,
                        account=plan.partner_id.sudo().kam_account_id.display_name,
                    )
                )

    @api.constrains("user_id", "sponsor_id", "team_ids")
    def _check_people(self):
        """People outside the company have no business in a plan."""
        for plan in self.sudo():
            people = plan.user_id | plan.sponsor_id | plan.team_ids
            outside = people.filtered("share")
            if outside:
                raise ValidationError(
                    self.env._(
                        "Only colleagues can work on a plan, and %(people)s is none.",
                        people=", ".join(outside.mapped("name")),
                    )
                )

    def _compute_counts(self):
        objectives = dict(
            self.env["kam.objective"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        open_actions = Domain("plan_id", "in", self.ids) & Domain("state", "=", "open")
        Action = self.env["kam.action"]
        actions = dict(Action._read_group(open_actions, ["plan_id"], ["__count"]))
        late = dict(
            Action._read_group(
                open_actions & Domain("is_late", "=", True), ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.objective_count = objectives.get(plan, 0)
            plan.action_count = actions.get(plan, 0)
            plan.late_action_count = late.get(plan, 0)

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create([self._guarded(vals) for vals in vals_list])
        for plan in plans:
            if not plan.previous_id:
                plan.sudo().previous_id = plan._last_plan()
        plans._subscribe_people()
        return plans

    def _subscribe_people(self):
        """Sponsor and team follow the plan; the owner does so by Odoo's own rule."""
        for plan in self.sudo():
            people = plan.user_id | plan.sponsor_id | plan.team_ids
            if plan.confidential:
                managers = self.env.ref("kam_odoo.group_kam_manager").sudo()
                allowed = people | managers.all_user_ids
                plan.message_unsubscribe(
                    (plan.message_partner_ids - allowed.partner_id).ids
                )
            plan.message_subscribe(people.partner_id.ids)

    def copy_data(self, default=None):
        """A copy is a new draft with the texts and the objectives, without results."""
        vals_list = super().copy_data(default)
        for plan, vals in zip(self, vals_list, strict=True):
            if "objective_ids" not in vals:
                vals["objective_ids"] = [
                    Command.create(objective._copy_to_plan())
                    for objective in plan.objective_ids
                ]
            if not (default or {}).get("name"):
                vals.pop("name", None)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        """A plan that was approved is history; drafts and cancelled ones may go."""
        for plan in self:
            if plan.state not in ("draft", "cancelled") or plan.sudo().date_approved:
                raise UserError(
                    self.env._(
                        "“%(plan)s” was submitted or approved and stays as a record. "
                        "Archive it instead.",
                        plan=plan.name,
                    )
                )
