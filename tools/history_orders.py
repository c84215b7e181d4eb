"""The orders of a generated history: headers and lines, see :mod:`tools.history`."""

from __future__ import annotations

from .history_base import LEAVES, Ground


class History(Ground):
    """The orders and their lines, on the ground of companies, products and contacts."""

    def headers(self, orders, lines, accounts):
        """Temp table history_order: who orders when in which currency; returns a count.

        Order i owns the lines between two borders near 5 i and 5 (i + 1), so it has one
        to nine of them and all orders together exactly ``lines``. Ids follow the date.
        """
        order_id = self.reserve("sale_order", orders)

        def u(salt, *numbers):
            return self.u(salt, *(numbers or ("i",)))

        border = f"(CASE WHEN {{0}} <= 0 THEN 0 WHEN {{0}} >= {orders} THEN {lines}"
        border += " ELSE 5 * ({0}) - 2 + floor(5 * {1})::int END)"
        count = border.format("i + 1", u(50, "i + 1")) + "-" + border.format("i", u(50))
        self.cr.execute(
            f"""DROP TABLE IF EXISTS history_order;
            CREATE TEMP TABLE history_order ON COMMIT DROP AS
            WITH picked AS (
                SELECT i, {count} AS lines,
                       (floor({accounts} * power({u(51)}, 3))::int8 * 1000003
                           % {accounts})::int AS a
                  FROM generate_series(0, {orders - 1}) AS i),
            dated AS (
                SELECT i, lines, a, size, cost,
                       {self.first_contact} + first + floor(nodes * {u(52)})::int
                           AS partner_id,
                       company < 0.65 OR company > 0.85 AND {u(53)} < 0.5
                           AS first_company,
                       floor({self.days} * (active_from + (1 - active_from)
                           * active_share * power({u(54)}, growth)))::int
                           / rhythm * rhythm + CASE WHEN rhythm > 1
                                THEN floor(7 * {u(55)})::int ELSE 0 END AS day
                  FROM picked JOIN history_account USING (a)),
            timed AS (
                SELECT *, '{self.start}'::timestamp + greatest(interval '0', least(
                       '{self.end}'::timestamp + interval '86399 s'
                           - '{self.start}'::timestamp,
                       CASE WHEN {u(56)} < 0.02
                            THEN date_trunc('month', '{self.start}'::timestamp
                                     + day * interval '1 day')
                                 + round(14400 * ({u(57)} - 0.5)) * interval '1 s'
                                 - '{self.start}'::timestamp
                            ELSE day * interval '1 day'
                                 + floor(86400 * {u(57)}) * interval '1 s' END))
                       AS date_order
                  FROM dated)
            SELECT t.*, {order_id} + row_number() OVER w AS id,
                   sum(lines) OVER w - lines AS before,
                   company.id AS company_id, r.currency_id, r.rate,
                   CASE WHEN {u(58)} < 0.9 THEN 'sale' WHEN {u(58)} < 0.93 THEN 'draft'
                        WHEN {u(58)} < 0.96 THEN 'sent' ELSE 'cancel' END AS state,
                   CASE WHEN {u(59)} < CASE WHEN date_order > '{self.end}'::timestamp
                                 - interval '45 days' THEN 0.4 ELSE 0.9 END THEN 1
                        WHEN {u(59)} > 0.95 THEN 0.5 ELSE 0 END AS invoiced
              FROM timed t
              JOIN res_company company
                ON company.id = CASE WHEN first_company THEN {self.company_ids[0]}
                                     ELSE {self.company_ids[1]} END
              JOIN history_rate r
                ON r.company_id = company.id
               AND r.month = date_trunc('month', date_order)::date
               AND r.currency_id = CASE
                       WHEN {u(60)} < 0.85 THEN company.currency_id
                       ELSE {self.currency_ids[2]} END
            WINDOW w AS (ORDER BY date_order, i);
            UPDATE history_order SET partner_id = company.partner_id
              FROM res_company company WHERE company.id = {self.company_ids[1]}
               AND company_id = {self.company_ids[0]} AND {u(61)} < 0.002;
            ANALYZE history_order;
            SELECT count(*), sum(lines) FROM history_order"""
        )
        count, total = self.cr.fetchone()
        if (count, total) != (orders, lines):
            raise RuntimeError(f"{count} orders with {total} lines instead of {lines}")
        return orders

    def sales(self):
        """Insert lines and, with their sums, the orders: one statement, one pass."""
        self.cr.execute("SELECT sum(lines) FROM history_order")
        line_id = self.reserve("sale_order_line", int(self.cr.fetchone()[0]))
        source = self._priced_lines(line_id)
        is_sale = "state = 'sale' AND product_id IS NOT NULL"
        status = (
            "CASE WHEN NOT {0} THEN 'no' WHEN {1} THEN 'invoiced' ELSE 'to invoice' END"
        )
        values = {
            "id": "id",
            "order_id": "order_id",
            "sequence": "10 + k",
            "company_id": "company_id",
            "currency_id": "currency_id",
            "order_partner_id": "partner_id",
            "salesman_id": "2",
            "state": "state",
            "display_type": "display_type",
            "product_id": "product_id",
            "product_uom_id": "uom_id",
            "name": "name",
            "product_uom_qty": "qty",
            "price_unit": "price",
            "technical_price_unit": "price",
            "discount": "discount",
            "price_subtotal": "subtotal",
            "price_total": "subtotal",
            "price_tax": "0",
            "price_reduce_taxexcl": "reduced",
            "price_reduce_taxinc": "reduced",
            "purchase_price": "cost",
            "margin": "margin",
            "margin_percent": "coalesce(margin / nullif(subtotal, 0), 0)",
            "qty_delivered_method": "CASE WHEN product_id > 0 THEN 'manual' END",
            "qty_delivered": "qty_invoiced",
            "qty_invoiced": "qty_invoiced",
            "qty_to_invoice": f"CASE WHEN {is_sale} THEN qty - qty_invoiced ELSE 0 END",
            "invoice_status": status.format("(state = 'sale')", "qty = qty_invoiced"),
            "untaxed_amount_invoiced": "amount_invoiced",
            "untaxed_amount_to_invoice": f"""CASE WHEN {is_sale}
                THEN subtotal - amount_invoiced ELSE 0 END""",
            "customer_lead": "0",
            "is_downpayment": "FALSE",
            "is_expense": "FALSE",
            "collapse_prices": "FALSE",
            "collapse_composition": "FALSE",
            "create_date": "date_order",
        }
        head = self.insert_sql("sale_order_line", values, source, "WITH line AS (")
        head += " RETURNING order_id, price_subtotal, margin, untaxed_amount_invoiced) "
        values = {
            "id": "id",
            "name": "'H' || lpad(id::text, 8, '0')",
            "company_id": "company_id",
            "partner_id": "partner_id",
            "partner_invoice_id": "partner_id",
            "partner_shipping_id": "partner_id",
            "currency_id": "currency_id",
            "currency_rate": "rate",
            "state": "state",
            "date_order": "date_order",
            "create_date": "date_order",
            "user_id": "2",
            "locked": "FALSE",
            "require_signature": "FALSE",
            "require_payment": "FALSE",
            "prepayment_percent": "1",
            "amount_untaxed": "untaxed",
            "amount_tax": "0",
            "amount_total": "untaxed",
            "margin": "margin",
            "margin_percent": "coalesce(margin / nullif(untaxed, 0), 0)",
            "invoice_status": status.format(
                "(state = 'sale')", "untaxed = amount_invoiced"
            ),
        }
        source = """FROM history_order JOIN (
            SELECT order_id, sum(price_subtotal) AS untaxed, sum(margin) AS margin,
                   sum(untaxed_amount_invoiced) AS amount_invoiced
              FROM line GROUP BY order_id) AS total ON order_id = id"""
        self.cr.execute(self.insert_sql("sale_order", values, source, head))

    def _priced_lines(self, line_id):
        """SQL: FROM … every line with product, quantity, amounts and invoiced part.

        Four lines in five are of the account's three favourite categories.
        """

        def u(salt):
            return self.u(salt, "i", "k")

        favourite = self.u(81, "a", f"floor(3 * {u(82)})")
        leaf = f"""floor({LEAVES} * CASE WHEN {u(83)} < 0.8 THEN {favourite}
            ELSE {u(84)} END)::int"""
        return f"""FROM (
            SELECT *, round(subtotal - cost * qty, 2) AS margin,
                   coalesce(round(subtotal / nullif(qty, 0), 2), 0) AS reduced,
                   round(qty * part, 2) AS qty_invoiced,
                   round(subtotal * part, 2) AS amount_invoiced
              FROM (
            SELECT *, round(qty * price * (1 - discount / 100), 2) AS subtotal,
                   CASE WHEN state != 'sale' THEN 0 WHEN {u(70)} < 0.01
                        THEN 0.8 * invoiced ELSE invoiced END AS part
              FROM (
            SELECT i, k, {line_id} + before + k + 1 AS id, l.id AS order_id, company_id,
                   currency_id, partner_id, state, date_order, invoiced, display_type,
                   p.id AS product_id, p.uom_id,
                   coalesce(p.name, CASE WHEN k = 0 THEN 'Section' ELSE 'Note' END)
                       AS name,
                   CASE WHEN p.id IS NULL THEN 0 ELSE (
                        CASE WHEN {u(71)} < 0.01 THEN -1 ELSE 1 END
                        * (1 + floor(-6 * size * ln(1 - {u(72)}))))::numeric END AS qty,
                   CASE WHEN p.id IS NULL OR {u(73)} < 0.005 THEN 0 ELSE
                        round(price * rate * (0.9 + 0.2 * {u(74)})::numeric, 2) END
                        AS price,
                   CASE WHEN p.id IS NOT NULL AND {u(75)} < 0.2 THEN
                        5 * (1 + floor(3 * {u(76)}))::numeric ELSE 0 END AS discount,
                   coalesce(round(p.cost * rate
                       * (l.cost * (0.95 + 0.1 * {u(77)}))::numeric, 2), 0) AS cost
              FROM (
            SELECT *, CASE WHEN lines > 2 AND k = 0 AND {self.u(78, "i")} < 0.08
                           THEN 'line_section'
                           WHEN lines > 2 AND k = lines - 1 AND {self.u(79, "i")} < 0.06
                           THEN 'line_note' END AS display_type
              FROM history_order, generate_series(0, lines - 1) AS k) AS l
              LEFT JOIN history_product p
                ON display_type IS NULL
               AND p.n = 1 + ({leaf} + {LEAVES} * floor(
                       {self.products / LEAVES} * power({u(80)}, 2))::int)
                       % {self.products})
                   AS a) AS b) AS c"""
