"""One tab of a headless Chromium, driven over its DevTools protocol."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

from . import programs

DESKTOP = (1400, 900)


class Browser:
    """One tab of a headless Chromium.

    :param size: width and height of the window in pixels
    """

    def __init__(self, size=DESKTOP):
        self._stack = contextlib.ExitStack()
        profile = self._stack.enter_context(
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        )
        self._process = subprocess.Popen(
            [
                programs.find("chromium"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={profile}",
                f"--window-size={size[0]},{size[1]}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(self._process.wait)
        self._stack.callback(self._process.terminate)
        port = self._port(Path(profile) / "DevToolsActivePort")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            [page] = [t for t in json.load(answer) if t["type"] == "page"]
        self._socket = websocket.create_connection(
            page["webSocketDebuggerUrl"], timeout=60
        )
        self._number = 0
        self.resize(size)

    def _port(self, path, seconds=20):
        """The port that Chromium has chosen, as soon as it says so."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if path.exists() and path.read_text().strip():
                return int(path.read_text().split()[0])
            time.sleep(0.05)
        raise RuntimeError("Chromium did not start.")

    def call(self, method, **parameters):
        """One command of the DevTools protocol; returns its result."""
        self._number += 1
        self._socket.send(
            json.dumps({"id": self._number, "method": method, "params": parameters})
        )
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                return answer.get("result", {})

    def resize(self, size):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=size[0] < 700,
        )

    def run(self, script):
        """Evaluate JavaScript, waiting for promises; returns its value."""
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
        )
        return answer.get("result", {}).get("value")

    def open(self, address):
        self.call("Page.navigate", url=address)

    def wait(self, selector, seconds=30):
        """Wait until an element is there and nothing is loading any more."""
        end = time.monotonic() + seconds
        quiet = (
            f"!!document.querySelector({json.dumps(selector)})"
            " && !document.querySelector('.o_loading_indicator, .o_view_sample_data"
            " .o_loading')"
        )
        while time.monotonic() < end:
            if self.run(quiet):
                self.run("document.fonts.ready.then(() => true)")
                time.sleep(0.8)  # charts are animated
                return
            time.sleep(0.1)
        raise RuntimeError(f"{selector} did not appear.")

    def login(self, base, login):
        """Log in by the session, with the password that equals the login."""
        self.open(f"{base}/web/login")
        self.wait("input[name=login]")
        self.run(
            "document.querySelector('input[name=login]').value ="
            f" {json.dumps(login)};"
            "document.querySelector('input[name=password]').value ="
            f" {json.dumps(login)};"
            "document.querySelector('form.oe_login_form').submit()"
        )
        self.wait(".o_web_client .o_main_navbar")

    def ask(self, model, method, *arguments, **options):
        """The answer of the server, as the user who is logged in."""
        request = {
            "params": {
                "model": model,
                "method": method,
                "args": arguments,
                "kwargs": options,
            }
        }
        return self.run(
            "fetch('/web/dataset/call_kw', {method: 'POST',"
            " headers: {'Content-Type': 'application/json'},"
            f" body: JSON.stringify({json.dumps(request)})}})"
            ".then((answer) => answer.json()).then((data) => data.result)"
        )

    def number(self, name):
        """The number of a record of the demo, or of the last order of an account."""
        order_of = name.removeprefix("order of ")
        module, xmlid = order_of.split(".")
        _model, number = self.ask(
            "ir.model.data", "check_object_reference", module, xmlid
        )
        if order_of == name:
            return number
        domain = [["partner_id.kam_account_id", "=", number], ["state", "=", "sale"]]
        return self.ask("sale.order", "search", domain, limit=1)[0]

    def address(self, pattern):
        """The address with the numbers of the records named in it."""
        return re.sub(r"\{(.+?)\}", lambda found: str(self.number(found[1])), pattern)

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def close(self):
        self._socket.close()
        self._stack.close()
