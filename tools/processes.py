"""The background Odoo that `make demo` leaves: its record, and how to end it.

Only the standard library, so that `make stop` works in any state of the checkout.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from pathlib import Path

from . import paths

RECORD = paths.DEV / "server.json"
STOP_SECONDS = 15


def started_at(pid: int) -> str | None:
    """When a living process was started, as the kernel tells it; None if none is.

    Together with the number it tells a process from a later one.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        if Path("/proc/self/stat").exists():
            return None
        try:  # no /proc on this system: the number has to do
            os.kill(pid, 0)
        except OSError:
            return None
        return "unknown"
    return None if fields[0] == "Z" else fields[19]


def end(pid: int, first=signal.SIGTERM) -> None:
    """End a process of ours: politely, then for sure."""
    born = started_at(pid)
    for number in (first, signal.SIGKILL):
        deadline = time.monotonic() + STOP_SECONDS
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        while born and started_at(pid) == born and time.monotonic() < deadline:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            time.sleep(0.05)
        if started_at(pid) != born:
            return


def running() -> dict | None:
    """The record of the running demo server: pid, port, database."""
    try:
        record = json.loads(RECORD.read_text("utf-8"))
        return record if started_at(record["pid"]) == record["started"] else None
    except (OSError, ValueError, KeyError):
        return None


def remember(pid: int, port: int, name: str) -> None:
    """Write the record."""
    record = {"pid": pid, "started": started_at(pid), "port": port, "database": name}
    part = RECORD.with_suffix(f".part-{os.getpid()}")
    part.write_text(json.dumps(record), "utf-8")
    part.replace(RECORD)


def stop_demo() -> bool:
    """End the demo server; tells whether it was running."""
    record = running()
    if record:
        end(record["pid"])
    RECORD.unlink(missing_ok=True)
    return bool(record)
