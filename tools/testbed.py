"""What the system tests work with: databases, scripts, servers."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from . import (
    database,
    odoo_source,
    paths,
    postgres,
    processes,
    programs,
    server,
    steps,
    templates,
)
from .odoo_command import Odoo


class Testbed:
    """Databases with the addon, made in about a second, and Odoo on them.

    Databases get the names asked for with a prefix of this run, so that runs
    side by side do not meet; all are dropped by `close`.
    """

    def __init__(self):
        self._in_use = steps.InUse()
        progress = steps.Silent()
        self.source = odoo_source.find(progress)
        postgres.ensure(progress)
        self.odoo = Odoo(self.source)
        self._prefix = f"kam_sys_{paths.checkout_key()}_{os.getpid()}_"
        self._drop_dead_runs()

    def _drop_dead_runs(self) -> None:
        """Drop what killed runs of this checkout left."""
        for name in database.with_prefix(f"kam_sys_{paths.checkout_key()}_"):
            run = name.split("_")[3]
            if run.isdigit() and not processes.started_at(int(run)):
                database.drop(name)

    def make_db(self, name: str, demo: bool = False, modules: str = "kam_odoo") -> str:
        """A database of one's own; returns its full name.

        :param demo: with Odoo's and the addon's demo data
        :param modules: "kam_odoo"; "" for Odoo with the addon's dependencies only;
            or a list with commas, whose further modules are installed (slower)
        """
        wanted = [module for module in modules.split(",") if module]
        if "kam_odoo" in wanted:
            template = templates.ensure_installed(self.odoo, demo)
        else:
            template = templates.ensure_base(self.odoo, demo)
        full = self._prefix + name
        database.copy(template, full)
        further = [module for module in wanted if module != "kam_odoo"]
        if further:
            self.install(full, ",".join(further))
        return full

    def copy_db(self, db: str, name: str) -> str:
        """A copy of a database of this run that nobody is connected to."""
        full = self._prefix + name
        database.copy(db, full)
        return full

    def drop_db(self, db: str) -> None:
        """Drop a database of this run before its end."""
        database.drop(db)

    def install(self, db: str, modules: str, demo: bool = False) -> str:
        """Install modules; returns the log."""
        log = paths.LOGS / f"{db}-install.log"
        log.unlink(missing_ok=True)
        self.odoo.install(db, modules, log, demo)
        return log.read_text("utf-8", "replace")

    def upgrade(self, db: str, modules: str = "kam_odoo") -> str:
        """Upgrade modules; returns the log."""
        log = paths.LOGS / f"{db}-upgrade.log"
        log.unlink(missing_ok=True)
        self.odoo.upgrade(db, modules, log)
        return log.read_text("utf-8", "replace")

    def install_log(self, demo: bool = False) -> str:
        """The log of the installation that `make_db` copies from."""
        name = templates.ensure_installed(self.odoo, demo)
        return templates.install_log(name).read_text("utf-8", "replace")

    def run_script(self, db: str, code: str, **values):
        """Run Python in Odoo's shell; returns what the code leaves in `result`.

        The code sees `env` and the values given; both they and the result must
        fit into JSON. Changes are committed.
        """
        return self.odoo.run_script(db, code, **values)

    @contextlib.contextmanager
    def connect(self, db: str):
        """A psycopg2 connection; commits at the end, rolls back on an error."""
        connection = database.connect(db)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def query(self, db: str, statement: str, parameters=None) -> list[tuple]:
        """The rows of one SQL statement."""
        with self.connect(db) as connection, connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def serve(self, db: str, *options):
        """A running Odoo for one database; gives its address.

        :param options: further options of Odoo's command line
        """
        port = server.free_port()
        log = paths.LOGS / f"{db}-server.log"
        quiet = ["--max-cron-threads", 0]
        process = server.start(self.odoo, db, port, log, *quiet, *options)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            processes.end(process.pid)

    def server_log(self, db: str) -> str:
        """What the last server of a database has logged so far."""
        return (paths.LOGS / f"{db}-server.log").read_text("utf-8", "replace")

    def close(self) -> None:
        """Drop this run's databases; stop PostgreSQL if nobody needs it."""
        for name in database.with_prefix(self._prefix):
            database.drop(name)
        for log in paths.LOGS.glob(f"{self._prefix}*.log"):
            log.unlink()
        if self._in_use.last() and not processes.running():
            postgres.stop()


def program(name: str) -> Path:
    """A program from outside; a test that lacks it is skipped, on CI it fails."""
    import pytest

    found = programs.find(name)
    if not found:
        reason = f"{name} is not installed"
        if steps.is_ci() and name in programs.PACKAGES:
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found)
