"""`make stop`, `make clean` and `make distclean`: only the standard library."""

from __future__ import annotations

import shutil

from . import paths, postgres, processes


def stop() -> None:
    """Stop server and database."""
    stopped = []
    if processes.stop_demo():
        stopped.append("Odoo")
    if postgres.stop():
        stopped.append("PostgreSQL")
    print(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing was running.")


def clean() -> None:
    """Stop, and remove this checkout's data."""
    stop()
    if postgres.is_users_own():
        print("Databases kam_* on your own PostgreSQL server stay: drop them there.")
    postgres.remove()
    for leftover in (".dev", ".ruff_cache", ".pytest_cache"):
        shutil.rmtree(paths.ROOT / leftover, ignore_errors=True)
    if paths.DEV.exists():
        raise PermissionError(1, "Not all could be removed", str(paths.DEV))
    print(f"Removed {paths.DEV}.")
    if paths.cache_dir().exists():
        print(f"Odoo and the packages stay in {paths.cache_dir()}; ", end="")
        print("'make distclean' removes them as well.")


def distclean() -> None:
    """Clean, and remove what all checkouts share."""
    clean()
    for pattern in ("odoo-*", "*.lock", "venv-*", "node-*", "kam_base_*", "pycache"):
        for found in paths.cache_dir().glob(pattern):
            if found.is_file():
                found.unlink()
            else:
                shutil.rmtree(found)
    print(f"Removed what was in {paths.cache_dir()}.")
