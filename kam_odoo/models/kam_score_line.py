from odoo import fields, models

from ..fields import FloatOrUnknown
from .kam_criterion import AXIS


class KamScoreLine(models.Model):
    """One criterion of an account's score: what it was counted from.

    Written with the score, set-based. An empty mark is unknown.
    """

    _name = "kam.score.line"
    _description = "Mark of an Account"
    _order = "score_id, axis, sequence, id"
    _rec_name = "criterion_id"
    _log_access = False

    score_id = fields.Many2one(
        "kam.score", required=True, readonly=True, index=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one(
        "kam.criterion", required=True, readonly=True, index=True, ondelete="cascade"
    )
    axis = fields.Selection(AXIS, readonly=True)
    sequence = fields.Integer(readonly=True)
    weight = fields.Float(readonly=True, digits=(6, 1), aggregator="sum")
    value = FloatOrUnknown(readonly=True, digits=(16, 4), aggregator=None)
    mark = FloatOrUnknown(readonly=True, digits=(6, 4), aggregator="avg")
    judges = fields.Integer(string="Assessors", readonly=True, aggregator=None)
    spread = FloatOrUnknown(
        string="Spread of opinions", readonly=True, digits=(6, 4), aggregator="avg"
    )
    selection_id = fields.Many2one(
        "kam.selection",
        string="Judged in",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    _criterion_uniq = models.Constraint(
        "UNIQUE (score_id, criterion_id)",
        "An account has one mark per criterion.",
    )
