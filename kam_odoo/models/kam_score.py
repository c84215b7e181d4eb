from odoo import fields, models

from ..fields import FloatOrUnknown

QUADRANT = [
    ("strategic", "Strategic"),
    ("star", "Star"),
    ("status", "Status"),
    ("streamline", "Streamline"),
]


class KamScore(models.Model):
    """How much an account deserves to be key, for one company (METHODS §8).

    Derived, written set-based after an analysis and when a round closes its scoring;
    0 to 100, empty where nothing is known.
    """

    _name = "kam.score"
    _description = "Account Score"
    _order = "score desc, id"
    _rec_name = "partner_id"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    attractiveness = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    strength = FloatOrUnknown(
        string="Our strength", readonly=True, aggregator="avg", digits=(5, 1)
    )
    score = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    coverage = FloatOrUnknown(readonly=True, aggregator="avg")
    quadrant = fields.Selection(QUADRANT, readonly=True)
    revenue = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    analysis_id = fields.Many2one("kam.analysis", readonly=True, ondelete="set null")
    tier_id = fields.Many2one(related="partner_id.kam_tier_id")
    status = fields.Selection(related="partner_id.kam_status", string="Status")
    manager_id = fields.Many2one(related="partner_id.kam_manager_id")

    _account_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "An account has one score per company.",
    )
