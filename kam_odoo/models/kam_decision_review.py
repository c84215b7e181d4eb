from odoo import api, models

from .kam_review_schedule import YEARLY


class KamDecision(models.Model):
    """What was planned for a key account falls away with its standing (P8)."""

    _inherit = "kam.decision"

    @api.model
    def _start_checklists(self, changes):
        super()._start_checklists(changes)
        accounts = self.env["res.partner"].union(
            *(
                change.partner
                for change in changes
                if change.differs("status") or change.differs("tier")
            )
        )
        self.env["kam.review"].sudo()._cancel_unwanted(accounts)


class KamReview(models.Model):
    _inherit = "kam.review"

    def _cancel_unwanted(self, accounts):
        """Cancel the yearly reviews that the tier of an account no longer asks for.

        What is booked in the calendar stays: people have agreed on it.
        """
        self.search(
            [
                ("partner_id", "in", accounts.ids),
                ("kind", "in", list(YEARLY)),
                ("state", "=", "planned"),
                ("event_id", "=", False),
            ]
        ).filtered(
            lambda one: (
                one.partner_id.kam_status != "key"
                or not one.partner_id.kam_tier_id[YEARLY[one.kind]]
            )
        )._cancel()
