"""The generator of large histories: exact, repeatable, and usable by Odoo."""

import datetime

import pytest

from tools import history

END = datetime.date(2026, 3, 31)
LINES = 3000
# What is the same on every database: everything but ids.
CONTENT = """
    SELECT o.date_order, o.state, o.currency_rate, o.amount_untaxed, o.margin,
           c.name AS company, p.name AS partner, l.sequence, l.display_type, l.name,
           l.product_uom_qty, l.price_subtotal, l.purchase_price, l.qty_invoiced
      FROM sale_order_line l
      JOIN sale_order o ON o.id = l.order_id
      JOIN res_partner p ON p.id = o.partner_id
      JOIN res_company c ON c.id = o.company_id
     ORDER BY o.date_order, p.name, l.id
"""
READ_ORDERS = """
import datetime
orders = env["sale.order"].search([("state", "=", "sale")], limit=50)
orders |= env["sale.order"].search([("state", "!=", "sale")], limit=20)
lines = orders.order_line

def figures(line):
    amounts = (line.price_subtotal, line.margin, line.qty_to_invoice)
    return [line.invoice_status, *(round(amount, 4) for amount in amounts)]

before = {line.id: figures(line) for line in lines}
for name in ("price_subtotal", "margin", "qty_to_invoice", "invoice_status"):
    env.add_to_compute(lines._fields[name], lines)
contacts = env["res.partner"].with_context(active_test=False).search(
    [("name", "like", "History account"), ("parent_id", "!=", False)], limit=50)
names = {contact.id: contact.complete_name for contact in contacts}
env.add_to_compute(contacts._fields["complete_name"], contacts)
new = env["sale.order"].create({
    "partner_id": orders[0].partner_id.id,
    "order_line": [(0, 0, {"product_id": lines.product_id[0].id})],
})
new.action_confirm()
result = {
    "read": len(orders.read(["name", "tax_totals", "order_line", "amount_total"])),
    "changed": [(before[line.id], figures(line)) for line in lines
                if before[line.id] != figures(line)],
    "renamed": [c.id for c in contacts if c.complete_name != names[c.id]],
    "currencies": len(orders.currency_id),
    "new": [new.id > max(orders.ids), new.state],
}
env.cr.rollback()
"""


@pytest.fixture(scope="module")
def filled(odoo):
    """A database with a small history, and the counts the generator returned."""
    db = odoo.make_db("history", modules="")
    with odoo.connect(db) as connection, connection.cursor() as cr:
        counts = history.generate(cr, lines=LINES, seed=7, end=END)
    yield db, counts
    odoo.drop_db(db)


def test_counts_are_exact(odoo, filled):
    db, counts = filled
    assert counts["lines"] == LINES
    for table, key in (("sale_order_line", "lines"), ("sale_order", "orders")):
        assert odoo.query(db, f"SELECT count(*) FROM {table}") == [(counts[key],)]
    contacts = "SELECT count(*) FROM res_partner WHERE name ~ '^(History a|Person )'"
    assert odoo.query(db, contacts) == [(counts["contacts"],)]


def test_same_arguments_give_the_same_history(odoo, filled, make_db):
    db, _counts = filled
    other = make_db("history_again", modules="")
    with odoo.connect(other) as connection, connection.cursor() as cr:
        cr.execute("SELECT nextval('res_partner_id_seq'), nextval('sale_order_id_seq')")
        history.generate(cr, lines=LINES, seed=7, end=END)
    assert odoo.query(other, CONTENT) == odoo.query(db, CONTENT)


def test_another_seed_gives_another_history(odoo, filled, make_db):
    db, _counts = filled
    other = make_db("history_other", modules="")
    with odoo.connect(other) as connection, connection.cursor() as cr:
        history.generate(cr, lines=LINES, seed=8, end=END)
    assert odoo.query(other, CONTENT) != odoo.query(db, CONTENT)


def test_second_history_comes_on_top(odoo, make_db):
    db = make_db("history_twice", modules="")
    with odoo.connect(db) as connection, connection.cursor() as cr:
        first = history.generate(cr, lines=500, seed=1, end=END)
        second = history.generate(cr, lines=700, seed=2, end=END)
    assert first["companies"] == second["companies"]
    assert odoo.query(db, "SELECT count(*) FROM sale_order_line") == [(1200,)]


def test_bulk_load_leaves_the_indexes_and_checks(odoo, make_db, monkeypatch):
    db = make_db("history_bulk", modules="")
    indexes = """SELECT indexdef FROM pg_indexes
                  WHERE tablename LIKE 'sale_order%' ORDER BY 1"""
    before = odoo.query(db, indexes)
    monkeypatch.setattr(history, "BULK_LINES", 1)
    with odoo.connect(db) as connection, connection.cursor() as cr:
        history.generate(cr, lines=500, seed=1, end=END)
        cr.execute("SHOW session_replication_role")
        assert cr.fetchone() == ("origin",)
    assert odoo.query(db, indexes) == before


def test_every_reference_has_its_row(odoo, filled):
    """The bulk load skips PostgreSQL's checks, so they are made here."""
    db, _counts = filled
    keys = odoo.query(
        db,
        """SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
             FROM pg_constraint c
             JOIN pg_attribute a ON (a.attrelid, a.attnum) = (c.conrelid, c.conkey[1])
            WHERE c.contype = 'f' AND c.conrelid::regclass::text IN
                  ('sale_order', 'sale_order_line', 'res_partner', 'res_company',
                   'product_template', 'product_product', 'product_category',
                   'res_currency_rate')""",
    )
    assert len(keys) > 40
    for table, column, target in keys:
        loose = f"""SELECT count(*) FROM {table} WHERE {column} IS NOT NULL
                       AND {column} NOT IN (SELECT id FROM {target})"""
        assert odoo.query(db, loose) == [(0,)], (table, column)


def test_history_has_every_kind_of_line(odoo, filled):
    db, counts = filled
    [row] = odoo.query(
        db,
        """SELECT count(DISTINCT o.company_id), count(DISTINCT o.currency_id),
                  count(DISTINCT o.state), count(DISTINCT l.display_type),
                  bool_or(l.margin < 0), bool_or(l.product_uom_qty < 0),
                  bool_or(l.untaxed_amount_invoiced > 0),
                  count(DISTINCT extract(hour FROM o.date_order)),
                  min(o.date_order)::date < DATE '2023-04-01',
                  max(o.date_order)::date <= DATE '2026-03-31',
                  avg((o.state = 'sale')::int) BETWEEN 0.85 AND 0.95
             FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id""",
    )
    assert row == (2, 3, 4, 2, True, True, True, 24, True, True, True)
    assert len(counts["companies"]) == 2
    depths = """
        WITH RECURSIVE tree AS (
            SELECT id, 0 AS depth FROM res_partner WHERE parent_id IS NULL
            UNION ALL SELECT c.id, t.depth + 1
              FROM tree t JOIN res_partner c ON c.parent_id = t.id)
        SELECT max(depth) FROM tree"""
    assert odoo.query(db, depths) == [(3,)]


def test_odoo_reads_recomputes_and_adds(odoo, filled):
    db, _counts = filled
    result = odoo.run_script(db, READ_ORDERS)
    assert result["read"] == 70
    assert result["changed"] == []
    assert result["renamed"] == []
    assert result["currencies"] == 3
    assert result["new"] == [True, "sale"]


def test_accounts_for_a_number_of_lines():
    assert history.default_accounts(1_000_000) == 20_000
    assert 45_000 < history.default_accounts(5_000_000) < 55_000
    assert history.default_accounts(1) == 20
