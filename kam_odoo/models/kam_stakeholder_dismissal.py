from odoo import fields, models


class KamStakeholderDismissal(models.Model):
    """Somebody we deal with who is no stakeholder: not proposed again."""

    _name = "kam.stakeholder.dismissal"
    _description = "Person Put Off"
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Account", required=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(
        "res.partner", string="Person", required=True, index=True, ondelete="cascade"
    )

    _once = models.Constraint(
        "UNIQUE (partner_id, contact_id)", "This person is put off already."
    )
