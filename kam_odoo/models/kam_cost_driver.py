from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class KamCostDriver(models.Model):
    """What serving a customer costs, per unit of work (METHODS §4).

    Activity-based costing: profit = margin − Σ quantity × rate. Rates are per company,
    in its currency, and zero until somebody who knows enters them; a driver without a
    rate costs nothing and is not even counted.

    A kind ``x`` is counted by the method ``_sql_count_x``; another addon adds a kind
    by extending the selection and adding that method.
    """

    _name = "kam.cost.driver"
    _description = "Cost Driver"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("order", "Confirmed orders"),
            ("order_line", "Lines of confirmed orders"),
            ("lost_quotation", "Lost, expired or cancelled quotations"),
            ("meeting", "Hours of meetings held"),
            ("invoice", "Invoices and credit notes"),
            ("delivery", "Deliveries (with the Inventory app)"),
            ("ticket", "Support tickets (with a Helpdesk app)"),
        ],
        string="Counted",
        required=True,
    )
    rate = fields.Float(
        string="Cost per unit",
        company_dependent=True,
        digits="Product Price",
        help="In the currency of the company.",
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", string="Currency"
    )
    is_available = fields.Boolean(
        string="App installed", compute="_compute_is_available"
    )

    @api.depends_context("company")
    def _compute_currency_id(self):
        self.currency_id = self.env.company.currency_id

    @api.depends("kind")
    def _compute_is_available(self):
        """Deliveries and tickets are counted only where their app is installed."""
        needed = {"delivery": "stock.picking", "ticket": "helpdesk.ticket"}
        for driver in self:
            model = needed.get(driver.kind)
            driver.is_available = not model or model in self.env

    @api.constrains("rate")
    def _check_rate(self):
        for driver in self:
            if driver.rate < 0:
                raise ValidationError(
                    self.env._(
                        "The cost per unit of “%(driver)s” cannot be negative.",
                        driver=driver.name,
                    )
                )

    @api.model
    def _sql_cost_items(self, scope):
        """Costs by contact, company and driver, in company currency.

        :param scope: see ``kam.analysis._get_scope``
        :return: SQL with partner_id, company_id, driver (its name), quantity and cost
            in the period, cost_year in the last 12 complete months
        """
        items = []
        for company in scope["companies"]:
            for driver in self.sudo().with_company(company).search([]):
                if driver.rate and driver.is_available:
                    items.append(
                        SQL(
                            """
                            SELECT partner_id, company_id, %(name)s AS driver,
                                   quantity, quantity * %(rate)s AS cost,
                                   quantity_year * %(rate)s AS cost_year
                              FROM (%(counts)s) counted
                            """,
                            name=driver.name,
                            rate=driver.rate,
                            counts=getattr(driver, f"_sql_count_{driver.kind}")(
                                company, scope
                            ),
                        )
                    )
            if scope["capital_rate"]:
                items.append(self._sql_receivables(company, scope))
        if not items:
            items.append(
                SQL(
                    "SELECT NULL::integer AS partner_id, NULL::integer AS company_id,"
                    " NULL AS driver, 0::numeric AS quantity, 0::numeric AS cost,"
                    " 0::numeric AS cost_year WHERE FALSE"
                )
            )
        return SQL(" UNION ALL ").join(items)
