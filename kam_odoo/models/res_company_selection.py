from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """When to remind assessors, per company."""

    _inherit = "res.company"

    kam_reminder_days = fields.Integer(
        string="Remind assessors, days before", default=3
    )

    @api.constrains("kam_reminder_days")
    def _check_kam_reminder_days(self):
        for company in self:
            if company.kam_reminder_days < 0:
                raise ValidationError(
                    self.env._("The days before a deadline cannot be negative.")
                )
