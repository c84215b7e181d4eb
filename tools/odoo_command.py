"""Command lines, environment and configuration with which Odoo is run."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from . import database, paths, postgres, steps
from .odoo_source import OdooSource

DATA = paths.DEV / "odoo-data"
CONFIG = paths.DEV / "odoo.conf"


class Odoo:
    """An Odoo that is ready to be run against the server in use."""

    def __init__(self, source: OdooSource):
        self.source = source
        self.config = write_config(source)

    def command(self, *arguments, program: str = "server") -> list[str]:
        """The command line of one of Odoo's programs (server, shell, i18n ...)."""
        start = [sys.executable, "-m", "odoo", *program.split()]
        return [*start, "-c", str(self.config), *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        """The variables Odoo runs with: nothing of the user's changes its ways."""
        keep = {
            name: value
            for name, value in os.environ.items()
            if not re.match(r"ODOO_|OPENERP_|PG|PYTHON", name)
        }
        return {
            **keep,
            "PYTHONPATH": str(self.source.python_path),
            "PYTHONPYCACHEPREFIX": str(paths.cache_dir() / "pycache"),
            "PYTHONUNBUFFERED": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }

    def options(self) -> dict:
        """What subprocess wants to know beside the command line."""
        return {"cwd": DATA, "env": self.environment()}

    def run(self, *arguments, log: Path, failure: str, program="server") -> None:
        """Run to the end; the output goes to a log file."""
        command = self.command(*arguments, program=program)
        steps.run(command, log, failure, **self.options())

    def install(self, name: str, modules: str, log: Path, demo: bool = False) -> None:
        """Install modules into a database."""
        self.run(
            *("-d", name, "-i", modules, "--stop-after-init", "--no-http"),
            "--with-demo" if demo else "--without-demo",
            log=log,
            failure=f"Odoo could not install {modules}.",
        )

    def upgrade(self, name: str, modules: str, log: Path) -> None:
        """Upgrade modules in a database."""
        self.run(
            *("-d", name, "-u", modules, "--stop-after-init", "--no-http"),
            log=log,
            failure=f"Odoo could not upgrade {modules}.",
        )

    def run_script(self, name: str, code: str, **values):
        """Run Python inside Odoo and get back what it leaves in `result`.

        The code sees `env` and the given values, which like the result must fit
        into JSON.  What it changed is committed.
        """
        with tempfile.TemporaryDirectory(prefix="kam_odoo-") as folder:
            answer = Path(folder) / "answer.json"
            script = _SCRIPT.format(
                code=code, values=json.dumps(values), answer=str(answer)
            )
            done = subprocess.run(
                self.command("-d", name, "--no-http", program="shell"),
                input=script,
                capture_output=True,
                text=True,
                **self.options(),
            )
            if not answer.exists():
                raise RuntimeError(f"The script did not end well.\n{done.stderr}")
            return json.loads(answer.read_text("utf-8"))


_SCRIPT = """
import json
_scope = dict(json.loads({values!r}), env=env, result=None)
exec(compile({code!r}, "<script>", "exec"), _scope)
env.cr.commit()
with open({answer!r}, "w", encoding="utf-8") as _file:
    json.dump(_scope["result"], _file, default=str)
"""


def write_config(source: OdooSource) -> Path:
    """Write Odoo's configuration file for this checkout."""
    database.FILESTORES.mkdir(parents=True, exist_ok=True)
    settings = {
        "addons_path": ",".join(map(str, [*source.addons_paths, paths.ROOT])),
        "data_dir": DATA,
        "list_db": False,
        "http_interface": os.environ.get("KAM_INTERFACE") or "127.0.0.1",
        "admin_passwd": _admin_password(),
    }
    for name, value in postgres.parameters().items():
        settings[f"db_{name}"] = value
    text = "[options]\n" + "".join(f"{k} = {v}\n" for k, v in settings.items())
    if not CONFIG.exists() or CONFIG.read_text("utf-8") != text:
        part = CONFIG.with_name(f"odoo.conf.part-{os.getpid()}")
        with open(part, "w", opener=_private, encoding="utf-8") as file:
            file.write(text)
        part.replace(CONFIG)
    return CONFIG


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _admin_password() -> str:
    """Odoo's master password: a random one, kept as long as the configuration."""
    if CONFIG.exists():
        found = re.search(r"^admin_passwd = (\S+)", CONFIG.read_text(), re.MULTILINE)
        if found:
            return found[1]
    return secrets.token_urlsafe(16)
