from odoo import fields, models


class KamTier(models.Model):
    """What a tier promises when something goes wrong (R7)."""

    _inherit = "kam.tier"

    response_hours = fields.Float(
        string="Answer within",
        help="Working hours until the customer has an answer to an escalation; "
        "0 for the hours of the settings.",
    )
    solution_hours = fields.Float(
        string="Solution within",
        help="Working hours until an escalation is solved; "
        "0 for the hours of the settings.",
    )

    _response_hours_check = models.Constraint(
        "CHECK (response_hours >= 0 AND solution_hours >= 0)",
        "Working hours cannot be negative.",
    )
    _solution_hours_check = models.Constraint(
        "CHECK (response_hours = 0 OR solution_hours = 0"
        " OR response_hours <= solution_hours)",
        "A solution cannot be due before the first answer.",
    )
