from odoo import api, models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts loses no plan, and plans no review twice."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Two active plans cannot both stay, and Odoo would delete one of them."""
        active = (
            self.env["kam.plan"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [
                    ("partner_id", "in", (src_partners + dst_partner).ids),
                    ("state", "=", "active"),
                ],
                ["company_id"],
                ["id:recordset"],
            )
        )
        for _company, plans in active:
            if len(plans) > 1:
                raise UserError(
                    self.env._(
                        "%(account)s and %(other)s have an active account plan each. "
                        "Close one of them before you merge the contacts.",
                        account=plans[0].partner_id.display_name,
                        other=plans[1].partner_id.display_name,
                    )
                )
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        result = super()._update_values(src_partners, dst_partner)
        self.env["kam.review"]._one_planned_each(dst_partner.sudo().kam_account_id)
        return result
