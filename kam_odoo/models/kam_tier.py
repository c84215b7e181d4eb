from odoo import api, fields, models
from odoo.exceptions import UserError


class KamTier(models.Model):
    """A level of care (S6): each customer with sales falls in one tier.

    Tiers belong to the whole group, not to one company: a customer is strategic for
    all of us. The order (``sequence``) is the rank, best first.
    """

    _name = "kam.tier"
    _description = "Key Account Tier"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="The best tier comes first.")
    color = fields.Integer()
    active = fields.Boolean(default=True)
    service_promise = fields.Text(
        translate=True,
        help="What every customer of this tier can count on; "
        "colleagues read it on the contact, the opportunity and the quotation.",
    )
    is_key = fields.Boolean(
        string="For key accounts",
        help="Accounts of this tier have the status Key account; the other tiers are "
        "for everybody else.",
    )
    minimum_score = fields.Float(
        string="Least score",
        digits=(5, 1),
        help="An account below this score is not proposed (0–100).",
    )
    capacity = fields.Integer(
        string="Places", help="Greatest number of accounts in the tier; 0 is no limit."
    )
    manager_capacity = fields.Integer(
        string="Places per manager",
        help="Greatest number of accounts of the tier for one key account manager; "
        "0 is no limit.",
    )
    sponsor_required = fields.Boolean(
        string="Sponsor required",
        help="No account enters this tier without an executive sponsor.",
    )
    selection_months = fields.Integer(
        string="Months between rounds",
        default=6,
        help="The list of the tier is reviewed so often (S4).",
    )
    discount_salesperson = fields.Float(
        string="Discount of salespeople",
        help="Discount on a quotation line that anybody in sales may grant to an "
        "account of this tier without approval.",
    )
    discount_manager = fields.Float(
        string="Discount of the manager",
        help="Discount that the account's key account manager may grant alone; above "
        "it, the Key Accounts management decides.",
    )
    account_ids = fields.One2many("res.partner", "kam_tier_id", string="Accounts")
    account_count = fields.Integer(
        string="Number of accounts", compute="_compute_account_count"
    )

    def _compute_account_count(self):
        """Accounts in the tier that the user may see, archived ones left out."""
        counts = dict(
            self.env["res.partner"]._read_group(
                [("kam_tier_id", "in", self.ids), ("kam_is_account", "=", True)],
                ["kam_tier_id"],
                ["__count"],
            )
        )
        for tier in self:
            tier.account_count = counts.get(tier, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """A tier that accounts have, archived ones too, is archived, not deleted."""
        for tier in self.sudo().with_context(active_test=False):
            if tier.account_ids:
                raise UserError(
                    self.env._(
                        "“%(tier)s” is the tier of %(count)s accounts. Give them "
                        "another tier first, or archive this one.",
                        tier=tier.name,
                        count=len(tier.account_ids),
                    )
                )
            named = ["|", ("tier_from_id", "=", tier.id), ("tier_to_id", "=", tier.id)]
            if self.env["kam.decision"].sudo().search_count(named, limit=1):
                raise UserError(
                    self.env._(
                        "Decisions in the history name “%(tier)s”: archive it instead.",
                        tier=tier.name,
                    )
                )

    def action_open_accounts(self):
        """Open the accounts of this tier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_account_action"
        )
        action["domain"] = [
            ("kam_is_account", "=", True),
            ("kam_tier_id", "=", self.id),
        ]
        action["context"] = {}
        return action
