from odoo import fields, models

AXIS = [("attractiveness", "Attractiveness"), ("strength", "Our strength")]
KIND = [("measured", "Measured from the data"), ("judged", "Judged by people")]
DIRECTION = [("higher", "More is better"), ("lower", "Less is better")]


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
    weight = fields.Float(required=True, default=10)
    direction = fields.Selection(DIRECTION, required=True, default="higher")
    description = fields.Text(translate=True)
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
