from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import FloatOrUnknown, MonetaryOrUnknown
from .kam_account_mixin import ACCOUNT_STATUS
from .res_partner import ABC, RETENTION, XYZ


class KamAnalysisLine(models.Model):
    """One customer in one analysis: the figures and why they are what they are.

    Written once, set-based, by the run of the analysis; nobody edits a line. Amounts
    are in the currency of the analysis; shares and rates are fractions; intervals are
    days; a figure without enough data is empty, and its explanation says why.
    """

    _name = "kam.analysis.line"
    _description = "Analysed Customer"
    _order = "rank, id"
    _rec_name = "partner_id"
    _log_access = False

    analysis_id = fields.Many2one(
        "kam.analysis", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="analysis_id.currency_id")
    date_to = fields.Date(related="analysis_id.date_to", string="Period end")
    company_id = fields.Many2one(related="analysis_id.company_id")
    # profit (METHODS §4)
    revenue = fields.Monetary(readonly=True)
    margin = fields.Monetary(readonly=True)
    cost_to_serve = fields.Monetary(string="Cost to serve", readonly=True)
    cost_detail = fields.Json(readonly=True)
    profit = fields.Monetary(readonly=True)
    margin_percent = FloatOrUnknown(string="Margin %", readonly=True, aggregator="avg")
    profit_percent = FloatOrUnknown(string="Profit %", readonly=True, aggregator="avg")
    order_count = fields.Integer(string="Orders", readonly=True)
    line_count = fields.Integer(string="Order lines", readonly=True)
    first_order_date = fields.Date(string="First order", readonly=True)
    last_order_date = fields.Date(string="Last order", readonly=True)
    years = fields.Float(
        string="Years of cooperation", readonly=True, digits=(16, 1), aggregator="avg"
    )
    # ABC and concentration (§§2, 5)
    share = FloatOrUnknown(string="Share", readonly=True)
    share_before = FloatOrUnknown(
        string="Share of larger customers", readonly=True, aggregator=None
    )
    rank = fields.Integer(readonly=True, aggregator=None)
    abc = fields.Selection(ABC, string="ABC", readonly=True)
    previous_abc = fields.Selection(ABC, string="Previous ABC", readonly=True)
    flag_concentration = fields.Selection(
        [("notice", "Notice"), ("warning", "Warning")],
        string="Dependence",
        readonly=True,
    )
    flag_unprofitable = fields.Boolean(string="Large but unprofitable", readonly=True)
    # XYZ (§3)
    month_count = fields.Integer(
        string="Months counted", readonly=True, aggregator=None
    )
    active_months = fields.Integer(
        string="Months with orders", readonly=True, aggregator="avg"
    )
    period_order_days = fields.Integer(
        string="Order days in the period", readonly=True, aggregator=None
    )
    cv = FloatOrUnknown(string="Variation of amounts", readonly=True, aggregator="avg")
    interval_cv = FloatOrUnknown(
        string="Variation of intervals", readonly=True, aggregator="avg"
    )
    xyz = fields.Selection(XYZ, string="XYZ", readonly=True)
    abc_xyz = fields.Char(string="Class", readonly=True)
    # retention (§6)
    order_days = fields.Integer(
        string="Order days in the history", readonly=True, aggregator=None
    )
    median_interval = FloatOrUnknown(
        string="Usual interval (days)", readonly=True, aggregator="avg", digits=(16, 1)
    )
    long_interval = FloatOrUnknown(
        string="Longest usual interval (days)",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
    )
    days_since_order = fields.Integer(
        string="Days since last order", readonly=True, aggregator="avg"
    )
    retention = fields.Selection(RETENTION, readonly=True)
    # growth and forecast (§7)
    revenue_year = fields.Monetary(string="Revenue of last 12 months", readonly=True)
    revenue_year_before = fields.Monetary(
        string="Revenue of the 12 months before", readonly=True
    )
    growth = FloatOrUnknown(readonly=True, aggregator="avg")
    forecast_revenue = MonetaryOrUnknown(string="Forecast revenue", readonly=True)
    forecast_profit = MonetaryOrUnknown(string="Forecast profit", readonly=True)
    backtest_revenue = MonetaryOrUnknown(
        string="Forecast made a year earlier", readonly=True
    )
    forecast_error = FloatOrUnknown(
        string="Error of that forecast", readonly=True, aggregator="avg"
    )
    # who they were to us at that time
    key_status = fields.Selection(
        ACCOUNT_STATUS, string="Key account status", readonly=True
    )
    tier_id = fields.Many2one("kam.tier", readonly=True, ondelete="set null")
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Key account manager"
    )

    _analysis_rank_idx = models.Index("(analysis_id, rank, id)")

    def _read_group_select(self, aggregate_spec, query):
        """Rates of a group are weighted by revenue, not averaged over customers."""
        rates = {"margin_percent:avg": "margin", "profit_percent:avg": "profit"}
        if aggregate_spec in rates:
            return SQL(
                "SUM(%s) / NULLIF(SUM(%s), 0)",
                self._field_to_sql(self._table, rates[aggregate_spec], query),
                self._field_to_sql(self._table, "revenue", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    @api.depends("partner_id", "abc_xyz")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " · ".join(
                filter(None, [line.partner_id.display_name, line.abc_xyz])
            )
