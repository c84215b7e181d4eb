from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts keeps what was done with them."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """Odoo moves open activities only, and would delete those that are done.

        They are calls and meetings of the contact rhythm, and the memory of reminders.
        """
        done = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("active", "=", False),
                    ("res_model", "=", "res.partner"),
                    ("res_id", "in", src_partners.ids),
                ]
            )
        )
        done.write({"res_id": dst_partner.id})
        return super()._update_reference_fields(src_partners, dst_partner)
