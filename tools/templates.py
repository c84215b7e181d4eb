"""Databases made once and copied from then on.

A *base* holds Odoo and the addon's dependencies, with or without demo data; it
is also kept as a dump in the cache, for the next checkout.  An *installed* one
is a base plus the addon as it is now.
"""

from __future__ import annotations

import datetime
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import database, paths, postgres, steps
from .odoo_command import Odoo

# What people use together with the addon, so demo and tests have it as well.
EXTRA_MODULES = ["sale_management", "contacts"]
# Odoo's own checks of an addon's files; only where tests run.
TEST_MODULES = ["test_lint"]
KEEP_INSTALLED = 3  # older states of the addon may still be in use by other runs


def kind(demo: bool) -> str:
    """The word for a database with or without demo data."""
    return "demo" if demo else "plain"


def modules(demo: bool) -> list[str]:
    """The modules of a base."""
    wanted = paths.addon_dependencies() + EXTRA_MODULES
    return sorted({*wanted, *([] if demo else TEST_MODULES)})


def base_name(odoo: Odoo, demo: bool) -> str:
    """The name of a base: another Odoo or other dependencies give another one.

    Odoo's demo data has dates relative to the day of installation, so it is
    made anew each month.
    """
    month = datetime.date.today().strftime("%Y-%m") if demo else ""
    owner = paths.checkout_key() if postgres.is_users_own() else ""
    key = paths.digest(odoo.source.key, ",".join(modules(demo)), month, owner)
    return f"kam_base_{kind(demo)}_{key}"


def ensure_bases(odoo: Odoo, progress: steps.Steps, kinds=(False, True)) -> None:
    """Have the bases, made side by side on two cores."""
    with progress.step("Databases to start from"):
        missing = [d for d in kinds if not database.is_whole(base_name(odoo, d))]
        if any(not _cached_dump(base_name(odoo, d)) for d in missing):
            progress.note(
                "installing Odoo's modules, one or two minutes the first time"
            )
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda demo: ensure_base(odoo, demo), missing))


def ensure_base(odoo: Odoo, demo: bool) -> str:
    """Have one base; returns its name."""
    name = base_name(odoo, demo)
    with steps.lock(paths.DEV / f"base-{kind(demo)}.lock"):
        if not database.is_whole(name):
            for old in database.with_prefix(f"kam_base_{kind(demo)}_"):
                if old.endswith("_part"):
                    database.drop(old)
            _make_base(odoo, name, demo)
    return name


def _make_base(odoo: Odoo, name: str, demo: bool) -> None:
    part = f"{name}_part"
    database.drop(part)
    try:
        database.create(part)
        dump = _cached_dump(name)
        if dump:
            _restore(dump, part)
        else:
            log = paths.LOGS / f"base-{kind(demo)}.log"
            log.unlink(missing_ok=True)
            odoo.install(part, ",".join(modules(demo)), log, demo)
            _dump(part, name)
        database.drop(name)
        database.finish_template(part, name)
    except BaseException:
        database.drop(part)
        raise


def _cached_dump(name: str) -> Path | None:
    """The dump of a base; for the private server only, whose version is known."""
    folder = paths.cache_dir() / name
    return folder if folder.is_dir() and not postgres.is_users_own() else None


def _dump(building: str, name: str) -> None:
    if postgres.is_users_own():
        return
    final = paths.cache_dir() / name
    with steps.lock(paths.cache_dir() / f"{name}.lock"):
        if final.exists():
            return
        with steps.new_dir(final) as part:
            program = postgres.programs() / "pg_dump"
            steps.run(
                [program, "-Fd", "-j2", "-Z1", "-f", part / "dump", building],
                paths.LOGS / "dump.log",
                "The database could not be dumped into the cache.",
                env=postgres.environment(),
            )
            shutil.copytree(database.FILESTORES / building, part / "filestore")


def _restore(dump: Path, building: str) -> None:
    program = postgres.programs() / "pg_restore"
    steps.run(
        [program, "-j2", "--no-owner", "-d", building, dump / "dump"],
        paths.LOGS / "restore.log",
        f"The cached database could not be restored: remove {dump} and call again.",
        env=postgres.environment(),
    )
    shutil.copytree(dump / "filestore", database.FILESTORES / building)


# With the addon installed


def installed_name(odoo: Odoo, demo: bool) -> str:
    """The name of the database that holds the addon as it is now.

    The addon's demo data reaches up to the day of installation.
    """
    day = datetime.date.today().isoformat() if demo else ""
    key = paths.digest(base_name(odoo, demo), paths.addon_digest(), day)
    return f"{_installed_prefix(demo)}{key}"


def _installed_prefix(demo: bool) -> str:
    return f"kam_addon_{kind(demo)}_{paths.checkout_key()}_"


def install_log(name: str) -> Path:
    """The log of the installation that made a database."""
    return paths.LOGS / f"{name}.log"


def ensure_installed(odoo: Odoo, demo: bool) -> str:
    """Have a database with the addon as it is now; returns its name."""
    base = ensure_base(odoo, demo)
    with steps.lock(paths.DEV / f"installed-{kind(demo)}.lock"):
        name = installed_name(odoo, demo)
        if database.is_whole(name) and install_log(name).exists():
            return name
        _drop_old(demo)
        part = f"{name}_part"
        try:
            database.copy(base, part)
            install_log(name).unlink(missing_ok=True)
            odoo.install(part, "kam_odoo", install_log(name), demo)
            database.drop(name)
            database.finish_template(part, name)
        except BaseException:
            database.drop(part)
            raise
        return name


def _drop_old(demo: bool) -> None:
    """Drop remains of interrupted runs and states of the addon long gone."""
    names = database.with_prefix(_installed_prefix(demo))
    parts = [name for name in names if name.endswith("_part")]
    whole = [name for name in names if not name.endswith("_part")]
    for name in parts + whole[: max(0, len(whole) - KEEP_INSTALLED + 1)]:
        database.drop(name)
        install_log(name).unlink(missing_ok=True)
