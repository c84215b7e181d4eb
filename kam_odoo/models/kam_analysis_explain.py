from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, formatLang


class KamAnalysisLine(models.Model):
    """Every figure of a customer in words: what was counted, and what is missing.

    Built from the stored columns and the parameters of the run when read, so it is
    in the reader's language and costs nothing until somebody asks.
    """

    _inherit = "kam.analysis.line"

    explanation = fields.Html(
        compute="_compute_explanation", sanitize=False, string="How it was counted"
    )

    @api.depends("analysis_id", "partner_id")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        for line in self:
            rows = [
                (self.env._("ABC"), line._explain_abc()),
                (self.env._("XYZ"), line._explain_xyz()),
                (self.env._("Profit"), line._explain_profit()),
                (self.env._("Dependence"), line._explain_concentration()),
                (self.env._("Retention"), line._explain_retention()),
                (self.env._("Growth"), line._explain_growth()),
                (self.env._("Forecast"), line._explain_forecast()),
            ]
            body = Markup("").join(
                Markup(
                    "<tr><th class='text-nowrap align-top pe-3'>%s</th><td>%s</td></tr>"
                )
                % row
                for row in rows
            )
            line.explanation = (
                Markup("<table class='table table-sm o_kam_explanation'>%s</table>")
                % body
            )

    def _explain_percent(self, value, digits=1):
        """A fraction as a percentage in the reader's language."""
        return formatLang(self.env, 100 * (value or 0), digits=digits) + "\u202f%"

    def _explain_money(self, value):
        return formatLang(self.env, value or 0, currency_obj=self.currency_id)

    def _explain_number(self, value, digits=2):
        return formatLang(self.env, value or 0, digits=digits)

    def _explain_abc(self):
        """Why this ABC class."""
        analysis = self.analysis_id
        measure = dict(analysis._fields["measure"]._description_selection(self.env))[
            analysis.measure
        ].lower()
        if not self.abc and analysis.abc_method == "computed":
            return self.env._(
                "Unknown: computed limits need at least %(count)s customers that "
                "differ.",
                count=(analysis.parameters or {}).get("min_customers"),
            )
        if not self.abc:
            return self.env._(
                "Unknown: the %(measure)s of all customers together is not above "
                "zero, so nobody has a share of it.",
                measure=measure,
            )
        if self[analysis.measure] <= 0:
            return self.env._(
                "C, because the %(measure)s is not above zero.", measure=measure
            )
        values = {
            "class": self.abc.upper(),
            "before": self._explain_percent(self.share_before),
            "share": self._explain_percent(self.share),
            "rank": self.rank,
            "measure": measure,
            "limit_a": self._explain_percent(analysis.limit_a, 0),
            "limit_b": self._explain_percent(analysis.limit_b, 0),
        }
        if analysis.abc_method == "computed":
            return self.env._(
                "%(class)s: number %(rank)s by %(measure)s with a share of %(share)s; "
                "larger customers make %(before)s. The limits were computed from the "
                "shape of the whole curve.",
                **values,
            )
        return self.env._(
            "%(class)s: number %(rank)s by %(measure)s with a share of %(share)s; "
            "larger customers make %(before)s. A while that is below %(limit_a)s, "
            "B below %(limit_b)s.",
            **values,
        )

    def _explain_xyz(self):
        """Why this XYZ class, or what is missing for one."""
        analysis = self.analysis_id
        parameters = analysis.parameters or {}
        if self.month_count < parameters.get("xyz_min_months", 0):
            return self.env._(
                "Unknown: %(count)s complete months to count, at least %(least)s are "
                "needed.",
                count=self.month_count,
                least=parameters.get("xyz_min_months"),
            )
        if self.period_order_days < parameters.get("xyz_min_days", 0):
            return self.env._(
                "Unknown: %(count)s order days in the period, at least %(least)s are "
                "needed.",
                count=self.period_order_days,
                least=parameters.get("xyz_min_days"),
            )
        if analysis.xyz_method == "variation":
            if self.cv is False:
                return self.env._("Unknown: no revenue in the months counted.")
            return self.env._(
                "%(class)s: the monthly revenue varies by %(cv)s of its mean over "
                "%(months)s months. X up to %(x)s, Y up to %(y)s.",
                **{
                    "class": (self.xyz or "").upper(),
                    "cv": self._explain_number(self.cv),
                    "months": self.month_count,
                    "x": self._explain_number(analysis.x_limit),
                    "y": self._explain_number(analysis.y_limit),
                },
            )
        return self.env._(
            "%(class)s: ordered in %(active)s of %(months)s complete months, and the "
            "intervals between orders vary by %(cv)s of their mean. X from %(x)s of "
            "the months; else Y while the intervals vary by at most %(y)s.",
            **{
                "class": (self.xyz or "").upper(),
                "active": self.active_months,
                "months": self.month_count,
                "cv": (
                    self.env._("an unknown part")
                    if self.interval_cv is False
                    else self._explain_number(self.interval_cv)
                ),
                "x": self._explain_percent(analysis.x_limit, 0),
                "y": self._explain_number(analysis.y_limit),
            },
        )

    def _explain_profit(self):
        """Margin less the cost of each driver."""
        text = self.env._(
            "Margin %(margin)s − cost to serve %(cost)s = %(profit)s.",
            margin=self._explain_money(self.margin),
            cost=self._explain_money(self.cost_to_serve),
            profit=self._explain_money(self.profit),
        )
        if not self.cost_detail:
            return self.env._(
                "%s No cost driver has a rate yet, or none applied.", text
            )
        items = Markup("").join(
            Markup("<li>%s × %s: %s</li>")
            % (
                self._explain_number(quantity, 0 if quantity % 1 == 0 else 1),
                driver,
                self._explain_money(cost),
            )
            for driver, quantity, cost in self.cost_detail
        )
        return Markup("%s<ul class='mb-0'>%s</ul>") % (text, items)

    def _explain_concentration(self):
        """How much depends on this customer."""
        if self.share is False:
            return self.env._("Unknown: there is no total to have a share of.")
        parameters = self.analysis_id.parameters or {}
        values = {
            "share": self._explain_percent(self.share),
            "limit": self._explain_percent(parameters.get("share_notice"), 0),
        }
        if self.flag_concentration == "warning":
            values["limit"] = self._explain_percent(parameters.get("share_warning"), 0)
            return self.env._(
                "Warning: %(share)s of the total, %(limit)s or more.", **values
            )
        if self.flag_concentration:
            return self.env._(
                "Notice: %(share)s of the total, %(limit)s or more.", **values
            )
        return self.env._("%(share)s of the total, less than %(limit)s.", **values)

    def _explain_retention(self):
        """The customer's own rhythm against the silence since the last order."""
        parameters = self.analysis_id.parameters or {}
        values = {
            "days": self.days_since_order,
            "date": format_date(self.env, self.last_order_date),
            "usual": self._explain_number(self.median_interval, 1),
            "long": self._explain_number(self.long_interval, 1),
            "count": self.order_days,
            "least": parameters.get("retention_min_days"),
            "percentile": self._explain_percent(parameters.get("percentile_lost"), 0),
        }
        if not self.retention:
            return self.env._(
                "Unknown: no customer ordered twice, so there is no rhythm."
            )
        if self.order_days >= parameters.get("retention_min_days", 0):
            return self.env._(
                "Last order %(days)s days before the end of the period (%(date)s). "
                "Usually orders every %(usual)s days; %(percentile)s of the intervals "
                "are at most %(long)s days.",
                **values,
            )
        return self.env._(
            "Last order %(days)s days before the end of the period (%(date)s). With "
            "%(count)s order days (own rhythm from %(least)s), compared with the "
            "intervals of all customers.",
            **values,
        )

    def _explain_growth(self):
        """The last twelve complete months against the twelve before."""
        if self.growth is False:
            return self.env._(
                "Unknown: needs orders 24 complete months back, and sales in the first "
                "12 of them."
            )
        return self.env._(
            "%(now)s in the last 12 complete months against %(before)s in the 12 "
            "before: %(growth)s.",
            now=self._explain_money(self.revenue_year),
            before=self._explain_money(self.revenue_year_before),
            growth=self._explain_percent(self.growth),
        )

    def _explain_forecast(self):
        """The damped trend, and how wrong the same rule was a year ago."""
        if self.forecast_revenue is False:
            return self.env._(
                "Unknown: needs orders 24 complete months back, as the growth does."
            )
        text = self.env._(
            "The next 12 months: %(revenue)s, the last 12 carried on with part of "
            "their trend.",
            revenue=self._explain_money(self.forecast_revenue),
        )
        if self.backtest_revenue is False:
            return self.env._(
                "%s Not tested: needs orders 36 complete months back.", text
            )
        return self.env._(
            "%(text)s A year ago the same rule said %(said)s; %(came)s came.",
            text=text,
            said=self._explain_money(self.backtest_revenue),
            came=self._explain_money(self.revenue_year),
        )

    def action_open_orders(self):
        """Open the confirmed orders of the period behind the customer's figures."""
        self.ensure_one()
        analysis = self.analysis_id.sudo()
        lines = self.env["kam.sales.fact"]._action_order_lines(
            analysis.covered_company_ids, [], analysis.date_from, analysis.date_to
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        action["domain"] = [
            ("partner_id.kam_account_id", "=", self.partner_id.id),
            ("order_line", "any", lines["domain"]),
        ]
        action["context"] = {"create": False}
        action["display_name"] = self.env._("Orders: %s", self.partner_id.display_name)
        return action

    def action_open_order_lines(self):
        """Open the order lines whose sum is the customer's revenue and margin."""
        self.ensure_one()
        analysis = self.analysis_id.sudo()
        action = self.env["kam.sales.fact"]._action_order_lines(
            analysis.covered_company_ids,
            [("order_partner_id.kam_account_id", "=", self.partner_id.id)],
            analysis.date_from,
            analysis.date_to,
        )
        action["display_name"] = self.env._(
            "Order lines: %s", self.partner_id.display_name
        )
        return action
