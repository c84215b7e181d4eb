"""Both teams and their contacts, as SVG text for a printed report."""

from .reports_to import ROOM, TALLEST
from .svg import BAD, DARK, INK, WORDS, dot, line, svg, text, wrap

ROW, TOP = 40, 24
LEFT, RIGHT = 290, ROOM - 290
NAME_SIZE, SIZE = 14, 12
# Between a name and its dot.
SPACE, RADIUS = 14, 6
THICK = 1.8


def lines_of(cells):
    """Cells that are drawn: a contact, or one that is wished for.

    >>> cells = [{"level": 0, "gap": 0}, {"level": 0, "gap": 2}, {"level": 1, "gap": 0}]
    >>> lines_of(cells) == cells[1:]
    True
    """
    return [cell for cell in cells if cell["level"] or cell["gap"]]


def sheets(people, lines, most):
    """People who are drawn together, and their lines: at most so many on either side.

    Someone with more colleagues than there is room for is drawn several times.

    >>> def pairs(people, lines, most):
    ...     cells = [{"stakeholder": left, "user": right} for left, right in lines]
    ...     return [(ids, [cell["user"] for cell in drawn])
    ...             for ids, drawn in sheets(people, cells, most)]
    >>> pairs([1, 2, 3], [(1, 7), (2, 7), (2, 8)], 2)
    [([1, 2], [7, 7, 8]), ([3], [])]
    >>> pairs([1, 2], [(1, 7), (2, 8), (2, 9)], 2)
    [([1], [7]), ([2], [8, 9])]
    >>> pairs([1], [(1, 7), (1, 8), (1, 9)], 2)
    [([1], [7, 8]), ([1], [9])]
    """
    found = []
    for person in people:
        own = [cell for cell in lines if cell["stakeholder"] == person]
        for start in range(0, max(len(own), 1), most):
            part = own[start : start + most]
            if found:
                ids, drawn = found[-1]
                users = {cell["user"] for cell in [*drawn, *part]}
                if len(ids) < most and len(users) <= most and person not in ids:
                    found[-1] = ([*ids, person], [*drawn, *part])
                    continue
            found.append(([person], part))
    return found


def _side(ones, rows, x):
    """Where each stands: the shorter side in the middle of the longer one."""
    above = (rows - len(ones)) / 2
    return {
        one["id"]: (x, TOP + ROW * (number + above)) for number, one in enumerate(ones)
    }


def _names(ones, places, anchor, room):
    step = -SPACE if anchor == "end" else SPACE
    parts = []
    for one in ones:
        x, y = places[one["id"]]
        parts.append(dot(x, y, RADIUS, DARK))
        for words, down, size, color, bold in (
            (one["name"], -1, NAME_SIZE, INK, True),
            (one["level_name"], 13, SIZE, WORDS, False),
        ):
            for part in wrap(words, room, size, 1, bold):
                parts.append(text(x + step, y + down, part, anchor, size, color, bold))
    return parts


def _draw(people, colleagues, lines, width):
    rows = max(len(people), len(colleagues))
    left, right = _side(people, rows, LEFT), _side(colleagues, rows, RIGHT)
    parts = [
        line(
            *left[cell["stakeholder"]],
            *right[cell["user"]],
            color=BAD if cell["gap"] else DARK,
            thick=THICK * max(cell["level"], 1),
            dashed=bool(cell["gap"]),
        )
        for cell in lines
    ]
    parts += _names(people, left, "end", LEFT - SPACE)
    parts += _names(colleagues, right, "start", width - RIGHT - SPACE)
    height = 2 * TOP + ROW * (rows - 1)
    return height, svg(width, height, parts)


def team_pictures(people, colleagues, cells, width=ROOM, tallest=TALLEST):
    """Their people left, ours right: a line for each contact, as thick as it is close,
    and a dashed one where two are less close than wished.

    Of ours, those with a line; of theirs everybody, for who has none is a gap.

    :param people, colleagues: dicts with id, name and level_name, in the order to draw
    :param cells: dicts with stakeholder, user (ids), level and gap
    :return: list of (height, SVG text), none taller than a sheet

    >>> people = [{"id": id, "name": f"P{id}", "level_name": ""} for id in (1, 2, 3)]
    >>> ours = [{"id": id, "name": f"C{id}", "level_name": "Board"} for id in (7, 8)]
    >>> cells = [{"stakeholder": 1, "user": 7, "level": 3, "gap": 0},
    ...          {"stakeholder": 2, "user": 7, "level": 1, "gap": 1}]
    >>> [(height, picture)] = team_pictures(people, ours, cells)

    Three rows, 40 apart, and 24 above and below: 128. Alone on the right, C7 stands at
    24 + 40 · (3 − 1) ÷ 2 = 64.

    >>> height, picture.count("<circle"), ">C8<" in picture
    (128, 4, False)
    >>> picture.count('x1="290" y1="24" x2="580" y2="64"'), picture.count('="5.4"')
    (1, 1)
    >>> picture.count("stroke-dasharray")
    1
    >>> team_pictures([], ours, [])
    []
    """
    most = int((tallest - 2 * TOP) // ROW) + 1
    by_id = {one["id"]: one for one in people}
    known = {one["id"] for one in colleagues}
    lines = [
        cell
        for cell in lines_of(cells)
        if cell["stakeholder"] in by_id and cell["user"] in known
    ]
    pictures = []
    for ids, drawn in sheets(list(by_id), lines, most):
        users = {cell["user"] for cell in drawn}
        ours = [one for one in colleagues if one["id"] in users]
        pictures.append(_draw([by_id[id_] for id_ in ids], ours, drawn, width))
    return pictures
