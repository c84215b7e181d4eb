from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class KamNomination(models.Model):
    """An assessor names an account as a candidate, and says why."""

    _name = "kam.nomination"
    _description = "Nomination"
    _order = "id"
    _rec_name = "partner_id"

    assessment_id = fields.Many2one(
        "kam.assessment", required=True, index=True, ondelete="cascade"
    )
    selection_id = fields.Many2one(
        related="assessment_id.selection_id", store=True, index=True
    )
    user_id = fields.Many2one(related="assessment_id.user_id", string="Assessor")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("kam_is_account", "=", True), ("is_company", "=", True)],
    )
    reason = fields.Char(required=True)

    _once = models.Constraint(
        "UNIQUE (assessment_id, partner_id)",
        "You have nominated this customer already.",
    )

    @api.constrains("partner_id")
    def _check_account(self):
        for nomination in self:
            partner = nomination.partner_id
            if not partner.kam_is_account:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to the account %(account)s: nominate the "
                        "account.",
                        contact=partner.display_name,
                        account=partner.kam_account_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env["kam.assessment"]._check_may_add(vals_list, "nomination")
        nominations = super().create(vals_list)
        # Looked at afterwards as well: a default of the context is a value, too.
        nominations.assessment_id._check_may_edit("nomination")
        return nominations

    def write(self, vals):
        self.assessment_id._check_may_edit("nomination")
        if not self.env.su and not set(vals) <= {"partner_id", "reason"}:
            raise AccessError(self.env._("A nomination stays with its assessor."))
        return super().write(vals)

    def unlink(self):
        self.assessment_id._check_may_edit("nomination")
        return super().unlink()
