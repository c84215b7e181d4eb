from odoo import api, models
from odoo.exceptions import UserError


class KamAnalysis(models.Model):
    """An analysis that a running round works with stays until the round is closed."""

    _inherit = "kam.analysis"

    def _not_in_rounds(self):
        """Those of the analyses that no round needs any more, or yet."""
        rounds = (
            self.env["kam.selection"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("analysis_id", "in", self.ids),
                    ("state", "in", ["nomination", "scoring", "decision"]),
                ]
            )
        )
        return self - rounds.analysis_id.with_env(self.env)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_round(self):
        used = self - self._not_in_rounds()
        if used:
            raise UserError(
                self.env._(
                    "A selection round works with “%s”. Close the round first.",
                    used[0].display_name,
                )
            )
