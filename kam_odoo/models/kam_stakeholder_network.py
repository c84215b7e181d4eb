from odoo import models


class KamStakeholder(models.Model):
    """A person in the picture of who knows whom."""

    _inherit = "kam.stakeholder"

    def _network_person(self):
        """What the picture shows, as plain data."""
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("attitude", "influence", "level")
        }
        return {
            "id": self.id,
            "contact": self.contact_id.id,
            "name": self.name,
            "function": self.function or "",
            "level": self.level,
            "level_name": labels["level"].get(self.level, ""),
            "roles": self.role_ids.mapped("name"),
            "influence": labels["influence"].get(self.influence, ""),
            "attitude": labels["attitude"].get(self.attitude, ""),
            "coverage": self.coverage,
            "cadence": self.cadence_days,
            "colleagues": self.colleague_count,
        }
