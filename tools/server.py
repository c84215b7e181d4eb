"""Start and stop Odoo servers, and know when one is ready."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from pathlib import Path

from . import paths, processes, steps
from .odoo_command import Odoo

READY_SECONDS = 120


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
        processes.end(process.pid)
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


def start_demo(odoo: Odoo, name: str, port: int) -> None:
    """Start the server that stays when we are gone."""
    process = start(odoo, name, port, paths.LOGS / "odoo.log")
    processes.remember(process.pid, port, name)
