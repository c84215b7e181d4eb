"""Quiet defection of the second computation; see :mod:`tests.reference`."""

from __future__ import annotations

from decimal import Decimal

from tests import reference_rules as rules
from tests.reference import first_day


def defections(analysis):
    """{(account, category): figures} of categories that stopped, of a run."""
    settings, found = analysis.settings, {}
    for account, line in analysis.lines.items():
        usual = line["median_interval"]
        if (
            line["order_days"] < settings["retention_min_days"]
            or line["days_since_order"]
            >= rules.exact(settings["retention_due"]) * usual
        ):
            continue
        orders = [
            order for order in analysis.orders[account] if order.day >= analysis.start
        ]
        for category in {one for order in orders for one in order.parts}:
            figures = stopped(analysis, category, orders)
            if figures:
                found[account, category] = figures
    return found


def stopped(analysis, category, orders):
    """The figures of a category that an account stopped to buy; None if it did not."""
    settings = analysis.settings
    orders = [order for order in orders if category in order.parts]
    gaps = rules.intervals(order.day for order in orders)
    silence = (analysis.end - orders[-1].day).days
    if len(gaps) + 1 < settings["retention_min_days"]:
        return None
    usual = rules.percentile(gaps, 0.5)
    if silence <= rules.exact(settings["defection_ratio"]) * usual:
        return None
    if silence <= rules.percentile(gaps, settings["percentile_lost"]):
        return None
    first, end = first_day(analysis.last - 11), first_day(analysis.last + 1)
    revenue, margin = (
        sum(
            (
                order.parts[category][which][analysis.run.basis]
                * analysis.worth[order.company]
                for order in orders
                if first <= order.day < end
            ),
            Decimal(),
        )
        for which in (0, 1)
    )
    if revenue <= 0:
        return None
    return {
        "last_order_date": orders[-1].day,
        "order_days": len(gaps) + 1,
        "days_since_order": silence,
        "median_interval": usual,
        "silence": float(silence / usual),
        "revenue_year": analysis.rounded(revenue),
        "value_at_risk": analysis.rounded(margin),
    }
