from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..fields import FloatOrUnknown

DECISION = [
    ("admit", "Admit"),
    ("keep", "Keep"),
    ("promote", "Promote"),
    ("demote", "Demote"),
    ("retire", "Retire"),
    ("wait", "Waiting list"),
    ("none", "Leave as it is"),
]
# What the management decides; everything else on a line is worked out.
DECIDED = {
    "decision",
    "manager_id",
    "reason",
    "sponsor_id",
    "tier_id",
    "waiting_rank",
}


class KamSelectionLine(models.Model):
    """One candidate of a round: where it comes from, its score, what is decided.

    Candidates are written set-based when scoring starts, scores when it ends; scores
    are 0 to 100 and empty where nothing is known.
    """

    _name = "kam.selection.line"
    _description = "Candidate of a Round"
    _order = "selection_id desc, rank, id"
    _rec_name = "partner_id"

    selection_id = fields.Many2one(
        "kam.selection",
        string="Round",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="selection_id.company_id")
    round_state = fields.Selection(related="selection_id.state", string="Step")
    # where it comes from
    abc = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C")], string="ABC", readonly=True
    )
    from_analysis = fields.Boolean(string="By its class", readonly=True)
    from_future = fields.Boolean(string="Future key account", readonly=True)
    from_nomination = fields.Boolean(string="Nominated", readonly=True)
    from_lead = fields.Boolean(string="Qualified prospect", readonly=True)
    from_waiting = fields.Boolean(string="From the waiting list", readonly=True)
    incumbent = fields.Boolean(
        readonly=True, help="Was a key account when the round decided."
    )
    nomination_count = fields.Integer(
        string="Nominations",
        readonly=True,
        aggregator=None,
        help="How many assessors named it; counted when the scoring ends.",
    )
    current_tier_id = fields.Many2one(
        "kam.tier", string="Tier until now", readonly=True, ondelete="set null"
    )
    # what the criteria and the assessors say
    attractiveness = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    strength = FloatOrUnknown(
        string="Our strength", readonly=True, aggregator="avg", digits=(5, 1)
    )
    score = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    coverage = FloatOrUnknown(
        readonly=True,
        aggregator="avg",
        help="Share of the weights for which there is a mark.",
    )
    spread = FloatOrUnknown(
        readonly=True,
        aggregator="avg",
        digits=(4, 1),
        help="How far the assessors are apart: the largest standard deviation of their "
        "marks for one criterion.",
    )
    disputed = fields.Boolean(readonly=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    # Holds the figures: assessors see the marks that come of them.
    detail = fields.Json(readonly=True, groups="kam_odoo.group_kam_manager")
    # what the program proposes and the management decides
    proposed_tier_id = fields.Many2one(
        "kam.tier", string="Proposed tier", readonly=True, ondelete="set null"
    )
    proposal = fields.Json(readonly=True)
    decision = fields.Selection(DECISION, required=True, default="none")
    tier_id = fields.Many2one("kam.tier", string="Tier", ondelete="restrict")
    manager_id = fields.Many2one(
        "res.users", string="Key account manager", domain=[("share", "=", False)]
    )
    sponsor_id = fields.Many2one(
        "res.users", string="Executive sponsor", domain=[("share", "=", False)]
    )
    reason = fields.Char()
    waiting_rank = fields.Integer(string="Place in the queue", aggregator=None)
    waiting = fields.Boolean(string="On the waiting list", readonly=True)

    _candidate_uniq = models.Constraint(
        "UNIQUE (selection_id, partner_id)",
        "A customer is a candidate once per round.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "Candidates come from the analysis and the nominations, when "
                    "the scoring starts."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not set(vals) <= DECIDED:
            raise AccessError(
                self.env._("Nobody can type in what the round works out.")
            )
        for selection in self.selection_id:
            if selection.state != "decision" and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(name)s” is not in the step Decision, so there is nothing "
                        "to decide.",
                        name=selection.name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_round(self):
        if not self.env.su:
            raise UserError(
                self.env._("A candidate stays on the list; decide “Leave as it is”.")
            )
