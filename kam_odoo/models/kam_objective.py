from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date, formatLang

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
# What the management approved; another figure is another objective.
APPROVED = {"baseline", "date_start", "metric", "plan_id", "won_by"}
# Changes that the chatter of the plan tells, with the old and the new value.
TOLD = ("name", "customer_goal", "target", "deadline", "weight", "categ_ids")


class KamObjective(models.Model):
    """One thing a plan shall reach, with the figure that proves it (P3, P4).

    What Odoo knows is measured (``kam_objective_measure.py``), never typed. While
    the plan is open the figures are live; when it closes they are kept. The columns
    ``last_…`` hold the latest nightly count, for grouping and reports.
    """

    _name = "kam.objective"
    _description = "Objective of an Account Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
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
    manual_unit = fields.Char(string="Unit", help="What is counted, such as points.")
    unit = fields.Char(string="In", compute="_compute_unit")
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

    @api.depends("metric", "won_by", "manual_unit", "currency_id")
    def _compute_unit(self):
        words = {
            "order_count": self.env._("orders"),
            "new_categories": self.env._("categories"),
            "won_opportunities": self.env._("opportunities"),
            "meetings": self.env._("meetings"),
        }
        for objective in self:
            objective.is_money = objective.metric in MONEY or (
                objective.metric == "won_opportunities"
                and objective.won_by == "amount"
            )
            if objective.is_money:
                objective.unit = objective.currency_id.symbol
            elif objective.metric == "manual":
                objective.unit = objective.manual_unit
            else:
                objective.unit = words.get(objective.metric)

    @api.depends("actual", "target", "unit")
    @api.depends_context("lang")
    def _compute_result(self):
        for objective in self:
            objective.result = self.env._(
                "%(actual)s of %(target)s",
                actual=objective._in_words(objective.actual, unit=False),
                target=objective._in_words(objective.target),
            )

    @api.depends("plan_id", "metric", "won_by", "categ_ids", "date_start", "deadline")
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
            lambda objective: objective.metric != "manual"
            and objective.baseline == objective.baseline_proposed
        )
        for objective, figure in untouched._propose_baselines().items():
            if objective.baseline != figure:
                objective.sudo().write(
                    {"baseline": figure, "baseline_proposed": figure}
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            results = {"last_actual", "last_progress", "last_expected", "last_status"}
            vals_list = [
                {**vals, **dict.fromkeys(results, False)} for vals in vals_list
            ]
        objectives = super().create(vals_list)
        objectives._check_plan_open()
        objectives.filtered(lambda one: not one.phase_ids)._make_phases()
        for objective in objectives:
            objective._tell_plan([self.env._("added")])
        return objectives

    def write(self, vals):
        if not self.env.su:
            self._check_written(vals)
        before = {objective: objective._told_values() for objective in self}
        result = super().write(vals)
        if {"date_start", "deadline"} & set(vals) and "phase_ids" not in vals:
            self._make_phases()
        for objective, old in before.items():
            new = objective._told_values()
            objective._tell_plan(
                [
                    f"{objective._fields[name]._description_string(self.env)}: "
                    f"{old[name] or '–'} → {new[name] or '–'}"
                    for name in TOLD
                    if old[name] != new[name]
                ]
            )
        return result

    def _check_written(self, vals):
        """Refuse results typed by hand, and changes of what was approved."""
        names = set(vals)
        if any(name.startswith("last_") for name in names) or (
            "baseline_proposed" in names
        ):
            raise AccessError(
                self.env._("Nobody can type in what the program counts.")
            )
        self._check_plan_open()
        for objective in self:
            if objective.plan_id.state == "active" and any(
                objective[name] != objective._fields[name].convert_to_record(
                    objective._fields[name].convert_to_cache(vals[name], objective),
                    objective,
                )
                for name in names & APPROVED
            ):
                raise UserError(
                    self.env._(
                        "“%(objective)s” was approved with its figure, baseline and "
                        "start. Add another objective instead; target and deadline "
                        "can be changed.",
                        objective=objective.name,
                    )
                )

    def _check_plan_open(self):
        for objective in self:
            if objective.plan_id.state in ("closed", "cancelled") and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is over; its objectives stay as they were.",
                        plan=objective.plan_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for objective in self:
            if objective.plan_id.state in ("active", "closed"):
                raise UserError(
                    self.env._(
                        "“%(objective)s” was approved. Archive it if it is given up; "
                        "the plan keeps a note of it.",
                        objective=objective.name,
                    )
                )

    def action_archive(self):
        result = super().action_archive()
        for objective in self:
            objective._tell_plan([self.env._("given up")])
        return result

    def _told_values(self):
        """Values of the fields that the plan tells about, as people read them."""
        self.ensure_one()
        return {
            "name": self.name,
            "customer_goal": self.customer_goal,
            "target": self._in_words(self.target),
            "deadline": format_date(self.env, self.deadline),
            "weight": str(self.weight),
            "categ_ids": ", ".join(self.categ_ids.mapped("display_name")),
        }

    def _in_words(self, figure, unit=True):
        """A figure of this objective with its unit; a dash if it is unknown.

        Cents are shown only where they matter.
        """
        self.ensure_one()
        if figure is False or figure is None:
            return "–"
        whole = float(figure).is_integer() or (self.is_money and abs(figure) >= 1000)
        number = formatLang(self.env, figure, digits=0 if whole else 2)
        if not (unit and self.unit):
            return number
        if self.is_money and self.currency_id.position == "before":
            return f"{self.unit}\N{NO-BREAK SPACE}{number}"
        return f"{number}\N{NO-BREAK SPACE}{self.unit}"

    def _tell_plan(self, changes):
        """Note in the chatter of a plan that is no draft any more, who changed what."""
        self.ensure_one()
        if not changes or self.plan_id.state == "draft":
            return
        items = Markup("").join(Markup("<li>%s</li>") % change for change in changes)
        self.plan_id.sudo()._message_log(
            author_id=self.env.user.partner_id.id,
            body=Markup("%s<ul>%s</ul>")
            % (self.env._("Objective “%(name)s”", name=self.name), items),
        )

    def _copy_to_plan(self):
        """Values for the same objective in another plan, without dates and results."""
        self.ensure_one()
        return {
            "name": self.name,
            "sequence": self.sequence,
            "customer_goal": self.customer_goal,
            "metric": self.metric,
            "won_by": self.won_by,
            "categ_ids": self.categ_ids.ids,
            "manual_unit": self.manual_unit,
            "target": self.target,
            "weight": self.weight,
        }
