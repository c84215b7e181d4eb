def migrate(cr, version):
    """Tiers that were there before plans: a plan of theirs lasts 90 days."""
    cr.execute("UPDATE kam_tier SET plan_days = 90 WHERE plan_days IS NULL")
