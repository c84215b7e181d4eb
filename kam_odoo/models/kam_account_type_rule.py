from odoo import api, fields, models
from odoo.exceptions import ValidationError

TYPE_RULE = [
    ("none", "No rule: people decide"),
    ("profit_share", "Share of our profit"),
    ("prospect", "Prospect without an order"),
]


class KamAccountType(models.Model):
    """Types that data can prove are suggested, with the evidence (S7)."""

    _inherit = "kam.account.type"

    rule = fields.Selection(
        TYPE_RULE,
        string="Suggested by",
        required=True,
        default="none",
        help="Share of our profit: the account's part of all profits in the current "
        "analysis. Prospect without an order: the status is Prospect, or an open "
        "opportunity is qualified, and nothing was ever ordered.",
    )
    threshold = fields.Float(
        string="From a share of",
        default=0.1,
        digits=(5, 4),
        help="Least share of our profit at which the type is suggested.",
    )
    renewal = fields.Float(
        string="Ask again after",
        default=0.05,
        digits=(5, 4),
        help="A suggestion that was put off comes back as soon as the share has "
        "changed by so much.",
    )

    @api.constrains("threshold", "renewal")
    def _check_shares(self):
        for account_type in self:
            if not 0 < account_type.threshold <= 1 or not 0 < account_type.renewal <= 1:
                raise ValidationError(
                    self.env._("A share of our profit is between 0 % and 100 %.")
                )
