from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts keeps one stakeholder, with what is known of both."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env["kam.account.relation"]._merge_contacts(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
