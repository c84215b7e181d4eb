"""Rank of an opportunity (METHODS §12), without Odoo.

Benefit and the three efforts are estimates from 1 (very small) to 5 (very large); one
that is missing makes what rests on it unknown, never small.
"""

LEAST, MOST = 1, 5


def is_estimate(value):
    """Whether the number is one of the scale.

    >>> [is_estimate(value) for value in (-1, 0, 1, 5, 6, None)]
    [False, False, True, True, False, False]
    """
    return bool(value) and LEAST <= value <= MOST


def effort(time, money, staff):
    """Mean of the three efforts, None unless all of them are estimated.

    >>> effort(1, 2, 3), effort(5, 5, 4)
    (2.0, 4.666666666666667)
    >>> effort(5, 5, 0), effort(None, 1, 1)
    (None, None)
    """
    parts = (time, money, staff)
    return sum(parts) / len(parts) if all(map(is_estimate, parts)) else None


def rank(benefit, time, money, staff):
    """Benefit for each point of effort: 0.2 (worst) to 5 (best), None if unknown.

    >>> rank(5, 1, 1, 1), rank(1, 5, 5, 5), rank(4, 2, 3, 3)
    (5.0, 0.2, 1.5)
    >>> rank(0, 1, 1, 1), rank(5, 1, 1, 0)
    (None, None)
    """
    mean = effort(time, money, staff)
    return benefit / mean if is_estimate(benefit) and mean else None
