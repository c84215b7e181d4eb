import hashlib
from contextlib import contextmanager
from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.periods import DAY, MONTH, joined_spans, months_between, utc_start
from .kam_sales_fact import FACT_COLUMNS
from .kam_sales_month import MONTH_COLUMNS

# From so many months on, the statistics of the tables are out of date.
MANY_MONTHS = 3


class KamSalesFact(models.Model):
    """Keep the facts in step with the orders: read anew only the months that changed.

    A run counts what is in the tables, also what came by import or SQL, so it cannot
    trust a flag that the ORM sets. It asks PostgreSQL: each version of a row has its
    place (``ctid``) and the transaction that wrote it (``xmin``), and their sum over a
    month's orders and lines changes with any insert, update or delete.
    Reading these costs a tenth of reading the amounts and writing the facts. After a
    restore or VACUUM FULL all months look changed, which costs time and nothing else.
    """

    _inherit = "kam.sales.fact"

    @api.model
    def _rebuild(self, companies, date_from):
        """Make the facts say what the orders of the companies say now.

        Part of the caller's transaction: after a failure the former facts stand. The
        moment and the versions are stored on the companies.

        :param companies: res.company
        :param date_from: first day of the first month wanted; older facts go
        :return: number of months read anew, all companies together
        """
        self._mend_orders(companies)
        self.env.flush_all()
        # The last one has no end: orders may be dated ahead.
        months = months_between(date_from, fields.Date.today() + 2 * MONTH)
        versions = self._versions(companies, months)
        spans, count = [], 0
        for company in companies.sudo():
            stale = self._stale_months(company, versions[company.id], months)
            count += len(stale)
            own = [
                (company, first, None if last == months[-1] else last + MONTH - DAY)
                for first, last in joined_spans(stale)
            ]
            self._forget(company, date_from, own)
            spans += own
        if count > MANY_MONTHS:
            self._write_facts(spans)
            self.env.cr.execute("ANALYZE kam_sales_fact; ANALYZE kam_sales_month")
        elif spans:
            with self._looking_up():
                self._write_facts(spans)
        for company in companies.sudo():
            company.write(
                {
                    "kam_facts_date": fields.Datetime.now(),
                    "kam_facts_from": date_from,
                    "kam_facts_versions": versions[company.id],
                }
            )
        self.invalidate_model()
        self.env["kam.sales.month"].invalidate_model()
        return count

    @contextmanager
    def _looking_up(self):
        """Let the lines of a few months be found by their orders.

        A run rules nested loops out (``kam.analysis._tune``) and so reads all lines
        there are; for the orders of a month the index is ten times as fast.
        """
        [(before,)] = self.env.execute_query(SQL("SHOW enable_nestloop"))
        self.env.cr.execute("SET LOCAL enable_nestloop = on")
        yield
        self.env.cr.execute(
            SQL("SELECT set_config('enable_nestloop', %s, TRUE)", before)
        )

    @api.model
    def _stale_months(self, company, current, months):
        """Months of a company whose orders are not those its facts were made from.

        :param current: what ``_versions`` says now
        """
        known = company.kam_facts_versions or {}
        if known.get("definition") != current["definition"]:
            return months
        if known["products"] != self._products_version(known["products"]["last"]):
            return months
        return [
            month
            for month in months
            if known["months"].get(month.isoformat())
            != current["months"].get(month.isoformat())
        ]

    @api.model
    def _versions(self, companies, months):
        """What the facts of each company would be made from now, in short.

        ``definition`` stands for the statement itself, so that another time zone or an
        addon that adds a source of sales is noticed; ``products`` for the categories
        of the products; ``months`` for orders and lines.

        :return: company id → dict that can be stored as JSON
        """
        products = self._products_version()
        versions = {
            company.id: {
                "definition": self._definition_version(company),
                "products": products,
                "months": {},
            }
            for company in companies
        }
        query = self._sql_versions(companies, months)
        for number, version in self.env.execute_query(query):
            position, month = divmod(number - 1, len(months))
            known = versions[companies[position].id]["months"]
            known[months[month].isoformat()] = version
        return versions

    @api.model
    def _definition_version(self, company):
        """A short key of the statement that makes the company's facts."""
        query = self._sql_facts([(company, None, None)])
        text = repr((query.code, query.params))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @api.model
    def _products_version(self, last=None):
        """The categories of the products, of those up to the id ``last`` if given.

        Facts know no later products than those of their time; lines of newer ones
        are noticed by themselves, so a new product makes no month look changed.

        :return: {"last": greatest id considered, "hash": sum over product → category}
        """
        [(greatest, total)] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(MAX(product.id), 0),
                       COALESCE(SUM(hashint8extended(
                           product.id, COALESCE(template.categ_id, 0))), 0)::text
                  FROM product_product product
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
                 WHERE product.id <= COALESCE(%s, product.id)
                """,
                last,
            )
        )
        return {"last": greatest if last is None else last, "hash": total}

    @api.model
    def _sql_row_versions(self, alias):
        """One number for the versions of many rows of a table: their sum.

        Hashes of the places, and the ages of the transactions that wrote them, counted
        from the first transaction there ever was, as ages grow with each transaction.
        """
        row = SQL.identifier(alias)
        place = (
            SQL("hashtid(%s.ctid)", row)
            if self.env.cr.connection.server_version >= 140000
            else SQL("hashtext(%s.ctid::text)", row)
        )
        return SQL(
            "SUM(%(place)s)::numeric * 65537 + COUNT(*) * age('3'::xid)::bigint"
            " - SUM(age(%(row)s.xmin))",
            place=place,
            row=row,
        )

    @api.model
    def _sql_versions(self, companies, months):
        """Version of each company's orders by month. Override to add another source.

        :param months: first days of the months in order; the last one has no end
        :return: SQL with number and version as text; months are numbered from 1,
            those of the next company go on after the last month of the one before
        """
        numbers, first_days = [], []
        for position, company in enumerate(companies):
            borders = [utc_start(month, company._kam_tz()) for month in months]
            numbers.append(
                SQL(
                    "WHEN %s THEN %s + width_bucket(date_order, %s::timestamp[])",
                    company.id,
                    position * len(months),
                    borders,
                )
            )
            first_days.append(
                SQL("(company_id = %s AND date_order >= %s)", company.id, borders[0])
            )
        # not pulled up: the number is worked out for each order, not for each line
        sales = SQL(
            "SELECT id, ctid, xmin, CASE company_id %s END AS number"
            " FROM sale_order WHERE %s OFFSET 0",
            SQL(" ").join(numbers),
            SQL(" OR ").join(first_days),
        )
        return SQL(
            """
            SELECT number, SUM(version)::text
              FROM (SELECT number, %(sale_versions)s AS version
                      FROM (%(sales)s) sale
                  GROUP BY number
                 UNION ALL
                    SELECT number, %(line_versions)s
                      FROM (%(sales)s) sale
                      JOIN sale_order_line line ON line.order_id = sale.id
                  GROUP BY number) part
          GROUP BY number
            """,
            sales=sales,
            sale_versions=self._sql_row_versions("sale"),
            line_versions=self._sql_row_versions("line"),
        )

    @api.model
    def _forget(self, company, date_from, spans):
        """Delete a company's rows before the window and within the spans."""
        for table in ("kam_sales_fact", "kam_sales_month"):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE company_id = %s AND (month < %s OR %s)",
                    SQL.identifier(table),
                    company.id,
                    date_from,
                    self._sql_in_spans(spans),
                )
            )

    @api.model
    def _sql_in_spans(self, spans):
        """Condition on company_id and month: within one of the spans."""
        return SQL(" OR ").join(
            [
                SQL(
                    "(company_id = %s AND month BETWEEN %s AND %s)",
                    company.id,
                    first,
                    last or date.max,
                )
                for company, first, last in spans
            ]
            or [SQL("FALSE")]
        )

    @api.model
    def _write_facts(self, spans):
        """Write the facts of the spans, then the months summed from them."""
        sources = (
            (
                "kam_sales_fact",
                ("company_id", "partner_id", "categ_id", "month", *FACT_COLUMNS),
                self._sql_facts(spans),
            ),
            (
                "kam_sales_month",
                ("company_id", "partner_id", "month", *MONTH_COLUMNS),
                self.env["kam.sales.month"]._sql_months(
                    spans, self._sql_in_spans(spans)
                ),
            ),
        )
        for table, names, query in sources:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %(table)s (%(columns)s)"
                    " SELECT %(columns)s FROM (%(query)s) source",
                    table=SQL.identifier(table),
                    columns=SQL(", ").join(map(SQL.identifier, names)),
                    query=query,
                )
            )

    @api.model
    def _mend_orders(self, companies):
        """Let Odoo fill the currency rate of orders that came by import or SQL.

        Without it, an order in a foreign currency would count one for one.
        """
        Order = self.env["sale.order"].sudo()
        self.env.flush_all()
        orders = Order.browse(
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT sale.id
                      FROM sale_order sale
                     WHERE sale.company_id IN %s
                       AND COALESCE(sale.currency_rate, 0) = 0
                    """,
                    tuple(companies.ids),
                )
            )
        )
        if orders:
            self.env.add_to_compute(Order._fields["currency_rate"], orders)
            orders.flush_recordset(["currency_rate"])
