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
    kam_future_key = fields.Boolean(
        string="Future key account",
        compute="_compute_kam_future_key",
        search="_search_kam_future_key",
        groups="base.group_user",
        help="Not a key account, but large (A or B), growing and not lost.",
    )
    kam_score_explanation = fields.Json(
        string="Why this score",
        compute="_compute_kam_score_explanation",
        groups="base.group_user",
    )
    kam_ladder_ids = fields.One2many(
        "kam.ladder",
        "partner_id",
        string="Answers on the ladder",
        copy=False,
        groups="kam_odoo.group_kam_user",
    )
    kam_can_answer_ladder = fields.Boolean(
        compute="_compute_kam_can_answer_ladder", groups="base.group_user"
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

    @api.depends_context("company")
    def _compute_kam_future_key(self):
        future = self.env["kam.score"].sudo()._future_key(self.env.company)
        for partner in self:
            partner.kam_future_key = partner._origin in future

    @api.model
    def _search_kam_future_key(self, operator, value):
        if operator != "in":
            return NotImplemented
        future = self.env["kam.score"].sudo()._future_key(self.env.company)
        return [("id", "in" if True in value else "not in", future.ids)]

    @api.depends("kam_account_id", "kam_score", "kam_status")
    @api.depends_context("company", "uid", "lang")
    def _compute_kam_score_explanation(self):
        """Every criterion of the account's score in the current company."""
        words = self.env["kam.score"]._explain(
            self.kam_account_id._origin, self.env.company
        )
        for partner in self:
            partner.kam_score_explanation = words.get(
                partner.kam_account_id._origin, False
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

    @api.depends("kam_manager_id", "kam_sponsor_id")
    @api.depends_context("uid")
    def _compute_kam_can_answer_ladder(self):
        """For the same accounts as the rules of the ladder."""
        for partner in self:
            partner.kam_can_answer_ladder = partner._kam_may_see_figures()

    def _kam_may_see_figures(self):
        """Whether the user may see what is known of the account, as the rules have it:
        managers of all accounts, key account users of their own."""
        self.ensure_one()
        user, account = self.env.user, self.sudo()
        return self._kam_may_decide() or (
            user.has_group("kam_odoo.group_kam_user")
            and user in account.kam_manager_id | account.kam_sponsor_id
        )

    def action_kam_ladder(self):
        """Open what has been answered about the account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_ladder_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id, "fill_temporal": 0}
        action["display_name"] = self.env._("Ladder: %s", self.display_name)
        return action

    def action_kam_ladder_new(self):
        """Answer the six questions for the account."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ladder: %s", self.display_name),
            "res_model": "kam.ladder",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

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
