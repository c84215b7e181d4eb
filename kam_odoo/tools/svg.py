"""Parts of pictures for printed reports as SVG text, drawn without a browser or Odoo.

They are made of lines, boxes and text only, so that an old print engine shows them as
well. Every text that comes from outside is escaped.
"""

import re
import unicodedata
from html import escape

DARK = "#1f4e79"
LIGHT = "#b9cbe0"
GRID = "#d8dde3"
WORDS = "#5b6673"
INK = "#1d2530"
BAD = "#c0392b"
# Width of letters, as a share of the size: at least that of the usual print fonts.
NARROW, WIDE, CAPITAL, USUAL = 0.36, 0.92, 0.74, 0.58
NARROW_LETTERS = set(" .,:;!|'’`()[]/-–ijlftrIıłľіїј")
WIDE_LETTERS = set("mwMWGOQ@%&ŒœÆæØжмшщюфыЖМШЩЮФЫЪъ…—")
BOLD = 1.08


def number(value):
    """A length as SVG has it, without needless decimals.

    >>> number(12.0), number(3.14159), number(100)
    ('12', '3.14', '100')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def box(x, y, width, height, color):
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" '
        f'height="{number(max(height, 0))}" fill="{color}"/>'
    )


def frame(x, y, width, height, color, thick=1, dashed=False):
    """A white box with a frame.

    >>> frame(1, 2, 30, 40, "#000", dashed=True).count("stroke-dasharray")
    1
    """
    dashes = ' stroke-dasharray="5,4"' if dashed else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{number(height)}" fill="#ffffff" stroke="{color}" '
        f'stroke-width="{number(thick)}"{dashes}/>'
    )


def line(x1, y1, x2, y2, color=GRID, thick=1, dashed=False):
    dashes = ' stroke-dasharray="5,4"' if dashed else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" '
        f'y2="{number(y2)}" stroke="{color}" stroke-width="{number(thick)}"{dashes}/>'
    )


def dot(x, y, radius, color):
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
        f'fill="{color}"/>'
    )


def text(x, y, words, anchor="start", size=12, color=WORDS, bold=False):
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size}" '
        f'text-anchor="{anchor}" fill="{color}"{weight}>{escape(str(words))}</text>'
    )


def svg(width, height, parts):
    """A picture. Its directions are the same on a page that is read from the right."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" direction="ltr" '
        f'width="{number(width)}" '
        f'height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}">'
        f"{''.join(parts)}</svg>"
    )


def _letter_width(letter):
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1
    if letter in NARROW_LETTERS:
        return NARROW
    if letter in WIDE_LETTERS:
        return WIDE
    return CAPITAL if letter.isupper() else USUAL


def text_width(words, size, bold=False):
    """How wide a line of text is at most, for no font is at hand to measure it.

    >>> text_width("il", 10) < text_width("no", 10) < text_width("WM", 10)
    True
    >>> text_width("東京", 10), text_width("", 10)
    (20, 0)
    """
    return sum(map(_letter_width, words)) * size * (BOLD if bold else 1)


def _shorten(words, width, size, bold):
    """The beginning that has room, with an ellipsis."""
    while words and text_width(words + "…", size, bold) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def _pieces(word, width, size, bold):
    """A word in pieces that have room in a line, parted at hyphens if it has some.

    >>> _pieces("abcdef", 15, 10, False), _pieces("ab-cd", 25, 10, False)
    (['ab', 'cd', 'ef'], ['ab-', 'cd'])
    """
    pieces = [""]
    for part in re.split("(?<=-)", word):
        if pieces[-1] and text_width(pieces[-1] + part, size, bold) > width:
            pieces.append("")
        for letter in part:
            if pieces[-1] and text_width(pieces[-1] + letter, size, bold) > width:
                pieces.append("")
            pieces[-1] += letter
    return pieces


def wrap(words, width, size, most=2, bold=False):
    """Words in lines that are not wider; what has no room ends in an ellipsis.

    >>> wrap("Anna Alt", 100, 10)
    ['Anna Alt']
    >>> wrap("Anna Maria Magdalena Alt", 60, 10)
    ['Anna Maria', 'Magdalen…']
    >>> wrap("Donaudampfschifffahrtsgesellschaft", 100, 10)
    ['Donaudampfschifffa', 'hrtsgesellschaft']
    >>> wrap("  ", 100, 10), wrap(None, 100, 10)
    ([], [])
    """
    rest = [
        piece
        for word in (words or "").split()
        for piece in _pieces(word, width, size, bold)
    ]
    lines = []
    while rest:
        current = rest.pop(0)
        while rest and text_width(f"{current} {rest[0]}", size, bold) <= width:
            current += f" {rest.pop(0)}"
        lines.append(current)
    if len(lines) > most:
        cut = _shorten(f"{lines[most - 1]} {lines[most]}", width, size, bold)
        lines = [*lines[: most - 1], cut]
    return lines
