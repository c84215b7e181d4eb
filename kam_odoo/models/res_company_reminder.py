from odoo import api, models


class ResCompany(models.Model):
    """The reminder rules of a company go with it."""

    _inherit = "res.company"

    @api.ondelete(at_uninstall=False)
    def _unlink_kam_reminders(self):
        """Rather than by the database, so that the rules clear the lists of people."""
        self.env["kam.reminder"].sudo().with_context(active_test=False).search(
            [("company_id", "in", self.ids)]
        ).unlink()
