"""Days of the reviews (METHODS §12), without Odoo."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .progress import phase_ends

DAY = timedelta(days=1)
# Days without any working day after which we stop looking for one.
HORIZON = 31


def progress_days(start, end, step, at_the_end):
    """Days of the progress reviews of a plan: each follows a phase that ended.

    :param at_the_end: also review on the last day, as no other review does

    >>> from datetime import date
    >>> plan = date(2026, 1, 1), date(2026, 3, 31)
    >>> [str(day) for day in progress_days(*plan, 30, False)]
    ['2026-01-31', '2026-03-02']
    >>> [str(day) for day in progress_days(*plan, 30, True)]
    ['2026-01-31', '2026-03-02', '2026-03-31']
    >>> progress_days(date(2026, 1, 1), date(2026, 1, 20), 30, False)
    []
    >>> progress_days(*plan, 0, True)
    []
    """
    if step <= 0:
        return []
    days = [day + DAY for day in phase_ends(start, end, step)[:-1]]
    return [*days, end] if at_the_end else days


def next_after(days, day):
    """The first of the days that comes after another; None if there is none.

    >>> from datetime import date
    >>> days = [date(2026, 1, 31), date(2026, 3, 2)]
    >>> next_after(days, date(2026, 1, 31))
    datetime.date(2026, 3, 2)
    >>> next_after(days, date(2026, 3, 2)) is None
    True
    """
    return next((one for one in days if one > day), None)


def rolled(start, after, **step):
    """``start`` and one step, or as many more as needed to come after a day.

    >>> from datetime import date
    >>> rolled(date(2025, 1, 31), date(2025, 6, 1), months=12)
    datetime.date(2026, 1, 31)
    >>> rolled(date(2025, 1, 31), date(2025, 3, 10), days=30)
    datetime.date(2025, 4, 1)

    The rhythm keeps its day of the month:

    >>> rolled(date(2025, 1, 31), date(2025, 2, 28), months=1)
    datetime.date(2025, 3, 31)
    """
    number = 1
    while True:
        day = start + relativedelta(**{unit: n * number for unit, n in step.items()})
        if day > after:
            return day
        number += 1


def working_day(day, works, latest=None):
    """The day itself or the next working day; the last one before if that is too late.

    :param works: function telling whether a day is worked
    :param latest: the day that should not be passed

    A Saturday, whose Monday is too late in the second case:

    >>> from datetime import date
    >>> weekday = lambda day: day.weekday() < 5
    >>> working_day(date(2026, 1, 31), weekday)
    datetime.date(2026, 2, 2)
    >>> working_day(date(2026, 1, 31), weekday, date(2026, 2, 1))
    datetime.date(2026, 1, 30)
    >>> working_day(date(2026, 1, 31), lambda day: False)
    datetime.date(2026, 1, 31)
    """
    for sign in (1, -1):
        for distance in range(HORIZON):
            found = day + sign * distance * DAY
            if latest and found > latest:
                continue
            if works(found):
                return found
    return day
