"""The ladder of a relationship (METHODS §9), without Odoo.

Six questions, each answered 0 (no), 1 (partly) or 2 (yes). Two of them speak for the
relationship, four against it and count the other way round.
"""

QUESTIONS = ("need", "competitors", "talk", "other_goods", "strain", "meetings")
AGAINST = {"competitors", "other_goods", "strain", "meetings"}
# The least sum of each level above the first.
LIMITS = (4, 7, 10)


def total(answers):
    """Sum of the answers, 0 (worst) to 12 (best).

    :param dict answers: question → 0, 1 or 2; all six

    >>> total({"need": 2, "competitors": 0, "talk": 2, "other_goods": 0,
    ...        "strain": 0, "meetings": 0})
    12
    >>> total({"need": 0, "competitors": 2, "talk": 0, "other_goods": 2,
    ...        "strain": 2, "meetings": 2})
    0
    >>> total(dict.fromkeys(QUESTIONS, 1))
    6
    """
    return sum(
        2 - answers[question] if question in AGAINST else answers[question]
        for question in QUESTIONS
    )


def level(points):
    """Level 1 (broker), 2 (provider), 3 (value adder) or 4 (business partner).

    >>> [level(points) for points in range(13)]
    [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    """
    return 1 + sum(points >= limit for limit in LIMITS)
