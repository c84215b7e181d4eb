"""What was decided about the demo's accounts in earlier years.

Pure data: no Odoo import. Each account starts as nobody; the last decision leaves it
as ``stories.py`` and ``accounts.py`` describe it. The latest is half a year old, so
that rounds of these months come after it.
"""

from typing import NamedTuple


class Step(NamedTuple):
    """One decision.

    :param months: how many months before the running one
    :param changes: what it changed, as in ``kam.decision``: status, tier, manager,
        sponsor; users by login, tiers by the end of their identifier
    """

    months: int
    kind: str
    reason: str
    changes: dict


def prospect(months, reason):
    return Step(months, "assign", reason, {"status": "prospect", "manager": "kam_user"})


def candidate(months, reason):
    changes = {"status": "candidate", "tier": "growth", "manager": "kam_user_2"}
    return Step(months, "assign", reason, changes)


def admit(months, manager, reason, sponsor="kam_manager"):
    changes = {"status": "key", "tier": "key", "manager": manager, "sponsor": sponsor}
    return Step(months, "admit", reason, changes)


def promote(months, reason):
    return Step(months, "promote", reason, {"tier": "strategic"})


def keep(months, reason):
    return Step(months, "keep", reason, {})


CAREERS = {
    "dominant": [
        admit(35, "kam_user", "More than a fifth of our revenue, from five companies."),
        promote(
            23, "We could not replace this customer; both boards want joint plans."
        ),
        keep(11, "Still by far the largest. We watch how much we depend on it."),
    ],
    "weekly": [
        admit(34, "kam_user", "Orders every week, at a margin above the average."),
        promote(17, "The steadiest customer we have, and open to a joint plan."),
    ],
    "both": [
        admit(34, "kam_user", "Buys from both our companies; one hand must lead."),
        Step(
            21,
            "assign",
            "Ingrid speaks the language and is on site twice a month.",
            {"manager": "kam_user_2"},
        ),
        promote(11, "Agreed to plan the next two years with us."),
    ],
    "quarterly": [
        admit(32, "kam_user_2", "Never missed a quarter; its engineers teach us."),
        keep(11, "Steady, and a hard examiner of our quality."),
    ],
    "star": [
        candidate(14, "Growing fast from a small base."),
        admit(8, "kam_user", "Doubled its purchases within a year."),
    ],
    "unprofitable": [
        admit(31, "kam_user_2", "Large volume; prices are to be renegotiated."),
        keep(7, "Last chance: margin must rise, or the account goes to Growth."),
    ],
    "lost": [
        admit(27, "kam_user", "Regular orders of spare parts for two mills."),
        keep(11, "Orders every month as agreed."),
    ],
    "gone": [
        admit(36, "kam_user_2", "Regular purchases, and a well-known name."),
        Step(
            12,
            "retire",
            "Production has moved abroad; no order for months.",
            {"status": "former", "tier": "standard", "manager": "", "sponsor": ""},
        ),
    ],
    "defecting": [admit(30, "kam_user_2", "Uses nearly everything we sell.")],
    "group": [
        admit(26, "kam_user", "Small companies that together are one of our largest.")
    ],
    "project": [admit(25, "kam_user_2", "Few but very large projects, and a name.")],
    "ruden": [
        candidate(19, "Orders every week; asks for a contact of its own."),
        admit(13, "kam_user", "Kept its promise: the frame contract is signed."),
    ],
    "orbey": [
        admit(
            28,
            "kam_user",
            "The leader of its industry, though not on the board's table yet.",
            sponsor="",
        ),
    ],
    "at_risk": [candidate(10, "Large potential, but orders come late.")],
    "new": [candidate(6, "New, and the first orders are larger than planned.")],
    "monte": [candidate(9, "Good margin; would let us into its two sister plants.")],
    "rott": [candidate(7, "Asked for a frame contract.")],
    "arven": [prospect(8, "Builds the largest plant of the region; buys elsewhere.")],
    "valser": [prospect(7, "A known name; its engineers visited us at the fair.")],
    "stein": [prospect(6, "Large budget, and not content with its supplier.")],
}
