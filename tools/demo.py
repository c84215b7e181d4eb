"""`make demo`: a running Odoo with the addon and a believable sales history."""

from __future__ import annotations

import os

from . import database, paths, processes, server, steps, templates
from .odoo_command import Odoo

DEFAULT_PORT = 8069
LOGINS = [
    ("admin", "the administrator"),
    ("kam_manager", "key account manager: runs analyses, decides who is key"),
    ("kam_user", "key account user: figures of own accounts"),
    ("kam_sales", "salesperson: sees who is key, no figures"),
    ("kam_service", "service engineer: in an account's team, without sales rights"),
]


def database_name() -> str:
    """The demo's database."""
    return os.environ.get("KAM_DB") or "kam_demo"


def port() -> int:
    """The demo's port."""
    given = os.environ.get("KAM_PORT") or str(DEFAULT_PORT)
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise steps.ToolError(
            f"KAM_PORT={given} is no port: give a number, such as 8070."
        )
    return int(given)


def run(odoo: Odoo, progress: steps.Steps) -> None:
    """Create or refresh the database, start the server, tell where it is."""
    name, wanted = database_name(), port()
    with steps.lock(paths.DEV / "demo.lock", "another 'make demo' is at work"):
        _check_port(wanted)
        with progress.step("Database with demo data"):
            changed = _ensure_database(odoo, name)
        with progress.step("Odoo server"):
            _ensure_server(odoo, name, wanted, changed)
    print(welcome(wanted))


def _check_port(wanted: int) -> None:
    running = processes.running()
    if not (running and running["port"] == wanted) and not server.is_free(wanted):
        raise steps.ToolError(
            f"Port {wanted} is used by another program: end that one, or take another "
            f"port with 'make demo KAM_PORT={wanted + 1}'."
        )


def _ensure_database(odoo: Odoo, name: str) -> bool:
    """Have the database hold the addon as it is now; tells if it was touched."""
    state = f"kam_odoo {paths.addon_digest()}"
    if database.exists(name) and not database.noted(name):
        raise steps.ToolError(
            f"There is a database {name} that 'make demo' did not make: drop it, or "
            "name another with 'make demo KAM_DB=...'."
        )
    if database.is_whole(name):
        if database.noted(name) == state:
            return False
        processes.stop_demo()
        log = paths.LOGS / "demo-upgrade.log"
        log.unlink(missing_ok=True)
        odoo.upgrade(name, "kam_odoo", log)
        database.note(name, state)
        return True
    processes.stop_demo()
    template = templates.ensure_installed(odoo, demo=True)
    part = f"{name}_part"
    database.copy(template, part)
    database.note(part, state)
    database.drop(name)
    database.rename(part, name)
    return True


def _ensure_server(odoo: Odoo, name: str, wanted: int, changed: bool) -> None:
    running = processes.running()
    if running and not changed and server.answers(running["port"]):
        if running["port"] == wanted and running["database"] == name:
            return
    processes.stop_demo()
    server.start_demo(odoo, name, wanted)


def welcome(at: int) -> str:
    """What to tell the user at the end."""
    logins = "\n".join(f"    {name:<12} {what}" for name, what in LOGINS)
    return f"""
Odoo runs at  http://localhost:{at}

Log in (the password equals the login):
{logins}

Look at first:
  1. As kam_user, CRM > Key Accounts > My Week: what is due.
  2. Accounts > Altenrode, tabs Key account and People: figures, health, plan, people.
  3. As kam_manager, Analysis > Analyses: open the latest, see matrix and whale curve,
     press a cell; change the limits and see what the classes would be.
  4. "Export to Excel" there.

Log: {paths.LOGS / "odoo.log"}
make stop ends it, make shell opens Odoo's shell, make clean removes everything.
"""
