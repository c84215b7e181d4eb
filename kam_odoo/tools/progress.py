"""How far an objective is, and how far it should be (METHODS §12), without Odoo.

An objective is either a *level* (a grade, a share: what was last read counts) or a
*sum* that grows from zero while its period runs (revenue, orders, meetings).
"""

from datetime import timedelta
from math import floor

DAY = timedelta(days=1)
ON_TRACK = 0.9
AT_RISK = 0.6


def phase_ends(start, end, step):
    """Last days of the phases: one each ``step`` days, the last on the deadline.

    A rest shorter than half a step belongs to the phase before it.

    >>> from datetime import date
    >>> [str(day) for day in phase_ends(date(2026, 1, 1), date(2026, 3, 31), 30)]
    ['2026-01-30', '2026-03-01', '2026-03-31']
    >>> [str(day) for day in phase_ends(date(2026, 1, 1), date(2026, 4, 10), 30)]
    ['2026-01-30', '2026-03-01', '2026-04-10']
    >>> [str(day) for day in phase_ends(date(2026, 1, 1), date(2026, 1, 20), 30)]
    ['2026-01-20']
    """
    ends = []
    day = start + timedelta(days=step - 1)
    while day + timedelta(days=step / 2) <= end:
        ends.append(day)
        day += timedelta(days=step)
    if not ends or ends[-1] < end:
        ends.append(end)
    return ends


def time_share(start, end, day):
    """Share of the days of ``start`` … ``end`` that lie up to and including ``day``.

    >>> from datetime import date
    >>> time_share(date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 4))
    0.4
    >>> time_share(date(2026, 1, 1), date(2026, 1, 10), date(2025, 12, 31))
    0.0
    >>> time_share(date(2026, 1, 1), date(2026, 1, 10), date(2026, 2, 1))
    1.0
    """
    length = (end - start).days + 1
    return min(1.0, max(0.0, ((day - start).days + 1) / length))


def expected_share(start, phases, today):
    """What part of the way should be behind us when the day ``today`` begins.

    Linear within each phase; the running day does not count yet.

    :param phases: list of (last day, share of the way reached by its evening)

    Three phases of 30 days, of which the first should bring 20 %, the first two 50 %.
    On the morning of day 46, half of the second phase is over: 20 % + 30 % ÷ 2.

    >>> from datetime import date
    >>> start = date(2026, 1, 1)
    >>> phases = [(date(2026, 1, 30), 0.2), (date(2026, 3, 1), 0.5),
    ...           (date(2026, 3, 31), 1.0)]
    >>> expected_share(start, phases, date(2026, 2, 15))
    0.35
    >>> [expected_share(start, phases, day) for day in (
    ...     date(2025, 12, 1), start, date(2026, 1, 31), date(2026, 5, 1))]
    [0.0, 0.0, 0.2, 1.0]
    """
    first, reached = start, 0.0
    over = today - DAY
    for last, share in phases:
        if over <= last:
            part = time_share(first, last, over) if last >= first else 1.0
            return round(reached + (share - reached) * part, 6)
        first, reached = last + DAY, share
    return round(reached, 6)


def phase_target(baseline, target, share, is_sum, is_count=False):
    """The figure to be reached when ``share`` of the way is behind us.

    >>> phase_target(100, 400, 0.25, is_sum=True)
    100.0
    >>> phase_target(100, 400, 0.25, is_sum=False)
    175.0

    There is no third of a meeting: of what is counted, those that are due in full. What
    shall become less keeps its proportion, or it would have to shrink faster.

    >>> [phase_target(0, 4, step / 3, True, is_count=True) for step in (1, 2, 3)]
    [1, 2, 4.0]
    >>> [phase_target(0, 1, step / 3, True, is_count=True) for step in (1, 2, 3)]
    [0, 0, 1.0]
    >>> phase_target(4, 2, 0.25, is_sum=True, is_count=True)
    0.5
    """
    start = 0 if is_sum else baseline
    figure = round(start + (target - start) * share, 6)
    return floor(figure) if is_count and share < 1 and target >= baseline else figure


def phase_share(baseline, target, figure, is_sum):
    """The inverse of :func:`phase_target`; None where every share gives one figure.

    >>> phase_share(100, 400, 100, is_sum=True)
    0.25
    >>> phase_share(100, 400, 175, is_sum=False)
    0.25
    >>> phase_share(8, 8, 8, is_sum=False) is None
    True
    """
    start = 0 if is_sum else baseline
    if target == start:
        return None
    return min(1.0, max(0.0, (figure - start) / (target - start)))


def progress(baseline, target, actual, expected=1.0, is_sum=False):
    """(actual − baseline) ÷ (target − baseline), never below 0; 1 is the target.

    >>> progress(50, 80, 65)
    0.5
    >>> progress(50, 80, 40)
    0.0

    A target below the baseline, such as fewer complaints: 10 → 4, now 7.

    >>> progress(10, 4, 7)
    0.5

    A target equal to the baseline is reached or not.

    >>> progress(8, 8, 8), progress(8, 8, 7.5)
    (1.0, 0.0)

    A sum begins at zero, so while the period runs only the ``expected`` share of the
    baseline is taken off, and it is never further than actual ÷ target. Baseline 250,
    target 300: with 150 at half time it is just where it should be, with 125, the old
    pace, nowhere; with 240 it is not yet at the target.

    >>> [progress(250, 300, sold, 0.5, is_sum=True) for sold in (150, 125, 240)]
    [0.5, 0.0, 0.8]

    At the end it is the formula as it stands.

    >>> progress(250, 300, 280, 1.0, is_sum=True), progress(250, 300, 280)
    (0.6, 0.6)

    To hold a sum, as much must come as came before.

    >>> progress(200, 200, 90, 0.5, is_sum=True), progress(0, 0, 0, 1, is_sum=True)
    (0.45, 1.0)
    """
    if not is_sum:
        if target == baseline:
            return 1.0 if actual >= target else 0.0
        return round(max(0.0, (actual - baseline) / (target - baseline)), 6)
    if target == baseline:
        reached = actual / target if target > 0 else float(actual >= target)
    else:
        reached = (actual - baseline * expected) / (target - baseline)
        if target > baseline and target > 0:
            reached = min(reached, actual / target)
    return round(max(0.0, reached), 6)


def status(progress, expected):
    """On track from 90 % of what is expected, at risk from 60 %, else off track.

    ``None`` (nothing measured yet) has no status. Reached is reached; a sum that shall
    be *small* is reached only when its period is over, so the caller passes a progress
    below 1 until then.

    >>> [status(share, 0.5) for share in (0.45, 0.44, 0.3, 0.29, 1.2, None)]
    ['on_track', 'at_risk', 'at_risk', 'off_track', 'done', None]

    Nothing is expected before the start.

    >>> status(0.0, 0.0)
    'on_track'
    """
    if progress is None:
        return None
    if progress >= 1:
        return "done"
    if progress >= round(ON_TRACK * expected, 6):
        return "on_track"
    at_risk = progress >= round(AT_RISK * expected, 6)
    return "at_risk" if at_risk else "off_track"
