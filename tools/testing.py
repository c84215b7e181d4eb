"""`make test`: everything, on two cores, with one total at the end."""

from __future__ import annotations

import subprocess
import sys
import time
import traceback
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

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
from .results import Result


def run_all(progress: steps.Steps) -> int:
    """Bring up, then run two lanes of parts side by side; returns the exit code."""
    programs.ensure_for_ci()
    odoo = commands.bring_up(progress)
    templates.ensure_bases(odoo, progress)
    print(flush=True)
    lanes = [
        [
            lambda: addon_tests.check_install(odoo, demo=False),
            lambda: addon_tests.run(odoo, "Addon tests", addon_tests.OWN_TAGS),
            lambda: addon_tests.run_odoo_checks(odoo),
            lambda: addon_tests.check_template(odoo),
        ],
        [
            lambda: linting.run_all(),
            lambda: doctests.run_all(),
            lambda: addon_tests.check_install(odoo, demo=True),
            lambda: system_tests(commands.project_environment(odoo)),
        ],
    ]
    with ThreadPoolExecutor(len(lanes)) as pool:
        found = list(pool.map(_run_lane, lanes))
    return results.report([result for lane in found for result in lane])


def _run_lane(parts) -> list[Result]:
    """Run parts one after the other; one that breaks does not end the lane."""
    found = []
    for part in parts:
        try:
            outcome = part()
        except steps.ToolError as error:
            outcome = Result("A part that could not run", failed=1, details=str(error))
        except Exception:
            trace = traceback.format_exc()
            outcome = Result("A part that broke", failed=1, details=trace)
        if isinstance(outcome, list):
            found += outcome
        else:
            results.show(outcome)
            found.append(outcome)
    return found


def system_tests(environment: dict[str, str]) -> Result:
    """pytest in tests/."""
    start = time.monotonic()
    log = paths.LOGS / "system-tests.log"
    report = paths.DEV / "system-tests.xml"
    report.unlink(missing_ok=True)
    with log.open("wb") as out:
        code = subprocess.run(
            [sys.executable, "-m", "pytest", "tests", f"--junitxml={report}"],
            cwd=paths.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        ).returncode
    result = read_junit(report.read_text("utf-8") if report.exists() else "", code)
    if result.failed:
        result.details += f"\n{log.read_text('utf-8', 'replace')[-8000:]}"
    result.seconds = time.monotonic() - start
    return result


def read_junit(text: str, code: int) -> Result:
    """The outcome of a pytest run, from its report and exit code."""
    result = Result("System tests")
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
