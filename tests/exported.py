"""Raw tables of a database as plain Python, for :mod:`tests.reference`."""

from __future__ import annotations

QUERIES = {
    "contacts": """SELECT p.id, parent_id, is_company, kam_stands_alone, kam_status,
                          commercial_partner_id, kam_tier_id, p.name
                     FROM res_partner p ORDER BY p.id""",
    "companies": """SELECT c.id, c.partner_id, c.currency_id, p.tz, kam_capital_rate
                      FROM res_company c JOIN res_partner p ON p.id = c.partner_id""",
    "currencies": "SELECT id, rounding FROM res_currency",
    "rates": "SELECT currency_id, company_id, name, rate FROM res_currency_rate",
    "orders": """SELECT id, company_id, partner_id, state, date_order, validity_date,
                        currency_id, currency_rate FROM sale_order""",
    "lines": """SELECT order_id, display_type, price_subtotal, margin, purchase_price,
                       product_uom_qty, qty_invoiced, untaxed_amount_invoiced, categ_id
                  FROM sale_order_line l
                  LEFT JOIN product_product p ON p.id = product_id
                  LEFT JOIN product_template t ON t.id = product_tmpl_id""",
    "events": """SELECT e.id, e.start, e.stop, e.allday, e.start_date, e.stop_date,
                        e.active, u.company_id,
                        array_agg(r.res_partner_id) AS partner_ids
                   FROM calendar_event e
                   LEFT JOIN res_users u ON u.id = e.user_id
                   JOIN calendar_event_res_partner_rel r ON r.calendar_event_id = e.id
                  GROUP BY e.id, u.company_id""",
    "moves": """SELECT company_id, partner_id, move_type, state, invoice_date
                  FROM account_move""",
    "escalations": """SELECT company_id, partner_id, state, date_raised
                        FROM kam_escalation""",
    "receivables": """SELECT l.company_id, l.partner_id, l.date, l.balance
                        FROM account_move_line l
                        JOIN account_move m ON m.id = l.move_id
                        JOIN account_account a ON a.id = l.account_id
                       WHERE a.account_type = 'asset_receivable'
                         AND m.state = 'posted'""",
}
DRIVERS = "SELECT kind, rate FROM kam_cost_driver WHERE active AND rate IS NOT NULL"


def rows(connection, statement, parameters=None):
    """The result of a statement as dicts."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def tables(connection):
    """Everything that the second computation reads."""
    found = {name: rows(connection, query) for name, query in QUERIES.items()}
    found["driver_rates"] = {
        (int(company), row["kind"]): rate
        for row in rows(connection, DRIVERS)
        for company, rate in row["rate"].items()  # one rate per company
    }
    return found
