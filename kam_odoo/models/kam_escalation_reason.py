from odoo import fields, models


class KamEscalationReason(models.Model):
    """Why something went wrong, in our own words, so that causes can be counted."""

    _name = "kam.escalation.reason"
    _description = "Reason of Escalations"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (name)", "This reason exists already.")
