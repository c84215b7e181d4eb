"""What each command of the Makefile does, once the Python packages are there."""

from __future__ import annotations

import os
import subprocess
import sys

from . import demo, odoo_source, paths, postgres, processes, steps, templates
from .odoo_command import Odoo


def run(command: str, arguments: list[str], total: int = 3) -> int:
    """Run a command; returns the exit code."""
    action = globals()[f"do_{command.replace('-', '_')}"]
    return action(arguments, steps.Steps(total, done=1)) or 0


def bring_up(progress: steps.Steps) -> Odoo:
    """Odoo and PostgreSQL, ready."""
    source = odoo_source.find(progress)
    postgres.ensure(progress)
    return Odoo(source)


def do_demo(_arguments, progress) -> None:
    """make demo"""
    _in_use = steps.InUse()
    demo.port()
    odoo = bring_up(progress)
    templates.ensure_bases(odoo, progress, kinds=(True,))
    demo.run(odoo, progress)


def do_test(_arguments, progress) -> int:
    """make test"""
    from . import testing

    with _stopping_after():
        return testing.run_all(progress)


def do_addon_tests(arguments, progress) -> int:
    """python3 -m tools addon-tests [--test-tags]"""
    from . import addon_tests, results

    with _stopping_after():
        odoo = bring_up(progress)
        tags = arguments[0] if arguments else addon_tests.OWN_TAGS
        result = addon_tests.run(odoo, "Addon tests", tags)
        results.show(result)
        return results.report([result])


def do_system_tests(arguments, progress) -> int:
    """python3 -m tools system-tests [pytest's arguments]"""
    with _stopping_after():
        odoo = bring_up(progress)
        command = [sys.executable, "-m", "pytest", *(arguments or ["tests"])]
        return subprocess.run(
            command, cwd=paths.ROOT, env=project_environment(odoo)
        ).returncode


def do_lint(arguments, _progress) -> int:
    """make lint"""
    from . import linting, results

    return results.report(linting.run_all(fix="--fix" in arguments))


def do_pot(_arguments, progress) -> None:
    """make pot"""
    from . import translations

    with _stopping_after():
        translations.write(bring_up(progress))


def do_shell(_arguments, progress) -> int:
    """make shell"""
    from . import database

    _in_use = steps.InUse()
    odoo = bring_up(progress)
    name = demo.database_name()
    if not database.exists(name):
        raise steps.ToolError(f"There is no database {name} yet: call 'make demo'.")
    command = odoo.command("-d", name, "--no-http", program="shell")
    return subprocess.run(command, **odoo.options()).returncode


def do_bench(arguments, progress) -> int:
    """make bench"""
    return do_run(["tools.bench", *arguments], progress)


def do_run(arguments, progress) -> int:
    """python3 -m tools run MODULE [arguments]"""
    if not arguments:
        raise steps.ToolError("Name a module to run: python3 -m tools run tools.bench")
    with _stopping_after():
        odoo = bring_up(progress)
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=paths.ROOT,
            env=project_environment(odoo),
        ).returncode


def project_environment(odoo: Odoo) -> dict[str, str]:
    """Variables for the project's programs that use database and Odoo."""
    return {
        **os.environ,
        **postgres.environment(),
        "KAM_ODOO_CONFIG": str(odoo.config),
        "KAM_ODOO_PATH": str(odoo.source.python_path),
    }


class _stopping_after(steps.InUse):
    """Stop PostgreSQL at the end if nobody else uses it and no demo runs."""

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.last() and not processes.running():
            postgres.stop()
