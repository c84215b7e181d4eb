from odoo import api, fields, models


class ResPartner(models.Model):
    """The contact rhythm of an account, on its page."""

    _inherit = "res.partner"

    kam_rhythm_ids = fields.One2many(
        "kam.contact.rhythm",
        string="Contact rhythm",
        compute="_compute_kam_rhythm_ids",
        groups="kam_odoo.group_kam_user",
    )

    @api.depends("kam_is_account")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_kam_rhythm_ids(self):
        """Rows of the account that the user sees, in the order of the kinds.

        With all their columns at once: asked by their numbers, the database would
        count the contacts of all accounts again.
        """
        Rhythm = self.env["kam.contact.rhythm"]
        rows = Rhythm.search_fetch(
            [("partner_id", "in", self.ids)],
            [name for name, field in Rhythm._fields.items() if field.store],
            order="company_id, id",
        )
        by_account = rows.grouped("partner_id")
        for partner in self:
            partner.kam_rhythm_ids = by_account.get(partner._origin, rows.browse())
