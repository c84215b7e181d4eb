"""Fetch and unpack Debian's package of Odoo 19, without installing it.

apt works in folders of its own, so neither root nor the machine's package
state is touched.  The mirror is the one that the machine's apt is set up with;
the archive's signature is checked as always.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import steps

KEYRINGS = (
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
)
# Odoo and what its package links to: all from unstable, where Odoo 19 is ...
UNSTABLE_PACKAGES = [
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
]
# ... but for the fonts whose newer releases lack the files that Odoo names.
STABLE_PACKAGES = ["fonts-font-awesome", "fonts-inconsolata"]
# Left out by the package; the browser reports its absence as an error.
MISSING_SCRIPT = (
    "usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/"
    "selfie_segmentation/selfie_segmentation.js"
)


@dataclass
class Archive:
    """A Debian mirror and the name of the release that the machine runs."""

    uri: str
    codename: str
    keyring: Path


def find_archive(log: Path) -> Archive | None:
    """The machine's Debian mirror; None where there is none (not Debian)."""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        return None
    found = _debian_target([])
    if not found:  # no package lists yet: fetch them into a folder of our own
        with tempfile.TemporaryDirectory(prefix="kam_odoo-apt-") as folder:
            options = _private_state(Path(folder))
            _apt([*options, "update"], log)
            found = _debian_target(options)
    if not found:
        return None
    for keyring in KEYRINGS:
        if keyring.exists():
            return Archive(*found, keyring)
    raise steps.ToolError(
        f"The key of Debian's archive is missing ({KEYRINGS[0]}): install it with "
        "'sudo apt-get install debian-archive-keyring'."
    )


def unpack(archive: Archive, root: Path, log: Path) -> str:
    """Download the packages and unpack them into a folder; returns Odoo's version."""
    stable = archive.codename
    if stable in ("sid", "unstable", "testing"):
        stable = "stable"
    debs = root / "debs"
    debs.mkdir()
    _download(archive, "sid", UNSTABLE_PACKAGES, debs, log)
    _download(archive, stable, STABLE_PACKAGES, debs, log)
    for deb in sorted(debs.glob("*.deb")):
        steps.run(["dpkg", "-x", deb, root], log, f"{deb.name} could not be unpacked.")
    version = next(debs.glob("odoo-19_*.deb")).name.split("_")[1].replace("%3a", ":")
    shutil.rmtree(debs)
    script = root / MISSING_SCRIPT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.touch()
    _check_links(root)
    return version


def _download(archive: Archive, suite: str, names: list, debs: Path, log: Path):
    state = debs.parent / f"apt-{suite}"
    options = _private_state(state)
    sources = state / "sources.list"
    sources.write_text(
        f"deb [signed-by={archive.keyring}] {archive.uri} {suite} main\n"
    )
    options += ["-o", f"Dir::Etc::sourcelist={sources}"]
    options += ["-o", "Dir::Etc::sourceparts=-"]
    for step in (["update"], ["download", *names]):
        if _apt([*options, *step], log, cwd=debs):
            raise steps.ToolError(
                "Odoo could not be fetched from the Debian mirror of this machine: "
                "check the network and call again, or set ODOO_SOURCE to an Odoo 19.0 "
                f"that you have. The end of {log}:{steps.tail(log)}"
            )
    shutil.rmtree(state)


def _private_state(folder: Path) -> list[str]:
    """apt options that keep its state in a folder of ours."""
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    settings = {
        "Dir::State": folder,
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    if os.geteuid() == 0:  # apt's download user could not enter the folder
        settings["APT::Sandbox::User"] = "root"
    return [part for k, v in settings.items() for part in ("-o", f"{k}={v}")]


def _debian_target(options: list[str]) -> tuple[str, str] | None:
    """(address, codename) of Debian's main archive in apt's configuration."""
    form = "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(CODENAME)|$(REPO_URI)"
    command = ["apt-get", *options, "indextargets", "--format", form]
    done = subprocess.run(
        [*command, "Created-By: Packages"], capture_output=True, text=True
    )
    for line in done.stdout.splitlines():
        origin, label, component, codename, uri = line.split("|", 4)
        if (origin, label, component) == ("Debian", "Debian", "main"):
            name = codename.split("-")[0]
            return uri, name
    return None


def _apt(arguments: list[str], log: Path, cwd: Path | None = None) -> int:
    with log.open("ab") as out:
        out.write(f"$ apt-get {' '.join(arguments)}\n".encode())
        out.flush()
        return subprocess.run(
            ["apt-get", "-q", *arguments],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        ).returncode


def _check_links(root: Path) -> None:
    """The package's fonts and scripts are links: each must lead somewhere."""
    addons = root / "usr/lib/python3/dist-packages/odoo/addons"
    for folder, names, files in os.walk(addons):
        for name in (*names, *files):
            path = Path(folder, name)
            if path.is_symlink() and not path.exists():
                raise steps.ToolError(
                    f"Debian's Odoo package links to a file that is not there ({path}):"
                    " set ODOO_SOURCE to another Odoo 19.0."
                )
