"""Progress on the screen, errors as one sentence, locks and log files."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from . import paths


class ToolError(Exception):
    """What went wrong and how to mend it, in one sentence for the user."""


class Steps:
    """Numbered progress lines: ``[2/5] Odoo 19 ... ok (12 s)``."""

    def __init__(self, total: int, done: int = 0):
        self.total = total
        self.done = done
        self._open_line = False

    @contextlib.contextmanager
    def step(self, title: str):
        """Announce a step, and its end with the seconds it took."""
        self.done += 1
        start = time.monotonic()
        print(f"[{self.done}/{self.total}] {title} ... ", end="", flush=True)
        self._open_line = True
        try:
            yield self
        except BaseException:
            self._close("failed")
            raise
        self._close(f"ok ({time.monotonic() - start:.0f} s)")

    def note(self, text: str) -> None:
        """Add a remark to the running step, on a line of its own."""
        print("\n" * self._open_line + f"      {text}", flush=True)
        self._open_line = False

    def _close(self, word: str) -> None:
        print(word if self._open_line else f"      {word}", flush=True)
        self._open_line = False


class Silent(Steps):
    """Steps that print nothing, for callers that report by themselves."""

    def __init__(self):
        super().__init__(0)

    @contextlib.contextmanager
    def step(self, title: str):
        yield self

    def note(self, text: str) -> None:
        pass


@contextlib.contextmanager
def lock(path: Path, busy: str = ""):
    """Hold a lock between processes; the system frees it if we die.

    :param busy: what to print when another run holds it
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if busy:
                print(f"(waiting: {busy}) ", end="", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class InUse:
    """A shared mark that someone works with this checkout's servers."""

    def __init__(self):
        paths.make_dirs()
        self._handle = (paths.DEV / "in-use.lock").open("a")
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def last(self) -> bool:
        """Whether nobody else holds the mark any more."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def free_space(folder: Path, need_gb: float) -> None:
    """Refuse to start what would fill the disk.

    :param need_gb: gigabytes wanted
    """
    free = shutil.disk_usage(folder).free / 1e9
    if free < need_gb:
        raise ToolError(
            f"Only {free:.1f} GB are free on the disk of {folder} and {need_gb:g} GB "
            "are needed: free some, or set KAM_CACHE to a folder on another disk."
        )


def sweep(folder: Path, pattern: str) -> None:
    """Remove what interrupted runs left."""
    for leftover in folder.glob(pattern):
        shutil.rmtree(leftover, ignore_errors=True)


@contextlib.contextmanager
def new_dir(final: Path):
    """Build a folder beside its final place; it appears whole or not at all."""
    sweep(final.parent, f"{final.name}.part-*")
    part = final.parent / f"{final.name}.part-{os.getpid()}"
    part.mkdir(parents=True)
    try:
        yield part
        part.rename(final)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def tail(log: Path, lines: int = 6) -> str:
    """The last lines of a log, indented."""
    if not log.exists():
        return ""
    text = log.read_text("utf-8", "replace").rstrip().splitlines()[-lines:]
    return "".join(f"\n    {line[:300]}" for line in text)


def run(command: list, log: Path, failure: str, **options) -> None:
    """Run a program with its output in a log file.

    :param failure: the sentence for the user when it fails
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [str(part) for part in command]
    with log.open("ab") as out:
        out.write(f"$ {' '.join(command)}\n".encode())
        out.flush()
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                **options,
            )
        except FileNotFoundError:
            raise ToolError(f"{failure} ({command[0]} is not installed.)") from None
    if done.returncode:
        if done.returncode < 0 and -done.returncode in (2, 15):
            raise KeyboardInterrupt
        raise ToolError(f"{failure} The end of {log}:{tail(log)}")


def is_ci() -> bool:
    """Whether a missing program is a failure and not a reason to skip."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def print_error(text: object) -> None:
    """Say what is wrong."""
    sys.stdout.flush()
    print(f"Error: {text}", file=sys.stderr, flush=True)
