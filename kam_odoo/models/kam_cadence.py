from odoo import fields, models

CONTACT_KIND = [
    ("operational", "Operational"),
    ("status", "Status"),
    ("strategic", "Strategic"),
    ("executive", "Executive"),
]


class KamCadence(models.Model):
    """How often accounts of a tier are to be contacted, by kind of contact (R6)."""

    _name = "kam.cadence"
    _description = "Planned Contact Rhythm"
    _order = "tier_id, days, id"
    _rec_name = "kind"

    tier_id = fields.Many2one("kam.tier", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        CONTACT_KIND,
        required=True,
        help="Operational: any meeting, call or mail. Status: a meeting or a call. "
        "Strategic: a meeting with the key account manager. "
        "Executive: a meeting with the executive sponsor.",
    )
    days = fields.Integer(
        string="Days between contacts",
        required=True,
        default=30,
        help="The next contact is due so many days after the last one; "
        "0 is not planned.",
    )

    _kind_unique = models.Constraint(
        "UNIQUE (tier_id, kind)", "Each kind of contact is planned once in a tier."
    )
    _days_check = models.Constraint(
        "CHECK (days >= 0)", "Days between contacts cannot be negative."
    )
