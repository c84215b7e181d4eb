"""Command line of the benchmark: ``python -m tools.bench --help``."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from . import databases, report

LINES_PER_ACCOUNT = 5  # sales lines of the accounts whose nightly jobs are measured


def measure(task, name, options, worker="worker"):
    """Run a task of a worker in a process of its own; returns its answer."""
    with tempfile.TemporaryDirectory(prefix="kam_bench_") as folder:
        answer = Path(folder) / "answer.json"
        subprocess.run(
            [sys.executable, "-m", f"tools.bench.{worker}", task, name, str(answer)]
            + [json.dumps(options)],
            env=_with_root(databases.environment()),
            check=True,
        )
        return json.loads(answer.read_text())


def _with_root(environment):
    root = str(Path(__file__).parents[2])
    path = ":".join(filter(None, [root, environment["PYTHONPATH"]]))
    return {**environment, "PYTHONPATH": path}


def bench(lines, arguments):
    """Measure one size; returns the figures."""
    name = f"{databases.PREFIX}{lines}"
    print(f"{lines:,} order lines: filling a database ...", flush=True)
    try:
        if arguments.reuse:
            made = {"lines": lines, "seconds": {}, "companies": arguments.companies}
        else:
            made = databases.make(name, arguments.template, lines, arguments.seed)
        options = {
            "pairs": min(arguments.pairs, 2) if lines > 2_000_000 else arguments.pairs,
            "date_to": databases.last_month_end().isoformat(),
            "companies": made["companies"],
        }
        print(f"{lines:,} order lines: measuring ...", flush=True)
        figures = {**made, "made": made.pop("seconds")}
        figures.update(measure("analysis", name, options))
        if not arguments.no_excel:
            figures["excel"] = measure("excel", name, options)
        return figures
    finally:
        if not (arguments.keep or arguments.reuse):
            databases.drop(name)


def daily(task, accounts, arguments):
    """Measure the jobs of every night on so many key accounts; returns the figures."""
    name = f"{databases.PREFIX}{task}_{accounts}"
    print(f"{task}, {accounts:,} accounts: filling a database ...", flush=True)
    try:
        made = {"companies": arguments.companies}
        if not arguments.reuse:
            made = databases.make(
                name,
                arguments.template,
                LINES_PER_ACCOUNT * accounts,
                arguments.seed,
                # persons and archived contacts of the history are no key accounts
                accounts=round(1.1 * accounts),
            )
        options = {
            "accounts": accounts,
            "seed": arguments.seed,
            "date_to": databases.last_month_end().isoformat(),
            "companies": made["companies"],
        }
        print(f"{task}, {accounts:,} accounts: measuring ...", flush=True)
        return {"task": task, **measure(task, name, options, worker="daily")}
    finally:
        if not (arguments.keep or arguments.reuse):
            databases.drop(name)


def main():
    """Measure each size, print the table; slow figures are no failure."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--lines", default="1000000", help="sizes, by commas")
    parser.add_argument("--pairs", type=int, default=3, help="A B pairs; 2 above 2 M")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--template", help="database to copy: Odoo without the addon")
    parser.add_argument("--keep", action="store_true", help="do not drop databases")
    parser.add_argument(
        "--reuse", action="store_true", help="use databases kept before"
    )
    parser.add_argument("--companies", default="1,2", help="their ids, with --reuse")
    parser.add_argument("--no-excel", action="store_true")
    parser.add_argument(
        "--parts", default="analysis,reminders,health", help="what to measure"
    )
    parser.add_argument("--reminder-accounts", type=int, default=20_000)
    parser.add_argument("--health-accounts", type=int, default=2_000)
    parser.add_argument("--json", help="file for all single measurements")
    arguments = parser.parse_args()
    arguments.companies = [int(number) for number in arguments.companies.split(",")]
    parts = arguments.parts.split(",")
    sizes = sorted(int(size) for size in arguments.lines.split(","))
    figures = []
    if "analysis" in parts:
        figures = [bench(lines, arguments) for lines in sizes]
    jobs = [
        daily(task, accounts, arguments)
        for task, accounts in (
            ("reminders", arguments.reminder_accounts),
            ("health", arguments.health_accounts),
        )
        if task in parts
    ]
    if arguments.json:
        Path(arguments.json).write_text(
            json.dumps(figures + jobs, indent=1, default=str)
        )
    print(report.text(figures, jobs, databases.server_facts()))


if __name__ == "__main__":
    main()
