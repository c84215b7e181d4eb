"""Start and stop Odoo servers, and know when one is ready."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil

from . import paths, steps
from .odoo_command import Odoo

RECORD = paths.DEV / "server.json"
READY_SECONDS = 120
STOP_SECONDS = 15


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether a server could listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def start(odoo: Odoo, name: str, port: int, log: Path, *options) -> subprocess.Popen:
    """Start a server for one database, and return when it answers."""
    command = odoo.command(
        *("-d", name, "--db-filter", f"^{name}$"),
        *("--http-port", port, "--gevent-port", port + 10000 if port < 50000 else port),
        *("--workers", 0, *options),
    )
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **odoo.options(),
        )
    try:
        _wait_ready(process, port, log)
    except BaseException:
        end(process.pid)
        raise
    return process


def _wait_ready(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise steps.ToolError(
                f"Odoo did not come up at port {port}; see {log}, which ends:"
                f"{steps.tail(log)}"
            )
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether Odoo answers at a port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/web/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def end(pid: int) -> None:
    """End a server that we started: politely, then for sure."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)


# The one server that `make demo` leaves running


def running() -> dict | None:
    """The record of the running demo server: pid, port, database."""
    try:
        record = json.loads(RECORD.read_text("utf-8"))
        process = psutil.Process(record["pid"])
        if process.create_time() == record["started"]:
            if process.status() != psutil.STATUS_ZOMBIE:
                return record
    except (OSError, ValueError, KeyError, psutil.NoSuchProcess):
        pass
    return None


def start_demo(odoo: Odoo, name: str, port: int) -> None:
    """Start the server that stays."""
    process = start(odoo, name, port, paths.LOGS / "odoo.log")
    record = {
        "pid": process.pid,
        "started": psutil.Process(process.pid).create_time(),
        "port": port,
        "database": name,
    }
    part = RECORD.with_suffix(f".part-{os.getpid()}")
    part.write_text(json.dumps(record), "utf-8")
    part.replace(RECORD)


def stop_demo() -> bool:
    """Stop it; tells whether it was running."""
    record = running()
    if record:
        end(record["pid"])
    RECORD.unlink(missing_ok=True)
    return bool(record)
