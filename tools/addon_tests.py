"""The addon inside Odoo: it installs without a warning, and its tests pass."""

from __future__ import annotations

import os
import re
import subprocess
import time
from functools import partial

from . import database, odoo_log, paths, server, steps, templates, translations
from .odoo_command import Odoo
from .results import Result

OWN_TAGS = "/kam_odoo"
# Files of tests that wait for a browser most of the time.
BROWSER_FILES = ("test_*_tour.py", "test_*js.py")
# Files of tests of the demo, which takes longer to make than to test.
DEMO_FILES = ("test_demo.py", "test_demo_*.py")
# Odoo's own checks of an addon that fit one outside its repository.
LINT_TAGS = (
    "/test_lint:ManifestLinter,/test_lint:TestIndex,/test_lint:TestNaming,"
    "/test_lint:TestI18n,/test_lint:PotLinter"
)
# Reasons for which Odoo skips a test that a build machine has to run.
MISSING_PROGRAM = re.compile(r"chrom|wkhtmltopdf|websocket", re.IGNORECASE)


def check_install(odoo: Odoo, demo: bool) -> Result:
    """Install the addon; any warning it causes is a failure."""
    words = "with demo data" if demo else "without demo data"
    title = f"Installing the addon {words}"
    start = time.monotonic()
    try:
        name = templates.ensure_installed(odoo, demo)
    except steps.ToolError as error:
        result = Result.of_check(title, str(error))
    else:
        log = templates.install_log(name).read_text("utf-8", "replace")
        result = Result.of_check(title, "\n".join(odoo_log.complaints(log)))
    result.seconds = time.monotonic() - start
    return result


def run_odoo_checks(odoo: Odoo) -> Result:
    """Odoo's own checks of an addon's files and models."""
    return run(odoo, "Odoo's addon checks", LINT_TAGS, module="test_lint")


def own_parts(odoo: Odoo) -> list:
    """The addon's own tests as parts that can run side by side.

    Those of the demo run where it was installed, so that it is made once and not
    by each class; any database without it makes them as well.  The other parts
    name files, the largest one leaves those out: no test can be forgotten.
    """
    browser, demo = tags(*BROWSER_FILES), tags(*DEMO_FILES)
    rest = ",".join([OWN_TAGS, *(f"-{tag}" for tag in browser + demo)])
    return [
        partial(run, odoo, "Addon tests", rest),
        partial(run, odoo, "Addon tests in the browser", ",".join(browser)),
        partial(run, odoo, "Addon tests of the demo", ",".join(demo), demo=True),
    ]


def tags(*patterns: str) -> list[str]:
    """The test tags of the addon's test files with such names."""
    folder = paths.ADDON / "tests"
    files = [file for pattern in patterns for file in sorted(folder.glob(pattern))]
    return [f"/{file.relative_to(paths.ROOT)}" for file in files]


def check_template(odoo: Odoo) -> Result:
    """The translation template in the repository is what Odoo would write."""
    start = time.monotonic()
    result = Result.of_check("Translation template", translations.problem(odoo))
    result.seconds = time.monotonic() - start
    return result


def run(
    odoo: Odoo, title: str, tags: str, module: str = "kam_odoo", demo: bool = False
) -> Result:
    """Run tests by Odoo's runner on a copy of the installed addon.

    :param module: the module to upgrade, whose tests Odoo then considers
    :param demo: whether the addon is to be installed with its demo data
    """
    start = time.monotonic()
    installed = templates.ensure_installed(odoo, demo)
    words = title.lower().replace("'", "").split()
    name = f"kam_test_{paths.checkout_key()}_{os.getpid()}_{'_'.join(words)}"
    log = paths.LOGS / f"{'-'.join(words)}.log"
    database.copy(installed, name)
    try:
        code = _run_odoo(odoo, name, tags, module, log)
    finally:
        database.drop(name)
    result = judge(title, log.read_text("utf-8", "replace"), code)
    if result.failed:
        result.details += f"\nThe whole log: {log}"
    result.seconds = time.monotonic() - start
    return result


def _run_odoo(odoo: Odoo, name: str, tags: str, module: str, log) -> int:
    command = odoo.command(
        *("-d", name, "-u", module, "--stop-after-init"),
        *("--test-tags", tags, "--http-port", server.free_port()),
        *("--max-cron-threads", 0),
        # The seconds and queries of each test at the end of the log.
        *("--log-handler", "odoo.tests.stats:DEBUG"),
    )
    with log.open("wb") as out:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            **odoo.options(),
        ).returncode


def judge(title: str, log: str, code: int) -> Result:
    """Read the outcome from Odoo's log and exit code.

    A run without any test, one that broke off, and one that logged a warning
    have all failed.
    """
    counts = odoo_log.test_counts(log)
    complaints = "\n".join(odoo_log.complaints(log))
    if counts is None:
        end = "\n".join(log.splitlines()[-15:])
        text = complaints or end
        return Result(title, failed=1, details=f"The run broke off.\n{text}")
    result = Result(title, counts.passed, counts.failed, counts.skipped)
    result.reasons = list(counts.reasons)
    result.details = complaints
    if counts.run == 0:
        result.failed += 1
        result.details += "\nNo test ran."
    elif (complaints or code) and not counts.failed:
        result.failed += 1
        result.details += f"\nThe tests passed, but not without this (exit {code})."
    if steps.is_ci():
        lacking = [r for r in counts.reasons if MISSING_PROGRAM.search(r)]
        result.failed += len(lacking)
        result.skipped -= len(lacking)
        result.details += "\n".join(["", *lacking])
    return result
