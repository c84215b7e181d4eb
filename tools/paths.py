"""Where things are, and the keys under which they are kept."""

from __future__ import annotations

import ast
import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "kam_odoo"
DEV = ROOT / ".dev"
LOGS = DEV / "log"
LOCK_FILE = ROOT / "requirements.lock"
SERIES = "19.0"


def cache_dir() -> Path:
    """The folder shared by all checkouts of this user: Odoo, Python packages."""
    if os.environ.get("KAM_CACHE"):
        return Path(os.environ["KAM_CACHE"]).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser().absolute() / "kam_odoo"


def make_dirs() -> None:
    """Create the folders every step expects."""
    LOGS.mkdir(parents=True, exist_ok=True)
    cache_dir().mkdir(parents=True, exist_ok=True)


def digest(*parts: object) -> str:
    """A short key of some values.

    >>> digest("a", 1) == digest("a", 1), digest("a", 1) == digest("a1")
    (True, False)
    """
    text = "\0".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def checkout_key() -> str:
    """A short key of this checkout's folder."""
    return digest(ROOT)[:6]


def folder_digest(folder: Path, skip: tuple[str, ...] = ()) -> str:
    """A short key of all files below a folder, by name and content.

    :param skip: names of sub-folders and files that do not count
    """
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part in skip for part in parts):
            total.update("/".join(parts).encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:10]


def addon_digest() -> str:
    """A key of everything of the addon that a database can hold."""
    return folder_digest(ADDON, skip=("__pycache__", "tests", "kam_odoo.pot"))


def addon_dependencies() -> list[str]:
    """The addon's own dependencies, from its manifest."""
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text("utf-8"))
    return list(manifest["depends"])
