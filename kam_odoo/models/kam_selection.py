from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..fields import FloatOrUnknown

ROUND_STATE = [
    ("draft", "Draft"),
    ("nomination", "Nomination"),
    ("scoring", "Scoring"),
    ("decision", "Decision"),
    ("closed", "Closed"),
]
# What is agreed before the round starts: later it would change what people answered.
AGREED = {
    "analysis_id",
    "class_a",
    "class_b",
    "class_c",
    "company_id",
    "disagreement",
    "hysteresis",
    "include_future",
    "weight_attractiveness",
}
# What only the steps of the round give, never a person, by no screen and no RPC.
RESULT = {
    "agreement",
    "criterion_ids",
    "date_applied",
    "next_id",
    "state",
}
EDITABLE_WHEN_CLOSED = {
    "active",
    "activity_ids",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
}


class KamSelection(models.Model):
    """A selection round: nominate, score independently, decide, apply (S2–S4)."""

    _name = "kam.selection"
    _description = "Selection Round"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(
        required=True, tracking=True, default=lambda self: self._name_for()
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        ROUND_STATE,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Whose sales are looked at. Leave empty to look at all your companies.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        required=True,
        tracking=True,
    )
    analysis_id = fields.Many2one(
        "kam.analysis",
        compute="_compute_analysis_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
        domain="[('state', '=', 'done'), ('company_id', 'in', [company_id, False])]",
        help="The finished analysis that the candidates and the measured criteria "
        "are taken from; if empty, the current one when the round starts.",
    )
    date_planned = fields.Date(
        string="Planned start", default=fields.Date.context_today, copy=False
    )
    date_nomination = fields.Date(
        string="Nominate until",
        compute="_compute_deadlines",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    date_scoring = fields.Date(
        string="Score until",
        compute="_compute_deadlines",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    date_applied = fields.Datetime(string="Applied on", readonly=True, copy=False)
    # who may become a candidate
    class_a = fields.Boolean(string="Class A", default=True)
    class_b = fields.Boolean(string="Class B", default=True)
    class_c = fields.Boolean(string="Class C")
    include_future = fields.Boolean(
        string="Future key accounts",
        default=True,
        help="Growing customers of class A or B that we keep and that are not key yet.",
    )
    # settings of the company, copied so that a later change never rewrites the round
    weight_attractiveness = fields.Float(
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
        digits=(3, 2),
        help="Share of the attractiveness in the score; the rest is our strength.",
    )
    hysteresis = fields.Float(
        string="Lead of a challenger",
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
        digits=(4, 1),
        help="A key account loses its place only to a challenger who leads by so many "
        "points of the score.",
    )
    disagreement = fields.Float(
        string="Disagreement beyond",
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
        digits=(4, 1),
        help="Marks of the assessors that spread by more than this (standard "
        "deviation, of 10) are shown as disputed.",
    )
    criterion_ids = fields.One2many(
        "kam.criterion", "selection_id", string="Criteria", readonly=True
    )
    assessment_ids = fields.One2many("kam.assessment", "selection_id", copy=False)
    nomination_ids = fields.One2many("kam.nomination", "selection_id", readonly=True)
    line_ids = fields.One2many(
        "kam.selection.line", "selection_id", string="Candidates", readonly=True
    )
    agreement = FloatOrUnknown(
        string="Agreement of the nominations",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How alike the lists of the assessors are, pair by pair: 100 % if all "
        "named the same customers, 0 % if no two lists share a name.",
    )
    next_id = fields.Many2one(
        "kam.selection", string="Next round", readonly=True, copy=False
    )

    _weight_share = models.Constraint(
        "CHECK (weight_attractiveness BETWEEN 0 AND 1)",
        "The share of the attractiveness is between 0 and 1.",
    )
    _points_positive = models.Constraint(
        "CHECK (hysteresis >= 0 AND disagreement >= 0)",
        "The lead of a challenger and the disagreement cannot be negative.",
    )

    @api.model
    def _name_for(self, day=None):
        """The usual name of a round that starts on a day, today by default."""
        return self.env._(
            "Selection %(month)s",
            month=format_date(
                self.env, day or fields.Date.context_today(self), date_format="LLLL y"
            ),
        )

    @api.depends("company_id")
    def _compute_analysis_id(self):
        """The current analysis, until the round starts."""
        for selection in self.filtered(lambda one: one.state == "draft"):
            selection.analysis_id = selection._current_analysis()

    def _current_analysis(self):
        """The analysis that stands for the round's company now, or an empty one."""
        self.ensure_one()
        return self.env["kam.analysis"]._get_current(
            self.company_id or self.env.company
        )

    @api.depends("date_planned")
    def _compute_deadlines(self):
        """Two weeks for each of the assessors' tasks, unless said otherwise."""
        for selection in self:
            start = selection.date_planned or fields.Date.context_today(selection)
            if selection.state == "draft":
                selection.date_nomination = start + relativedelta(days=14)
                selection.date_scoring = start + relativedelta(days=28)

    @api.depends("company_id")
    def _compute_settings(self):
        for selection in self:
            if selection.state == "draft":
                company = (selection.company_id or self.env.company).sudo()
                selection.weight_attractiveness = company.kam_weight_attractiveness
                selection.hysteresis = company.kam_hysteresis
                selection.disagreement = company.kam_disagreement

    @api.constrains("date_planned", "date_nomination", "date_scoring")
    def _check_dates(self):
        for selection in self:
            dates = [
                date
                for date in (
                    selection.date_planned,
                    selection.date_nomination,
                    selection.date_scoring,
                )
                if date
            ]
            if dates != sorted(dates):
                raise ValidationError(
                    self.env._(
                        "The dates of “%(name)s” are reversed: it starts first, then "
                        "the nominations end, then the scoring.",
                        name=selection.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        selections = super().create(vals_list)
        # Looked at afterwards, since a default of the context is a value as well.
        if not self.env.su:
            for selection in selections:
                if selection.state != "draft" or any(
                    selection[name] for name in RESULT - {"state"}
                ):
                    raise AccessError(self._step_refusal())
        return selections

    def _step_refusal(self):
        return self.env._("Only the steps of a round give it its state and results.")

    def write(self, vals):
        names = set(vals)
        if not self.env.su and names & RESULT:
            raise AccessError(self._step_refusal())
        for selection in self:
            if selection.state == "closed" and not names <= EDITABLE_WHEN_CLOSED:
                # The last step writes what it leaves behind before it closes.
                raise UserError(
                    self.env._(
                        "“%(name)s” is closed, and a closed round never changes.",
                        name=selection.name,
                    )
                )
            if selection.state != "draft" and names & AGREED and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(name)s” has started: what was agreed holds to its end. "
                        "Take it back to draft to change it.",
                        name=selection.name,
                    )
                )
        result = super().write(vals)
        if names & {"date_nomination", "date_scoring"}:
            self.assessment_ids._move_tasks()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for selection in self:
            if selection.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(name)s” has started: archive it instead, so that what "
                        "people said and decided is kept.",
                        name=selection.name,
                    )
                )
