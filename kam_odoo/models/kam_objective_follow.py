from odoo import models


class KamObjective(models.Model):
    """An objective whose account has become larger."""

    _inherit = "kam.objective"

    def _follow_account(self):
        """Ask for as much more than before as until now, counted on the whole account.

        Bent steps keep their share of the way.

        :return: whether anything was moved
        """
        self.ensure_one()
        proposed = self._propose_baselines().get(self)
        more = 0 if proposed is None else proposed - self.baseline_proposed
        if not more:
            return False
        shares = {phase: phase._share() for phase in self.phase_ids}
        self.write(
            {
                "baseline_proposed": proposed,
                "baseline": self.baseline + more,
                "target": self.target + more,
            }
        )
        for phase, share in shares.items():
            phase._set_share(share)
        return True
