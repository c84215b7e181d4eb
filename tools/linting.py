"""`make lint`: each check counts as one test."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import old_idioms, paths, programs, results, steps
from .results import Result

PYTHON_FOLDERS = ["kam_odoo", "tools", "tests"]
PRETTIER_FILES = "kam_odoo/**/*.{xml,js,scss}"
XML_PLUGIN = "@prettier/plugin-xml/src/plugin.js"


def run_all(fix: bool = False) -> list[Result]:
    """Run all checks, two at a time; with `fix`, repair first what can be."""
    with ThreadPoolExecutor(1 if fix else 2) as pool:
        return list(pool.map(lambda check: check(), checks(fix)))


def checks(fix: bool = False) -> list:
    """The checks as functions that print and return their result."""
    found = [_pylint, _oca_checks, _prettier, _ruff, _ruff_format, _old_idioms]
    return [functools.partial(_timed, check, fix) for check in found]


def _timed(check, fix: bool) -> Result:
    start = time.monotonic()
    result = check(fix)
    result.title = f"Lint: {result.title}"
    result.seconds = time.monotonic() - start
    results.show(result)
    return result


def _run(title: str, *command) -> Result:
    """One check that is a program: it fails if the program says so."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=paths.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0"},
    )
    problem = (done.stdout.strip() or "failed") if done.returncode else ""
    return Result.of_check(title, problem)


def _module(title: str, *command) -> Result:
    return _run(title, sys.executable, "-m", *command)


def _python_folders() -> list[str]:
    return [name for name in PYTHON_FOLDERS if (paths.ROOT / name).is_dir()]


def _ruff(fix: bool) -> Result:
    options = ["--fix"] if fix else []
    return _module("ruff", "ruff", "check", "-q", *options, *_python_folders())


def _ruff_format(fix: bool) -> Result:
    options = [] if fix else ["--check", "--diff"]
    return _module("ruff format", "ruff", "format", "-q", *options, *_python_folders())


def _pylint(_fix: bool) -> Result:
    return _module("pylint-odoo", "pylint", "kam_odoo")


def _oca_checks(fix: bool) -> Result:
    """OCA's checks of manifest, CSV, XML and translations."""
    if fix:  # this run tells what it mended, the next one what is left
        _module("", "oca_pre_commit_hooks", "--fix", "kam_odoo")
    return _module("OCA checks", "oca_pre_commit_hooks", "kam_odoo")


def _old_idioms(_fix: bool) -> Result:
    return Result.of_check("old idioms", "\n".join(old_idioms.find(paths.ADDON)))


def _prettier(fix: bool) -> Result:
    title = "prettier"
    if not programs.find("npm"):
        reason = "npm is not installed"
        if steps.is_ci():
            return Result.of_check(title, reason)
        return Result.of_skip(title, reason)
    try:
        modules = _node_modules()
    except steps.ToolError as error:
        return Result.of_check(title, str(error))
    return _run(
        title,
        *("node", modules / "prettier/bin/prettier.cjs", "--log-level=warn"),
        *(f"--plugin={modules / XML_PLUGIN}", "--write" if fix else "--check"),
        *("--ignore-path=", PRETTIER_FILES),
    )


def _node_modules() -> Path:
    """prettier with its XML plugin, installed once per lock file."""
    lock_file = paths.ROOT / "package-lock.json"
    key = paths.digest(lock_file.read_text("utf-8"))
    final = paths.cache_dir() / f"node-{key}"
    with steps.lock(paths.cache_dir() / f"node-{key}.lock"):
        if not final.exists():
            with steps.new_dir(final) as part:
                for name in ("package.json", "package-lock.json"):
                    shutil.copy(paths.ROOT / name, part)
                steps.run(
                    ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                    paths.LOGS / "npm.log",
                    "npm could not install prettier: check the network.",
                    cwd=part,
                    env={**os.environ, "npm_config_cache": str(part / "npm-cache")},
                )
                shutil.rmtree(part / "npm-cache", ignore_errors=True)
                json.loads((part / "node_modules/prettier/package.json").read_text())
    return final / "node_modules"
