"""The project's Python packages, in a virtual environment in the cache."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from . import paths, steps

OLDEST, NEWEST = (3, 10), (3, 13)


def fitting_python() -> str | None:
    """A Python to go on with when this one is too old or too new.

    Returns the path of another interpreter, or None if this one fits.
    """
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return None
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise steps.ToolError(
        f"Odoo 19 needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]} and this is "
        f"{platform.python_version()}: install one of them, or name it with "
        "'make PYTHON=/path/to/python3.12'."
    )


def folder() -> Path:
    """Where the environment for this Python and lock file belongs."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    key = paths.digest(
        paths.LOCK_FILE.read_text("utf-8"), version, platform.machine(), sys.prefix
    )
    return paths.cache_dir() / f"venv-{version}-{key}"


def ensure(progress: steps.Steps) -> Path:
    """Create the environment if needed; returns its Python.

    It is built where it stays, as scripts hold absolute paths; the mark at the
    end tells a whole one from the remains of an interrupted run.
    """
    where = folder()
    done = where / ".complete"
    with progress.step("Python packages"):
        if not done.exists():
            with steps.lock(
                where.parent / f"{where.name}.lock", "another run installs them"
            ):
                if not done.exists():
                    _build(where, progress)
                    done.touch()
    return where / "bin" / "python"


def _build(where: Path, progress: steps.Steps) -> None:
    steps.free_space(paths.cache_dir(), 1.5)
    shutil.rmtree(where, ignore_errors=True)
    log = paths.LOGS / "venv.log"
    log.unlink(missing_ok=True)
    options, pip = _pip_to_use(where)
    steps.run(
        [sys.executable, "-m", "venv", *options, where],
        log,
        "The virtual environment could not be created.",
    )
    progress.note("installing about 90 packages, one or two minutes the first time")
    steps.run(
        [*pip, "install", "--disable-pip-version-check", "--prefer-binary"]
        + ["-r", paths.LOCK_FILE],
        log,
        "The Python packages could not be installed: check the network and pip's "
        "settings, then call again.",
        env={**os.environ, "PIP_REQUIRE_VIRTUALENV": "0"},
    )


def _pip_to_use(where: Path) -> tuple[list[str], list]:
    """How to create the environment and which pip fills it."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return [], [where / "bin" / "python", "-m", "pip"]
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    probe = [sys.executable, "-m", "pip", "--python", sys.executable, "--version"]
    if (
        importlib.util.find_spec("venv")
        and subprocess.run(probe, capture_output=True).returncode == 0
    ):
        python = where / "bin" / "python"
        return ["--without-pip"], [sys.executable, "-m", "pip", "--python", python]
    raise steps.ToolError(
        "This Python has no venv module and no pip: install them with "
        f"'sudo apt-get install python{version}-venv'."
    )
