"""Programs from outside Python that some tests need."""

from __future__ import annotations

import os
import shutil

from . import paths, steps

# What a program is called, and Debian's package with it.
PACKAGES = {"chromium": "chromium", "wkhtmltopdf": "wkhtmltopdf", "npm": "npm"}
OTHER_NAMES = {"chromium": ["google-chrome", "chromium-browser"]}


def find(program: str) -> str | None:
    """The path of a program under any of its names."""
    for name in (program, *OTHER_NAMES.get(program, ())):
        found = shutil.which(name)
        if found:
            return found
    return None


def missing() -> list[str]:
    """The programs that tests want and this machine lacks."""
    return [program for program in PACKAGES if not find(program)]


def ensure_for_ci() -> None:
    """On a build machine, install what is missing; a user's stays as it is."""
    wanted = [PACKAGES[program] for program in missing()]
    if not wanted or not steps.is_ci() or os.geteuid() or not shutil.which("apt-get"):
        return
    log = paths.LOGS / "programs.log"
    failure = f"The build machine lacks {', '.join(wanted)} and apt could not help."
    options = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    try:
        steps.run(["apt-get", "-q", "update"], log, failure, **options)
    except steps.ToolError:
        pass  # one list of several may be out of reach; the next step tells
    install = ["apt-get", "-q", "install", "-y", "--no-install-recommends"]
    steps.run([*install, *wanted], log, failure, **options)
