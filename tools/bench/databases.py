"""Databases of the benchmark: made, filled, the addon installed, dropped."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time

import psycopg2
from psycopg2 import sql

from tools import history

PREFIX = "bench_kam_"


def environment():
    """Variables for a process that runs Odoo."""
    path = os.environ.get("KAM_ODOO_PATH") or os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore"}


def odoo_options(name):
    """Options with which Odoo opens a database, from the configuration in use."""
    config = os.environ.get("KAM_ODOO_CONFIG") or os.environ.get("ODOO_RC")
    if not config:
        raise SystemExit("Run this by 'make bench', or set KAM_ODOO_CONFIG.")
    return ["-c", config, "-d", name, "--log-level=error"]


def base(template):
    """The database to copy: the one given, or Odoo with the addon's dependencies."""
    if template:
        return template
    from tools import odoo_source, steps, templates
    from tools.odoo_command import Odoo

    return templates.ensure_base(Odoo(odoo_source.find(steps.Silent())), demo=False)


def _execute(statement, *names):
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cr:
            cr.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    finally:
        connection.close()


def drop(name):
    """Drop a database of the benchmark if it exists."""
    _execute("DROP DATABASE IF EXISTS {}", name)


def last_month_end():
    """The last day of the last month that is over."""
    return datetime.date.today().replace(day=1) - datetime.timedelta(days=1)


def make(name, template, lines, seed, accounts=None):
    """Make a database with a history and the addon; returns seconds by step.

    Our companies are in different time zones, so that days and months must be
    converted; the contacts are there before the addon, so that its installation
    rolls them all up.
    """
    drop(name)
    _execute("CREATE DATABASE {} TEMPLATE {}", name, base(template))
    seconds = {}
    started = time.monotonic()
    connection = psycopg2.connect(dbname=name)
    with connection, connection.cursor() as cr:
        counts = history.generate(
            cr, lines=lines, seed=seed, end=last_month_end(), accounts=accounts
        )
        cr.execute(
            """UPDATE res_partner p SET tz = CASE c.id WHEN %s
                      THEN 'Europe/Ljubljana' ELSE 'America/New_York' END
                 FROM res_company c WHERE c.partner_id = p.id""",
            [counts["companies"][0]],
        )
    seconds["generate"] = time.monotonic() - started
    vacuum(connection)
    connection.close()
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "odoo", "server", *odoo_options(name)]
        + ["-i", "kam_odoo", "--stop-after-init", "--no-http"],
        env=environment(),
        check=True,
    )
    seconds["install"] = time.monotonic() - started
    return {**counts, "seconds": seconds}


def vacuum(connection, *tables):
    """VACUUM (ANALYZE) of some tables, or of all, outside a transaction."""
    connection.commit()
    connection.autocommit = True
    with connection.cursor() as cr:
        for table in tables or ("",):
            cr.execute(f"VACUUM (ANALYZE) {table}")
    connection.autocommit = False


def server_facts():
    """Version and settings of the server that bear on the figures."""
    names = (
        "server_version shared_buffers work_mem fsync synchronous_commit max_wal_size"
    )
    connection = psycopg2.connect(dbname="postgres")
    try:
        with connection.cursor() as cr:
            cr.execute(
                "SELECT name, current_setting(name) FROM pg_settings"
                " WHERE name = ANY(%s)",
                [names.split()],
            )
            return dict(cr.fetchall())
    finally:
        connection.close()
