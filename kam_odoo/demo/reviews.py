"""The reviews of the demo. Pure data: no Odoo import, every name invented."""

from typing import NamedTuple


class Review(NamedTuple):
    """A review of a plan.

    :param day: days after the plan's start that it was due
    :param late: days after that on which it was held; None: still planned, and late
    :param actions: (name, owner, days from today to the deadline, kind, state)
    """

    plan: str
    kind: str
    day: int
    late: int | None = 0
    findings: str = ""
    decisions: str = ""
    actions: tuple = ()


REVIEWS = [
    Review(
        "dominant_before",
        "progress",
        30,
        1,
        "Two of four plants met. Volume is where it was last year.",
        "Start with the smaller plants: they decide faster.",
    ),
    Review(
        "dominant_before",
        "progress",
        60,
        9,
        "The group bonus is agreed in principle; purchasing wants it in writing.",
        "Put the bonus into the frame contract.",
    ),
    Review(
        "dominant_before",
        "quarterly",
        89,
        0,
        "Volume kept, all four plant managers met. Nobody had asked the maintenance "
        "teams before.",
        "Next plan: sensors in all plants, and the commissioning time as the "
        "customer's own goal.",
    ),
    Review(
        "dominant",
        "progress",
        30,
        2,
        "Italy grows as planned. The sensors wait for plant South, where the new "
        "maintenance manager knows our competitor better than us.",
        "Win the new maintenance manager before the frame contract. The sponsor calls "
        "the group's purchasing.",
        (
            (
                "Invite the maintenance manager of plant South to the training centre",
                "kam_user",
                6,
                "communication",
                "open",
            ),
            (
                "Compare our sensor with the competitor's on their press",
                "kam_user_2",
                -9,
                "service",
                "done",
            ),
        ),
    ),
    Review(
        "unprofitable",
        "progress",
        30,
        4,
        "Small orders are as many as before: nobody told the planners.",
        "Show the planners themselves what a small order costs.",
        (
            (
                "Talk to the planners about a weekly order day",
                "kam_user_2",
                -20,
                "sales",
                "done",
            ),
        ),
    ),
    Review("unprofitable", "progress", 60, None),
    Review(
        "weekly",
        "progress",
        30,
        0,
        "No standstill since the stock in their hub. The season begins in eight weeks.",
        "Agree the on-call hours of the season now.",
        (
            (
                "On-call schedule for the season, by night and weekend",
                "kam_user",
                12,
                "service",
                "open",
            ),
        ),
    ),
]
# Days from today: the annual review of the largest account, in preparation.
ANNUAL = ("dominant", 24)
AGENDA = """
<ol>
    <li>The year in figures, and what they saved</li>
    <li>What went wrong, and what we changed</li>
    <li>Their plans for the next three years</li>
    <li>The frame contract</li>
</ol>
"""
