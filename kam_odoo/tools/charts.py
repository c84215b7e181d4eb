"""Charts for printed reports, as SVG text."""

from .svg import BAD, DARK, GRID, INK, LIGHT, box, number, svg, text

STATUS_COLORS = {
    "done": "#2e7d4f",
    "on_track": "#2e7d4f",
    "at_risk": "#d58a1f",
    "off_track": BAD,
}
UNKNOWN_COLOR = "#8a94a0"


def round_top(largest):
    """A round figure at or above the largest one, for the top of an axis.

    >>> [round_top(number) for number in (0, 7, 96, 1234, 26_000, 1_000_000)]
    [1, 8, 100, 1500, 30000, 1000000]
    """
    if largest <= 0:
        return 1
    scale = 1
    while scale * 10 <= largest:
        scale *= 10
    for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10):
        if largest <= step * scale:
            return int(step * scale)
    return int(10 * scale)


def month_bars(months, axis, width=870, height=230):
    """Twelve months side by side: each with its figure, and that of a year before.

    :param months: list of (label, figure, figure a year before)
    :param axis: function that writes a figure for the axis

    Negative figures, months of returns, have no bar.

    >>> picture = month_bars([("Jan", 50, 100), ("Feb", 0, -3)], str, 200, 100)
    >>> picture.count("<rect"), picture.count("<text")
    (2, 5)
    >>> "fill=\\"#1f4e79\\"" in picture and ">Feb<" in picture
    True

    The axis ends at a round figure, here 100, and the bar of 50 is half as high.

    >>> 'x="102.5" y="43" width="27.3" height="33" fill="#1f4e79"' in picture
    True
    >>> month_bars([], str)
    ''
    """
    if not months:
        return ""
    top = round_top(max(max(now, before) for _label, now, before in months))
    left, bottom, head = 70, 24, 10
    deep = height - bottom - head
    parts = []
    for share in (0, 0.5, 1):
        y = head + deep * (1 - share)
        parts.append(
            f'<line x1="{left}" x2="{number(width)}" y1="{number(y)}" '
            f'y2="{number(y)}" stroke="{GRID}" stroke-width="1"/>'
        )
        parts.append(text(left - 8, y + 4, axis(top * share), "end"))
    room = (width - left) / len(months)
    thick = room * 0.42
    for position, (label, now, before) in enumerate(months):
        middle = left + room * (position + 0.5)
        for value, x, color in (
            (before, middle - thick, LIGHT),
            (now, middle, DARK),
        ):
            if value > 0:
                tall = deep * value / top
                parts.append(box(x, head + deep - tall, thick, tall, color))
        parts.append(text(middle, height - 6, label, "middle"))
    return svg(width, height, parts)


def progress_bar(progress, expected, status, width=250, height=16):
    """How far something is, with a mark where it should be.

    :param progress: share of the way, None or False where it is unknown
    :param expected: share that should be behind us; no mark at None
    :param status: its colour, see ``STATUS_COLORS``

    >>> progress_bar(0.5, 0.8, "at_risk", 100, 10).count("#d58a1f")
    1
    >>> 'width="50"' in progress_bar(0.5, None, "at_risk", 100, 10)
    True

    More than the whole is the whole; nothing known is an empty bar.

    >>> 'width="100" height="10" fill="#2e7d4f"' in progress_bar(
    ...     1.7, 1, "done", 100, 10)
    True
    >>> progress_bar(False, 0.5, False, 100, 10).count("<rect")
    1
    """
    parts = [box(0, 0, width, height, "#e6eaee")]
    if progress is None or progress is False:
        return svg(width, height, parts)
    color = STATUS_COLORS.get(status, UNKNOWN_COLOR)
    parts.append(box(0, 0, width * min(1, max(0, progress)), height, color))
    if expected is not None and expected is not False:
        x = min(width - 1, max(1, width * min(1, expected)))
        parts.append(
            f'<line x1="{number(x)}" x2="{number(x)}" y1="0" '
            f'y2="{number(height)}" stroke="{INK}" stroke-width="2"/>'
        )
    return svg(width, height, parts)


def pair_bars(now, before, largest, width=200, height=18):
    """Two bars under each other: a figure, and the one of a year before.

    >>> pair_bars(50, 100, 100, 100, 10).count("<rect")
    2
    >>> 'width="50"' in pair_bars(50, 100, 100, 100, 10)
    True
    >>> pair_bars(0, -5, 0).count("<rect")
    0
    """
    parts = []
    for value, y, tall, color in (
        (now, 0, height * 0.58, DARK),
        (before, height * 0.62, height * 0.38, LIGHT),
    ):
        if value > 0 and largest > 0:
            parts.append(box(0, y, width * value / largest, tall, color))
    return svg(width, height, parts)
