from odoo import models


class KamAnalysis(models.Model):
    """A new analysis, or one put away, gives the accounts new scores."""

    _inherit = "kam.analysis"

    def _finish(self, scope):
        result = super()._finish(scope)
        if self.write_classes:
            self.env["kam.score"]._refresh(self.covered_company_ids)
        return result

    def write(self, vals):
        """An archived analysis no longer stands for its companies."""
        result = super().write(vals)
        if "active" in vals:
            self.env["kam.score"]._schedule_refresh(self.sudo().covered_company_ids)
        return result

    def unlink(self):
        companies = self.sudo().covered_company_ids
        result = super().unlink()
        if companies:
            self.env["kam.score"]._schedule_refresh(companies)
        return result
