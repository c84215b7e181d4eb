"""Find or fetch Odoo 19: the user's own, else Debian's package, else git."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import debian_package, paths, steps

ODOO_GIT = "https://github.com/odoo/odoo"
OTHER_WAYS = (
    "set ODOO_SOURCE to the folder of an Odoo 19.0 that you have, "
    f"for example one from 'git clone --depth 1 --branch {paths.SERIES} {ODOO_GIT}'."
)


@dataclass
class OdooSource:
    """An Odoo of the right series."""

    python_path: Path  # the folder to import `odoo` from
    version: str
    origin: str  # for people: where it came from
    fetched: bool = False  # by us, so the version alone tells what it is

    @property
    def addons_paths(self) -> list[Path]:
        """Addons folders beside those inside the package."""
        beside = self.python_path / "addons"
        return [beside] if (beside / "web").is_dir() else []

    @property
    def key(self) -> str:
        """What databases made with it are kept under."""
        if self.fetched:
            return paths.digest(self.version)
        return paths.digest(self.version, self.python_path, _git_head(self.python_path))


def find(progress: steps.Steps) -> OdooSource:
    """The Odoo to use, fetched if there is none yet."""
    with progress.step("Odoo 19"):
        given = os.environ.get("ODOO_SOURCE")
        if given:
            return _given(Path(given).expanduser().absolute())
        return _importable() or _cached() or _fetch(progress)


def series_of(folder: Path) -> str | None:
    """The series of the `odoo` package in a folder, such as "19.0"."""
    release = folder / "odoo" / "release.py"
    if not release.is_file():
        return None
    found = re.search(
        r"^version_info\s*=\s*\(\s*['\"]?([\w~]+)['\"]?\s*,\s*(\d+)",
        release.read_text("utf-8", "replace"),
        re.MULTILINE,
    )
    return f"{found[1]}.{found[2]}" if found else "unknown"


def _given(folder: Path) -> OdooSource:
    inside = Path("usr/lib/python3/dist-packages")
    for candidate in (folder, folder.parent, folder / inside):
        series = series_of(candidate)
        if candidate == folder.parent and folder.name != "odoo":
            continue
        if series == paths.SERIES:
            return OdooSource(candidate, series, f"ODOO_SOURCE={folder}")
        if series:
            raise steps.ToolError(
                f"ODOO_SOURCE={folder} holds Odoo {series} and kam_odoo needs "
                f"{paths.SERIES}: point it at a checkout of that branch, or unset it "
                "to have one fetched."
            )
    raise steps.ToolError(
        f"ODOO_SOURCE={folder} holds no Odoo (there is no odoo/release.py in it): "
        "point it at a checkout or an installation, or unset it to have one fetched."
    )


def _importable() -> OdooSource | None:
    """An Odoo installed for the user's Python or the system's."""
    code = (
        "import importlib.util as u; s = u.find_spec('odoo');"
        "print(*(s.submodule_search_locations if s else []), sep='\\n')"
    )
    pythons = [os.environ.get("KAM_BASE_PYTHON"), "/usr/bin/python3"]
    for python in dict.fromkeys(filter(None, pythons)):
        try:
            found = subprocess.run(
                [python, "-c", code], cwd="/", capture_output=True, text=True
            )
        except OSError:
            continue
        for line in found.stdout.splitlines():
            folder = Path(line).parent
            if Path(line).name == "odoo" and series_of(folder) == paths.SERIES:
                return OdooSource(folder, paths.SERIES, f"installed in {folder}")
    return None


def _cached() -> OdooSource | None:
    """The newest Odoo fetched earlier."""
    records = paths.cache_dir().glob("odoo-*/source.json")
    for record in sorted(records, key=os.path.getmtime, reverse=True):
        told = json.loads(record.read_text("utf-8"))
        folder = record.parent / told["python_path"]
        if series_of(folder) == paths.SERIES:
            return OdooSource(folder, told["version"], told["origin"], fetched=True)
    return None


def _fetch(progress: steps.Steps) -> OdooSource:
    cache = paths.cache_dir()
    with steps.lock(cache / "odoo.lock", "another run fetches Odoo"):
        found = _cached()
        if found:
            return found
        steps.free_space(cache, 3)
        log = paths.LOGS / "odoo-source.log"
        log.unlink(missing_ok=True)
        steps.sweep(cache, "odoo-*.part-*")
        archive = debian_package.find_archive(log)
        if archive:
            progress.note("fetching Debian's package odoo-19, about 120 MB")
            _from_debian(archive, log)
        else:
            progress.note(f"fetching Odoo {paths.SERIES} by git, about 500 MB")
            _from_git(log)
        return _cached()


def _from_debian(archive: debian_package.Archive, log: Path) -> None:
    with steps.new_dir(paths.cache_dir() / "odoo-debian") as part:
        version = debian_package.unpack(archive, part, log)
        told = {
            "python_path": "usr/lib/python3/dist-packages",
            "version": version,
            "origin": f"Debian's package odoo-19 {version}",
        }
        (part / "source.json").write_text(json.dumps(told), "utf-8")


def _from_git(log: Path) -> None:
    with steps.new_dir(paths.cache_dir() / f"odoo-git-{paths.SERIES}") as part:
        clone = ["git", "clone", "--depth", "1", "--branch", paths.SERIES]
        failure = (
            f"Odoo could not be fetched by git: check the network, or {OTHER_WAYS}"
        )
        steps.run([*clone, ODOO_GIT, part / "src"], log, failure)
        version = f"{paths.SERIES}+{_git_head(part / 'src')[:12]}"
        told = {"python_path": "src", "version": version, "origin": "git clone"}
        (part / "source.json").write_text(json.dumps(told), "utf-8")


def _git_head(folder: Path) -> str:
    """The commit of a git checkout, or nothing."""
    if not (folder / ".git").exists():
        return ""
    head = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    try:
        return subprocess.run(head, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""
