"""The table of the benchmark: medians, ranges, ratios, and the project's bars."""

from __future__ import annotations

import os
import platform
from statistics import median

# The bars of the project (ratios to the plain statement, ms, MB).
RUN_RATIO = 1.3
PREVIEW_RATIO = 0.15
PAGE_MS = 10
EXCEL_MB = 100
JOB_SECONDS = 60  # reminders of a night, health of a week
GROWTH = 1.25  # seconds per line at the largest size, against the smallest


def text(figures, jobs, server):
    """The report over all sizes and jobs, as text."""
    lines = [machine(server)]
    for size in figures:
        lines += ["", *size_lines(size)]
    if len(figures) > 1:
        lines += ["", *growth_lines(figures[0], figures[-1])]
    for job in jobs:
        lines += ["", *job_lines(job)]
    return "\n".join(lines)


def machine(server):
    """What it ran on."""
    load = os.getloadavg()[0]
    settings = ", ".join(f"{k} {v}" for k, v in server.items() if k != "server_version")
    return (
        f"{os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()},"
        f" PostgreSQL {server['server_version']} ({settings})"
    )


def spread(values, unit="s"):
    """Median with the range.

    >>> spread([2, 1, 4])
    '2.00 s (1.00-4.00)'
    """
    return f"{median(values):.2f} {unit} ({min(values):.2f}-{max(values):.2f})"


def ratios(over, under):
    """Ratios of the measurements taken in pairs.

    >>> ratios([2, 3], [1, 2])
    [2.0, 1.5]
    """
    return [a / b for a, b in zip(over, under, strict=True) if b]


def verdict(value, bar, unit=""):
    """Whether a figure reaches its bar.

    >>> verdict(1.2, 1.3), verdict(20, 10, " ms")
    ('pass (bar 1.3)', 'MISSED (bar 10 ms)')
    """
    return f"{'pass' if value <= bar else 'MISSED'} (bar {bar:g}{unit})"


def size_lines(size):
    """The lines of one size."""
    wall, cpu = size["seconds"].get("wall", {}), size["seconds"].get("cpu", {})
    yield (
        f"{size['lines']:,} order lines, {size['facts']:,} facts,"
        f" {size['customers']:,} customers"
    )
    rows = []
    for label, name, bar in (
        ("run / plain", "run", RUN_RATIO),
        ("preview / plain", "preview", PREVIEW_RATIO),
        ("all months anew / plain", "run of all months", None),
    ):
        ratio = median(wall[name]) / median(wall["plain"])
        rows.append((label, f"{ratio:.2f} x", verdict(ratio, bar) if bar else ""))
        if cpu.get(name) and cpu.get("plain"):
            ratio = median(cpu[name]) / median(cpu["plain"])
            rows.append(("  in CPU time of the server", f"{ratio:.2f} x", ""))
    pairs = ratios(wall["run"], wall["plain"])
    rows.append(("  run / plain, pair by pair", spread(pairs, "x"), ""))
    for name in SHOWN:
        rows.append((name, spread(wall[name]), ""))
        if cpu.get(name):
            rows.append(("  CPU time of the server", spread(cpu[name]), ""))
    for name in ("scores after the run", "run of all months", "first run"):
        rows.append((name, spread(wall[name]), ""))
    for model, milliseconds in size["pages"].items():
        label = f"page of {model}, SQL"
        rows.append(
            (label, f"{milliseconds:.1f} ms", verdict(milliseconds, PAGE_MS, " ms"))
        )
    rows += [
        ("roll-up of all contacts", spread(wall["roll-up of all"]), ""),
        ("roll-up, nothing to mend", spread(wall["roll-up of none"]), ""),
        ("peak of Odoo in a run", _above(size["run_mb"], size["base_mb"]), ""),
    ]
    if "excel" in size:
        book = size["excel"]
        more = book["excel_mb"] - book["base_mb"]
        rows += [
            ("Excel of 100 000", spread(book["seconds"]["wall"]["excel"]), ""),
            (
                "  memory above Odoo's own",
                _above(book["excel_mb"], book["base_mb"]),
                verdict(more, EXCEL_MB, " MB"),
            ),
        ]
    for step, seconds in size["made"].items():
        rows.append(
            (f"{step} ({size.get('contacts', 0):,} contacts)", f"{seconds:.1f} s", "")
        )
    for label, figure, comment in rows:
        yield f"  {label:<30} {figure:<26} {comment}".rstrip()
    different = size["different"]
    yield f"  figures that differ from the plain statement's: {different or 'none'}"


SHOWN = ("run", "plain", "preview")


def _above(peak, base):
    return f"{peak:.0f} MB, {peak - base:+.0f}"


def growth_lines(small, large):
    """How the seconds grow from the smallest to the largest size."""
    size = large["lines"] / small["lines"]
    yield f"Growth from {small['lines']:,} to {large['lines']:,} lines ({size:g} x)"
    for name in SHOWN:
        grown = median(large["seconds"]["wall"][name]) / median(
            small["seconds"]["wall"][name]
        )
        judged = verdict(grown / size, GROWTH) if name == "run" else ""
        line = f"  {name:<30} {grown:.1f} x = {grown / size:.2f} per line   {judged}"
        yield line.rstrip()


def job_lines(job):
    """Seconds of a nightly job, with what it changed."""
    yield f"{job['task']}: {job['accounts']:,} accounts, {job['contacts']:,} contacts"
    for name, [seconds] in job["seconds"]["wall"].items():
        comment = []
        changed = job.get("nights", {}).get(name)
        if changed:
            comment.append(
                f"{changed['new']:,} new, {changed['gone']:,} gone,"
                f" calls of the job: {changed['calls']}"
            )
        if name.endswith(("night", "week", "again")):
            comment.append(verdict(seconds, JOB_SECONDS, " s"))
        line = f"  {name:<30} {seconds:8.1f} s    {'; '.join(comment)}"
        yield line.rstrip()
        for spent in job["seconds"]["cpu"].get(name, []):
            yield f"    CPU time, Odoo and server      {spent:8.1f} s"
