from odoo import fields, models


class KamAccountType(models.Model):
    """What an account means to us (S7); an account may be of several types."""

    _name = "kam.account.type"
    _description = "Key Account Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
