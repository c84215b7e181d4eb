from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..fields import FloatOrUnknown
from ..tools.bands import is_monotonic, mirrored

AXIS = [("attractiveness", "Attractiveness"), ("strength", "Our strength")]
KIND = [("measured", "Measured from the data"), ("judged", "Judged by people")]
DIRECTION = [("higher", "More is better"), ("lower", "Less is better")]
# A figure x is read by kam.criterion._sql_source_x.
SOURCE = [
    ("revenue", "Revenue"),
    ("margin", "Margin"),
    ("profit", "Profit after the cost to serve"),
    ("share", "Share of our sales"),
    ("profit_share", "Share of our profit"),
    ("revenue_above", "Place by revenue: sales to larger customers"),
    ("profit_above", "Place by profit: profit from more profitable customers"),
    ("growth", "Growth in 12 months"),
    ("regularity", "Months with an order"),
    ("years", "Years of cooperation"),
    ("cost_share", "Cost to serve, as a share of the margin"),
    ("pipeline", "Expected revenue of open opportunities"),
    ("ladder", "Level on the ladder, as the customer sees it"),
    ("stakeholders", "Planned contact with the stakeholders that is kept"),
]
UNIT = [
    ("money", "Amount"),
    ("percent", "Percent"),
    ("years", "Years"),
    ("level", "Level 1 to 4"),
]
UNITS = {
    "revenue": "money",
    "margin": "money",
    "profit": "money",
    "pipeline": "money",
    "years": "years",
    "ladder": "level",
}
MAX_WEIGHT = 1000


class KamCriterion(models.Model):
    """What makes a customer a key account: one agreed, weighted criterion (S1).

    Marks go from 0 to 10. A measured criterion reads a figure of the current analysis
    and maps it by its bands; a judged one is marked by assessors with the described
    scale. Criteria belong to the whole group. A selection round works with copies of
    its own (``selection_id``), so that changing a criterion never rewrites a round.
    """

    _name = "kam.criterion"
    _description = "Selection Criterion"
    _order = "axis, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    axis = fields.Selection(AXIS, required=True, default="attractiveness")
    kind = fields.Selection(KIND, required=True, default="judged")
    source = fields.Selection(SOURCE, string="Figure")
    unit = fields.Selection(UNIT, compute="_compute_unit")
    currency_id = fields.Many2one(
        "res.currency",
        string="Currency of the bands",
        default=lambda self: self.env.company.currency_id,
        help="Amounts of companies with another currency are converted.",
    )
    weight = fields.Float(required=True, default=10, digits=(6, 1))
    weight_share = FloatOrUnknown(
        string="Part of its axis",
        compute="_compute_weight_share",
        help="The weight, of all weights of the axis together.",
    )
    weight_sum = fields.Float(
        string="Sum of the axis",
        compute="_compute_weight_share",
        digits=(6, 1),
        aggregator=None,
    )
    direction = fields.Selection(DIRECTION, required=True, default="higher")
    description = fields.Text(
        translate=True, help="What the criterion means; assessors read it."
    )
    date_from = fields.Date(string="Valid from")
    date_to = fields.Date(string="Valid to")
    band_ids = fields.One2many(
        "kam.criterion.band", "criterion_id", string="Bands", copy=True
    )
    selection_id = fields.Many2one(
        "kam.selection",
        string="Copy of the round",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    origin_id = fields.Many2one(
        "kam.criterion",
        string="Copied from",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("kind", "source")
    def _compute_unit(self):
        """What the values of the bands are counted in; empty for judged criteria."""
        for criterion in self:
            criterion.unit = (
                UNITS.get(criterion.source, "percent")
                if criterion.kind == "measured" and criterion.source
                else False
            )

    @api.depends("active", "axis", "weight")
    def _compute_weight_share(self):
        """Sum of the weights of the axis, this one as it is on the screen."""
        live = self._get_live()
        for criterion in self:
            others = (live - criterion._origin).filtered(
                lambda other, axis=criterion.axis: other.axis == axis
            )
            criterion.weight_sum = sum(others.mapped("weight")) + criterion.weight
            criterion.weight_share = (
                criterion.weight / criterion.weight_sum
                if criterion.weight_sum > 0 and not criterion.selection_id
                else False
            )

    @api.onchange("direction")
    def _onchange_direction(self):
        """Turn the bands round with the direction, instead of refusing them later."""
        edges = self._edges()
        if not is_monotonic(edges, self.direction):
            marks = dict(mirrored(edges))
            for band in self.band_ids:
                band.mark = marks[band.value]

    @api.model
    def _get_live(self, day=None):
        """The criteria that count on a day, today by default: no copies of rounds."""
        day = day or fields.Date.context_today(self)
        return self.search(
            [
                ("selection_id", "=", False),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )

    def action_weigh(self):
        """Weigh all criteria at once, with the ranking beside them."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_criterion_weighing_action"
        )

    def _edges(self):
        """Value and mark of each band."""
        self.ensure_one()
        return [(band.value, band.mark) for band in self.band_ids]

    @api.constrains("weight")
    def _check_weight(self):
        for criterion in self:
            if not 0 <= criterion.weight <= MAX_WEIGHT:
                raise ValidationError(
                    self.env._(
                        "The weight of “%(criterion)s” must be between 0 and %(most)s.",
                        criterion=criterion.name,
                        most=MAX_WEIGHT,
                    )
                )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for criterion in self:
            start, end = criterion.date_from, criterion.date_to
            if start and end and start > end:
                raise ValidationError(
                    self.env._(
                        "The dates of “%(criterion)s” are reversed: valid from "
                        "%(start)s, after it ends on %(end)s.",
                        criterion=criterion.name,
                        start=format_date(self.env, start),
                        end=format_date(self.env, end),
                    )
                )

    @api.constrains("kind", "source", "direction", "band_ids")
    def _check_scale(self):
        """A measured criterion can be counted, a judged one has a clear scale."""
        for criterion in self:
            problem = criterion._band_problem() or (
                criterion._measured_problem()
                if criterion.kind == "measured"
                else criterion._judged_problem()
            )
            if problem:
                raise ValidationError(problem)

    def _band_problem(self):
        """Why the bands can belong to no criterion, or False."""
        self.ensure_one()
        for band in self.band_ids:
            if not 0 <= band.mark <= 10:
                return self.env._(
                    "“%(criterion)s”: a mark is between 0 and 10, not %(mark)s.",
                    criterion=self.name,
                    mark=band.mark,
                )
        return False

    def _measured_problem(self):
        """Why the bands cannot give a figure its mark, or False."""
        self.ensure_one()
        edges = self._edges()
        values = [value for value, _mark in edges]
        if not self.source:
            return self.env._(
                "“%(criterion)s” is measured: choose the figure that it reads.",
                criterion=self.name,
            )
        if len(edges) < 2:
            return self.env._(
                "“%(criterion)s” is measured: it needs at least two bands, each with "
                "a value and the mark for it.",
                criterion=self.name,
            )
        if len(set(values)) < len(values):
            return self.env._(
                "“%(criterion)s”: two bands have the same value.", criterion=self.name
            )
        if not is_monotonic(edges, self.direction):
            if self.direction == "lower":
                return self.env._(
                    "“%(criterion)s”: less is better, so a greater value cannot have "
                    "a higher mark.",
                    criterion=self.name,
                )
            return self.env._(
                "“%(criterion)s”: more is better, so a greater value cannot have a "
                "lower mark.",
                criterion=self.name,
            )
        return False

    def _judged_problem(self):
        """Why the described scale is not clear, or False."""
        self.ensure_one()
        marks = self.band_ids.mapped("mark")
        if len(set(marks)) < len(marks):
            return self.env._(
                "“%(criterion)s”: the same mark is described twice.",
                criterion=self.name,
            )
        return False
