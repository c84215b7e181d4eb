"""Pictures of the documentation, taken from the running demo in headless Chromium.

`python3 -m tools run tools.screenshots` logs in, opens each screen of SCREENS and
writes it to docs/images/. Chromium is driven over its DevTools protocol.
"""

from __future__ import annotations

import argparse
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

IMAGES = Path(__file__).parent.parent / "docs" / "images"
DESKTOP = (1400, 900)
# File name, login, size, address ({xmlid} stands for the number of a record of the
# demo), what must be there, JavaScript to do before the picture.
TAB = """
[...document.querySelectorAll('.nav-link')]
    .find((tab) => tab.textContent.trim() === %s).click()
"""
# A tab with its page at the top of the window.
PAGE = (
    TAB
    + """;
setTimeout(() => document.querySelector('.o_notebook').scrollIntoView(), 500);
"""
)
PRESS = """
[...document.querySelectorAll('button')]
    .find((button) => button.textContent.trim() === %s).click()
"""
CLICK = """
(async () => {
    for (const text of %s) {
        [...document.querySelectorAll('.modal button, button, .o_kanban_record')]
            .filter((one) => one.offsetParent && one.textContent.trim().includes(text))
            .sort((one, two) => !!two.closest('.modal') - !!one.closest('.modal'))[0]
            .click();
        await new Promise((resolve) => setTimeout(resolve, 2500));
    }
})()
"""
ROW = """
[...document.querySelectorAll('.o_data_row')]
    .find((row) => row.textContent.includes(%s))
    .querySelector('.o_data_cell').click()
"""
TYPE = """
const weight = document.querySelector('.modal input[type=number]');
weight.value = 45;
weight.dispatchEvent(new Event('input', { bubbles: true }));
weight.dispatchEvent(new Event('change', { bubbles: true }));
"""
SCROLL = """
[...document.querySelectorAll('.o_horizontal_separator')]
    .find((title) => title.textContent.trim() === %s).scrollIntoView()
"""
# The chart of an account's people, all of them unfolded.
UNFOLD = """
(async () => {
    const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));
    await rest(700);
    document.querySelector("button[name='action_kam_reports_to']").click();
    await rest(2500);
    for (let round = 0; round < 5; round++) {
        document.querySelector('.o_hierarchy_node_button.btn-primary')?.click();
        await rest(800);
    }
})()
"""
# The window of who is lost with a colleague.
LEAVES = f"""
(async () => {{
    const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));
    await rest(700);
    {PRESS.strip() % "'Who knows whom'"};
    await rest(2500);
    {PRESS.strip() % "'Matej Kosmač'"};
    await rest(2500);
}})()
"""
HEADING = """
[...document.querySelectorAll('h2')]
    .find((title) => title.textContent.trim() === %s).scrollIntoView()
"""
SCREENS = [
    ("accounts", "kam_manager", DESKTOP, "/odoo/key-accounts", ".o_kanban_record", ""),
    (
        "account",
        "kam_manager",
        DESKTOP,
        "/odoo/key-accounts/{kam_demo.dominant}",
        ".o_form_view",
        PAGE % "'Key account'",
    ),
    (
        "people",
        "kam_user",
        DESKTOP,
        "/odoo/key-accounts/{kam_demo.dominant}",
        ".o_form_view",
        PAGE % "'People'",
    ),
    (
        "who_knows_whom",
        "kam_user",
        (1400, 1000),
        "/odoo/key-accounts/{kam_demo.dominant}",
        ".o_form_view",
        PAGE % "'People'"
        + "setTimeout(() => { %s }, 700)" % (PRESS % "'Who knows whom'"),
    ),
    (
        "reports_to",
        "kam_user",
        (1400, 960),
        "/odoo/key-accounts/{kam_demo.dominant}",
        ".o_form_view",
        PAGE % "'People'" + UNFOLD,
    ),
    (
        "what_if_leaves",
        "kam_user",
        (1400, 820),
        "/odoo/key-accounts/{kam_demo.dominant}",
        ".o_form_view",
        PAGE % "'People'" + LEAVES,
    ),
    (
        "health_changes",
        "kam_manager",
        (1400, 560),
        "/odoo/kam-health-changes",
        ".o_data_row",
        "",
    ),
    (
        "analysis",
        "kam_manager",
        DESKTOP,
        "/odoo/kam-analyses/{kam_demo.analysis}",
        ".kam_matrix_cell",
        "",
    ),
    (
        "pareto",
        "kam_manager",
        DESKTOP,
        "/odoo/kam-analyses/{kam_demo.analysis}",
        ".o_form_view",
        TAB % "'Pareto'",
    ),
    ("draft", "kam_manager", DESKTOP, "/odoo/kam-analyses/new", ".o_form_view", ""),
    (
        "customers",
        "kam_manager",
        DESKTOP,
        "/odoo/action-kam_odoo.kam_current_customers_action",
        ".o_data_row",
        "",
    ),
    (
        "customer",
        "kam_manager",
        DESKTOP,
        "/odoo/action-kam_odoo.kam_current_customers_action",
        ".o_data_row",
        "document.querySelector('.o_data_row .o_data_cell').click()",
    ),
    (
        "quotation",
        "kam_manager",
        DESKTOP,
        "/odoo/action-sale.action_orders/{order of kam_demo.dominant}",
        ".o_form_view",
        "",
    ),
    (
        "quotation_approval",
        "kam_sales",
        (1400, 720),
        "/odoo/action-sale.action_quotations_with_onboarding"
        "/{kam_demo.quotation_waiting}",
        ".o_form_view",
        "",
    ),
    (
        "terms",
        "kam_manager",
        (1400, 600),
        "/odoo/action-kam_odoo.kam_terms_action/{kam_demo.terms_dominant}",
        ".o_form_view",
        "",
    ),
    (
        "selection_criteria",
        "kam_manager",
        DESKTOP,
        "/odoo/action-kam_odoo.kam_criterion_action",
        ".o_data_row",
        CLICK.strip() % "['Weigh and compare']" + f".then(() => {{{TYPE}}})",
    ),
    (
        "selection_assessment",
        "kam_user_2",
        DESKTOP,
        "/odoo/action-kam_odoo.kam_assessment_action",
        ".o_kanban_record",
        CLICK % "['Scoring']",
    ),
    (
        "selection_account_history",
        "kam_manager",
        (1400, 700),
        "/odoo/key-accounts/{kam_demo.dominant}",
        ".o_form_view",
        TAB % "'Key account'"
        + "; new Promise((resolve) => setTimeout(resolve, 1500)).then(() => "
        + SCROLL.strip() % "'History'"
        + ")",
    ),
    (
        "selection_portfolio",
        "kam_manager",
        (1400, 860),
        "/odoo/action-kam_odoo.kam_portfolio_action",
        ".o_content svg",
        "",
    ),
    (
        "plan",
        "kam_user",
        (1400, 1020),
        "/odoo/kam-plans/{kam_demo.plan_dominant}",
        ".kam_known_cards",
        "",
    ),
    (
        "plan_objectives",
        "kam_user",
        (1400, 720),
        "/odoo/kam-plans/{kam_demo.plan_dominant}",
        ".kam_known_cards",
        TAB % "'Objectives'",
    ),
    (
        "plan_print",
        "kam_user",
        (1000, 850),
        "/report/html/kam_odoo.report_plan/{kam_demo.plan_dominant}",
        ".kam_cover",
        "",
    ),
    (
        "people_print",
        "kam_user",
        (1000, 1360),
        "/report/html/kam_odoo.report_plan/{kam_demo.plan_dominant}",
        ".kam_cover",
        HEADING % "'Who reports to whom'",
    ),
    (
        "review",
        "kam_user",
        (1400, 1000),
        "/odoo/kam-reviews",
        ".o_data_row",
        ROW % "'Altenrode'",
    ),
    (
        "my_week",
        "kam_user",
        (1400, 660),
        "/odoo/my-key-account-week",
        ".o_data_row",
        "",
    ),
    (
        "reminder",
        "kam_manager",
        (1400, 640),
        "/odoo/action-kam_odoo.kam_reminder_action/{kam_odoo.kam_reminder_review}",
        ".o_form_view",
        "",
    ),
    # These two take the running round of the demo forward, and back.
    (
        "selection_round_decision",
        "kam_manager",
        (1400, 620),
        "/odoo/action-kam_odoo.kam_selection_action/{kam_demo.round}",
        ".o_form_view",
        CLICK % "['End scoring', 'End scoring', 'Decide']",
    ),
    (
        "selection_round_nomination",
        "kam_manager",
        (1100, 760),  # the chatter with the steps back is below
        "/odoo/action-kam_odoo.kam_selection_action/{kam_demo.round}",
        ".o_form_view",
        CLICK % "['Back one step', 'Go back', 'Back one step', 'Go back']",
    ),
]


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


def take(base, screens, folder):
    """Take the screens whose logins and sizes may differ; one browser for each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, login, size, address, selector, script in screens:
        browser = Browser(size)
        try:
            browser.login(base, login)
            browser.open(base + browser.address(address))
            browser.wait(selector)
            if script:
                browser.run(script)
                time.sleep(2)  # a click has no end that one could wait for
            browser.picture(folder / f"{name}.png")
            print(f"{folder / name}.png")
        finally:
            browser.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these screens")
    parser.add_argument("--base", default="http://localhost:8069")
    options = parser.parse_args()
    chosen = [s for s in SCREENS if not options.names or s[0] in options.names]
    take(options.base, chosen, IMAGES)


if __name__ == "__main__":
    main()
