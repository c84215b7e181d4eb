from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class KamSalesReport(models.Model):
    """Profitability: account × company × category × month, read from the facts.

    Amounts in the currency of the current company: facts of other companies are
    converted at today's rate. Margin
    percentages are weighted by revenue. Sales to our own companies are left out as
    the settings of the selling company say.
    """

    _name = "kam.sales.report"
    _description = "Customer Profitability"
    _auto = False
    _order = "month desc, id"
    _rec_name = "account_id"
    _depends = {
        "kam.sales.fact": [
            "categ_id",
            "company_id",
            "invoiced_margin",
            "invoiced_revenue",
            "line_count",
            "margin",
            "month",
            "partner_id",
            "revenue",
        ],
        "res.partner": ["commercial_partner_id", "kam_account_id"],
        "res.company": ["kam_exclude_internal", "partner_id"],
    }

    account_id = fields.Many2one("res.partner", string="Account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    categ_id = fields.Many2one(
        "product.category", string="Product category", readonly=True
    )
    month = fields.Date(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    revenue = fields.Monetary(string="Ordered revenue", readonly=True)
    margin = fields.Monetary(string="Ordered margin", readonly=True)
    margin_percent = fields.Float(string="Margin %", readonly=True, aggregator="avg")
    invoiced_revenue = fields.Monetary(readonly=True)
    invoiced_margin = fields.Monetary(readonly=True)
    line_count = fields.Integer(string="Order lines", readonly=True)
    kam_tier_id = fields.Many2one(related="account_id.kam_tier_id", string="Tier")
    kam_status = fields.Selection(
        related="account_id.kam_status", string="Key account status"
    )
    kam_manager_id = fields.Many2one(
        related="account_id.kam_manager_id", string="Key account manager"
    )

    @property
    def _table_query(self) -> SQL:
        companies = self.env.companies
        currency = self.env.company.currency_id
        today = fields.Date.context_today(self)
        rates = companies._kam_sql_rates(currency, today)
        internal = SQL(
            "NOT COALESCE(seller.kam_exclude_internal, FALSE) OR NOT ("
            "COALESCE(contact.commercial_partner_id = ANY(%(ids)s), FALSE)"
            " OR contact.kam_account_id = ANY(%(ids)s))",
            ids=self.env["res.company"].sudo().search([]).partner_id.ids,
        )
        return SQL(
            """
            SELECT fact.id, contact.kam_account_id AS account_id, fact.partner_id,
                   fact.company_id, category.id AS categ_id, fact.month,
                   %(currency)s AS currency_id,
                   fact.revenue * rate.rate AS revenue,
                   fact.margin * rate.rate AS margin,
                   fact.margin / NULLIF(fact.revenue, 0) AS margin_percent,
                   fact.invoiced_revenue * rate.rate AS invoiced_revenue,
                   fact.invoiced_margin * rate.rate AS invoiced_margin,
                   fact.line_count
              FROM kam_sales_fact fact
              JOIN res_partner contact ON contact.id = fact.partner_id
         LEFT JOIN product_category category ON category.id = fact.categ_id
              JOIN res_company seller ON seller.id = fact.company_id
              JOIN (VALUES %(rates)s) AS rate (company_id, rate)
                   ON rate.company_id = fact.company_id
             WHERE fact.line_count > 0 AND (%(internal)s)
            """,
            currency=currency.id,
            rates=rates,
            internal=internal,
        )

    def _read_group_select(self, aggregate_spec, query):
        """Margin % of a group is its margin ÷ its revenue, not a mean of rates."""
        if aggregate_spec == "margin_percent:avg":
            return SQL(
                "SUM(%s) / NULLIF(SUM(%s), 0)",
                self._field_to_sql(self._table, "margin", query),
                self._field_to_sql(self._table, "revenue", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    def action_open_order_lines(self):
        """Open the order lines behind the figure: same contact, category and month."""
        self.ensure_one()
        return self.env["kam.sales.fact"]._action_order_lines(
            self.company_id,
            Domain("order_partner_id", "=", self.partner_id.id)
            & self.env["kam.sales.fact"]._category_domain(self.categ_id),
            self.month,
            fields.Date.end_of(self.month, "month"),
        )
