from odoo import api, models


class KamDecision(models.Model):
    """Who becomes key comes under limits of discounts; what was sent before stands."""

    _inherit = "kam.decision"

    @api.model
    def _apply(self, changes):
        decisions = super()._apply(changes)
        accounts = self.env["res.partner"].union(
            *[
                change.partner
                for change in changes
                if change.after.status == "key" != change.before.status
            ]
        )
        if accounts:
            self.env["sale.order"]._kam_let_offers_stand(accounts)
        return decisions
