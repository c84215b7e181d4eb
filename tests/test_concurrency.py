"""Two runs at once, and a run that is killed: the last complete analysis stands.

DESIGN, "The run is atomic and locked per company": proven with real transactions
on a real server, which tests inside one transaction cannot do.
"""

import threading
import xmlrpc.client

import pytest

HISTORY = """
from odoo import Command
product = env["product.product"].create({"name": "Pump", "type": "service",
                                         "taxes_id": [Command.clear()]})
companies = []
partners = env["res.partner"].create(
    [{"name": f"Customer {number}", "is_company": True} for number in range(20)])
orders = env["sale.order"].create([
    {"partner_id": partner.id, "date_order": f"2024-{month:02}-10 12:00:00",
     "state": "sale",
     "order_line": [Command.create({"product_id": product.id,
                                    "product_uom_qty": 1,
                                    "price_unit": 10 + number * number})]}
    for number, partner in enumerate(partners) for month in range(1, 13)])
company = env.company
env["kam.analysis"].create({"company_id": company.id, "date_from": "2024-01-01",
                            "date_to": "2024-12-31"}).action_run()
result = company.id
"""
STATE = """
SELECT (SELECT COUNT(*) FROM kam_sales_fact),
       (SELECT SUM(revenue) FROM kam_sales_fact),
       (SELECT COUNT(*) FROM kam_analysis WHERE state = 'done'),
       (SELECT COUNT(*) FROM kam_analysis_line),
       (SELECT array_agg(kam_abc ORDER BY id) FROM res_partner)
"""
DRAFT = """
draft = env["kam.analysis"].create({
    "company_id": company_id, "date_from": "2024-01-01", "date_to": "2024-12-31"})
env.cr.commit()
"""
# Stops in the middle: the facts are rebuilt, the customers not yet classified.
HELD_RUN = (
    DRAFT
    + """
Analysis = type(env["kam.analysis"])
classify = Analysis._classify
def held(self, scope):
    self.env.cr.execute("SELECT pg_advisory_xact_lock(190001)")
    return classify(self, scope)
Analysis._classify = held
draft.action_run()
result = draft.state
"""
)
READ_ANEW = """
result = env["kam.sales.fact"]._rebuild(
    env["res.company"].browse(company_id), env.company.kam_facts_from)
"""
LOCKED_RUN = (
    DRAFT
    + """
from odoo.exceptions import UserError
try:
    draft.action_run()
    result = "done"
except UserError as error:
    result = str(error)
    env.cr.rollback()
"""
)
WAITING = """
SELECT pid FROM pg_locks
 WHERE locktype = 'advisory' AND objid = 190001 AND NOT granted
"""


@pytest.fixture
def history(odoo, make_db):
    """A database with one finished analysis of 20 customers, and its company."""
    db = make_db("concurrency")
    return db, odoo.run_script(db, HISTORY)


def _wait_for_the_held_run(cursor, thread):
    """Poll until the run waits for our lock; fails at once if the run has ended."""
    while True:
        cursor.execute(WAITING)
        found = cursor.fetchone()
        if found:
            return found[0]
        assert thread.is_alive(), "the run ended without waiting for the lock"
        cursor.execute("SELECT pg_sleep(0.05)")


def test_second_run_is_told(odoo, history):
    """Another run holds the company: a clear sentence, and nothing is changed."""
    db, company_id = history
    before = odoo.query(db, STATE)
    with odoo.connect(db) as holder, holder.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM res_company WHERE id = %s FOR NO KEY UPDATE", (company_id,)
        )
        message = odoo.run_script(db, LOCKED_RUN, company_id=company_id)
    assert "being analysed right now" in message
    assert odoo.query(db, STATE) == before
    assert odoo.run_script(db, LOCKED_RUN, company_id=company_id) == "done"


def test_killed_run_changes_nothing(odoo, history):
    """The connection dies after the facts were rebuilt: all is as it was."""
    db, company_id = history
    odoo.query(db, "UPDATE sale_order_line SET price_subtotal = price_subtotal * 2")
    before = odoo.query(db, STATE)
    failures = []

    def run():
        try:
            odoo.run_script(db, HELD_RUN, company_id=company_id)
        except Exception as error:  # the death of the run is what is tested
            failures.append(error)

    thread = threading.Thread(target=run)
    with odoo.connect(db) as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(190001)")
        thread.start()
        pid = _wait_for_the_held_run(cursor, thread)
        cursor.execute("SELECT pg_terminate_backend(%s)", (pid,))
        thread.join(timeout=120)
    assert failures, "the run survived its own death"
    assert odoo.query(db, STATE) == before
    assert odoo.run_script(db, LOCKED_RUN, company_id=company_id) == "done"
    assert odoo.query(db, STATE) != before


def test_later_transactions_change_no_month(odoo, history):
    """Row versions count from a fixed point, however many transactions came since."""
    db, company_id = history
    for _transaction in range(3):
        odoo.query(db, "UPDATE res_users SET write_date = write_date")
        assert odoo.run_script(db, READ_ANEW, company_id=company_id) == 0
    odoo.query(
        db,
        "UPDATE sale_order_line SET price_subtotal = 5"
        " WHERE id = (SELECT MIN(id) FROM sale_order_line)",
    )
    assert odoo.run_script(db, READ_ANEW, company_id=company_id) == 1
    assert odoo.run_script(db, READ_ANEW, company_id=company_id) == 0


def test_many_clients_at_once(odoo, history):
    """Four clients run at the same time over RPC: each finds the same or is told."""
    db, company_id = history
    outcomes = []
    with odoo.serve(db, "--workers", "0") as url:
        common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common")
        uid = common.login(db, "admin", "admin")

        def call(method, *args):
            proxy = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object")
            return proxy.execute_kw(db, uid, "admin", "kam.analysis", method, args)

        values = {
            "company_id": company_id,
            "date_from": "2024-01-01",
            "date_to": "2024-12-31",
        }
        drafts = [call("create", values) for _number in range(4)]

        def run(draft):
            try:
                outcomes.append(call("action_run", [draft]))
            except xmlrpc.client.Fault as fault:
                outcomes.append(fault.faultString)

        threads = [threading.Thread(target=run, args=(draft,)) for draft in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
    assert len(outcomes) == 4
    refused = [outcome for outcome in outcomes if outcome is not True]
    assert all("being analysed right now" in outcome for outcome in refused)
    assert len(refused) < 4
    counts = odoo.query(
        db,
        "SELECT a.state, COUNT(l.id), a.total FROM kam_analysis a"
        " LEFT JOIN kam_analysis_line l ON l.analysis_id = a.id"
        " GROUP BY a.id ORDER BY a.state",
    )
    done = {row[1:] for row in counts if row[0] == "done"}
    assert len(done) == 1, "every finished run has the same customers and total"
    assert {row[1] for row in counts if row[0] == "draft"} <= {0}
    lines, _total = done.pop()
    assert lines == 20
    facts = odoo.query(db, "SELECT COUNT(*), SUM(line_count) FROM kam_sales_fact")
    assert facts == [(240, 240)]
