"""Bands of a measured criterion (METHODS §8), without Odoo.

A band is an edge: at this value the mark is that. Between two edges the mark runs
along a straight line, outside of them it stays level.
"""


def segments(edges):
    """The straight pieces between the edges, in order of the value.

    A value belongs to the piece with ``low <= value < high``; ``None`` is open. Its
    mark is ``mark + slope * (value - start)``.

    :param edges: pairs of value and mark, in any order, no value twice
    :return: tuples (low, high, start, mark, rise, run), where slope = rise ÷ run

    >>> segments([(0, 0), (10, 5), (20, 10)])
    [(None, 0, 0, 0, 0, 1), (0, 10, 0, 0, 5, 10), (10, 20, 10, 5, 5, 10), \
(20, None, 20, 10, 0, 1)]
    >>> segments([])
    []
    """
    edges = sorted(edges)
    if not edges:
        return []
    pieces = [(None, edges[0][0], edges[0][0], edges[0][1], 0, 1)]
    for (low, mark), (high, next_mark) in zip(edges, edges[1:], strict=False):
        pieces.append((low, high, low, mark, next_mark - mark, high - low))
    pieces.append((edges[-1][0], None, edges[-1][0], edges[-1][1], 0, 1))
    return pieces


def mark_at(edges, value):
    """The mark of one value; the same rule as the statement's, for examples and tests.

    >>> edges = [(0, 0), (0.5, 6), (1, 10)]
    >>> [mark_at(edges, value) for value in (-1, 0, 0.25, 0.5, 0.75, 1, 7)]
    [0.0, 0.0, 3.0, 6.0, 8.0, 10.0, 10.0]

    Less is better:

    >>> [mark_at([(0.1, 10), (0.5, 4)], value) for value in (0, 0.3, 1)]
    [10.0, 7.0, 4.0]
    """
    for low, high, start, mark, rise, run in segments(edges):
        if (low is None or low <= value) and (high is None or value < high):
            return round(mark + rise * (value - start) / run, 4) + 0.0
    return None


def is_monotonic(edges, direction):
    """Whether the marks follow the direction: never down, or never up, with the value.

    >>> is_monotonic([(0, 0), (1, 5), (2, 5)], "higher")
    True
    >>> is_monotonic([(0, 0), (1, 5), (2, 4)], "higher")
    False
    >>> is_monotonic([(0, 10), (1, 5), (2, 0)], "lower")
    True
    """
    marks = [mark for _value, mark in sorted(edges)]
    if direction == "lower":
        marks.reverse()
    return marks == sorted(marks)


def mirrored(edges):
    """The same values with the marks the other way round, in order of the value.

    >>> mirrored([(1, 2), (2, 5), (3, 10)])
    [(1, 10), (2, 5), (3, 2)]
    """
    edges = sorted(edges)
    marks = [mark for _value, mark in reversed(edges)]
    return [(value, mark) for (value, _mark), mark in zip(edges, marks, strict=True)]
