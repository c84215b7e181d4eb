"""Create, copy and drop databases together with their filestores."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import psycopg2
from psycopg2 import sql

from . import paths, postgres

FILESTORES = paths.DEV / "odoo-data" / "filestore"


def connect(name: str | None = None):
    """A psycopg2 connection to a database (by default the one for admin work)."""
    return psycopg2.connect(
        dbname=name or postgres.admin_database(), **postgres.parameters()
    )


@contextlib.contextmanager
def _admin():
    connection = connect()
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _execute(statement: str, *names: str) -> None:
    with _admin() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def exists(name: str) -> bool:
    """Whether there is such a database."""
    return name in with_prefix(name)


def is_whole(name: str) -> bool:
    """Whether there is such a database, and this checkout has its files.

    On a user's own server a database outlives `make clean`, its files do not.
    """
    return exists(name) and (FILESTORES / name).is_dir()


def with_prefix(prefix: str) -> list[str]:
    """Databases whose name starts so, oldest first."""
    with _admin() as cursor:
        cursor.execute("SELECT datname FROM pg_database ORDER BY oid")
        return [name for (name,) in cursor.fetchall() if name.startswith(prefix)]


def create(name: str) -> None:
    """Create an empty database as Odoo wants it."""
    _execute(
        "CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0", name
    )
    connection = connect(name)
    with contextlib.suppress(psycopg2.Error), connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    connection.close()


def copy(template: str, name: str) -> None:
    """Make a database as a copy of another, filestore included."""
    drop(name)
    _execute("CREATE DATABASE {} TEMPLATE {}", name, template)
    link_files(FILESTORES / template, FILESTORES / name)


def link_files(source: Path, target: Path) -> None:
    """Copy a filestore by hard links: Odoo never changes a stored file."""
    if source.is_dir():
        try:
            shutil.copytree(source, target, copy_function=os.link, dirs_exist_ok=True)
        except shutil.Error:  # another disk
            shutil.copytree(source, target, dirs_exist_ok=True)


def drop(name: str) -> None:
    """Drop a database that may not exist, whoever is connected to it."""
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    shutil.rmtree(FILESTORES / name, ignore_errors=True)


def rename(name: str, new_name: str) -> None:
    """Rename a database nobody is connected to, with its filestore."""
    shutil.rmtree(FILESTORES / new_name, ignore_errors=True)
    if (FILESTORES / name).is_dir():
        (FILESTORES / name).rename(FILESTORES / new_name)
    _execute("ALTER DATABASE {} RENAME TO {}", name, new_name)


def finish_template(building: str, name: str) -> None:
    """Give a finished template its name; from here on it is only copied."""
    connection = connect(building)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    _execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", building)
    rename(building, name)


def note(name: str, text: str) -> None:
    """Leave a remark on a database; it is not part of its content."""
    with _admin() as cursor:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(statement.format(sql.Identifier(name), sql.Literal(text)))


def noted(name: str) -> str | None:
    """The remark left on a database."""
    with _admin() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = %s",
            [name],
        )
        row = cursor.fetchone()
        return row[0] if row else None
