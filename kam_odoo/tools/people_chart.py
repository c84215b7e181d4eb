"""The chart of who reports to whom, as SVG text for a printed report."""

from .reports_to import ACROSS, BOX_WIDTH, ROOM, TALLEST, sheets
from .svg import BAD, DARK, INK, WORDS, frame, line, svg, text, wrap

NAME_SIZE, SIZE, LINE, PAD = 14, 13, 16, 7
INSIDE = BOX_WIDTH - 2 * PAD
# A thick frame reaches out of its box.
EDGE = 2


def _lines(words, color, size=SIZE, bold=False):
    """Lines of a box: (words, color, size, bold), two at most."""
    found = wrap(words, INSIDE, size, bold=bold)
    return [(part, color, size, bold) for part in found]


def _person_lines(person, below, words):
    """What stands in the box of a person."""
    name = _lines(person["name"], WORDS if person["left"] else INK, NAME_SIZE, True)
    note = ""
    if below:
        note = words["again"] if below < 0 else words["more"](below)
    return [
        *name,
        *_lines(person["function"], WORDS),
        *_lines(person["roles"], DARK),
        *_lines(person["left"], BAD),
        *_lines(note, DARK, bold=True),
    ]


def _gap_lines(role, words):
    return [*_lines(role, BAD, NAME_SIZE, True), *_lines(words["nobody"], BAD)]


def _height(lines):
    return LINE * max(map(len, lines), default=1) + 2 * PAD


def _write(x, y, tall, lines):
    """Lines in the middle of a box, where right-to-left letters stand well too."""
    middle = x + BOX_WIDTH / 2
    y += (tall - LINE * len(lines)) / 2 + LINE - 4
    return [
        text(middle, y + LINE * number, part, "middle", size, color, bold)
        for number, (part, color, size, bold) in enumerate(lines)
    ]


def _picture(width, height, parts):
    """Height of the picture, and the picture."""
    moved = f'<g transform="translate({EDGE},{EDGE})">{"".join(parts)}</g>'
    height += 2 * EDGE
    return height, svg(width + 2 * EDGE, height, [moved])


def _charts(people, words, room, tallest):
    """Blocks and the height of a box: that of the fullest one."""
    tall = _height(_person_lines(person, 0, words) for person in people)
    while True:
        charts = sheets(people, tall, room, tallest)
        needed = _height(
            _person_lines(person, below, words)
            for chart in charts
            for _x, _y, person, below in chart.boxes
        )
        if needed <= tall:
            return charts, tall
        tall = needed


def _draw(chart, tall, words):
    parts = [line(*ends, color=WORDS) for ends in chart.lines]
    for x, y, person, below in chart.boxes:
        color, thick = (DARK, 2.5) if person["influence"] == 3 else (WORDS, 1)
        gone = bool(person["left"])
        parts.append(frame(x, y, BOX_WIDTH, tall, color, thick, dashed=gone))
        parts += _write(x, y, tall, _person_lines(person, below, words))
    return _picture(chart.width, chart.height, parts)


def _draw_gaps(roles, words, room):
    """Rows of empty places, one picture each."""
    tall = _height(_gap_lines(role, words) for role in roles)
    step = BOX_WIDTH + ACROSS
    across = int((room + ACROSS) // step)
    pictures = []
    for start in range(0, len(roles), across):
        parts = []
        row = roles[start : start + across]
        for number, role in enumerate(row):
            parts.append(
                frame(number * step, 0, BOX_WIDTH, tall, BAD, 1.5, dashed=True)
            )
            parts += _write(number * step, 0, tall, _gap_lines(role, words))
        pictures.append(_picture(len(row) * step - ACROSS, tall, parts))
    return pictures


def reports_to_charts(people, gaps, words, room=ROOM, tallest=TALLEST):
    """Pictures of an account's people and of the roles nobody has.

    None is larger than a sheet, so that a page may end after each of them.

    :param people: list of dicts with id, parent (id of the superior), name, function,
        roles (in words), influence (1 to 3), left (words for who has left, or False)
    :param gaps: names of roles that somebody should have and nobody has
    :param words: the reader's words: ``nobody`` for a gap, ``again`` for a person whose
        reports go on, ``more`` a function that says how many are below
    :return: list of (height, SVG text)

    >>> def person(id, name, parent=None, **values):
    ...     return {"id": id, "name": name, "parent": parent, "function": "Head & tail",
    ...             "roles": "", "influence": 2, "left": False, **values}
    >>> words = {"nobody": "Nobody", "again": "again", "more": "{} more".format}
    >>> people = [person(1, "Berta", influence=3), person(2, "Anna", 1)]
    >>> (height, chart), (_, gap) = reports_to_charts(people, ["Sponsor"], words)

    Two boxes with two lines each, 2 · 16 + 2 · 7 = 46 tall, 22 apart; 2 for the frame:

    >>> chart.count("<rect"), chart.count("<text"), height
    (2, 4, 118)
    >>> "Head &amp; tail" in chart, chart.count('stroke-width="2.5"')
    (True, 1)
    >>> ">Sponsor<" in gap, ">Nobody<" in gap, gap.count("stroke-dasharray")
    (True, True, 1)

    Where a sheet is too low for everybody, a box says who is drawn further on:

    >>> deep = [person(1, "Berta"), person(2, "Anna", 1),
    ...         *(person(id, f"P{id}", 2) for id in range(3, 9))]
    >>> (_, top), (_, below) = reports_to_charts(deep, [], words, tallest=300)
    >>> ">6 more<" in top, ">Anna<" in below, ">P8<" in below
    (True, True, True)
    >>> reports_to_charts([], [], words)
    []
    """
    room, tallest = room - 2 * EDGE, tallest - 2 * EDGE
    charts, tall = _charts(people, words, room, tallest)
    return [
        *(_draw(chart, tall, words) for chart in charts),
        *_draw_gaps(gaps, words, room),
    ]
