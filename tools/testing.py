"""`make test`: everything, on two cores, with one total at the end."""

from __future__ import annotations

import subprocess
import sys
import time
import traceback
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from . import (
    addon_tests,
    commands,
    doctests,
    linting,
    paths,
    programs,
    results,
    steps,
    templates,
)
from .odoo_command import Odoo
from .results import Result

CORES = 2


def run_all(progress: steps.Steps) -> int:
    """Bring up, then run all parts, two side by side; returns the exit code."""
    programs.ensure_for_ci()
    odoo = commands.bring_up(progress)
    templates.ensure_bases(odoo, progress)
    print(flush=True)
    with ThreadPoolExecutor(CORES) as pool:
        found = list(pool.map(_run_part, parts(odoo)))
    return results.report([result for outcome in found for result in outcome])


def parts(odoo: Odoo) -> list:
    """What a run consists of, the longest first so that both cores end together."""
    environment = commands.project_environment(odoo)
    files = sorted((paths.ROOT / "tests").glob("test_*.py"), key=_size, reverse=True)
    return [
        partial(addon_tests.check_install, odoo, demo=False),
        partial(addon_tests.check_install, odoo, demo=True),
        *addon_tests.own_parts(odoo),
        *(partial(system_tests, file, environment) for file in files),
        partial(addon_tests.run_odoo_checks, odoo),
        partial(addon_tests.check_template, odoo),
        doctests.run_all,
        *linting.checks(),
    ]


def _size(file: Path) -> int:
    return file.stat().st_size


def _run_part(part) -> list[Result]:
    """Run one part; one that breaks is a failure and does not end the others."""
    try:
        outcome = part()
    except steps.ToolError as error:
        outcome = Result("A part that could not run", failed=1, details=str(error))
    except Exception:
        trace = traceback.format_exc()
        outcome = Result("A part that broke", failed=1, details=trace)
    if not isinstance(outcome, list):
        outcome = [outcome]
    for result in outcome:
        if not result.title.startswith("Lint: "):  # these have shown themselves
            results.show(result)
    return outcome


def system_tests(file: Path, environment: dict[str, str]) -> Result:
    """One file of tests/ by pytest."""
    start = time.monotonic()
    log = paths.LOGS / f"system-{file.stem}.log"
    report = paths.DEV / f"system-{file.stem}.xml"
    report.unlink(missing_ok=True)
    with log.open("wb") as out:
        code = subprocess.run(
            [sys.executable, "-m", "pytest", str(file), f"--junitxml={report}"],
            cwd=paths.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        ).returncode
    text = report.read_text("utf-8") if report.exists() else ""
    result = read_junit(f"System tests, {file.name}", text, code)
    if result.failed:
        result.details += f"\n{log.read_text('utf-8', 'replace')}"
        result.details += f"\nThe whole log: {log}"
    result.seconds = time.monotonic() - start
    return result


def read_junit(title: str, text: str, code: int) -> Result:
    """The outcome of a pytest run, from its report and exit code."""
    result = Result(title)
    if text:
        for case in ElementTree.fromstring(text).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                result.failed += 1
            elif (skip := case.find("skipped")) is not None:
                result.skipped += 1
                result.reasons.append(skip.get("message", ""))
            else:
                result.passed += 1
    if not result.passed and not result.failed:
        result.failed, result.details = 1, "No test ran."
    elif code and not result.failed:
        result.failed, result.details = 1, f"pytest ended with code {code}."
    return result
