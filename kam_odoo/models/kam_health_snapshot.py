from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ..fields import FloatOrUnknown

BAND = [("good", "Good"), ("fair", "Fair"), ("poor", "Poor")]
CAP = [
    ("lost", "Stopped buying"),
    ("sponsor", "Sponsor has left"),
]


class KamHealthSnapshot(models.Model):
    """How healthy an account was in a week, for one company (R10, METHODS §11).

    Derived, written set-based once a week (``kam_health_run.py``) and never edited. A
    driver that is not known is empty and left out; ``confidence`` says how much of the
    weight is known.
    """

    _name = "kam.health.snapshot"
    _description = "Health of an Account"
    _order = "date desc, health, id"
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
    date = fields.Date(string="As of", required=True, readonly=True)
    week = fields.Date(
        string="Week of",
        required=True,
        readonly=True,
        help="Monday of the week; a week has one snapshot, the last one counted.",
    )
    date_counted = fields.Datetime(string="Counted on", readonly=True)
    is_latest = fields.Boolean(string="Current", readonly=True)
    health = FloatOrUnknown(
        required=True, readonly=True, aggregator="avg", digits=(5, 1)
    )
    confidence = FloatOrUnknown(
        readonly=True,
        aggregator="avg",
        help="How much of the weight of the drivers is known.",
    )
    band = fields.Selection(BAND, required=True, readonly=True)
    cap = fields.Selection(CAP, string="At most 39, because", readonly=True)
    trend = FloatOrUnknown(
        string="12-month trend", readonly=True, aggregator="avg", digits=(5, 1)
    )
    rhythm = FloatOrUnknown(
        string="Buying rhythm", readonly=True, aggregator="avg", digits=(5, 1)
    )
    stakeholders = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    coverage = FloatOrUnknown(
        string="Contact kept",
        readonly=True,
        aggregator="avg",
        help="Share of the planned contact with the stakeholders, by their influence.",
    )
    engagement = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    execution = FloatOrUnknown(
        string="Plan execution", readonly=True, aggregator="avg", digits=(5, 1)
    )
    payment = FloatOrUnknown(
        string="Payment punctuality", readonly=True, aggregator="avg", digits=(5, 1)
    )
    weights = fields.Json(readonly=True, help="Weights of the drivers at that time.")
    # With amounts; ``explanation`` says to each reader what is for them.
    evidence = fields.Json(
        readonly=True,
        prefetch=False,
        groups=fields.NO_ACCESS,
        help="The figures behind the drivers.",
    )
    tier_id = fields.Many2one(related="partner_id.kam_tier_id", string="Tier")
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Key account manager"
    )

    _week_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id, week)",
        "An account has one snapshot a week and company.",
    )
    _latest_uniq = models.UniqueIndex("(partner_id, company_id) WHERE is_latest")

    @api.depends("partner_id", "week")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for snapshot in self:
            snapshot.display_name = self.env._(
                "%(account)s, week of %(week)s",
                account=snapshot.partner_id.display_name,
                week=format_date(self.env, snapshot.week),
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse()
        return super().write(vals)

    def _refuse(self):
        """Rows come by SQL alone, so whatever comes this way was typed."""
        raise UserError(
            self.env._(
                "The health of an account is counted from what happened; nobody can "
                "type it in."
            )
        )

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Unknown drivers come last, whichever way a list is sorted."""
        if isinstance(self._fields.get(field_name), FloatOrUnknown):
            nulls = SQL("NULLS LAST")
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
