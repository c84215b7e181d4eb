"""Habits from older Odoo that Odoo 19 takes without an error and then ignores.

A line may say ``old-idiom: allowed`` in a comment, with its reason.
"""

from __future__ import annotations

import re
from pathlib import Path

ALLOWED = "old-idiom: allowed"
IDIOMS = [
    (r"\b_sql_constraints\b", "creates nothing: use models.Constraint"),
    (r"kanban-box", "the client fails: use <t t-name='card'>"),
    (r"oe_chatter", "shows nothing: use <chatter/>"),
    (r"\bauto_join\s*=", "ignored: use bypass_search_access"),
    (r"\bgroup_operator\b", "ignored: use aggregator"),
    (r"(?<!\w)read_group\(", "deprecated: use _read_group or formatted_read_group"),
    (r"\btoggle_active\b", "deprecated: use action_archive / action_unarchive"),
    (r"\bcheck_access_(rights|rule)\b", "deprecated: use check_access, has_access"),
    (r"\bself\._(cr|uid|context)\b", "deprecated: use self.env"),
    (r"""type=["']json["']""", "deprecated: use type='jsonrpc'"),
    (r"\bosv\.expression\b|\bfrom odoo\.osv\b", "deprecated: use odoo.fields.Domain"),
    (r"\bfrom odoo import [^#\n]*(?<![\w.])_(?!\w)", "use self.env._ for texts"),
    (r"\b_notify_progress\b", "deprecated: use _commit_progress"),
    (r"\bcr\.commit\(\)", "breaks transactions and tests: use _commit_progress"),
    (
        r"default=fields\.(Date\.(today|context_today)|Datetime\.now)\(",
        "frozen at start: pass the function, not its value",
    ),
    (
        r"(?i)row_number\(\)[^;]{0,200}?\)\s+as\s+id\b",
        "row numbers as id break paging and drill-down",
    ),
]
SUFFIXES = (".py", ".xml", ".js")


def find(folder: Path) -> list[str]:
    """All uses below a folder, as ``file:line: why``."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES:
            for line, why in find_in(path.read_text("utf-8")):
                found.append(f"{path.relative_to(folder.parent)}:{line}: {why}")
    return found


def find_in(text: str) -> list[tuple[int, str]]:
    """Uses in a text, as (line number, why).

    >>> find_in("a = 1\\n_sql_constraints = []")
    [(2, '_sql_constraints: creates nothing: use models.Constraint')]
    """
    found = []
    lines = text.splitlines()
    for pattern, why in IDIOMS:
        for match in re.finditer(pattern, text):
            number = text.count("\n", 0, match.start())
            if ALLOWED not in lines[number]:
                word = " ".join(match[0].split())
                found.append((number + 1, f"{word}: {why}"))
    return sorted(found)
