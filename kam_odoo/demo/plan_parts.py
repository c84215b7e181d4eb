"""What a plan of the demo is made of. Pure data: no Odoo import."""

from typing import NamedTuple


class Goal(NamedTuple):
    """An objective.

    :param wanted: the share of what is expected by today that shall be reached, from
        which the target follows; None: ``target`` as it stands
    :param before: the baseline as a share of the present pace, instead of what came
        before
    :param at_the_end: nothing is expected before the last step
    :param readings: (days after the start, figure) of an objective read by hand
    """

    name: str
    customer: str
    metric: str
    wanted: float | None = None
    target: float = 0
    weight: int = 1
    categories: tuple = ()
    readings: tuple = ()
    baseline: float | None = None
    unit: str = ""
    before: float | None = None
    at_the_end: bool = False


class Plan(NamedTuple):
    """A plan.

    :param begun: days ago that it began; a negative number lies ahead
    :param actions: (name, owner, days from today to the deadline, kind, hours, number
        of the objective or None, state)
    :param messages: (message, audience, channel, days from today)
    """

    key: str
    account: str
    state: str
    begun: int
    days: int = 90
    confidential: bool = False
    team: tuple = ()
    texts: dict = {}
    goals: tuple = ()
    actions: tuple = ()
    messages: tuple = ()
