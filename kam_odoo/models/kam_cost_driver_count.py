from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.periods import utc_start


class KamCostDriver(models.Model):
    """How each kind of driver is counted: one method a kind (METHODS §4)."""

    _inherit = "kam.cost.driver"

    @api.model
    def _sql_count_days(self, scope, events):
        """Sum the quantities of dated events over the period and the last 12 months.

        :param events: SQL with partner_id, company_id, day and quantity
        """
        return SQL(
            """
            SELECT partner_id, company_id,
                   COALESCE(SUM(quantity) FILTER (WHERE day BETWEEN %(date_from)s
                       AND %(date_to)s), 0)::numeric AS quantity,
                   COALESCE(SUM(quantity) FILTER (WHERE day BETWEEN %(y1)s
                       AND %(year_end)s), 0)::numeric AS quantity_year
              FROM (%(events)s) event
          GROUP BY partner_id, company_id
            """,
            events=events,
            date_from=scope["date_from"],
            date_to=scope["date_to"],
            y1=scope["y1"],
            year_end=scope["months_end"],
        )

    @api.model
    def _first_day(self, scope):
        """First day that the period or the last 12 months need."""
        return min(scope["date_from"], scope["y1"])

    @api.model
    def _sql_count_order(self, company, scope):
        return self._sql_count_days(
            scope,
            SQL(
                "SELECT partner_id, company_id, local::date AS day, 1 AS quantity"
                "  FROM (%s) orders",
                self.env["kam.sales.fact"]._sql_orders(
                    [(company, self._first_day(scope), scope["date_to"])]
                ),
            ),
        )

    @api.model
    def _sql_count_order_line(self, company, scope):
        """Lines are counted by month already; loose days from the lines."""
        parts = [
            SQL(
                """
                SELECT partner_id, company_id,
                       CASE WHEN month BETWEEN %s AND %s THEN line_count ELSE 0 END
                           AS quantity,
                       CASE WHEN month BETWEEN %s AND %s THEN line_count ELSE 0 END
                           AS quantity_year
                  FROM kam_sales_month
                 WHERE company_id = %s
                """,
                *scope["whole_months"],
                scope["y1"],
                scope["months_end"],
                company.id,
            )
        ]
        for date_from, date_to in scope["loose_days"]:
            parts.append(
                SQL(
                    "SELECT partner_id, company_id, line_count, 0 FROM (%s) fact",
                    self.env["kam.sales.fact"]._sql_facts(
                        [(company, date_from, date_to)]
                    ),
                )
            )
        return SQL(
            """
            SELECT partner_id, company_id, SUM(quantity)::numeric AS quantity,
                   SUM(quantity_year)::numeric AS quantity_year
              FROM (%s) part
          GROUP BY partner_id, company_id
            """,
            SQL(" UNION ALL ").join(parts),
        )

    @api.model
    def _sql_count_lost_quotation(self, company, scope):
        """Cancelled, or still a quotation after its expiry, by the day of the offer."""
        return self._sql_count_days(
            scope,
            SQL(
                """
                SELECT orders.partner_id, orders.company_id,
                       orders.local::date AS day, 1 AS quantity
                  FROM (%s) orders
                  JOIN sale_order sale ON sale.id = orders.id
                 WHERE orders.state = 'cancel' OR sale.validity_date < %s
                """,
                self.env["kam.sales.fact"]._sql_orders(
                    [(company, self._first_day(scope), scope["date_to"])],
                    ("draft", "sent", "cancel"),
                ),
                scope["as_of"],
            ),
        )

    @api.model
    def _sql_count_meeting(self, company, scope):
        """Hours of past meetings of the company's users with people of the account.

        A meeting counts once for an account, however many of its people took part; a
        whole day counts as eight hours.
        """
        Fact = self.env["kam.sales.fact"]
        local = Fact._sql_local(SQL("event.start"), company._kam_tz())
        return self._sql_count_days(
            scope,
            SQL(
                """
                SELECT DISTINCT event.id, account.account_id AS partner_id,
                       owner.company_id, (%(local)s)::date AS day,
                       CASE WHEN event.allday
                            THEN 8 * (event.stop_date - event.start_date + 1)
                            ELSE event.duration END AS quantity
                  FROM calendar_event event
                  JOIN res_users owner ON owner.id = event.user_id
                  JOIN calendar_event_res_partner_rel rel
                       ON rel.calendar_event_id = event.id
                  JOIN account ON account.partner_id = rel.res_partner_id
                 WHERE event.active
                   AND owner.company_id = %(company)s
                   AND event.stop <= %(now)s
                   AND event.start >= %(start)s
                """,
                local=local,
                company=company.id,
                now=fields.Datetime.now(),
                start=utc_start(self._first_day(scope), company._kam_tz()),
            ),
        )

    @api.model
    def _sql_count_invoice(self, company, scope):
        return self._sql_count_days(
            scope,
            SQL(
                """
                SELECT partner_id, company_id, invoice_date AS day, 1 AS quantity
                  FROM account_move
                 WHERE company_id = %s AND state = 'posted'
                   AND move_type IN ('out_invoice', 'out_refund')
                   AND invoice_date BETWEEN %s AND %s
                """,
                company.id,
                self._first_day(scope),
                scope["date_to"],
            ),
        )

    @api.model
    def _sql_count_delivery(self, company, scope):
        local = self.env["kam.sales.fact"]._sql_local(
            SQL("picking.date_done"), company._kam_tz()
        )
        return self._sql_count_days(
            scope,
            SQL(
                """
                SELECT picking.partner_id, picking.company_id,
                       (%s)::date AS day, 1 AS quantity
                  FROM stock_picking picking
                  JOIN stock_picking_type type ON type.id = picking.picking_type_id
                 WHERE picking.company_id = %s AND picking.state = 'done'
                   AND type.code = 'outgoing'
                """,
                local,
                company.id,
            ),
        )

    @api.model
    def _sql_count_ticket(self, company, scope):
        local = self.env["kam.sales.fact"]._sql_local(
            SQL("create_date"), company._kam_tz()
        )
        return self._sql_count_days(
            scope,
            SQL(
                """
                SELECT partner_id, company_id, (%s)::date AS day, 1 AS quantity
                  FROM helpdesk_ticket
                 WHERE company_id = %s
                """,
                local,
                company.id,
            ),
        )

    @api.model
    def _sql_receivables(self, company, scope):
        """Capital bound in unpaid invoices: average receivables × yearly rate × period.

        Each posted receivable entry (invoice +, payment −) weighs with the days from
        its date to the end of the period, so the sum over days is the average balance
        times the length of the period. The quantity shown, an amount, is in the
        currency of the analysis.
        """
        return SQL(
            """
            SELECT entry.partner_id, entry.company_id, %(name)s AS driver,
                   SUM(entry.balance * entry.days) / %(length)s * %(fx)s AS quantity,
                   SUM(entry.balance * entry.days) * %(rate)s / 365 AS cost,
                   SUM(entry.balance * entry.days_year) * %(rate)s / 365 AS cost_year
              FROM (SELECT line.partner_id, line.company_id, line.balance,
                           GREATEST(0, %(date_to)s::date
                               - GREATEST(line.date, %(date_from)s::date) + 1)
                               AS days,
                           GREATEST(0, %(year_end)s::date
                               - GREATEST(line.date, %(y1)s::date) + 1) AS days_year
                      FROM account_move_line line
                      JOIN account_account account ON account.id = line.account_id
                     WHERE line.company_id = %(company)s
                       AND line.parent_state = 'posted'
                       AND account.account_type = 'asset_receivable'
                       AND line.date <= %(date_to)s) entry
          GROUP BY entry.partner_id, entry.company_id
            """,
            name=self.env._("Capital in receivables"),
            length=(scope["date_to"] - scope["date_from"]).days + 1,
            rate=scope["capital_rate"],
            fx=scope["companies"][company],
            company=company.id,
            date_from=scope["date_from"],
            date_to=scope["date_to"],
            y1=scope["y1"],
            year_end=scope["months_end"],
        )
