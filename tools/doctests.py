"""Run the examples in the docstrings of the addon's pure modules.

The addon's package imports Odoo, its `tools` do not: they are loaded under a
name of their own, so the examples need no Odoo and no database.
"""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import io
import pkgutil
import sys
from pathlib import Path

from . import paths
from .results import Result

FOLDERS = [paths.ADDON / "tools", paths.ROOT / "tools"]


def run_all() -> list[Result]:
    """The examples of the addon's and of our own modules."""
    return [run(folder) for folder in FOLDERS if folder.is_dir()]


def run(folder: Path) -> Result:
    """Run the examples below a folder; each docstring with some is one test."""
    title = f"Examples in {folder.relative_to(paths.ROOT)}/"
    result = Result(title)
    out = io.StringIO()
    for module in _modules(folder, result):
        for test in doctest.DocTestFinder().find(module):
            if test.examples:
                runner = doctest.DocTestRunner()
                runner.run(test, out=out.write)
                if runner.failures:
                    result.failed += 1
                else:
                    result.passed += 1
    result.details += out.getvalue()
    if not result.passed and not result.failed:
        result.failed = 1
        result.details = "There is no example to run."
    return result


def _modules(folder: Path, result: Result):
    """Import what lies in a folder, as a package of its own."""
    if folder == paths.ROOT / "tools":
        package = sys.modules[__package__]
    else:
        name = f"{folder.parent.name}_{folder.name}_alone"
        spec = importlib.util.spec_from_file_location(
            name,
            folder / "__init__.py",
            submodule_search_locations=[str(folder)],
        )
        package = importlib.util.module_from_spec(spec)
        sys.modules[name] = package
        spec.loader.exec_module(package)
    for found in pkgutil.iter_modules([str(folder)]):
        if found.name == "__main__":
            continue
        try:
            yield importlib.import_module(f"{package.__name__}.{found.name}")
        except ImportError as error:
            result.failed += 1
            result.details += f"{found.name} cannot be imported alone: {error}\n"
