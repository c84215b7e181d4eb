from odoo import fields, models


class KamStakeholder(models.Model):
    """The colleagues who should know a person."""

    _inherit = "kam.stakeholder"

    relation_ids = fields.One2many(
        "kam.relation", "stakeholder_id", string="Wished contacts"
    )

    def _absorb(self, others):
        """Wishes of the records that go come along, the stronger one of two."""
        super()._absorb(others)
        for relation in others.relation_ids:
            own = self.relation_ids.filtered(
                lambda one, relation=relation: one.user_id == relation.user_id
            )
            if own:
                own.wished = max(own.wished, relation.wished)
            else:
                relation.stakeholder_id = self
                self.invalidate_recordset(["relation_ids"])
