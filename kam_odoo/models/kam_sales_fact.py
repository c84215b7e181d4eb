from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.periods import utc_start

FACT_COLUMNS = (
    "day_mask",
    "revenue",
    "margin",
    "invoiced_revenue",
    "invoiced_margin",
    "line_count",
    "quoted_revenue",
    "quoted_line_count",
)


class KamSalesFact(models.Model):
    """What one contact bought from one company, by product category and month.

    The only place where sale order lines are read (METHODS §1): every later figure,
    pivot and class reads these rows. Untaxed amounts in the company's currency at
    the date of each order; months in the company's time zone. Rows are keyed by
    contact, and rolled up to the account when read, so re-parenting needs no rebuild.

    The column ``day_mask`` has a bit for each day with a confirmed order (bit 0 is
    the first of the month); statements unfold it, screens never see it.

    The rows are derived, and those of a month are replaced together
    (``kam_sales_rebuild.py``), so the table is made here without foreign keys:
    checking three of them for each row would cost more than the rows.
    """

    _name = "kam.sales.fact"
    _description = "Sales Fact"
    _auto = False
    _order = "month desc, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    categ_id = fields.Many2one(
        "product.category", string="Product category", readonly=True
    )
    month = fields.Date(readonly=True, help="First day of the month.")
    revenue = fields.Monetary(string="Ordered revenue", readonly=True)
    margin = fields.Monetary(string="Ordered margin", readonly=True)
    invoiced_revenue = fields.Monetary(readonly=True)
    invoiced_margin = fields.Monetary(readonly=True)
    line_count = fields.Integer(string="Order lines", readonly=True)
    quoted_revenue = fields.Monetary(
        readonly=True, help="Quotations that are open, lost or cancelled."
    )
    quoted_line_count = fields.Integer(string="Quotation lines", readonly=True)

    def init(self):
        """Create the table; see the class for why it has no foreign keys."""
        # The numbers of the rows start over long before any client sees a large one.
        self.env.cr.execute("""
            CREATE SEQUENCE IF NOT EXISTS kam_sales_fact_id_seq AS integer CYCLE;
            CREATE TABLE IF NOT EXISTS kam_sales_fact (
                id integer PRIMARY KEY DEFAULT nextval('kam_sales_fact_id_seq'),
                company_id integer NOT NULL,
                partner_id integer NOT NULL,
                categ_id integer,
                month date NOT NULL,
                day_mask integer NOT NULL,
                revenue numeric NOT NULL,
                margin numeric NOT NULL,
                invoiced_revenue numeric NOT NULL,
                invoiced_margin numeric NOT NULL,
                line_count integer NOT NULL,
                quoted_revenue numeric NOT NULL,
                quoted_line_count integer NOT NULL
            );
            ALTER SEQUENCE kam_sales_fact_id_seq OWNED BY kam_sales_fact.id;
            CREATE INDEX IF NOT EXISTS kam_sales_fact_month_idx
                ON kam_sales_fact (month DESC, id);
            CREATE INDEX IF NOT EXISTS kam_sales_fact_partner_idx
                ON kam_sales_fact (partner_id, month);
        """)

    @api.model
    def _sql_local(self, column, tz):
        """A UTC timestamp column as a timestamp in the time zone."""
        return SQL("timezone(%s, timezone('UTC', %s))", tz, column)

    @api.model
    def _sql_orders(self, spans, states=("sale",), partners=None):
        """Order headers within spans of local days.

        :param spans: list of (company, first day, last day), both days included; None
            instead of a day is no limit
        :param partners: SQL with the ids of the only contacts wanted, None for all
        :return: SQL with id, partner_id, company_id, state, local (timestamp in the
            company's time zone) and rate (order currency per company currency)
        """
        parts = []
        for company, date_from, date_to in spans:
            tz = company._kam_tz()
            conditions = [
                SQL("sale.company_id = %s", company.id),
                SQL("sale.state IN %s", tuple(states)),
            ]
            if partners:
                conditions.append(SQL("sale.partner_id IN (%s)", partners))
            if date_from:
                conditions.append(
                    SQL("sale.date_order >= %s", utc_start(date_from, tz))
                )
            if date_to:
                end = utc_start(date_to + timedelta(days=1), tz)
                conditions.append(SQL("sale.date_order < %s", end))
            parts.append(
                SQL(
                    """
                    SELECT sale.id, sale.partner_id, sale.company_id, sale.state,
                           %(local)s AS local,
                           COALESCE(NULLIF(sale.currency_rate, 0), 1) AS rate
                      FROM sale_order sale
                     WHERE %(conditions)s
                    """,
                    local=self._sql_local(SQL("sale.date_order"), tz),
                    conditions=SQL(" AND ").join(conditions),
                )
            )
        return SQL(" UNION ALL ").join(parts)

    @api.model
    def _sql_order_lines(self, spans, partners=None):
        """The one definition of a sale, and of a quotation, line by line.

        Untaxed, without sections and notes, in company currency. Override this to
        add another source of sales, such as point-of-sale orders.

        :param spans: see ``_sql_orders``
        :param partners: see ``_sql_orders``
        :return: SQL with company_id, partner_id, categ_id, month, sold (confirmed),
            day_bit and the amounts of both bases
        """

        def converted(amount):
            # Dividing is the dearest step; most orders are in the own currency.
            return SQL(
                "CASE WHEN sale.own_currency THEN %(amount)s"
                " ELSE (%(amount)s) / sale.rate END",
                amount=amount,
            )

        amounts = {
            "revenue": SQL("line.price_subtotal"),
            "margin": SQL(
                "COALESCE(line.margin, line.price_subtotal"
                " - COALESCE(line.purchase_price, 0) * line.product_uom_qty)"
            ),
            "invoiced_revenue": SQL("COALESCE(line.untaxed_amount_invoiced, 0)"),
            "invoiced_margin": SQL(
                "COALESCE(line.untaxed_amount_invoiced, 0)"
                " - COALESCE(line.purchase_price, 0) * COALESCE(line.qty_invoiced, 0)"
            ),
        }
        return SQL(
            """
            SELECT sale.company_id, sale.partner_id, template.categ_id,
                   sale.month, sale.sold, sale.day_bit,
                   %(revenue)s AS revenue,
                   %(margin)s AS margin,
                   %(invoiced_revenue)s AS invoiced_revenue,
                   %(invoiced_margin)s AS invoiced_margin
              FROM (SELECT orders.id, orders.company_id, orders.partner_id, orders.rate,
                           orders.rate = 1 AS own_currency,
                           orders.state = 'sale' AS sold,
                           date_trunc('month', orders.local)::date AS month,
                           1 << (EXTRACT(DAY FROM orders.local)::integer - 1)
                               AS day_bit
                      FROM (%(orders)s) orders
                    OFFSET 0) sale
              JOIN sale_order_line line ON line.order_id = sale.id
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE line.display_type IS NULL
            """,
            orders=self._sql_orders(
                spans, ("sale", "draft", "sent", "cancel"), partners
            ),
            **{name: converted(amount) for name, amount in amounts.items()},
        )

    @api.model
    def _sql_facts(self, spans):
        """Lines summed by contact, category and month, the columns of this table.

        Sorted first: grouping needs no large hash table then, and the rows reach the
        indexes in order.
        """
        return SQL(
            """
            SELECT company_id, partner_id, categ_id, month,
                   COALESCE(BIT_OR(day_bit) FILTER (WHERE sold), 0) AS day_mask,
                   ROUND(COALESCE(SUM(revenue) FILTER (WHERE sold), 0), 6) AS revenue,
                   ROUND(COALESCE(SUM(margin) FILTER (WHERE sold), 0), 6) AS margin,
                   ROUND(COALESCE(SUM(invoiced_revenue) FILTER (WHERE sold), 0), 6)
                       AS invoiced_revenue,
                   ROUND(COALESCE(SUM(invoiced_margin) FILTER (WHERE sold), 0), 6)
                       AS invoiced_margin,
                   COUNT(*) FILTER (WHERE sold) AS line_count,
                   ROUND(COALESCE(SUM(revenue) FILTER (WHERE NOT sold), 0), 6)
                       AS quoted_revenue,
                   COUNT(*) FILTER (WHERE NOT sold) AS quoted_line_count
              FROM (SELECT * FROM (%(lines)s) unsorted
                  ORDER BY partner_id, month, categ_id, company_id
                    OFFSET 0) line
          GROUP BY partner_id, month, categ_id, company_id
            """,
            lines=self._sql_order_lines(spans),
        )

    @api.model
    def _action_order_lines(self, companies, domain, date_from, date_to):
        """Open the confirmed order lines of local days, the drill-down of any figure.

        :param domain: what besides company, dates and state, e.g. the customer
        """
        conditions = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "order_id.date_order", ">=", utc_start(date_from, company._kam_tz())
            )
            & Domain(
                "order_id.date_order",
                "<",
                utc_start(date_to + timedelta(days=1), company._kam_tz()),
            )
            for company in companies
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_order_line_action"
        )
        action["domain"] = list(
            Domain("state", "=", "sale")
            & Domain("display_type", "=", False)
            & conditions
            & Domain(domain)
        )
        action["context"] = {}
        return action

    @api.model
    def _category_domain(self, category):
        """Order lines of a category; of none, also those without a product."""
        domain = Domain("product_id.categ_id", "=", category.id)
        return domain if category else domain | Domain("product_id", "=", False)
