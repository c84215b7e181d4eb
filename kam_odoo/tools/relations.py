"""How well people know each other (METHODS §10), without Odoo."""

RECENT_DAYS = 90
# Without a rhythm of its own, a person is to be contacted once a month.
CADENCE_DAYS = 30
SCORE_CAP = 59
LEAST_THEIRS = 3
LEAST_OURS = 2
# Days with a contact within RECENT_DAYS from which the contact has a level.
LEVEL_DAYS = (1, 3, 6)


def one_decimal(value):
    """Rounded half up, as PostgreSQL rounds; ``round`` takes the even neighbour.

    >>> [one_decimal(value) for value in (56.25, 56.35, 0.04, 0)]
    [56.3, 56.4, 0.0, 0.0]
    """
    return int(value * 10 + 0.5 + 1e-9) / 10


def window(cadence):
    """Days looked back at: 90, or one cadence where that is longer.

    >>> [window(days) for days in (7, 30, 90, 180)]
    [90, 90, 90, 180]
    """
    return max(RECENT_DAYS, cadence)


def coverage(contact_days, days_since, cadence=CADENCE_DAYS):
    """How well a person's planned rhythm is kept: 0, 0.25, 0.5, 0.75 or 1.

    The days with a contact within the window are compared with the days there should
    have been, window ÷ cadence, and the share is rounded down to a quarter; any contact
    is at least a quarter. If the last one is longer ago than two cadences, it is at
    most a half: what was kept once is being lost.

    :param contact_days: number of different days with a contact within the window
    :param days_since: days since the last of them, None without any
    :param cadence: planned days between contacts with this person

    Once a month: three days in 90.

    >>> [coverage(days, 10, 30) for days in (0, 1, 2, 3, 5)]
    [0.0, 0.25, 0.5, 1.0, 1.0]

    Once a week: 90 ÷ 7 = 12.9, so 9 days are 70 %, 10 are 78 %, 13 are all.

    >>> [coverage(days, 3, 7) for days in (1, 6, 9, 10, 12, 13)]
    [0.25, 0.25, 0.5, 0.75, 0.75, 1.0]

    Three contacts, but the last one 61 days ago; twice a year, the last 170 days ago:

    >>> coverage(3, 60, 30), coverage(3, 61, 30), coverage(1, 170, 180)
    (1.0, 0.5, 1.0)
    """
    if not contact_days:
        return 0.0
    share = contact_days * cadence / window(cadence)
    level = min(4, max(1, int(share * 4 + 1e-9))) / 4
    return min(level, 0.5) if days_since > 2 * cadence else level


def relationship_score(people, capped=False):
    """100 · Σ influence · (0.6 attitude + 0.4 coverage) ÷ Σ influence, one decimal.

    :param people: list of (influence 1–3, attitude 0–1 or None, coverage 0–1); while
        nobody knows the attitude, it counts as neutral
    :param capped: a role that the tier requires is empty: at most 59

    The director decides (3), supports us (0.75) and is met as planned (1): 0.85. The
    buyer (2) is neutral (0.5) and half covered (0.5): 0.5. The engineer (1) is a
    sceptic (0.25) whom nobody met (0): 0.15. (3 × 0.85 + 2 × 0.5 + 0.15) ÷ 6 = 0.617.

    >>> people = [(3, 0.75, 1), (2, 0.5, 0.5), (1, 0.25, 0)]
    >>> relationship_score(people), relationship_score(people, capped=True)
    (61.7, 59.0)
    >>> relationship_score([(1, None, 0)])
    30.0
    >>> relationship_score([]) is None
    True
    """
    total = sum(influence for influence, _attitude, _covered in people)
    if not total:
        return None
    reached = sum(
        influence * (0.6 * (0.5 if attitude is None else attitude) + 0.4 * covered)
        for influence, attitude, covered in people
    )
    score = one_decimal(100 * reached / total)
    return min(score, float(SCORE_CAP)) if capped else score


def contact_level(days):
    """How close two people are, from the days of the last 90 with a contact.

    0 none, 1 they know each other, 2 in contact, 3 close: about every fortnight.

    >>> [contact_level(days) for days in (0, 1, 2, 3, 5, 6, 40)]
    [0, 1, 1, 2, 2, 3, 3]
    """
    return sum(days >= least for least in LEVEL_DAYS)


def is_single_thread(theirs, ours):
    """Whether too few people hold the relationship, within 90 days.

    >>> [is_single_thread(*people) for people in ((3, 2), (2, 2), (9, 1), (0, 0))]
    [False, True, True, True]
    """
    return theirs < LEAST_THEIRS or ours < LEAST_OURS


def only_threads(pairs, leaving):
    """Whom nobody else knows, once a person has left.

    :param pairs: who was in contact with whom: (person, other side's person)
    :param leaving: a person of the first side
    :return: people of the other side, sorted, whose only contact is the one leaving

    Anna knows Xenia and Yves; Boris knows Yves. Without Anna, Xenia is lost.

    >>> only_threads([("Anna", "Xenia"), ("Anna", "Yves"), ("Boris", "Yves")], "Anna")
    ['Xenia']
    >>> only_threads([("Anna", "Xenia"), ("Boris", "Yves")], "Carl")
    []
    """
    known = {}
    for person, other in pairs:
        known.setdefault(other, set()).add(person)
    return sorted(other for other, people in known.items() if people == {leaving})
