"""Read Odoo's log: warnings that the addon causes, and the outcome of tests."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>[^ :]+): (?P<text>.*)$"
)
BAD_LEVELS = ("WARNING", "ERROR", "CRITICAL")
# Remarks of Odoo that no addon causes. Each with its reason; keep the list short.
OWN_REMARKS = [
    # Said by every run with tests that found nothing wrong.
    r"0 failed, 0 error\(s\)",
    # Said by the command line on machines where one works as root.
    r"Running as user 'root' is a security risk",
]
TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r"^skipped (?P<test>.+?) : (?P<reason>.*)$")


@dataclass
class Entry:
    """A line of the log with what follows it (a traceback, say)."""

    level: str
    logger: str
    text: str

    def __str__(self) -> str:
        return f"{self.level} {self.logger}: {self.text}"


def entries(log: str) -> list[Entry]:
    """The entries of a log.

    >>> text = "2026-01-01 00:00:00,000 1 ERROR db odoo.x: bad\\n  more"
    >>> [str(entry) for entry in entries(text)]
    ['ERROR odoo.x: bad\\n  more']
    """
    found: list[Entry] = []
    for line in log.splitlines():
        match = LINE.match(line)
        if match:
            found.append(Entry(match["level"], match["logger"], match["text"]))
        elif found:
            found[-1].text += f"\n{line}"
    return found


def complaints(log: str) -> list[str]:
    """Warnings and errors in a log that are not Odoo's own remarks."""
    return [
        str(entry)
        for entry in entries(log)
        if entry.level in BAD_LEVELS
        and not any(re.search(remark, entry.text) for remark in OWN_REMARKS)
    ]


@dataclass
class TestCounts:
    """The outcome of Odoo's own test runner."""

    run: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        """Tests that ran to the end without a failure."""
        return max(0, self.run - self.failed - self.skipped)


def test_counts(log: str) -> TestCounts | None:
    """The counts of a test run; None if it did not come to its end.

    >>> text = "2026-01-01 00:00:00,000 1 INFO db odoo.tests.result: "
    >>> test_counts(text + "1 failed, 0 error(s) of 9 tests when loading").passed
    8
    """
    total = None
    reasons = []
    for entry in entries(log):
        if entry.logger == "odoo.tests.result" and (found := TOTAL.search(entry.text)):
            total = found
        elif skip := SKIPPED.match(entry.text):
            reasons.append(f"{skip['test']}: {skip['reason']}")
    if not total:
        return None
    return TestCounts(
        run=int(total[3]),
        failed=int(total[1]) + int(total[2]),
        skipped=len(reasons),
        reasons=tuple(reasons),
    )
