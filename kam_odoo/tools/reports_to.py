"""Who reports to whom, for paper: where each box stands (no Odoo, no browser).

A chart is as wide as the sheet and never taller than one. Instead of making it smaller,
reports that have no room beside each other go on in a further row, and what is taller
than a sheet is drawn as a chart of its own, headed by the same person.
"""

from dataclasses import dataclass, field

from .people_tree import count, forest

ROOM, TALLEST = 870, 1080
BOX_WIDTH = 154
ACROSS, DOWN = 12, 22
# Beneath each other: how far in, and how far apart.
INDENT, STEP = 14, 8
# Left of several rows, for the line that leads to the rows below.
GUTTER = 16


@dataclass
class Block:
    """A person with everybody below: boxes as (x, y, person, below), and lines.

    ``below`` counts people who are drawn elsewhere. ``head`` is the left edge of the
    person's own box.
    """

    width: float
    height: float
    head: float = 0
    boxes: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    def take(self, other, x, y):
        """Everything of another block, moved."""
        self.boxes += [(bx + x, by + y, *rest) for bx, by, *rest in other.boxes]
        self.lines += [
            (x1 + x, y1 + y, x2 + x, y2 + y) for x1, y1, x2, y2 in other.lines
        ]


def _alone(node, tall, below=0):
    return Block(BOX_WIDTH, tall, boxes=[(0, 0, node, below)])


def arrange(node, room, tall, tallest=TALLEST, apart=None):
    """The block of a person and everybody below.

    :param room: width there is
    :param tall: height of a box
    :param tallest: height there is; who has more below is put into ``apart``
    :param list apart: collects people whose reports are to be drawn elsewhere

    Two reports who lead nobody hang beneath their superior, one under the other:

    >>> leaf = lambda id: {"id": id, "children": []}
    >>> head = {"id": 1, "children": [leaf(2), leaf(3)]}
    >>> block = arrange(head, 870, 50)
    >>> [(x, y, node["id"]) for x, y, node, _below in block.boxes]
    [(0, 0, 1), (14, 58, 2), (14, 116, 3)]
    >>> block.width, block.height
    (168, 166)

    On a sheet for three boxes, a line of five goes on from the third:

    >>> line = leaf(5)
    >>> for id in (4, 3, 2, 1):
    ...     line = {"id": id, "children": [line]}
    >>> apart = []
    >>> block = arrange(line, 870, 50, 194, apart)
    >>> [(node["id"], below) for _x, _y, node, below in block.boxes]
    [(1, 0), (2, 0), (3, 2)]
    >>> [node["id"] for node in apart]
    [3]
    """
    if not node["children"]:
        return _alone(node, tall)
    further = []
    if all(not child["children"] for child in node["children"]):
        block = _hanging(node, tall)
    elif room >= BOX_WIDTH + GUTTER:
        rows = _rows(node["children"], room, tall, tallest - tall - DOWN, further)
        block = _beneath(node, rows, tall)
    else:
        block = None
    if block is None or block.height > tallest or block.width > room:
        block, further = _alone(node, tall, count(node)), [node]
    if apart is not None:
        apart += further
    return block


def _hanging(node, tall):
    """Reports one under the other, each joined to a line down from the superior."""
    step = tall + STEP
    block = _alone(node, tall)
    for position, child in enumerate(node["children"], 1):
        block.take(_alone(child, tall), INDENT, position * step)
        middle = position * step + tall / 2
        block.lines.append((INDENT / 2, middle, INDENT, middle))
    block.lines.append((INDENT / 2, tall, INDENT / 2, middle))
    block.width = BOX_WIDTH + INDENT
    block.height = tall + len(node["children"]) * step
    return block


def _rows(children, room, tall, tallest, apart):
    """Blocks of the reports in rows; with a gutter if there are several rows.

    :return: list of rows, each a list of blocks
    """
    waiting = []
    blocks = [arrange(child, room, tall, tallest, waiting) for child in children]
    if _width(blocks) > room:
        waiting = []
        room -= GUTTER
        blocks = [arrange(child, room, tall, tallest, waiting) for child in children]
    apart += waiting
    return pack(blocks, room)


def _width(blocks):
    return sum(block.width for block in blocks) + ACROSS * (len(blocks) - 1)


def pack(blocks, room):
    """Blocks side by side, as many in a row as have room.

    >>> [len(row) for row in pack([Block(100, 10)] * 5, 330)]
    [3, 2]
    """
    rows = []
    for block in blocks:
        if rows and _width([*rows[-1], block]) <= room:
            rows[-1].append(block)
        else:
            rows.append([block])
    return rows


def _beneath(node, rows, tall, below=0):
    """A person on top of rows of blocks, joined by a line above each row.

    >>> leaf = lambda id: {"id": id, "children": []}
    >>> row = [_alone(leaf(2), 50), _alone(leaf(3), 50)]
    >>> block = _beneath({"id": 1}, [row], 50)

    The row is 2 · 154 + 12 = 320 wide, its head in the middle: 320 ÷ 2 − 154 ÷ 2 = 83.

    >>> [(x, y, node["id"]) for x, y, node, _below in block.boxes]
    [(83, 0, 1), (0, 72, 2), (166, 72, 3)]
    >>> block.lines
    [(77, 61, 77, 72), (243, 61, 243, 72), (77, 61, 243, 61), (160, 50, 160, 61)]
    """
    left = GUTTER if len(rows) > 1 else 0
    wide = max(map(_width, rows)) + left
    first = _middles(rows[0], left)
    own = int((first[0] + first[-1]) / 2)
    block = Block(wide, 0, head=own - BOX_WIDTH // 2)
    block.boxes.append((block.head, 0, node, below))
    y = tall + DOWN
    for row in rows:
        bus, x, ends = y - DOWN // 2, left, _middles(row, left)
        block.lines += [(middle, bus, middle, y) for middle in ends]
        for part in row:
            block.take(part, x, y)
            x += part.width + ACROSS
        if row is rows[0]:
            ends.append(own)
        if left:
            ends.append(left // 2)
        if min(ends) < max(ends):
            block.lines.append((min(ends), bus, max(ends), bus))
        y += max(part.height for part in row) + DOWN
    block.lines.append((own, tall, own, tall + DOWN // 2))
    if left:
        block.lines.append((left // 2, tall + DOWN // 2, left // 2, bus))
    block.height = y - DOWN
    return block


def _middles(row, x):
    """Above which points of a row the line down to each head begins."""
    middles = []
    for part in row:
        middles.append(int(x + part.head + BOX_WIDTH / 2))
        x += part.width + ACROSS
    return middles


def sheets(people, tall, room=ROOM, tallest=TALLEST):
    """Charts of everybody, none wider or taller than there is room.

    :param people: list of dicts with id, parent (an id) and left, see ``forest``
    :param tall: height of a box
    :return: list of blocks, those at the top first; the box of a person whose reports
        go on from another chart has ``below`` at -1

    Several people at the top, and nobody below, stand beside each other:

    >>> def person(id, parent=None):
    ...     return {"id": id, "parent": parent, "left": False}
    >>> def drawn(charts):
    ...     return [[(n["id"], below) for _x, _y, n, below in c.boxes] for c in charts]
    >>> drawn(sheets([person(id) for id in range(1, 8)], 50))
    [[(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)], [(6, 0), (7, 0)]]

    Seven reports of one are two rows of one chart, if a sheet is tall enough:

    >>> team = [person(1), *(person(id, 1) for id in range(2, 9))]
    >>> [block.height for block in sheets(team, 50)]
    [194]
    >>> drawn(sheets(team, 50, tallest=190))
    [[(1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0)], [(1, -1), (7, 0), (8, 0)]]
    """
    waiting, charts, small = forest(people), [], []

    def place_small():
        charts.extend(_beside(row) for row in pack(small, room))
        small.clear()

    while waiting:
        node = waiting.pop(0)
        parts = _parts(node, room, tall, tallest, waiting)
        if len(parts) == 1:
            small += parts
        else:
            place_small()
            charts += parts
    place_small()
    return charts


def _parts(node, room, tall, tallest, waiting):
    """The charts of one person at the top of a sheet."""
    if not node["children"]:
        return [_alone(node, tall)]
    apart = []
    rows = _rows(node["children"], room, tall, tallest - tall - DOWN, apart)
    waiting += apart
    pages = [[]]
    deep = tall
    for row in rows:
        more = DOWN + max(block.height for block in row)
        if pages[-1] and deep + more > tallest:
            pages.append([])
            deep = tall
        pages[-1].append(row)
        deep += more
    return [
        _beneath(node, page, tall, below=-1 if number else 0)
        for number, page in enumerate(pages)
    ]


def _beside(row):
    """Blocks next to each other that nothing joins."""
    sheet = Block(_width(row), max(block.height for block in row))
    x = 0
    for block in row:
        sheet.take(block, x, 0)
        x += block.width + ACROSS
    return sheet
