from odoo import api, fields, models
from odoo.tools import SQL

MONTH_COLUMNS = (
    "day_mask",
    "order_count",
    "revenue",
    "margin",
    "invoiced_revenue",
    "invoiced_margin",
    "line_count",
)


class KamSalesMonth(models.Model):
    """What one contact bought from one company in a month, all categories together.

    The sums of ``kam.sales.fact`` that every classification begins with, and what only
    the order headers know: the number of orders and the days they were made on. A third
    of the rows, so that a draft can be previewed while its limits are moved. Confirmed
    orders only; amounts in the company's currency, days and months in its time zone.

    Rebuilt together with the facts and, like them, without foreign keys.
    """

    _name = "kam.sales.month"
    _description = "Sales Month"
    _auto = False
    _order = "month desc, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    month = fields.Date(readonly=True, help="First day of the month.")
    order_count = fields.Integer(string="Orders", readonly=True)
    revenue = fields.Monetary(string="Ordered revenue", readonly=True)
    margin = fields.Monetary(string="Ordered margin", readonly=True)
    invoiced_revenue = fields.Monetary(readonly=True)
    invoiced_margin = fields.Monetary(readonly=True)
    line_count = fields.Integer(string="Order lines", readonly=True)

    def init(self):
        """Create the table; see ``kam.sales.fact`` for why it has no foreign keys."""
        self.env.cr.execute("""
            CREATE SEQUENCE IF NOT EXISTS kam_sales_month_id_seq AS integer CYCLE;
            CREATE TABLE IF NOT EXISTS kam_sales_month (
                id integer PRIMARY KEY DEFAULT nextval('kam_sales_month_id_seq'),
                company_id integer NOT NULL,
                partner_id integer NOT NULL,
                month date NOT NULL,
                day_mask integer NOT NULL,
                order_count integer NOT NULL,
                revenue numeric NOT NULL,
                margin numeric NOT NULL,
                invoiced_revenue numeric NOT NULL,
                invoiced_margin numeric NOT NULL,
                line_count integer NOT NULL
            );
            ALTER SEQUENCE kam_sales_month_id_seq OWNED BY kam_sales_month.id;
            CREATE INDEX IF NOT EXISTS kam_sales_month_month_idx
                ON kam_sales_month (month DESC, id);
        """)

    @api.model
    def _sql_months(self, spans, facts):
        """Order headers and facts summed by contact and month, the columns of this.

        :param spans: whole months, see ``kam.sales.fact._sql_orders``
        :param facts: SQL condition on ``kam_sales_fact`` for the same spans
        """
        return SQL(
            """
            SELECT company_id, partner_id, month,
                   BIT_OR(day_mask) AS day_mask,
                   SUM(order_count) AS order_count,
                   SUM(revenue) AS revenue,
                   SUM(margin) AS margin,
                   SUM(invoiced_revenue) AS invoiced_revenue,
                   SUM(invoiced_margin) AS invoiced_margin,
                   SUM(line_count) AS line_count
              FROM (SELECT company_id, partner_id,
                           date_trunc('month', local)::date AS month,
                           1 << (EXTRACT(DAY FROM local)::integer - 1) AS day_mask,
                           1 AS order_count, 0 AS revenue, 0 AS margin,
                           0 AS invoiced_revenue, 0 AS invoiced_margin,
                           0 AS line_count
                      FROM (%(orders)s) orders
                 UNION ALL
                    SELECT company_id, partner_id, month, 0, 0, revenue, margin,
                           invoiced_revenue, invoiced_margin, line_count
                      FROM kam_sales_fact
                     WHERE line_count > 0 AND (%(facts)s)) part
          GROUP BY month, partner_id, company_id
            """,
            orders=self.env["kam.sales.fact"]._sql_orders(spans),
            facts=facts,
        )
