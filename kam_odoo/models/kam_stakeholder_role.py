from odoo import api, fields, models
from odoo.exceptions import UserError


class KamStakeholderRole(models.Model):
    """What a person does in the customer's decisions (R1)."""

    _name = "kam.stakeholder.role"
    _description = "Role of a Stakeholder"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        help="By this word the program finds the role; it stays when the name changes."
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    description = fields.Char(translate=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another role has this code.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """A role that people have is archived, not deleted."""
        used = (
            self.env["kam.stakeholder"]
            .sudo()
            .with_context(active_test=False)
            .search([("role_ids", "in", self.ids)], limit=1)
        )
        if used:
            raise UserError(
                self.env._(
                    "“%(role)s” is the role of people. Archive it instead.",
                    role=(self & used.role_ids.with_env(self.env))[:1].name,
                )
            )
