from datetime import timedelta

from odoo import api, models

# Account → answers as we see it, and as the customer sees it, in the order of
# QUESTIONS: need us, deal with competitors, talk, prefer others, strain, put off.
LADDER = {
    "dominant": ("201000", "101011"),
    "quarterly": ("200000", "210000"),
    "star": ("211100", "111101"),
    "defecting": ("111000", "021100"),
    "due": ("212000", "212000"),
    "unprofitable": ("110120", "020121"),
}
QUESTIONS = ("need", "competitors", "talk", "other_goods", "strain", "meetings")


class KamDemo(models.AbstractModel):
    """What some customers and we answered about our relationship."""

    _inherit = "kam.demo"

    @api.model
    def _make_ladder(self, today):
        """Our view and the customer's, of two months ago."""
        values = {}
        for key, sides in LADDER.items():
            account = self._demo_ref(key)
            for side, answers in zip(("ours", "customer"), sides, strict=True):
                values[f"ladder_{key}_{side}"] = {
                    "partner_id": account.id,
                    "side": side,
                    "date": today - timedelta(days=60),
                    "user_id": (
                        account.kam_manager_id or self.env.ref("base.user_admin")
                    ).id,
                    **dict(zip(QUESTIONS, answers, strict=True)),
                }
        self._demo_create("kam.ladder", values)
