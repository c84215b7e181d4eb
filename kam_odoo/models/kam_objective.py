from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..fields import FloatOrUnknown

METRICS = [
    ("revenue", "Revenue"),
    ("margin", "Margin"),
    ("profit", "Profit after cost to serve"),
    ("category_revenue", "Revenue of product categories"),
    ("order_count", "Number of orders"),
    ("new_categories", "New product categories bought"),
    ("won_opportunities", "Opportunities won"),
    ("meetings", "Meetings held"),
    ("manual", "Typed in by hand"),
]
STATUS = [
    ("on_track", "On track"),
    ("at_risk", "At risk"),
    ("off_track", "Off track"),
    ("done", "Reached"),
]
MONEY = {"revenue", "margin", "profit", "category_revenue"}


class KamObjective(models.Model):
    """One thing a plan shall reach, with the figure that proves it (P3, P4).

    What Odoo knows is measured (``kam_objective_measure.py``), never typed. While
    the plan is open the figures are live; when it closes they are kept. The columns
    ``last_…`` hold the latest nightly count, for grouping and reports.
    """

    _name = "kam.objective"
    _description = "Objective of an Account Plan"
    _inherit = ["kam.internal.thread", "mail.activity.mixin", "kam.place.guard"]
    _kam_place = ("plan_id",)
    _order = "plan_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Objective", required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    plan_id = fields.Many2one(
        "kam.plan",
        string="Plan",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    partner_id = fields.Many2one(
        related="plan_id.partner_id", store=True, index=True, string="Account"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(related="plan_id.user_id", store=True, string="Owner")
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Account manager"
    )
    plan_state = fields.Selection(
        related="plan_id.state", store=True, string="State of the plan"
    )
    customer_goal = fields.Char(
        string="Customer's goal",
        tracking=True,
        help="Which goal of the customer does it serve?",
    )
    metric = fields.Selection(
        METRICS, string="Measured by", default="revenue", required=True, tracking=True
    )
    won_by = fields.Selection(
        [("count", "Number of opportunities"), ("amount", "Expected revenue")],
        string="Count",
        default="count",
        required=True,
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Product categories",
        tracking=True,
        help="With their subcategories. For new categories: which ones count, empty "
        "for any.",
    )
    contact_ids = fields.Many2many(
        "res.partner",
        "kam_objective_contact_rel",
        "objective_id",
        "partner_id",
        string="With",
        tracking=True,
        domain="[('kam_account_id', '=', partner_id), ('is_company', '=', False)]",
        help="Meetings with any of these people count; empty for anybody of the "
        "account.",
    )
    manual_unit = fields.Char(string="Unit", help="What is counted, such as points.")
    unit = fields.Char(
        string="In", compute="_compute_unit", help="As it stands behind the target."
    )
    baseline_unit = fields.Char(compute="_compute_unit")
    is_money = fields.Boolean(compute="_compute_unit")
    baseline = fields.Float(
        compute="_compute_baseline",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        aggregator=None,
        help="The starting point. For figures that Odoo knows it proposes the period "
        "of the same length before; it can be changed until the plan is approved.",
    )
    baseline_proposed = fields.Float(
        compute="_compute_baseline_proposed",
        store=True,
        precompute=True,
        aggregator=None,
    )
    target = fields.Float(required=True, tracking=True, aggregator=None)
    date_start = fields.Date(
        string="From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    deadline = fields.Date(
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        index=True,
    )
    weight = fields.Integer(
        default=1,
        tracking=True,
        aggregator=None,
        help="How much it counts in the attainment of the plan, against the others.",
    )
    phase_ids = fields.One2many("kam.objective.phase", "objective_id", string="Steps")
    log_ids = fields.One2many("kam.objective.log", "objective_id", string="Readings")
    action_ids = fields.One2many("kam.action", "objective_id", string="Actions")
    actual = FloatOrUnknown(compute="_compute_progress", string="So far")
    progress = FloatOrUnknown(
        compute="_compute_progress",
        help="(so far − baseline) ÷ (target − baseline); see the guide for sums that "
        "grow from zero.",
    )
    expected = fields.Float(
        compute="_compute_progress",
        string="Expected by now",
        help="Part of the way that should be behind us today, along the steps.",
    )
    status = fields.Selection(
        STATUS, compute="_compute_progress", search="_search_status"
    )
    result = fields.Char(
        compute="_compute_result", help="So far, of the target; and the baseline."
    )
    last_actual = FloatOrUnknown(
        string="Last count", readonly=True, copy=False, aggregator=None
    )
    last_progress = FloatOrUnknown(
        string="Progress at last count", readonly=True, copy=False, aggregator="avg"
    )
    last_expected = fields.Float(
        string="Expected at last count", readonly=True, copy=False, aggregator="avg"
    )
    last_status = fields.Selection(
        STATUS, string="Status at last count", readonly=True, copy=False, index=True
    )

    _check_weight = models.Constraint(
        "CHECK (weight >= 0)", "The weight of an objective cannot be negative."
    )

    @api.constrains("date_start", "deadline")
    def _check_dates(self):
        for objective in self:
            if objective.deadline < objective.date_start:
                raise ValidationError(
                    self.env._(
                        "The deadline of “%(objective)s” lies before its start.",
                        objective=objective.name,
                    )
                )

    @api.constrains("metric", "categ_ids")
    def _check_categories(self):
        for objective in self:
            if objective.metric == "category_revenue" and not objective.categ_ids:
                raise ValidationError(
                    self.env._(
                        "Choose the product categories whose revenue “%(objective)s” "
                        "measures.",
                        objective=objective.name,
                    )
                )

    @api.depends("plan_id")
    def _compute_dates(self):
        for objective in self:
            plan = objective.plan_id
            objective.date_start = objective.date_start or plan.date_from
            objective.deadline = objective.deadline or plan.date_to

    @api.depends("baseline", "currency_id", "manual_unit", "metric", "target", "won_by")
    @api.depends_context("lang")
    def _compute_unit(self):
        for objective in self:
            objective.is_money = objective.metric in MONEY or (
                objective.metric == "won_opportunities" and objective.won_by == "amount"
            )
            objective.unit = objective._unit_of(objective.target)
            objective.baseline_unit = objective._unit_of(objective.baseline)

    @api.depends("actual", "target", "unit")
    @api.depends_context("lang")
    def _compute_result(self):
        for objective in self:
            objective.result = self.env._(
                "%(actual)s of %(target)s",
                actual=objective._in_words(objective.actual, unit=False),
                target=objective._in_words(objective.target),
            )

    @api.depends(
        "plan_id",
        "metric",
        "won_by",
        "categ_ids",
        "contact_ids",
        "date_start",
        "deadline",
    )
    def _compute_baseline_proposed(self):
        """The period of the same length before the start.

        What was approved stays, whatever changes afterwards; an objective that joins
        an active plan gets its proposal once.
        """
        proposed = self._propose_baselines()
        for objective in self:
            if objective._is_settled():
                objective.baseline_proposed = objective.baseline_proposed
            else:
                objective.baseline_proposed = proposed.get(objective, 0)

    @api.depends("baseline_proposed")
    def _compute_baseline(self):
        for objective in self:
            if objective._is_settled():
                objective.baseline = objective.baseline
            else:
                objective.baseline = objective.baseline_proposed

    def _is_settled(self):
        """Whether it is there already, in a plan that was approved."""
        self.ensure_one()
        return bool(self._origin.id) and self.plan_id.state in (
            "active",
            "closed",
            "cancelled",
        )

    def _propose_baselines(self):
        """The figure of each measured objective over the same number of days before."""
        spans = {}
        for objective in self:
            start, end = objective.date_start, objective.deadline
            if objective.metric != "manual" and start and end and end >= start:
                length = end - start + timedelta(days=1)
                spans[objective] = (start - length, start - timedelta(days=1))
        return {
            objective: figure or 0 for objective, figure in self._figures(spans).items()
        }

    def _settle_baselines(self):
        """At approval: proposals that nobody changed are counted once more.

        The days between the draft and the start of the plan are known only now.
        """
        untouched = self.filtered(
            lambda objective: (
                objective.metric != "manual"
                and objective.baseline == objective.baseline_proposed
            )
        )
        for objective, figure in untouched._propose_baselines().items():
            if objective.baseline != figure:
                objective.sudo().write(
                    {"baseline": figure, "baseline_proposed": figure}
                )
