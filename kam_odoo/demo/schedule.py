"""The order history of the demo, computed from a seed and a date.

Pure Python without Odoo: the same date always gives the same history, and tests and
curious people can look at it without a database.
"""

import random
from datetime import date, timedelta
from typing import NamedTuple

from .accounts import EVERYDAY, Account
from .catalog import MIXES, PRODUCTS
from .stories import STORIES

SEED = 19
MONTHS = 37  # complete months of history; the running month comes on top
INTERNAL = Account(
    "internal", "", "cz", "", "C", "oem", 180_000, 30, 3, discount=25, staff=""
)
SEASON = (0.95, 1.0, 1.1, 1.0, 1.0, 1.0, 0.95, 0.8, 1.05, 1.1, 1.05, 0.9)
LINE_COUNTS = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6)


class Line(NamedTuple):
    """A product line; ``invoiced`` is the part of its amount that stays invoiced."""

    product: str
    quantity: int
    list_price: float
    discount: int
    invoiced: float


class Order(NamedTuple):
    """An order or quotation.

    :param customer: key of the company that orders
    :param by_contact: the order names a person of that company
    :param minute: minute of the local working day
    :param note: the order is structured with a section and a note
    :param invoiced: the confirmed order has been delivered and invoiced
    """

    account: str
    customer: str
    by_contact: bool
    day: date
    minute: int
    second: bool
    foreign: bool
    state: str
    staff: str
    note: bool
    invoiced: bool
    lines: tuple


def anchor_day(today):
    """The last day of the last complete month.

    >>> anchor_day(date(2024, 3, 5))
    datetime.date(2024, 2, 29)
    """
    return today.replace(day=1) - timedelta(days=1)


def months_before(day, months):
    """The first day of the month so many months before the month of ``day``.

    >>> months_before(date(2024, 2, 29), 3)
    datetime.date(2023, 11, 1)
    """
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def working_day(day):
    """Saturday becomes Friday, Sunday Monday, unless that is another month.

    A shift over the month's end would move an order into the wrong month.

    >>> working_day(date(2024, 6, 1)), working_day(date(2024, 6, 9))
    (datetime.date(2024, 6, 3), datetime.date(2024, 6, 10))
    """
    moved = day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
    if moved.month != day.month:
        moved = day + timedelta(days={5: 2, 6: -2}[day.weekday()])
    return moved


def quarter_days(account, rng, start, end):
    """One day in the middle of each quarter.

    >>> every_quarter = quarter_days(
    ...     STORIES[1], random.Random(1), date(2023, 1, 1), date(2023, 12, 31)
    ... )
    >>> [day.month for day in every_quarter]
    [2, 5, 8, 11]
    """
    days = []
    first = start
    while first <= end:
        if first.month in (2, 5, 8, 11):
            shift = rng.randint(-account.jitter, account.jitter)
            day = working_day(first + timedelta(days=14 + shift))
            if start <= day <= end:
                days.append(day)
        first = months_before(first, -1)
    return days


def rhythm_days(account, rng, start, anchor, end):
    """Order days by a pattern of intervals, counted back from the end of last month.

    Counting back from there makes the retention of each account as of that day the
    same whenever the demo is installed. Later orders follow the pattern on to today,
    unless the account has gone silent.
    """
    pattern = account.every
    if not isinstance(pattern, tuple):
        pattern = (pattern,)
    silent = account.last is not None
    offset = account.last if silent else round(min(pattern) * rng.uniform(0.1, 0.6))
    jitter = account.jitter

    def shaken(day, spread):
        return working_day(day + timedelta(days=rng.randint(-spread, spread)))

    # The last order fixes the retention: only a weekend may shift it.
    day = anchor - timedelta(days=offset)
    days = {working_day(day)}
    position = rng.randrange(len(pattern))
    nominal = day
    while nominal >= start:
        nominal -= timedelta(days=pattern[position % len(pattern)])
        position += 1
        days.add(shaken(nominal, jitter))
    nominal = day + timedelta(days=pattern[-1])
    while not silent and nominal <= end:
        later = shaken(nominal, jitter)
        # Nothing slips back before the end of last month, see above.
        days.add(max(later, anchor + timedelta(days=1)))
        position += 1
        nominal += timedelta(days=pattern[position % len(pattern)])
    return sorted(moment for moment in days if start <= moment <= end)


def next_category(mix, credit):
    """The category whose turn it is, by weight.

    Drawn at random, categories would pause by chance, and look as if the customer
    had taken them elsewhere.

    >>> credit = {}
    >>> "".join(next_category({"a": 2, "b": 1}, credit) for _turn in range(6))
    'abaaba'
    """
    for category, weight in mix.items():
        credit[category] = credit.get(category, 0) + weight
    best = max(mix, key=credit.get)
    credit[best] -= sum(mix.values())
    return best


def order_lines(account, rng, value, age, credit):
    """Product lines that add up to about ``value`` in the main company's currency.

    :param credit: state of :func:`next_category`
    :param age: days before the end of last month, decides old prices and what the
        customer no longer buys
    """
    mix = dict(MIXES[account.mix])
    if account.stop and age < account.stop[1]:
        del mix[account.stop[0]]
    count = rng.choice(LINE_COUNTS)
    if value < 900:
        count = min(count, 2)
    chosen = {}
    for _line in range(count):
        category = next_category(mix, credit)
        products = [item for item in PRODUCTS if item[2] == category]
        fitting = [item for item in products if item[3] <= value / count]
        product = rng.choice(fitting) if fitting else min(products, key=lambda p: p[3])
        chosen[product] = rng.uniform(0.5, 1.5)
    lines = []
    # Prices rose by 3 % a year; costs are Odoo's, the current ones.
    year_factor = 1 - 0.03 * max(0, age // 365)
    for (key, _name, _category, price, *_rest), share in chosen.items():
        discount = max(0, account.discount + rng.choice((-2, 0, 0, 0, 2)))
        list_price = round(price * year_factor, 2)
        target = value * share / sum(chosen.values())
        quantity = max(1, round(target / (list_price * (100 - discount) / 100)))
        draw = rng.random()
        invoiced = 1.0
        if draw < account.credits:
            invoiced = 0.0
        elif draw < account.credits + 0.01:
            invoiced = 0.95
        lines.append(Line(key, quantity, list_price, discount, invoiced))
    return tuple(lines)


def account_orders(account, today):
    """Orders and quotations of one account up to yesterday, oldest first."""
    rng = random.Random(f"{SEED}-{account.key}")
    anchor, end = anchor_day(today), today - timedelta(days=1)
    start = months_before(anchor, min(account.since, MONTHS) - 1)
    if account.every == "quarter":
        days = quarter_days(account, rng, start, end)
    else:
        days = rhythm_days(account, rng, start, anchor, end)
    customers = [member[0] for member in account.members]
    if account.key != "group":  # that holding only owns, it does not buy
        customers.insert(0, account.key)
    year = [day for day in days if (anchor - day).days in range(365)]
    per_year = len(year) or 365 / 30
    orders = []
    mix = MIXES[account.mix]
    credit = {category: rng.uniform(0, sum(mix.values())) for category in mix}
    for position, day in enumerate(days):
        age = (anchor - day).days
        trend = (1 + account.growth) ** (-(age - 182) / 365)
        spread = max(0.3, rng.gauss(1, account.noise))
        value = account.revenue / per_year * trend * spread * SEASON[day.month - 1]
        # A group's companies take turns, so each of them keeps a rhythm; so do the
        # orders to our second company.
        turn = {
            "customer": customers[position % len(customers)],
            "second": int((position + 1) * account.second)
            > int(position * account.second),
        }
        orders.append(_order(account, rng, day, today, value, "sale", credit, **turn))
        # Recent quotations are still open: there are more of them than will be lost.
        if rng.random() < (0.4 if age < 10 else 0.13):
            quoted = working_day(day - timedelta(days=rng.randint(3, 12)))
            if quoted >= start:
                state = _quotation_state(rng, (today - quoted).days)
                value *= rng.uniform(0.5, 2.5)
                orders.append(
                    _order(account, rng, quoted, today, value, state, {}, **turn)
                )
    return sorted(orders, key=lambda order: (order.day, order.minute))


def _quotation_state(rng, age):
    """Young quotations are open, older ones were lost or ran out unanswered."""
    if age <= 30:
        return rng.choice(("draft", "sent"))
    return rng.choice(("cancel", "cancel", "sent"))


def _order(account, rng, day, today, value, state, credit, **turn):
    """One order or quotation with its lines."""
    return Order(
        account=account.key,
        by_contact=rng.random() < 0.12,
        day=day,
        minute=rng.randint(7 * 60, 17 * 60 - 1),
        foreign=account.foreign,
        state=state,
        staff=account.staff,
        note=rng.random() < 0.03,
        invoiced=rng.random() < (0.97 if (today - day).days > 30 else 0.5),
        lines=order_lines(account, rng, value, (anchor_day(today) - day).days, credit),
        **turn,
    )


def build_orders(today):
    """The whole history, oldest first.

    >>> build_orders(date(2025, 5, 20)) == build_orders(date(2025, 5, 20))
    True
    """
    orders = []
    for account in [*STORIES, INTERNAL, *EVERYDAY]:
        orders += account_orders(account, today)
    return sorted(orders, key=lambda order: (order.day, order.minute, order.customer))
