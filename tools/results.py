"""What parts of a test run report, and the total over them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

SHOWN = 120  # lines of an explanation
_printing = threading.Lock()


@dataclass
class Result:
    """The outcome of one part of a run."""

    title: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    details: str = ""  # why it failed, for people
    reasons: list[str] = field(default_factory=list)  # why tests were skipped

    @classmethod
    def of_check(cls, title: str, problem: str) -> Result:
        """One check: passed if there is no problem to tell."""
        return cls(title, int(not problem), int(bool(problem)), details=problem)

    @classmethod
    def of_skip(cls, title: str, reason: str) -> Result:
        """One check that could not be made here."""
        return cls(title, skipped=1, reasons=[reason])

    def line(self) -> str:
        """The part's line on the screen.

        >>> Result("Lint: ruff", passed=1, seconds=2.4).line()
        'ok      Lint: ruff: 1 passed (2 s)'
        """
        word = "FAILED" if self.failed else "ok" if self.passed else "skipped"
        return f"{word:<8}{self.title}: {self.counts()} ({self.seconds:.0f} s)"

    def counts(self) -> str:
        """The counts in words."""
        parts = [f"{self.passed} passed"] if self.passed else []
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        return ", ".join(parts) or "nothing ran"


def show(result: Result) -> None:
    """Print a part's line, and why it failed."""
    with _printing:
        print(result.line(), flush=True)
        if result.failed and result.details:
            lines = result.details.strip().splitlines()
            if len(lines) > SHOWN:  # beginning and end tell most
                hidden = f"... {len(lines) - SHOWN} lines more ..."
                lines = [*lines[: SHOWN // 2], hidden, *lines[-SHOWN // 2 :]]
            for line in lines:
                print(f"    {line}")
        for reason in dict.fromkeys(result.reasons):
            print(f"    skipped: {reason}", flush=True)


def report(results: list[Result]) -> int:
    """Print the total as the last line; returns the exit code.

    A run in which nothing passed has not shown anything: it failed.
    """
    failing = [result for result in results if result.failed]
    if failing:
        print("\nFailed:")
        for result in failing:
            print(f"  {result.title}: {result.counts()}")
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    skipped = sum(result.skipped for result in results)
    if not passed and not failed:
        print("\nNothing was tested.")
        failed = 1
    print()
    print(
        f"{passed} passed, {failed} failed" + f", {skipped} skipped" * bool(skipped),
        flush=True,
    )
    return int(bool(failed))
