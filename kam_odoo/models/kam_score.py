from odoo import api, fields, models
from odoo.tools import SQL

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
    0 to 100, empty where nothing is known. An account without a single mark has no
    score at all.
    """

    _name = "kam.score"
    _description = "Account Score"
    _order = "score desc nulls last, id"
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
    coverage = FloatOrUnknown(
        readonly=True,
        aggregator="avg",
        help="How much of the weight of the criteria is known.",
    )
    quadrant = fields.Selection(
        QUADRANT, string="Field of the portfolio", readonly=True
    )
    future_key = fields.Boolean(
        string="Future key account",
        readonly=True,
        help="Not a key account, but large (A or B), growing and not lost.",
    )
    revenue = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    analysis_id = fields.Many2one("kam.analysis", readonly=True, ondelete="set null")
    tier_id = fields.Many2one(related="partner_id.kam_tier_id")
    status = fields.Selection(related="partner_id.kam_status", string="Status")
    manager_id = fields.Many2one(related="partner_id.kam_manager_id")
    line_ids = fields.One2many(
        "kam.score.line", "score_id", string="Marks", readonly=True
    )

    _account_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "An account has one score per company.",
    )

    @api.model
    def _future_key(self, company):
        """Accounts of the middle that may become key for a company (S6)."""
        return self.search(
            [("company_id", "=", company.id), ("future_key", "=", True)]
        ).partner_id

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Unknown scores come last, whichever way a list is sorted."""
        if isinstance(self._fields.get(field_name), FloatOrUnknown):
            nulls = SQL("NULLS LAST")
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
