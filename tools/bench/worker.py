"""One process with Odoo in it that measures one database and writes JSON.

    python -m tools.bench.worker TASK DATABASE ANSWER.json '{"pairs": 3, ...}'

Tasks: ``analysis`` (run, plain statement, preview, list pages, roll-up) and ``excel``.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

import psycopg2

from . import clock, databases, plain

EXCEL_CUSTOMERS = 100_000
PAGE = 80


class Worker:
    """A registry of Odoo, a plain connection beside it, and the clock."""

    def __init__(self, name, options):
        from odoo.orm.registry import Registry
        from odoo.tools import config

        config.parse_config(databases.odoo_options(name))
        self.registry = Registry(name)
        self.options = options
        self.date_to = datetime.date.fromisoformat(options["date_to"])
        self.companies = options["companies"]
        self.clock = clock.Clock()
        self.connection = psycopg2.connect(dbname=name)
        self.cr = self.connection.cursor()
        self.base_mb = clock.peak_mb()

    @contextlib.contextmanager
    def env(self):
        """An environment of the robot with both companies open; commits."""
        from odoo import api

        with self.registry.cursor() as cr:
            yield api.Environment(cr, 1, {"allowed_company_ids": self.companies})

    def values(self):
        """The analysis that is measured, as the plain statement has it."""
        return {
            "company_id": False,
            "date_from": plain.months_before(self.date_to, 11),
            "date_to": self.date_to,
            "basis": "ordered",
            "measure": "revenue",
            "abc_method": "share",
            "xyz_method": "rhythm",
        }

    def run(self, name):
        """The product's run, commit included; returns the id of the analysis.

        The scores that follow it are a stage of their own, which the plain statement
        knows nothing of, so they are measured beside it.
        """
        with self.env() as env:
            analysis = env["kam.analysis"].create(self.values())
            env.cr.commit()
            pid = env.cr.connection.info.backend_pid
            scores = env["kam.score"]
            with (
                mock.patch.object(type(scores), "_refresh", lambda *_args: None),
                self.clock.measure(name, pid),
            ):
                analysis.action_run()
                env.cr.commit()
            with self.clock.measure(f"scores after the {name}", pid):
                scores._refresh(env.companies)
                env.cr.commit()
            return analysis.id

    def rates(self):
        """Company → rate to the currency of the analysis on its last day."""
        with self.env() as env:
            currency = env.company.currency_id
            return {
                company.id: company.currency_id._get_conversion_rate(
                    company.currency_id, currency, company, self.date_to
                )
                for company in env.companies
            }

    def plain_table(self):
        """The table of the plain statement: keys and indexes of the product's own.

        Rows that Odoo could use must have them, and half of the time of writing goes
        there.
        """
        self.cr.execute(
            """DROP TABLE IF EXISTS bench_line; CREATE TABLE bench_line (
               LIKE kam_analysis_line INCLUDING DEFAULTS INCLUDING INDEXES)"""
        )
        self.cr.execute(
            """SELECT pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid = 'kam_analysis_line'::regclass AND contype = 'f'"""
        )
        for [definition] in self.cr.fetchall():
            self.cr.execute(f"ALTER TABLE bench_line ADD {definition}")
        self.connection.commit()

    def plain(self, analysis_id):
        """The plain statement, commit included."""
        query, values = plain.statement(
            self.cr, "bench_line", analysis_id, self.date_to, self.rates()
        )
        self.cr.execute("TRUNCATE bench_line")
        self.connection.commit()
        self.cr.execute("SET LOCAL jit = off; SET LOCAL work_mem = '256MB'")
        with self.clock.measure("plain", self.connection.info.backend_pid):
            self.cr.execute(query, values)
            self.connection.commit()

    def sell(self):
        """A day's work behind Odoo's back: one order in twenty of the last month.

        Their lines get dearer by 1, so that the month must be read anew.
        """
        self.cr.execute(
            """UPDATE sale_order_line line
                  SET price_subtotal = line.price_subtotal + 1,
                      margin = line.margin + 1
                 FROM sale_order sale
                WHERE sale.id = line.order_id AND line.display_type IS NULL
                  AND sale.date_order >= %s AND sale.id %% 20 = 0""",
            [self.date_to.replace(day=1)],
        )
        self.connection.commit()

    def read_anew(self):
        """Let the next run read all months anew."""
        self.cr.execute("UPDATE res_company SET kam_facts_versions = NULL")
        self.connection.commit()

    def forget(self, analysis_id):
        """Delete an analysis and clean up behind it, outside any measurement."""
        self.connection.commit()
        self.cr.execute("DELETE FROM kam_analysis WHERE id = %s", [analysis_id])
        self.connection.commit()
        databases.vacuum(
            self.connection,
            "kam_sales_fact",
            "kam_sales_month",
            "kam_analysis_line",
            "res_partner",
        )

    def analysis(self):
        """First run, all read anew, interleaved pairs, equality, preview, pages."""
        self.plain_table()
        clock.reset_peak()
        analysis_id = self.run("first run")
        answer = {"run_mb": clock.peak_mb(), "base_mb": self.base_mb}
        for name in ["run of all months"] + ["run"] * self.options["pairs"]:
            self.forget(analysis_id)
            self.sell()
            if name != "run":
                self.read_anew()
            analysis_id = self.run(name)
            if name == "run":
                self.plain(analysis_id)
        answer["customers"], answer["different"] = self.compare(analysis_id)
        answer["facts"] = self.count("kam_sales_fact")
        self.preview()
        answer["pages"] = self.pages(analysis_id)
        self.rollup()
        return answer

    def count(self, table):
        self.cr.execute(f"SELECT count(*) FROM {table}")
        return self.cr.fetchone()[0]

    def compare(self, analysis_id):
        """Customers, and column → rows in which product and yardstick differ.

        Amounts may differ by a cent: facts are rounded to 6 places, which moves a
        figure that ends in exactly half a cent.
        """
        self.cr.execute(
            """SELECT column_name FROM information_schema.columns
                WHERE table_name = 'bench_line'
                  AND data_type IN ('numeric', 'double precision')"""
        )
        numbers = {row[0] for row in self.cr.fetchall()}
        counts = []
        for column in plain.COLUMNS:
            a, b = f"a.{column}", f"b.{column}"
            if column in numbers:
                unequal = f"""({a} IS NULL) != ({b} IS NULL)
                    OR abs({a} - {b}) > 0.0101 + 0.0001 * abs({b})"""
            else:
                unequal = f"{a}::text IS DISTINCT FROM {b}::text"
            counts.append(f"count(*) FILTER (WHERE {unequal})")
        self.cr.execute(
            f"""SELECT count(*), {", ".join(counts)}
                  FROM (SELECT * FROM kam_analysis_line WHERE analysis_id = %s) a
             FULL JOIN bench_line b ON a.partner_id = b.partner_id""",
            [analysis_id],
        )
        customers, *differences = self.cr.fetchone()
        pairs = zip(plain.COLUMNS, differences, strict=True)
        return customers, {column: count for column, count in pairs if count}

    def preview(self):
        """The pictures of a draft, as the form asks for them when a limit changes."""
        for attempt in range(self.options["pairs"] + 1):
            with self.env() as env:
                draft = env["kam.analysis"].new({**self.values(), "limit_a": 0.7})
                pid = env.cr.connection.info.backend_pid
                with self.clock.measure("preview" if attempt else "cold", pid):
                    data = draft.matrix_data
                assert data.get("cells"), data

    def pages(self, analysis_id):
        """SQL milliseconds of the first page of 80 rows, per list, best of five.

        With the statistics that PostgreSQL collects by itself within a minute.
        """
        databases.vacuum(self.connection, "kam_analysis_line", "kam_sales_fact")
        lists = {
            "kam.sales.report": ([], "month desc, id"),
            "kam.analysis.line": ([("analysis_id", "=", analysis_id)], "rank, id"),
        }
        answer = {}
        for model, (domain, order) in lists.items():
            times = []
            for _attempt in range(5):
                with self.env() as env, _sql_seconds(env.cr) as spent:
                    env[model].search_fetch(
                        domain, _list_fields(env, model), order=order, limit=PAGE
                    )
                times.append(1000 * spent[0])
            answer[model] = min(times)
        return answer

    def rollup(self):
        """Mend the account of every contact, and once more with nothing to mend."""
        with self.env() as env:
            env.cr.execute(
                "UPDATE res_partner SET kam_account_id = NULL, kam_is_account = NULL"
            )
            pid = env.cr.connection.info.backend_pid
            for name in ("roll-up of all", "roll-up of none"):
                with self.clock.measure(name, pid):
                    env["res.partner"]._kam_mend_accounts()
            env.cr.rollback()

    def excel(self):
        """The workbook of 100 000 customers: copies of the last analysis's lines."""
        self.cr.execute(
            """SELECT max(analysis_id), string_agg(DISTINCT column_name, ', ')
                 FROM kam_analysis_line, information_schema.columns
                WHERE table_name = 'kam_analysis_line'
                  AND column_name NOT IN ('id', 'rank')"""
        )
        analysis_id, columns = self.cr.fetchone()
        self.cr.execute(
            f"""INSERT INTO kam_analysis_line ({columns}, rank)
                SELECT {columns}, rank FROM kam_analysis_line, generate_series(1, 100)
                 WHERE analysis_id = {analysis_id}
                 LIMIT {EXCEL_CUSTOMERS} - (SELECT count(*) FROM kam_analysis_line
                                             WHERE analysis_id = {analysis_id})"""
        )
        self.connection.commit()
        databases.vacuum(self.connection, "kam_analysis_line")
        clock.reset_peak()
        with self.env() as env, tempfile.TemporaryFile() as target:
            with self.clock.measure("excel"):
                env["kam.analysis.xlsx"]._write(
                    env["kam.analysis"].browse(analysis_id), target
                )
            size = target.tell()
        return {
            "base_mb": self.base_mb,
            "excel_mb": clock.peak_mb(),
            "file_mb": size / 2**20,
        }


def _list_fields(env, model):
    """Names of the fields in the list view of a model."""
    from lxml import etree

    arch = etree.fromstring(env[model].get_view(view_type="list")["arch"])
    return [node.get("name") for node in arch.iter("field")]


@contextlib.contextmanager
def _sql_seconds(cr):
    """Gives a list of one number: the seconds spent in ``cr.execute`` so far."""
    spent, execute = [0.0], cr.execute

    def timed(*args, **kwargs):
        started = time.perf_counter()
        try:
            return execute(*args, **kwargs)
        finally:
            spent[0] += time.perf_counter() - started

    cr.execute = timed
    try:
        yield spent
    finally:
        del cr.execute


def main(task, name, answer, options):
    """Run a task and write what it returns, with the seconds, as JSON."""
    worker = Worker(name, json.loads(options))
    result = getattr(worker, task)()
    result["seconds"] = worker.clock.results()
    Path(answer).write_text(json.dumps(result, default=float))


if __name__ == "__main__":
    main(*sys.argv[1:])
