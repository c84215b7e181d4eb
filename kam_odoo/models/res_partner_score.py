from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import FloatOrUnknown
from .kam_ladder import LEVEL


class ResPartner(models.Model):
    """The account's scores and its place on the ladder.

    Scores are per company, as the classes are: company-dependent columns, written by
    ``kam.score._refresh``. So lists and cards sort, search and average them without a
    join, for the company one works in, and an empty column stays unknown.
    """

    _inherit = "res.partner"

    kam_score = FloatOrUnknown(
        string="Score",
        company_dependent=True,
        copy=False,
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        groups="base.group_user",
        help="How much the account deserves to be key, 0 to 100.",
    )
    kam_attractiveness = FloatOrUnknown(
        string="Attractiveness",
        company_dependent=True,
        copy=False,
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        groups="base.group_user",
    )
    kam_strength = FloatOrUnknown(
        string="Our strength",
        company_dependent=True,
        copy=False,
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        groups="base.group_user",
    )
    kam_ladder_ids = fields.One2many(
        "kam.ladder",
        "partner_id",
        string="Answers on the ladder",
        copy=False,
        groups="kam_odoo.group_kam_user",
    )
    kam_ladder_ours = fields.Selection(
        LEVEL,
        string="As we see it",
        compute="_compute_kam_ladder",
        groups="base.group_user",
    )
    kam_ladder_customer = fields.Selection(
        LEVEL,
        string="As the customer sees it",
        compute="_compute_kam_ladder",
        groups="base.group_user",
    )
    kam_perception_gap = FloatOrUnknown(
        string="Perception gap",
        compute="_compute_kam_ladder",
        groups="base.group_user",
        digits=(2, 0),
        help="Our level less the customer's: above zero we think ourselves closer "
        "than they do.",
    )

    @api.depends("kam_ladder_ids.level", "kam_ladder_ids.date", "kam_ladder_ids.side")
    def _compute_kam_ladder(self):
        """Latest level of each side, and how far they are apart."""
        Ladder = self.env["kam.ladder"]
        latest = {}
        for side in ("ours", "customer"):
            query = SQL(
                "SELECT partner_id, value::integer FROM (%s) latest"
                " WHERE partner_id = ANY(%s)",
                Ladder._sql_latest(side),
                self._origin.ids or [0],
            )
            latest[side] = dict(self.env.execute_query(query))
        for partner in self:
            ours = latest["ours"].get(partner._origin.id)
            theirs = latest["customer"].get(partner._origin.id)
            partner.kam_ladder_ours = str(ours) if ours else False
            partner.kam_ladder_customer = str(theirs) if theirs else False
            partner.kam_perception_gap = ours - theirs if ours and theirs else False

    @api.model
    def _kam_derived_fields(self):
        """Scores are worked out, and nobody types them in."""
        return super()._kam_derived_fields() | {
            "kam_attractiveness",
            "kam_score",
            "kam_strength",
        }

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Accounts without a score come last, whichever way a list is sorted."""
        if isinstance(self._fields.get(field_name), FloatOrUnknown):
            nulls = SQL("NULLS LAST")
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
