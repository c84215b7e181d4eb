from collections import Counter

from odoo import api, fields, models


class KamSelection(models.Model):
    """Places used and free, as the decisions stand right now (S3)."""

    _inherit = "kam.selection"

    places = fields.Json(compute="_compute_places")

    @api.depends(
        "state",
        "line_ids.decision",
        "line_ids.tier_id",
        "line_ids.manager_id",
        "line_ids.sponsor_id",
        "line_ids.reason",
    )
    @api.depends_context("lang")
    def _compute_places(self):
        for selection in self:
            selection.places = (
                selection._get_places() if selection.state == "decision" else False
            )

    def _get_places(self):
        """Places of each key tier and of each manager in it, after the decisions.

        :return: plain dict for the picture: ``tiers``, ``counts`` of the decisions,
            ``missing`` lines that cannot be applied yet
        """
        self.ensure_one()
        lines = self.line_ids
        tiers = self._key_tiers()
        managers = lines.manager_id | lines.partner_id.kam_manager_id
        accounts = lines.partner_id
        used = Counter(tiers._taken(accounts))
        by_manager = Counter(tiers._taken_by_manager(managers, accounts))
        before = Counter()
        for line in lines:
            tier = line._final_tier()
            used[tier] += 1
            by_manager[tier, line._final_manager()] += 1
            before[line.current_tier_id] += 1
        return {
            "tiers": [
                {
                    "id": tier.id,
                    "name": tier.name,
                    "color": tier.color,
                    "before": before[tier],
                    **self._place(used[tier], tier.capacity),
                    "managers": [
                        {
                            "id": manager.id,
                            "name": manager.name,
                            **self._place(
                                by_manager[tier, manager], tier.manager_capacity
                            ),
                        }
                        for manager in managers.sorted("name")
                        if by_manager[tier, manager]
                    ],
                }
                for tier in tiers
            ],
            "counts": self._decision_counts(),
            "missing": sum(bool(line._problem()) for line in lines),
            "total": len(lines),
        }

    @api.model
    def _place(self, used, capacity):
        return {
            "used": used,
            "capacity": capacity,
            "free": max(capacity - used, 0) if capacity else None,
            "over": bool(capacity) and used > capacity,
        }
