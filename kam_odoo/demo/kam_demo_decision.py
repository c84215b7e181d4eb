from datetime import datetime, time

from odoo import api, models

from .decisions import CAREERS
from .schedule import months_before, working_day


class KamDemo(models.AbstractModel):
    """The history of decisions behind the accounts' standing."""

    _inherit = "kam.demo"

    @api.model
    def _make_decisions(self, today):
        """Write the history, oldest first, by the manager of the demo."""
        steps = sorted(
            (
                (step.months, key, step)
                for key, steps in CAREERS.items()
                for step in steps
            ),
            key=lambda found: -found[0],
        )
        standing = {}
        rows = []
        for number, (months, key, step) in enumerate(steps):
            before = standing.get(key, {"status": "none"})
            after = {**before, **step.changes}
            standing[key] = after
            day = working_day(months_before(today, months).replace(day=9 + number % 12))
            rows.append(
                {
                    "partner_id": self._demo_ref(key).id,
                    "kind": step.kind,
                    "reason": step.reason,
                    "date": datetime.combine(day, time(9, 20)),
                    "user_id": self._user("kam_manager").id,
                    **self._demo_standing(before, "from"),
                    **self._demo_standing(after, "to"),
                }
            )
        self.env["kam.decision"]._record(rows)

    @api.model
    def _demo_standing(self, standing, side):
        """One side of the columns of the history."""
        tier = standing.get("tier")
        return {
            f"status_{side}": standing["status"],
            f"tier_{side}_id": tier and self.env.ref(f"kam_odoo.kam_tier_{tier}").id,
            **{
                f"{name}_{side}_id": self._user(standing.get(name) or None).id
                for name in ("manager", "sponsor")
            },
        }
