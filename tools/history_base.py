"""The ground of a generated history: companies, rates, products and contacts.

Used by :mod:`tools.history`, which adds the orders and holds the description.
"""

from __future__ import annotations

import datetime

CURRENCIES = ("EUR", "USD", "GBP", "CHF")
COMPANY = "History Trading"  # name of the second company
CATEGORIES = 30  # six at the top, the others below them
LEAVES = CATEGORIES - 6  # product n is in the leaf (n - 1) % LEAVES


def partner_values(number, name):
    """SQL expressions that all new contacts share, for :meth:`Ground.insert_sql`."""
    return {
        "id": number,
        "name": name,
        "complete_name": name,
        "commercial_partner_id": number,
        "commercial_company_name": name,
        "is_company": "TRUE",
        "type": "'contact'",
        "lang": "'en_US'",
        "active": "TRUE",
        "partner_share": "TRUE",
        "employee": "FALSE",
        "color": "0",
        "supplier_rank": "0",
        "customer_rank": "1",
        "autopost_bills": "'ask'",
    }


class Ground:
    """What orders stand on; the public steps run in the order they stand here."""

    def __init__(self, cr, seed, end, months):
        self.cr = cr
        self.seed = int(seed)
        self.end = end
        first = end.year * 12 + end.month - months
        self.start = datetime.date(first // 12, first % 12 + 1, 1)
        self.days = (end - self.start).days + 1
        self.company_ids = self.currency_ids = ()
        self.products = self.first_contact = 0

    def u(self, salt, *numbers):
        """SQL: a number in [0, 1) that depends on integer columns, salt and seed."""
        expression = f"{self.seed}::int8"
        for number in numbers:
            expression = f"hashint8extended(({number})::int8, {expression})"
        expression = f"hashint8extended({salt}, {expression})"
        return f"(({expression} & 9007199254740991) / 9007199254740992.0::float8)"

    def reserve(self, table, count):
        """Reserve ``count`` ids of a table; returns the number before the first."""
        sequence = f"pg_get_serial_sequence('{table}', 'id')"
        self.cr.execute(
            f"""SELECT setval({sequence},
                       greatest(nextval({sequence}) - 1,
                                (SELECT coalesce(max(id), 0) FROM {table})) + {count})
                       - {count}"""
        )
        return self.cr.fetchone()[0]

    def insert_sql(self, table, values, source, head=""):
        """INSERT … SELECT of the columns of ``values`` that the table has."""
        values = {
            **values,
            "create_uid": "1",
            "write_uid": "1",
            "create_date": values.get("create_date", f"'{self.start}'::timestamp"),
            "write_date": values.get("create_date", f"'{self.start}'::timestamp"),
        }
        self.cr.execute(
            f"""SELECT attname, attnotnull AND NOT atthasdef AND attidentity = ''
                  FROM pg_attribute WHERE attrelid = '{table}'::regclass
                   AND attnum > 0 AND NOT attisdropped"""
        )
        columns = dict(self.cr.fetchall())
        missing = sorted(c for c, need in columns.items() if need and c not in values)
        if missing:
            raise RuntimeError(
                f"{table} has required columns this generator does not know, from a "
                f"module it was not made for: {', '.join(missing)}"
            )
        names = [name for name in values if name in columns]
        expressions = ", ".join(values[name] for name in names)
        head += f"INSERT INTO {table} ({', '.join(names)})"
        return f"{head} SELECT {expressions} {source}"

    def companies(self):
        """The two companies of ours: the first one there is, and one of our own."""
        cr = self.cr
        cr.execute("SELECT id, currency_id FROM res_company ORDER BY id LIMIT 1")
        first, currency = cr.fetchone()
        cr.execute(
            f"""SELECT id FROM res_currency WHERE name IN {CURRENCIES}
                   AND id != {currency} ORDER BY name LIMIT 2"""
        )
        self.currency_ids = (currency, *(row[0] for row in cr.fetchall()))
        cr.execute(
            f"UPDATE res_currency SET active = TRUE WHERE id IN {self.currency_ids}"
        )
        cr.execute(f"SELECT id FROM res_company WHERE name = '{COMPANY}'")
        row = cr.fetchone()
        self.company_ids = (first, row[0] if row else self._new_company(first))

    def _new_company(self, first):
        """A copy of the first company without its accounts and journals."""
        cr = self.cr
        partner = self.reserve("res_partner", 1) + 1
        company = self.reserve("res_company", 1) + 1
        values = partner_values(str(partner), f"'{COMPANY}'")
        cr.execute(self.insert_sql("res_partner", values, ""))
        cr.execute(
            """SELECT a.attname FROM pg_constraint c
                 JOIN pg_attribute a ON (attrelid, attnum) = (conrelid, conkey[1])
                WHERE c.conrelid = 'res_company'::regclass AND c.contype = 'f'
                  AND NOT a.attnotnull"""
        )
        changed = {name: None for (name,) in cr.fetchall()}
        changed.update(chart_template=None, id=company, name=COMPANY)
        changed.update(partner_id=partner, currency_id=self.currency_ids[1])
        changed.update(parent_path=f"{company}/", sequence=20)
        pairs = ", ".join(
            f"'{key}', {'NULL' if value is None else repr(value)}"
            for key, value in changed.items()
        )
        cr.execute(
            f"""INSERT INTO res_company SELECT (jsonb_populate_record(
                       c, jsonb_build_object({pairs}))).* FROM res_company c
                 WHERE id = {first}"""
        )
        cr.execute(  # the robot and the administrators of the first one see it too
            f"""INSERT INTO res_company_users_rel (cid, user_id)
                SELECT {company}, id FROM res_users WHERE id IN (1, 2)"""
        )
        return company

    def rates(self):
        """Monthly rates of three currencies, drifting by ±5 %, for both companies."""
        value = f"(1 + 0.15 * ord) * (0.95 + 0.1 * {self.u(11, 'ord', 'month_no')})"
        self.cr.execute(
            f"""DROP TABLE IF EXISTS history_rate;
            CREATE TEMP TABLE history_rate ON COMMIT DROP AS
            WITH months AS (SELECT month::date, month_no FROM generate_series(
                    '{self.start}'::timestamp, '{self.end}'::timestamp, '1 month')
                    WITH ORDINALITY AS m(month, month_no)),
                 currencies AS (
                    SELECT id, ord FROM unnest(ARRAY{list(self.currency_ids)})
                    WITH ORDINALITY AS c(id, ord)),
                 worth AS (SELECT month, id AS currency_id, {value} AS value
                             FROM months, currencies)
            SELECT company.id AS company_id, w.month, w.currency_id,
                   round((w.value / own.value)::numeric, 6) AS rate
              FROM worth w
              JOIN res_company company ON company.id IN {self.company_ids}
              JOIN worth own ON own.month = w.month
                            AND own.currency_id = company.currency_id;
            ANALYZE history_rate"""
        )
        values = {"name": "month", "rate": "rate"}
        values.update(currency_id="currency_id", company_id="company_id")
        statement = self.insert_sql("res_currency_rate", values, "FROM history_rate")
        self.cr.execute(statement + " ON CONFLICT DO NOTHING")

    def catalogue(self, products):
        """Thirty categories in two levels, and the products in them with costs."""
        self.products = products
        top = self.reserve("product_category", 30)
        template = self.reserve("product_template", products)
        variant = self.reserve("product_product", products)
        above = f"{top} + (n - 1) % 6 + 1"
        below = f"CASE WHEN n > 6 THEN {above} || '/' ELSE '' END"
        values = {
            "id": f"{top} + n",
            "name": "'History category ' || n",
            "complete_name": """CASE WHEN n > 6 THEN 'History category '
                || (n - 1) % 6 + 1 || ' / ' ELSE '' END || 'History category ' || n""",
            "parent_id": f"CASE WHEN n > 6 THEN {above} END",
            "parent_path": f"{below} || {top} + n || '/'",
        }
        series = "FROM generate_series(1, {}) AS n".format
        self.cr.execute(self.insert_sql("product_category", values, series(CATEGORIES)))
        price = f"round(exp(1 + 4.5 * {self.u(21, 'n')})::numeric, 2)"
        cost = f"round({price} * (0.45 + 0.45 * {self.u(22, 'n')})::numeric, 2)"
        self.cr.execute(
            f"""DROP TABLE IF EXISTS history_product;
            CREATE TEMP TABLE history_product ON COMMIT DROP AS
            SELECT n, {variant} + n AS id, {price} AS price, {cost} AS cost,
                   'History product ' || n AS name,
                   (SELECT min(res_id) FROM ir_model_data WHERE module = 'uom'
                       AND name = 'product_uom_unit') AS uom_id {series(products)};
            ANALYZE history_product"""
        )
        values = {
            "id": f"{template} + n",
            "name": "jsonb_build_object('en_US', name)",
            "categ_id": f"{top} + 7 + (n - 1) % {LEAVES}",
            "type": "'consu'",
            "uom_id": "uom_id",
            "list_price": "price",
            "default_code": "'H' || n",
            "service_tracking": "'no'",
            "service_type": "'manual'",
            "invoice_policy": "'order'",
            "expense_policy": "'no'",
            "sale_ok": "TRUE",
            "purchase_ok": "TRUE",
            "active": "TRUE",
        }
        self.cr.execute(
            self.insert_sql("product_template", values, "FROM history_product")
        )
        costs = ", ".join(f"'{company}', cost" for company in self.company_ids)
        values = {
            "id": "id",
            "product_tmpl_id": f"{template} + n",
            "active": "TRUE",
            "default_code": "'H' || n",
            "combination_indices": "''",
            "standard_price": f"jsonb_build_object({costs})",
        }
        self.cr.execute(
            self.insert_sql("product_product", values, "FROM history_product")
        )

    def contacts(self, accounts):
        """Trees of contacts, temp table history_account; returns how many contacts.

        Node 0 is the account; 1 its branch, 2 a subsidiary of that, 3 a person there,
        4 a person of the account itself, 5 the next branch, and so on. Each account
        also gets its habits: window of activity, rhythm, growth, size and margin.
        """
        spread = f"floor(-2 * ln(1 - {self.u(31, 'a')}))"  # mean 1.5 below the account
        self.cr.execute(
            f"""DROP TABLE IF EXISTS history_account;
            CREATE TEMP TABLE history_account ON COMMIT DROP AS
            SELECT *, (sum(nodes) OVER (ORDER BY a) - nodes)::int AS first FROM (
            SELECT a, least(14, 1 + {spread})::int AS nodes,
                   CASE WHEN {self.u(32, "a")} < 0.5 THEN 0
                        ELSE 0.8 * {self.u(33, "a")} END AS active_from,
                   CASE WHEN {self.u(34, "a")} < 0.75 THEN 1
                        ELSE 0.3 + 0.7 * {self.u(35, "a")} END AS active_share,
                   CASE WHEN {self.u(36, "a")} < 0.15 THEN 91
                        WHEN {self.u(36, "a")} < 0.35 THEN 30 ELSE 1 END AS rhythm,
                   0.6 + {self.u(37, "a")} AS growth,
                   0.4 + 4 * power({self.u(38, "a")}, 4) AS size,
                   0.85 + 0.35 * {self.u(39, "a")} AS cost,
                   {self.u(40, "a")} AS company
              FROM generate_series(0, {accounts - 1}) AS a) AS account;
            ANALYZE history_account;
            SELECT sum(nodes) FROM history_account"""
        )
        count = int(self.cr.fetchone()[0])
        self.first_contact = self.reserve("res_partner", count) + 1
        first = f"{self.first_contact} + first"
        values = partner_values("number", "name")
        values.update(
            complete_name="concat(CASE WHEN person THEN firm || ', ' END, name)",
            parent_id="parent",
            commercial_partner_id="entity",
            commercial_company_name="CASE WHEN person THEN firm ELSE name END",
            is_company="NOT person",
            active=f"{self.u(41, 'a', 'k')} > 0.01",
        )
        source = f"""FROM (
            SELECT *, CASE WHEN person AND k > 0 THEN parent ELSE number END AS entity,
                   CASE WHEN k > 0 THEN 'History account ' || a
                        || CASE WHEN owner > 0 THEN '-' || owner ELSE '' END END
                        AS firm,
                   CASE WHEN person THEN 'Person ' || a || '-' || k ELSE
                        'History account ' || a
                        || CASE WHEN k > 0 THEN '-' || k ELSE '' END END AS name
              FROM (SELECT a, k, owner, {first} + k AS number,
                           CASE WHEN k > 0 THEN {first} + owner END AS parent,
                           k > 0 AND k % 4 IN (0, 3)
                           OR nodes = 1 AND a % 10 = 0 AS person
                      FROM history_account, generate_series(0, nodes - 1) AS k,
                           LATERAL (SELECT CASE WHEN k % 4 < 2 THEN 0 ELSE k - 1 END
                                        AS owner) AS o) AS node) AS contact"""
        self.cr.execute(self.insert_sql("res_partner", values, source))
        return count
