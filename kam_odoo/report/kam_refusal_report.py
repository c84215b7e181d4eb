from odoo import fields, models
from odoo.tools import SQL


class KamRefusalReport(models.Model):
    """Refusals (METHODS §6): lost opportunities and lost quotations by quarter.

    Each refusal counts once in its own quarter, and a quarter each in the average of
    the four quarters after it, so that for any group of customers or reasons the
    trend is its count against its own average of the four quarters before. Amounts,
    untaxed, are in the currency of the current company at today's rate; days are
    UTC days, quarters calendar ones.
    """

    _name = "kam.refusal.report"
    _description = "Lost Opportunities and Quotations"
    _auto = False
    _order = "date desc, id"
    _rec_name = "account_id"
    _depends = {
        "crm.lead": [
            "active",
            "company_id",
            "date_closed",
            "expected_revenue",
            "lost_reason_id",
            "partner_id",
            "probability",
            "type",
            "user_id",
        ],
        "sale.order": [
            "amount_untaxed",
            "company_id",
            "currency_rate",
            "date_order",
            "opportunity_id",
            "partner_id",
            "state",
            "user_id",
            "validity_date",
        ],
        "res.partner": ["kam_account_id"],
    }

    account_id = fields.Many2one("res.partner", string="Account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    kind = fields.Selection(
        [("lead", "Opportunity"), ("order", "Quotation")], readonly=True
    )
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    order_id = fields.Many2one("sale.order", string="Quotation", readonly=True)
    lost_reason_id = fields.Many2one(
        "crm.lost.reason", string="Lost reason", readonly=True
    )
    date = fields.Date(string="Quarter", readonly=True)
    counted = fields.Boolean(string="Lost in this quarter", readonly=True)
    count = fields.Integer(string="Lost", readonly=True)
    average_before = fields.Float(
        string="Average of 4 quarters before", readonly=True, digits=(16, 2)
    )
    trend = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Lost in the quarter against the average of the four quarters before.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(string="Lost amount", readonly=True)
    kam_tier_id = fields.Many2one(related="account_id.kam_tier_id", string="Tier")
    kam_manager_id = fields.Many2one(
        related="account_id.kam_manager_id", string="Key account manager"
    )

    def _sql_leads(self):
        """Lost opportunities of known customers."""
        return SQL(
            """
            SELECT 'lead' AS kind, lead.id AS number, lead.id AS lead_id,
                   NULL::integer AS order_id, lead.partner_id,
                   COALESCE(lead.company_id, owner.company_id, %s) AS company_id,
                   lead.user_id, lead.lost_reason_id,
                   COALESCE(lead.date_closed, lead.write_date)::date AS day,
                   lead.expected_revenue AS amount
              FROM crm_lead lead
         LEFT JOIN res_users owner ON owner.id = lead.user_id
             WHERE lead.type = 'opportunity' AND NOT lead.active
               AND lead.probability = 0
               AND lead.partner_id IS NOT NULL
            """,
            self.env.company.id,
        )

    def _sql_orders(self):
        """Cancelled or expired quotations; the reason is the opportunity's."""
        return SQL(
            """
            SELECT 'order', sale.id, sale.opportunity_id, sale.id, sale.partner_id,
                   sale.company_id, sale.user_id, lead.lost_reason_id,
                   sale.date_order::date,
                   sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)
              FROM sale_order sale
         LEFT JOIN crm_lead lead ON lead.id = sale.opportunity_id
             WHERE sale.state = 'cancel'
                OR (sale.state IN ('draft', 'sent') AND sale.validity_date < %s)
            """,
            fields.Date.context_today(self),
        )

    @property
    def _table_query(self) -> SQL:
        companies = self.env.companies.sudo()
        today = fields.Date.context_today(self)
        currency = self.env.company.currency_id
        rates = companies._kam_sql_rates(currency, today)
        return SQL(
            """
            SELECT (refusal.number::bigint * 2
                    + CASE refusal.kind WHEN 'lead' THEN 0 ELSE 1 END) * 5
                   + step.step AS id,
                   contact.kam_account_id AS account_id, refusal.company_id,
                   refusal.user_id, refusal.kind, refusal.lead_id, refusal.order_id,
                   refusal.lost_reason_id,
                   (date_trunc('quarter', refusal.day)
                    + step.step * interval '3 months')::date AS date,
                   step.step = 0 AS counted,
                   CASE WHEN step.step = 0 THEN 1 ELSE 0 END AS count,
                   CASE WHEN step.step = 0 THEN 0 ELSE 0.25 END AS average_before,
                   NULL::float8 AS trend,
                   %(currency)s AS currency_id,
                   CASE WHEN step.step = 0 THEN refusal.amount * rate.rate ELSE 0 END
                       AS amount
              FROM (%(leads)s UNION ALL %(orders)s) refusal
              JOIN res_partner contact ON contact.id = refusal.partner_id
              JOIN (VALUES %(rates)s) AS rate (company_id, rate)
                   ON rate.company_id = refusal.company_id
        CROSS JOIN generate_series(0, 4) AS step (step)
             WHERE date_trunc('quarter', refusal.day)
                   + step.step * interval '3 months' <= %(today)s
            """,
            currency=currency.id,
            leads=self._sql_leads(),
            orders=self._sql_orders(),
            rates=rates,
            today=today,
        )

    def _read_group_select(self, aggregate_spec, query):
        """Trend of a group: its count ÷ its average of the quarters before − 1."""
        if aggregate_spec == "trend:avg":
            return SQL(
                "SUM(%s) / NULLIF(SUM(%s), 0) - 1",
                self._field_to_sql(self._table, "count", query),
                self._field_to_sql(self._table, "average_before", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    def action_open_source(self):
        """Open the opportunity or the quotation that was lost."""
        self.ensure_one()
        record = self.order_id if self.kind == "order" else self.lead_id
        return record.get_formview_action()
