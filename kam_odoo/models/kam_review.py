from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..fields import FloatOrUnknown, IntegerOrUnknown

KINDS = [
    ("progress", "Progress review"),
    ("quarterly", "Quarterly review"),
    ("annual", "Annual review"),
    ("planning", "Planning day"),
]
STATES = [
    ("planned", "Planned"),
    ("held", "Held"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
OPEN = ("planned", "held")
# Those that the customer takes part in.
WITH_CUSTOMER = {"annual"}
# Those that the executive sponsor takes part in.
WITH_SPONSOR = {"quarterly", "annual"}
# Days after the due one within which a review still counts as held on time: a date
# that suits everybody is seldom the very day of the rhythm.
GRACE_DAYS = 7


class KamReview(models.Model):
    """A look at one account: what has changed, and what follows from it (P2, P8).

    The rhythm of the tier plans them (``kam_review_schedule.py``), the figures are
    prepared by themselves (``kam_review_known.py``), and what is decided becomes
    actions. States change only through the buttons (``kam_review_state.py``); who takes
    part is in ``kam_review_people.py``.
    """

    _name = "kam.review"
    _description = "Account Review"
    _inherit = ["kam.plan.work", "kam.internal.thread", "mail.activity.mixin"]
    _kam_due = ("planned", "date_planned")
    _order = "date_planned desc, id desc"
    _rec_names_search = ["partner_id"]
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        KINDS, default="progress", required=True, index=True, tracking=True
    )
    plan_id = fields.Many2one(ondelete="restrict", tracking=True)
    state = fields.Selection(
        STATES,
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
        tracking=True,
    )
    date_planned = fields.Date(
        string="Planned for",
        required=True,
        default=fields.Date.context_today,
        index=True,
        tracking=True,
    )
    date_due = fields.Date(
        string="Due",
        compute="_compute_date_due",
        store=True,
        precompute=True,
        copy=False,
        help="The day it was first planned for. Moving the review does not change it; "
        "whether it was held on time is judged by it.",
    )
    date_held = fields.Date(string="Held on", copy=False, tracking=True)
    date_closed = fields.Datetime(string="Closed on", readonly=True, copy=False)
    days_late = IntegerOrUnknown(
        string="Days late",
        compute="_compute_on_time",
        store=True,
        aggregator="avg",
        help="From the day it was due to the day it was held; negative if earlier.",
    )
    on_time = FloatOrUnknown(
        string="Held on time",
        compute="_compute_on_time",
        store=True,
        aggregator="avg",
        help="Held at most a week after the day it was due.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain=lambda self: self.env["kam.plan"]._key_account_users(),
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
    participant_ids = fields.Many2many(
        "res.partner",
        "kam_review_participant_rel",
        "review_id",
        "partner_id",
        string="Participants",
        compute="_compute_participant_ids",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Colleagues, and people of the customer if they take part.",
    )
    with_customer = fields.Boolean(compute="_compute_with")
    with_sponsor = fields.Boolean(compute="_compute_with")
    tier_id = fields.Many2one(related="partner_id.kam_tier_id", string="Tier")
    tier_color = fields.Integer(related="tier_id.color", string="Tier color")
    agenda = fields.Html()
    findings = fields.Text(copy=False, tracking=True)
    decisions = fields.Text(copy=False, tracking=True)
    action_ids = fields.One2many("kam.action", "review_id", string="Actions")
    action_count = fields.Integer(
        string="Number of actions", compute="_compute_action_count"
    )
    snapshot = fields.Json(readonly=True, copy=False, prefetch=False)

    @api.model
    def _group_expand_state(self, states, domain):
        """The board always has columns for what is open, others where there is any."""
        order = [state for state, _label in STATES]
        return [state for state in order if state in OPEN or state in states]

    @api.depends("partner_id.name", "kind")
    @api.depends_context("lang")
    def _compute_name(self):
        """The account and what it is about; the day tells them apart in a list.

        Not stored: each reads it in his own language, and an account changes its name.
        """
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for review in self:
            account, kind = review.partner_id.sudo().name, kinds.get(review.kind, "")
            review.name = (
                self.env._("%(account)s: %(kind)s", account=account, kind=kind)
                if account
                else kind
            )

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = review.name

    @api.depends("date_planned")
    def _compute_date_due(self):
        for review in self:
            review.date_due = review.date_due or review.date_planned

    @api.depends("date_due", "date_held")
    def _compute_on_time(self):
        for review in self:
            known = review.date_due and review.date_held
            days = (review.date_held - review.date_due).days if known else None
            review.days_late = days
            review.on_time = float(days <= GRACE_DAYS) if known else None

    @api.depends("kind")
    def _compute_with(self):
        for review in self:
            review.with_customer = review.kind in WITH_CUSTOMER
            review.with_sponsor = review.kind in WITH_SPONSOR

    def _compute_action_count(self):
        counts = dict(
            self.env["kam.action"]._read_group(
                [("review_id", "in", self.ids)], ["review_id"], ["__count"]
            )
        )
        for review in self:
            review.action_count = counts.get(review, 0)

    @api.constrains("partner_id")
    def _check_partner(self):
        for review in self:
            if not review.partner_id.sudo().kam_is_account:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” belongs to the account “%(account)s”: review "
                        "the account.",
                        contact=review.partner_id.display_name,
                        account=review.partner_id.sudo().kam_account_id.display_name,
                    )
                )

    @api.constrains("partner_id", "plan_id")
    def _check_plan(self):
        for review in self.sudo():
            plan = review.plan_id
            if plan and plan.partner_id != review.partner_id:
                raise ValidationError(
                    self.env._(
                        "“%(plan)s” is the plan of another account.", plan=plan.name
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        """A review that was held is history."""
        for review in self:
            if review.state in ("held", "closed"):
                raise UserError(
                    self.env._(
                        "“%(review)s” was held and stays as a record. Archive it "
                        "instead.",
                        review=review.name,
                    )
                )
