from odoo import api, fields, models


class ResPartner(models.Model):
    """Suggested types on the account's page."""

    _inherit = "res.partner"

    kam_type_suggestion_ids = fields.One2many(
        "kam.type.suggestion",
        string="Suggested types",
        compute="_compute_kam_type_suggestion_ids",
        groups="kam_odoo.group_kam_user",
    )

    @api.depends("kam_type_ids", "kam_status")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_kam_type_suggestion_ids(self):
        """Open ones; none for an account whose figures the user may not see."""
        rows = self.env["kam.type.suggestion"].search(
            [("partner_id", "in", self._origin.ids), ("state", "=", "open")]
        )
        by_account = rows.grouped("partner_id")
        for partner in self:
            partner.kam_type_suggestion_ids = by_account.get(
                partner._origin, rows.browse()
            )
