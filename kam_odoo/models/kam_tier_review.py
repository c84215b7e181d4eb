from odoo import fields, models


class KamTier(models.Model):
    """The rhythm of reviews of accounts of this tier (P2, P8); 0 plans none."""

    _inherit = "kam.tier"

    review_days = fields.Integer(
        string="Progress review every (days)",
        default=30,
        help="Counted from the start of the plan; 0: none is planned.",
    )
    quarterly_review = fields.Boolean(
        string="Review at the end of the plan",
        help="With the executive sponsor, on the last working day of the plan.",
    )
    annual_months = fields.Integer(
        string="Annual review with the customer (months)",
        help="Months from one to the next; 0: none is planned.",
    )
    checklist_days = fields.Integer(
        string="Annual review: prepare from (days before)",
        default=30,
        help="So many days before an annual review its checklist is started.",
    )
    planning_day_months = fields.Integer(
        string="Planning day (months)",
        help="Months from one to the next; 0: none is planned.",
    )

    _check_review_days = models.Constraint(
        "CHECK (review_days = 0 OR review_days BETWEEN 7 AND 1100)",
        "Progress reviews come every 7 to 1100 days, or not at all (0).",
    )
    _check_review_months = models.Constraint(
        "CHECK (annual_months BETWEEN 0 AND 60 "
        "AND planning_day_months BETWEEN 0 AND 60 AND checklist_days >= 0)",
        "From one annual review or planning day to the next it is 1 to 60 months, or "
        "none is planned (0); no negative days.",
    )
