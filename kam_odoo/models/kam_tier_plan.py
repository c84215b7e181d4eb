from odoo import fields, models


class KamTier(models.Model):
    """How long the plan of an account of this tier runs (P2)."""

    _inherit = "kam.tier"

    plan_days = fields.Integer(
        string="Plan length (days)",
        default=90,
        help="A plan for an account of this tier ends after so many days.",
    )

    _check_plan_days = models.Constraint(
        "CHECK (plan_days BETWEEN 1 AND 1100)",
        "A plan lasts from 1 day to 3 years (1100 days).",
    )

    def _kam_review_days(self):
        """Days between two steps of an objective: the rhythm of the reviews."""
        days = self["review_days"] if self and "review_days" in self._fields else 0
        return days if days > 0 else 30
