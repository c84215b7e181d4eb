from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.periods import DAY, utc_start

BASIS = [("ordered", "Ordered"), ("invoiced", "Invoiced")]
MEASURE = [("revenue", "Revenue"), ("margin", "Margin"), ("profit", "Profit")]
ABC_METHOD = [("share", "Fixed limits"), ("computed", "Computed limits")]
XYZ_METHOD = [
    ("rhythm", "Rhythm of purchases"),
    ("variation", "Variation of the monthly amount"),
]


class ResCompany(models.Model):
    """Defaults and limits of the customer analysis, per company (METHODS §§1–7).

    Rates and shares are fractions (0.8 is 80 %), as everywhere in Odoo.
    """

    _inherit = "res.company"

    kam_tz = fields.Selection(
        string="Time zone of sales",
        related="partner_id.tz",
        readonly=False,
        help="Days and months of orders are counted in this time zone (UTC if empty).",
    )
    # what a new analysis starts with
    kam_basis = fields.Selection(BASIS, string="Sales basis", default="ordered")
    kam_measure = fields.Selection(MEASURE, string="Measure", default="revenue")
    kam_abc_method = fields.Selection(ABC_METHOD, string="ABC method", default="share")
    kam_limit_a = fields.Float(string="Limit of A", default=0.8)
    kam_limit_b = fields.Float(string="Limit of B", default=0.95)
    kam_xyz_method = fields.Selection(XYZ_METHOD, string="XYZ method", default="rhythm")
    kam_rhythm_x = fields.Float(string="X: share of months", default=0.75)
    kam_rhythm_y = fields.Float(string="Y: variation of intervals", default=0.5)
    kam_variation_x = fields.Float(string="X: variation of amounts", default=0.5)
    kam_variation_y = fields.Float(string="Y: variation of amounts", default=1.0)
    kam_period_months = fields.Integer(string="Period in months", default=12)
    # the rest of the methods
    kam_history_months = fields.Integer(string="History in months", default=36)
    kam_exclude_internal = fields.Boolean(
        string="Leave out sales to our own companies", default=True
    )
    kam_xyz_min_months = fields.Integer(string="XYZ: least months", default=6)
    kam_xyz_min_days = fields.Integer(string="XYZ: least order days", default=3)
    kam_min_customers = fields.Integer(
        string="Computed limits: least customers", default=10
    )
    kam_retention_min_days = fields.Integer(
        string="Own rhythm: least order days", default=4
    )
    kam_retention_due = fields.Float(string="Due from", default=1.0)
    kam_retention_risk = fields.Float(string="At risk beyond", default=1.5)
    kam_retention_lost = fields.Float(string="Lost beyond", default=3.0)
    kam_defection_ratio = fields.Float(string="Quiet defection beyond", default=2.0)
    kam_percentile_risk = fields.Float(
        string="At risk beyond percentile of all intervals", default=0.8
    )
    kam_percentile_lost = fields.Float(
        string="Longest usual interval, percentile", default=0.9
    )
    kam_trend_min = fields.Float(string="Least yearly trend", default=0.5)
    kam_trend_max = fields.Float(string="Greatest yearly trend", default=2.0)
    kam_trend_damping = fields.Float(string="Damping exponent", default=0.5)
    kam_share_notice = fields.Float(string="Notice from share", default=0.1)
    kam_share_warning = fields.Float(string="Warning from share", default=0.3)
    kam_top_notice = fields.Float(string="Notice: five largest", default=0.25)
    kam_key_share_min = fields.Float(string="Key accounts: usual from", default=0.3)
    kam_key_share_max = fields.Float(string="Key accounts: usual to", default=0.55)
    kam_hhi_moderate = fields.Float(string="HHI: moderate from", default=1500)
    kam_hhi_high = fields.Float(string="HHI: high from", default=2500)
    kam_low_profit = fields.Float(string="Low profit rate", default=0.05)
    kam_capital_rate = fields.Float(string="Yearly cost of capital", default=0.0)
    # snapshots
    kam_auto_analysis = fields.Boolean(string="Refresh daily", default=True)
    kam_keep_months = fields.Integer(string="Snapshots kept, months", default=36)
    # state of the facts
    kam_facts_date = fields.Datetime(string="Facts as of", readonly=True)
    kam_facts_from = fields.Date(string="Facts from", readonly=True)
    kam_facts_versions = fields.Json(readonly=True, copy=False, prefetch=False)

    @api.constrains(
        "kam_limit_a",
        "kam_limit_b",
        "kam_period_months",
        "kam_history_months",
        "kam_percentile_risk",
        "kam_percentile_lost",
        "kam_trend_min",
        "kam_trend_max",
        "kam_keep_months",
        "kam_rhythm_x",
        "kam_rhythm_y",
        "kam_variation_x",
        "kam_variation_y",
        "kam_retention_min_days",
        "kam_retention_due",
        "kam_retention_risk",
        "kam_retention_lost",
        "kam_capital_rate",
    )
    def _check_kam_settings(self):
        """Refuse settings with which no analysis could run."""
        for company in self:
            if not 0 < company.kam_limit_a <= company.kam_limit_b <= 1:
                raise ValidationError(
                    self.env._(
                        "The ABC limits must satisfy 0 % < limit of A ≤ limit of B "
                        "≤ 100 %."
                    )
                )
            if not 1 <= company.kam_period_months <= company.kam_history_months:
                raise ValidationError(
                    self.env._(
                        "The period has at least one month, "
                        "and the history is never shorter than the period."
                    )
                )
            if not 0 < company.kam_percentile_risk <= company.kam_percentile_lost <= 1:
                raise ValidationError(
                    self.env._(
                        "The percentiles must satisfy 0 % < at risk ≤ longest usual "
                        "interval ≤ 100 %."
                    )
                )
            if not 0 < company.kam_trend_min <= company.kam_trend_max:
                raise ValidationError(
                    self.env._(
                        "The least trend must be above zero and not above the "
                        "greatest trend."
                    )
                )
            if not (0 < company.kam_rhythm_x <= 1 and company.kam_rhythm_y > 0):
                raise ValidationError(
                    self.env._(
                        "XYZ by rhythm: X is a share of months above 0 % and at most "
                        "100 %, and the limit of Y is above zero."
                    )
                )
            if not 0 < company.kam_variation_x <= company.kam_variation_y:
                raise ValidationError(
                    self.env._("XYZ by variation: the limits must satisfy 0 < X ≤ Y.")
                )
            if company.kam_retention_min_days < 2:
                raise ValidationError(
                    self.env._("An own rhythm needs at least two order days.")
                )
            if not (
                0
                < company.kam_retention_due
                <= company.kam_retention_risk
                <= company.kam_retention_lost
            ):
                raise ValidationError(
                    self.env._(
                        "The retention limits must satisfy 0 < due ≤ at risk ≤ lost."
                    )
                )
            if company.kam_capital_rate < 0:
                raise ValidationError(
                    self.env._("The cost of capital cannot be negative.")
                )
            if company.kam_keep_months < 1:
                raise ValidationError(
                    self.env._("Keep the snapshots of at least one month.")
                )

    def _kam_settings(self):
        """Settings of the methods as a plain dict, prefix dropped.

        An analysis keeps a copy, so that a finished run can always say which limits
        it used.
        """
        self.ensure_one()
        return {
            name: self[f"kam_{name}"]
            for name in (
                "capital_rate",
                "defection_ratio",
                "exclude_internal",
                "hhi_high",
                "hhi_moderate",
                "history_months",
                "key_share_max",
                "key_share_min",
                "low_profit",
                "min_customers",
                "percentile_lost",
                "percentile_risk",
                "retention_due",
                "retention_lost",
                "retention_min_days",
                "retention_risk",
                "share_notice",
                "share_warning",
                "top_notice",
                "trend_damping",
                "trend_max",
                "trend_min",
                "xyz_min_days",
                "xyz_min_months",
            )
        }

    def _kam_tz(self):
        """Name of the time zone in which the company's days and months are counted."""
        self.ensure_one()
        return self.sudo().partner_id.tz or "UTC"

    def _kam_moments(self, name, first, last):
        """Domain of a UTC field within local days of the company, both included."""
        tz = self._kam_tz()
        return Domain(name, ">=", utc_start(first, tz)) & Domain(
            name, "<", utc_start(last + DAY, tz)
        )

    def _kam_sql_rates(self, currency, day):
        """Rates from the currency of each company to ``currency``, for a join.

        :param currency: res.currency to convert to
        :param date day: the day whose rates apply
        :return: SQL of the rows of a VALUES list: company id, rate
        """
        return SQL(", ").join(
            SQL(
                "(%s, %s::numeric)",
                company.id,
                company.currency_id._get_conversion_rate(
                    company.currency_id, currency, company, day
                ),
            )
            for company in self.sudo()
        )
