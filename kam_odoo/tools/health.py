"""How healthy an account is, 0 to 100 (METHODS §11), without Odoo.

Each driver is 0 to 100 by straight lines between edges (``bands``). The edges are laid
so that the bands of health mean the same for a driver: from 67 on all is well, below 40
somebody has to act.
"""

from .bands import mark_at
from .relations import one_decimal

DRIVERS = ("trend", "rhythm", "stakeholders", "engagement", "execution", "payment")
WEIGHTS = {
    "trend": 25,
    "rhythm": 20,
    "stakeholders": 20,
    "engagement": 15,
    "execution": 10,
    "payment": 10,
}
GOOD = 67
FAIR = 40
CAP = 39
# Growth of 12 months. As much as last year is just good; 10 % less is just fair, as
# an account loses so much when one of ten products goes elsewhere.
TREND_EDGES = ((-0.3, 0), (-0.1, FAIR), (0, GOOD), (0.2, 100))
# Silence ÷ usual interval: due from 1, at risk beyond 1.5, lost beyond 3.
RHYTHM_EDGES = ((1, 100), (1.5, GOOD), (3, 20), (4, 0))
RHYTHM_AT_RISK = 60
# Accounts with too few orders for a rhythm of their own, by their status.
RHYTHM_BY_STATUS = {"active": 75, "at_risk": 40, "lost": 0}
# Days paid after the due date, on average by amount. A week is a transfer on Friday,
# a month is a borrowed loan.
PAYMENT_EDGES = ((0, 100), (7, 85), (30, FAIR), (60, 0))
TOUCH_WEIGHTS = {"meeting": 4, "call": 2, "mail_sent": 1, "mail_received": 1}
BY_CUSTOMER = 1.5
TARGET = 6
DONE_LATE = 0.5


def trend(growth):
    """Driver from the growth of the last 12 months.

    >>> [trend(growth) for growth in (-0.5, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 3)]
    [0.0, 0.0, 20.0, 40.0, 67.0, 83.5, 100.0, 100.0]
    """
    return one_decimal(mark_at(TREND_EDGES, growth))


def rhythm(status, ratio=None):
    """Driver from the retention status and the silence ÷ usual interval, if known.

    Lost is 0, whatever the ratio; at risk at most 60.

    >>> [rhythm("active", ratio) for ratio in (0.2, 1)]
    [100.0, 100.0]
    >>> rhythm("due", 1.25), rhythm("at_risk", 1.2), rhythm("at_risk", 2)
    (83.5, 60.0, 51.3)
    >>> rhythm("lost", 3.5)
    0.0

    Too few orders for a rhythm of its own:

    >>> [rhythm(status) for status in ("active", "at_risk", "lost")]
    [75.0, 40.0, 0.0]
    """
    if status == "lost" or ratio is None:
        return float(RHYTHM_BY_STATUS[status])
    score = one_decimal(mark_at(RHYTHM_EDGES, ratio))
    return min(score, float(RHYTHM_AT_RISK)) if status == "at_risk" else score


def engagement(touches, cadence, target=TARGET):
    """100 · min(1, Σ weight · 2^(−age ÷ cadence) ÷ target).

    :param touches: list of (how, age in days, started by the customer)

    A meeting today (4) and a call of the customer 14 days ago (2 × 1.5 ÷ 2 = 1.5), the
    account to be contacted every 14 days: 5.5 of 6.

    >>> engagement([("meeting", 0, False), ("call", 14, True)], 14)
    91.7
    >>> engagement([("meeting", 0, False)] * 9, 14), engagement([], 14)
    (100.0, 0.0)
    """
    total = sum(
        TOUCH_WEIGHTS[how] * (BY_CUSTOMER if by_customer else 1) * 2 ** (-age / cadence)
        for how, age, by_customer in touches
    )
    return one_decimal(100.0 * min(1, total / target))


def objectives_part(objectives):
    """Objectives against what is expected of them by now, 0 to 100; None without any.

    :param objectives: list of (weight, progress, expected share of the way)

    Half of what is expected counts half; more than expected is no more than all.

    >>> objectives_part([(1, 0.2, 0.4), (1, 0.9, 0.4)])
    75.0
    >>> objectives_part([(3, 0, 0)]), objectives_part([]) is None
    (100.0, True)
    """
    total = sum(weight for weight, _progress, _expected in objectives)
    if not total:
        return None
    reached = sum(
        weight * (min(1, progress / expected) if expected else 1)
        for weight, progress, expected in objectives
    )
    return one_decimal(100 * reached / total)


def actions_part(on_time, done_late, late):
    """Actions whose deadline is over, 0 to 100; None without any.

    >>> actions_part(6, 2, 2), actions_part(0, 0, 0) is None
    (70.0, True)
    """
    total = on_time + done_late + late
    return (
        one_decimal(100 * (on_time + DONE_LATE * done_late) / total) if total else None
    )


def execution(objectives, actions):
    """Driver: the mean of the two parts that are known.

    >>> execution(75.0, 70.0), execution(None, 70.0), execution(None, None)
    (72.5, 70.0, None)
    """
    known = [part for part in (objectives, actions) if part is not None]
    return one_decimal(sum(known) / len(known)) if known else None


def payment(days_late):
    """Driver from the days that invoices are paid late, on average by amount.

    >>> [payment(days) for days in (0, 7, 18.5, 30, 45, 90)]
    [100.0, 85.0, 62.5, 40.0, 20.0, 0.0]
    """
    return one_decimal(mark_at(PAYMENT_EDGES, days_late))


def health(drivers, weights, cap=None):
    """Health and confidence: the weighted mean of the drivers that are known.

    :param drivers: dict driver → 0 to 100, or None where it is unknown
    :param weights: dict driver → weight
    :param cap: reason why it is at most 39
    :return: (health with one decimal, known share of the weights)

    Trend 80, rhythm 100, stakeholders 50, engagement 40; the plan and payments are
    unknown. (25 × 80 + 20 × 100 + 20 × 50 + 15 × 40) ÷ 80 = 70, known are 80 of 100.

    >>> drivers = {"trend": 80, "rhythm": 100, "stakeholders": 50, "engagement": 40}
    >>> health(drivers, WEIGHTS)
    (70.0, 0.8)
    >>> health(drivers, WEIGHTS, cap="sponsor")
    (39.0, 0.8)
    >>> health({}, WEIGHTS)
    (None, 0.0)
    """
    known = {name: value for name, value in drivers.items() if value is not None}
    part = sum(weights[name] for name in known)
    whole = sum(weights.values())
    if not part:
        return None, 0.0
    score = one_decimal(sum(weights[name] * known[name] for name in known) / part)
    if cap:
        score = min(score, float(CAP))
    return score, round(part / whole, 4)


def band(score):
    """Good from 67, fair from 40, else poor.

    >>> [band(score) for score in (67, 66.9, 40, 39.9, None)]
    ['good', 'fair', 'fair', 'poor', None]
    """
    if score is None:
        return None
    return "good" if score >= GOOD else "fair" if score >= FAIR else "poor"
