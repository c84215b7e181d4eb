from odoo import api, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_candidate(self):
        """Who stood in a round stays: what was said and decided of it is kept."""
        line = (
            self.env["kam.selection.line"]
            .sudo()
            .search([("partner_id", "in", self.ids)], limit=1)
        )
        if line:
            raise UserError(
                self.env._(
                    "%(account)s is a candidate of the round “%(round)s”. Archive it "
                    "instead of deleting it.",
                    account=line.partner_id.display_name,
                    round=line.selection_id.name,
                )
            )
