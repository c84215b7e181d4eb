"""Days and months of an analysis (METHODS §§1, 3, 6, 7), without Odoo.

All days are local days of the company; ``utc_start`` is the one bridge to the UTC
timestamps of the orders.
"""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

MONTH = relativedelta(months=1)
DAY = timedelta(days=1)
# A range of days that contains none.
EMPTY = (date(2, 1, 1), date(1, 1, 1))


def month_start(day):
    """First day of the month.

    >>> month_start(date(2026, 2, 17))
    datetime.date(2026, 2, 1)
    """
    return day.replace(day=1)


def months_between(first, last):
    """First days of the months from that of ``first`` to that of ``last``.

    >>> [str(month) for month in months_between(date(2025, 11, 20), date(2026, 1, 2))]
    ['2025-11-01', '2025-12-01', '2026-01-01']
    """
    month, months = month_start(first), []
    while month <= last:
        months.append(month)
        month += MONTH
    return months


def joined_spans(months):
    """Months in order as spans of consecutive ones: first and last month of each.

    >>> for first, last in joined_spans(
    ...     [date(2025, 12, 1), date(2026, 1, 1), date(2026, 4, 1)]):
    ...     print(first, last)
    2025-12-01 2026-01-01
    2026-04-01 2026-04-01
    """
    spans = []
    for month in months:
        if spans and spans[-1][1] + MONTH == month:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    return spans


def utc_start(day, tz):
    """First moment of a local day as naive UTC, comparable with an order's date.

    >>> utc_start(date(2026, 1, 1), "Europe/Ljubljana")
    datetime.datetime(2025, 12, 31, 23, 0)
    >>> utc_start(date(2026, 1, 1), "America/Los_Angeles")
    datetime.datetime(2026, 1, 1, 8, 0)
    """
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(tz))
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def whole_months(date_from, date_to):
    """First days of the first and last month that lie wholly between the days.

    >>> whole_months(date(2026, 1, 1), date(2026, 3, 31))
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 1))
    >>> whole_months(date(2026, 1, 15), date(2026, 3, 30))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 1))
    >>> whole_months(date(2026, 1, 15), date(2026, 2, 27)) == EMPTY
    True
    """
    first = month_start(date_from)
    if first < date_from:
        first += MONTH
    last = month_start(date_to + DAY) - MONTH
    return (first, last) if first <= last else EMPTY


def loose_days(date_from, date_to):
    """Ranges of days at the edges of the period that make no whole month.

    >>> loose_days(date(2026, 1, 1), date(2026, 3, 31))
    []
    >>> for first, last in loose_days(date(2026, 1, 15), date(2026, 3, 10)):
    ...     print(first, last)
    2026-01-15 2026-01-31
    2026-03-01 2026-03-10
    >>> for first, last in loose_days(date(2026, 1, 15), date(2026, 1, 20)):
    ...     print(first, last)
    2026-01-15 2026-01-20
    """
    ranges = []
    first = date_from
    if first > month_start(first):
        end = min(date_to, month_start(first) + MONTH - DAY)
        ranges.append((first, end))
        first = end + DAY
    if first <= date_to < month_start(date_to) + MONTH - DAY:
        ranges.append((month_start(date_to), date_to))
    return ranges


def analysis_days(date_from, date_to, today, history_months):
    """The days that the methods speak of, for a period and the day of the run.

    ``month_from`` … ``month_to``: complete months of the period, the running month
    never among them; ``months_end`` the last day of the last complete month;
    ``xyz_to``: last day whose orders count for XYZ; ``y1``, ``y2``, ``y3``: first
    days of the last twelve complete months, the twelve before, and those before;
    ``window_from``: start of the history window; ``as_of``: the day that the figures
    stand for.

    >>> days = analysis_days(
    ...     date(2025, 1, 1), date(2025, 12, 31), date(2026, 5, 20), 36)
    >>> for name in sorted(days):
    ...     print(name, days[name])
    as_of 2025-12-31
    month_from 2025-01-01
    month_to 2025-12-01
    months_end 2025-12-31
    window_from 2023-01-01
    xyz_to 2025-12-31
    y1 2025-01-01
    y2 2024-01-01
    y3 2023-01-01

    The running month is neither complete nor part of XYZ:

    >>> days = analysis_days(
    ...     date(2025, 6, 1), date(2026, 5, 31), date(2026, 5, 20), 36)
    >>> for name in ("as_of", "month_to", "xyz_to", "y1", "window_from"):
    ...     print(name, days[name])
    as_of 2026-05-20
    month_to 2026-04-01
    xyz_to 2026-04-30
    y1 2025-05-01
    window_from 2023-05-01
    """
    running = month_start(today)
    after = min(month_start(date_to + DAY), running)
    month_from = month_start(date_from)
    if month_from < date_from:
        month_from += MONTH
    return {
        "as_of": min(date_to, today),
        "month_from": month_from,
        "month_to": after - MONTH,
        "months_end": after - DAY,
        "window_from": min(
            after - relativedelta(months=history_months), month_start(date_from)
        ),
        "xyz_to": min(date_to, running - DAY),
        "y1": after - relativedelta(months=12),
        "y2": after - relativedelta(months=24),
        "y3": after - relativedelta(months=36),
    }
