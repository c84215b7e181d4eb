"""The addon's translation template: write it, and check that it is in step."""

from __future__ import annotations

from pathlib import Path

from . import database, paths, templates
from .odoo_command import Odoo

TEMPLATE = paths.ADDON / "i18n" / "kam_odoo.pot"
SHOWN = 20


def export(odoo: Odoo, target: Path) -> None:
    """Let Odoo write the template of the addon as it is now."""
    installed = templates.ensure_installed(odoo, demo=False)
    copy = f"kam_pot_{paths.checkout_key()}"
    database.copy(installed, copy)
    try:
        odoo.run(
            *("-d", copy, "-o", target, "kam_odoo"),
            program="i18n export",
            log=paths.LOGS / "pot.log",
            failure="Odoo could not export the translation template.",
        )
    finally:
        database.drop(copy)


def write(odoo: Odoo) -> None:
    """make pot"""
    fresh = paths.DEV / "kam_odoo.pot"
    export(odoo, fresh)
    text = "".join(
        line
        for line in fresh.read_text("utf-8").splitlines(keepends=True)
        if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date'))
    )
    TEMPLATE.parent.mkdir(exist_ok=True)
    if not TEMPLATE.exists() or TEMPLATE.read_text("utf-8") != text:
        TEMPLATE.write_text(text, "utf-8")
        print(f"Wrote {TEMPLATE.relative_to(paths.ROOT)}.")
    else:
        print(f"{TEMPLATE.relative_to(paths.ROOT)} is in step.")


def problem(odoo: Odoo) -> str:
    """What is wrong with the template in the repository; empty if nothing is."""
    fresh = paths.DEV / "kam_odoo.pot"
    export(odoo, fresh)
    if not TEMPLATE.exists():
        return f"{TEMPLATE.relative_to(paths.ROOT)} is missing: call 'make pot'."
    return compare(TEMPLATE, fresh)


def compare(kept: Path, fresh: Path) -> str:
    """The texts that two templates do not share; empty if they are in step."""
    old, new = _texts(kept), _texts(fresh)
    lines = [f"+ {text}" for text in sorted(new - old)]
    lines += [f"- {text}" for text in sorted(old - new)]
    if not lines:
        return ""
    more = [f"... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    head = f"{kept.name} is not in step with the sources: call 'make pot'."
    return "\n".join([head, *lines[:SHOWN], *more])


def _texts(template: Path) -> set[str]:
    import polib

    return {entry.msgid for entry in polib.pofile(str(template))}
