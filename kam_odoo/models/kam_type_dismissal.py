from odoo import fields, models

from ..fields import FloatOrUnknown

SUGGESTION_KIND = [("add", "Add"), ("remove", "Remove")]
SUGGESTION_REASON = [
    ("profit", "Share of profit"),
    ("status", "Status"),
    ("lead", "Qualified opportunity"),
    ("ordered", "Orders"),
]


class KamTypeDismissal(models.Model):
    """A suggested type that somebody put off, and what it rested on then.

    It stays away until the evidence has changed materially; see
    ``kam.type.suggestion``.
    """

    _name = "kam.type.dismissal"
    _description = "Type Put Off"
    _order = "date desc, id desc"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", string="Account", required=True, ondelete="cascade"
    )
    type_id = fields.Many2one(
        "kam.account.type", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(SUGGESTION_KIND, required=True)
    reason = fields.Selection(SUGGESTION_REASON, required=True)
    share = FloatOrUnknown(aggregator=None, digits=(8, 6))
    user_id = fields.Many2one("res.users", string="Put off by", required=True)
    date = fields.Datetime(
        string="Put off on", required=True, default=fields.Datetime.now
    )

    _once = models.Constraint(
        "UNIQUE (partner_id, type_id, kind)",
        "A suggestion is put off once.",
    )
