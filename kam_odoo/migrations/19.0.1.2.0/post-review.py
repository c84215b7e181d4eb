from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give what was there before reviews the rhythm of a new installation.

    The columns of the tiers are new, so what is empty has never been set. Tiers for
    key accounts have been told by then (``post-decisions.py``). Plans get their
    reviews when they are approved, and those that run were.
    """
    cr.execute(
        """
        UPDATE kam_tier
           SET review_days = COALESCE(review_days, 30),
               quarterly_review = COALESCE(quarterly_review, is_key, FALSE),
               annual_months =
                   COALESCE(annual_months, CASE WHEN is_key THEN 12 ELSE 0 END),
               planning_day_months =
                   COALESCE(planning_day_months, CASE WHEN is_key THEN 12 ELSE 0 END)
         WHERE review_days IS NULL OR quarterly_review IS NULL
               OR annual_months IS NULL OR planning_day_months IS NULL
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["kam.tier"].invalidate_model()
    env["kam.plan"].search([("state", "=", "active")])._schedule_reviews()
