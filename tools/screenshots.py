"""Pictures of the documentation, taken from the running demo in headless Chromium.

`python3 -m tools run tools.screenshots` logs in, opens each screen of SCREENS and
writes it to docs/images/.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from .browser import DESKTOP, Browser

IMAGES = Path(__file__).parent.parent / "docs" / "images"
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
