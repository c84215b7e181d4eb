from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Roll up anew after a merge, which moves children by SQL."""
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env["res.partner"]._kam_mend_accounts()
        return result
