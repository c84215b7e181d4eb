"""The rules of the analysis in plain Python: classes, shares and statuses.

Written from the definitions in ``docs/methods.md``, for the tests to compare the addon
with; it shares no code with it. Every function takes plain numbers (``Decimal``,
``Fraction`` or ``int``; ratios come out as ``Fraction`` where they can) and returns
``None`` for *unknown* or *unclassified*.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt


def exact(number) -> Fraction:
    """The number as people write it: 0.8 is 8/10, not the nearest binary fraction."""
    return Fraction(repr(number) if isinstance(number, float) else number)


def percentile(values, part):
    """Percentile with linear interpolation; None of no values.

    >>> percentile([10, 20, 30, 40], 0.5), percentile([7], 0.9), percentile([], 0.5)
    (Fraction(25, 1), Fraction(7, 1), None)
    """
    ordered = [exact(value) for value in sorted(values)]
    if not ordered:
        return None
    place = exact(part) * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def variation(values):
    """Population standard deviation ÷ mean; None if the mean is not above zero.

    >>> variation([2, 4]) == 1 / 3, variation([5]), variation([]), variation([-1, 1])
    (True, 0.0, None, None)
    """
    values = [exact(value) for value in values]
    if not values or sum(values) <= 0:
        return None
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values) / len(values)
    return sqrt(spread / mean**2)


def positive(amounts):
    """Amounts as they count in sums for shares: the negative ones as zero."""
    return {key: max(exact(amount), Fraction(0)) for key, amount in amounts.items()}


def shares(amounts):
    """Share of the total per key; {} if there is nothing positive."""
    parts = positive(amounts)
    whole = sum(parts.values())
    return {key: part / whole for key, part in parts.items()} if whole else {}


def shares_before(amounts):
    """Share of all strictly larger amounts per key; {} if there is nothing positive."""
    before, larger = {}, Fraction(0)
    own = shares(amounts)
    for amount in sorted(set(amounts.values()), reverse=True):
        same = [key for key in own if amounts[key] == amount]
        before.update(dict.fromkeys(same, larger))
        larger += sum(own[key] for key in same)
    return before if own else {}


def ranks(amounts):
    """1 + how many are strictly larger, per key."""
    ordered = sorted(amounts.values(), reverse=True)
    first = {}
    for place, amount in enumerate(ordered, start=1):
        first.setdefault(amount, place)
    return {key: first[amount] for key, amount in amounts.items()}


def abc_by_share(amounts, limit_a, limit_b):
    """Class a, b or c per key by the share of the larger ones; {}: unclassified."""
    classes = {}
    for key, before in shares_before(amounts).items():
        if amounts[key] <= 0:
            classes[key] = "c"
        elif before < exact(limit_a):
            classes[key] = "a"
        elif before < exact(limit_b):
            classes[key] = "b"
        else:
            classes[key] = "c"
    return classes


def computed_limits(amounts):
    """Least amount of an A and of a B, from the curve itself; None: no limits.

    The curve goes through (0, 0) and, for the k-th largest amount, (k ÷ n, share of
    the k largest). Negative amounts count as zero. The nearest of several equally
    near points is the first.
    """
    parts = sorted(positive(dict(enumerate(amounts))).values(), reverse=True)
    whole, count = sum(parts), len(parts)
    if not whole or parts[0] == parts[-1]:
        return None
    curve = [(Fraction(0), Fraction(0))]
    for place, part in enumerate(parts, start=1):
        curve.append((Fraction(place, count), curve[-1][1] + part / whole))

    def nearest(x, y):
        return min(
            range(count + 1),
            key=lambda k: (curve[k][0] - x) ** 2 + (curve[k][1] - y) ** 2,
        )

    at_a = nearest(0, 1)
    break_even = max(k for k in range(1, count + 1) if parts[k - 1] * count >= whole)
    at_a, break_even = min(at_a, break_even), max(at_a, break_even)
    at_c = nearest(curve[break_even][0], 1)
    return parts[at_a - 1], parts[at_c - 1]


def abc_by_curve(amounts, least_customers=10):
    """Class a, b or c per key by the computed limits; {}: unclassified."""
    if len(amounts) < least_customers:
        return {}
    limits = computed_limits(amounts.values())
    if not limits:
        return {}

    def class_of(amount):
        if amount <= 0 or amount < limits[1]:
            return "c"
        return "a" if amount >= limits[0] else "b"

    return {key: class_of(exact(amount)) for key, amount in amounts.items()}


def xyz_by_rhythm(active_months, months, interval_cv, x_limit, y_limit):
    """X: bought in enough months; Y: bought regularly; Z: neither."""
    if active_months >= exact(x_limit) * months:
        return "x"
    return "y" if interval_cv is not None and interval_cv <= y_limit else "z"


def xyz_by_variation(cv, x_limit, y_limit):
    """X, Y, Z by the variation of the monthly amounts; None if that is unknown."""
    if cv is None:
        return None
    return "x" if cv <= x_limit else "y" if cv <= y_limit else "z"


def intervals(days):
    """Days between one and the next of some dates, each date once."""
    days = sorted(set(days))
    return [
        (later - earlier).days for earlier, later in zip(days, days[1:], strict=False)
    ]


def retention(days_since, own, pool, settings):
    """Status by the account's own intervals, or by all accounts' if there are few.

    ``own`` are its intervals in days, one fewer than its order days; ``pool`` are the
    two percentiles (at risk, lost) of all accounts' intervals, or None without any.
    """
    if len(own) + 1 >= settings["retention_min_days"]:
        usual = percentile(own, 0.5)
        beyond = days_since > percentile(own, settings["percentile_lost"])
        if days_since > exact(settings["retention_lost"]) * usual and beyond:
            return "lost"
        if days_since > exact(settings["retention_risk"]) * usual or beyond:
            return "at_risk"
        if days_since >= exact(settings["retention_due"]) * usual:
            return "due"
        return "active"
    if pool is None:
        return None
    at_risk, lost = pool
    return (
        "lost" if days_since > lost else "at_risk" if days_since > at_risk else "active"
    )


def damped(trend, settings):
    """The factor of a forecast: last year ÷ year before, clamped and damped."""
    least, most = exact(settings["trend_min"]), exact(settings["trend_max"])
    return float(min(max(exact(trend), least), most)) ** settings["trend_damping"]
