"""Write a large, believable sales history into an Odoo 19 database by SQL.

    python -m tools.history --db mydb --lines 1000000 --seed 1 --end 2025-12-31

Meant for benchmarks and load tests, never for a database with real business in it:
it adds a second company, currency rates, categories, products, contacts and orders.
Every figure comes from a hash of (row number, column, seed): the same arguments give
the same history on every run. Two calls on one database add two histories.

What is in it: accounts as trees of companies, branches, subsidiaries and persons
(parent chains three deep), few of which bring most of the sales; customers who buy by
a rhythm, grow, fade or leave; two companies of ours with different currencies and
orders in a third one; about ten per cent quotations and cancellations; sections and
notes; returns, free and loss-making lines; an invoiced part; order times at all hours,
some within two hours of a month's border, all in UTC as Odoo keeps them.
"""

from __future__ import annotations

import argparse
import datetime
import time
from contextlib import contextmanager

from .history_orders import History

BULK_LINES = 100_000  # from this many lines on, indexes are dropped and rebuilt


def default_accounts(lines):
    """Accounts (trees of contacts) for so many order lines: 20 k for 1 M, 50 k for 5 M.

    >>> default_accounts(1_000_000), default_accounts(5_000_000)
    (20000, 50054)
    """
    return max(20, round(20_000 * (lines / 1_000_000) ** 0.57))


def generate(cr, *, lines, seed=1, end=None, months=42, accounts=None, products=500):
    """Generate a history of exactly ``lines`` order lines and ANALYZE its tables.

    ``cr`` is any DB-API cursor of psycopg2 or Odoo; the caller commits. ``end`` is the
    last day with orders (a date, default today), ``months`` the length of the history.
    From ``BULK_LINES`` lines on the sales tables are locked until the commit.
    Returns {"lines", "orders", "accounts", "contacts", "products", "companies"}: counts
    of new rows, and the ids of the two companies of ours.
    """
    end = end or datetime.date.today()
    accounts = accounts or default_accounts(lines)
    maker = History(cr, seed, end, months)
    with _bulk(cr, lines >= BULK_LINES):
        maker.companies()
        maker.rates()
        maker.catalogue(products)
        contacts = maker.contacts(accounts)
        orders = maker.headers(max(1, lines // 5), lines, accounts)
        maker.sales()
    for table in ("res_partner", "product_product", "sale_order", "sale_order_line"):
        cr.execute(f"ANALYZE {table}")
    return {
        "lines": lines,
        "orders": orders,
        "accounts": accounts,
        "contacts": contacts,
        "products": products,
        "companies": maker.company_ids,
    }


@contextmanager
def _bulk(cr, large):
    """Session settings for mass inserts; large ones also drop and rebuild indexes."""
    cr.execute("SET LOCAL jit = off")
    cr.execute("SET LOCAL work_mem = '256MB'")
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    superuser = cr.fetchone()[0]
    if superuser:  # the references are right by construction: skip a check per row
        cr.execute("SET LOCAL session_replication_role = replica")
    indexes = []
    if large:
        cr.execute(
            """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
                 FROM pg_index
                WHERE indrelid::regclass::text IN ('sale_order', 'sale_order_line')
                  AND NOT indisunique"""
        )
        indexes = cr.fetchall()
        for name, _definition in indexes:
            cr.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cr.execute(definition)
    if superuser:
        cr.execute("SET LOCAL session_replication_role = DEFAULT")


def main(argv=None):
    """Connect by libpq's PG* variables, generate, commit and VACUUM; prints seconds."""
    import psycopg2

    parser = argparse.ArgumentParser(prog="python -m tools.history")
    parser.add_argument("--db", required=True, help="an existing Odoo 19 database")
    parser.add_argument("--lines", type=int, default=1_000_000, help="order lines")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--end", type=datetime.date.fromisoformat, help="YYYY-MM-DD")
    parser.add_argument("--months", type=int, default=42, help="length of the history")
    parser.add_argument("--accounts", type=int, help="default: by the number of lines")
    options = vars(parser.parse_args(argv))
    started = time.monotonic()
    connection = psycopg2.connect(dbname=options.pop("db"))
    with connection, connection.cursor() as cr:
        counts = generate(cr, **options)
    connection.autocommit = True
    with connection.cursor() as cr:
        for table in ("res_partner", "sale_order", "sale_order_line"):
            cr.execute(f"VACUUM (ANALYZE) {table}")
    connection.close()
    print(f"{counts} in {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
