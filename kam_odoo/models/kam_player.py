from odoo import api, fields, models
from odoo.fields import Command

from ..fields import RatingOrUnknown
from .kam_ladder import LEVEL

KIND = [
    ("competitor", "Competitor"),
    ("supplier", "Supplier"),
    ("complementary", "Complementary partner"),
    ("industry", "Industry body"),
]


class KamPlayer(models.Model):
    """Who else is in the market around an account, and how strong there (P11, R5)."""

    _name = "kam.player"
    _description = "Market Player"
    _inherit = ["kam.account.relation", "mail.thread"]
    _order = "kind, strength desc nulls last, name, id"
    _kam_same = ("player_id",)

    player_id = fields.Many2one(
        "res.partner",
        string="Contact",
        domain=[("is_company", "=", True)],
        index="btree_not_null",
        ondelete="set null",
        help="The firm in the address book, if it is there.",
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    kind = fields.Selection(KIND, required=True, default="competitor", tracking=True)
    level = fields.Selection(
        LEVEL,
        string="Place on the ladder",
        tracking=True,
        help="What the competitor is for this customer.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Categories held",
        help="What the customer buys there, or could.",
    )
    strength = RatingOrUnknown(
        aggregator="avg", help="At this customer, from 1 (weak) to 5 (strong)."
    )
    strengths = fields.Text()
    weaknesses = fields.Text()
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(partner_id, player_id) WHERE player_id IS NOT NULL",
        "This firm is among the account's market players already.",
    )
    _check_strength = models.Constraint(
        "CHECK (strength BETWEEN 1 AND 5)", "Strength goes from 1 to 5."
    )

    @api.depends("player_id")
    def _compute_name(self):
        for player in self:
            player.name = player.player_id.name or player.name

    @api.onchange("kind")
    def _onchange_kind(self):
        """Only competitors have a place on the ladder."""
        if self.kind != "competitor":
            self.level = False

    def _same_key(self):
        return super()._same_key() if self.player_id else None

    def _absorb(self, others):
        super()._absorb(others)
        everybody = self + others

        def text(name):
            return "\n".join(dict.fromkeys(filter(None, everybody.mapped(name))))

        others.player_id = False  # out of the way of the index
        self.write(
            {
                "categ_ids": [Command.set(everybody.categ_ids.ids)],
                "strength": max(everybody.mapped(lambda row: row.strength or 0)),
                "strengths": text("strengths"),
                "weaknesses": text("weaknesses"),
                "level": self.level or others[:1].level,
            }
        )
