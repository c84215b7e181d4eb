"""Measuring: wall seconds, CPU seconds of the database server, peak memory."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path


class Clock:
    """Seconds spent inside ``with clock.measure("A"):``, as lists by name.

    The CPU seconds are those of one PostgreSQL process on this machine, of which
    other programs take nothing away; without such a process (a server elsewhere, or
    no /proc) they are missing.
    """

    def __init__(self, backend_pid=None):
        self.backend_pid = backend_pid
        self.wall = {}
        self.cpu = {}

    @contextlib.contextmanager
    def measure(self, name, backend_pid=None):
        """Add the seconds of the block to ``name``."""
        pid = backend_pid or self.backend_pid
        cpu, started = cpu_seconds(pid), time.perf_counter()
        yield
        self.wall.setdefault(name, []).append(time.perf_counter() - started)
        spent = cpu_seconds(pid)
        if cpu is not None and spent is not None:
            self.cpu.setdefault(name, []).append(spent - cpu)

    def results(self):
        """Plain data for JSON."""
        return {"wall": self.wall, "cpu": self.cpu}


def cpu_seconds(pid):
    """CPU seconds of a process so far, or None."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def reset_peak():
    """Start the peak of this process's memory anew, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_mb():
    """Peak resident memory of this process in MB since the last reset."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
