from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ..tools.periods import analysis_days, loose_days, month_start, whole_months
from .kam_analysis_result import LINE_COLUMNS


class KamAnalysis(models.Model):
    """Running an analysis: check, rebuild, classify, write; all or nothing."""

    _inherit = "kam.analysis"

    def action_run(self):
        """Rebuild the facts, classify the customers and finish the analysis.

        Atomic: on any error nothing has changed. A finished analysis is left as it
        is, so running twice changes nothing.

        :raises UserError: parameters that make no sense, nothing to classify (saying
            why), or another run of the same company under way
        """
        for analysis in self:
            if analysis.state == "draft":
                analysis._run()
        return True

    def _run(self):
        self.ensure_one()
        self.check_access("write")
        self._check_parameters()
        companies = self._get_companies()
        self._lock(companies)
        self._tune()
        self.env["res.partner"]._kam_mend_accounts()
        scope = self._get_scope(companies)
        self.env["kam.sales.fact"]._rebuild(companies, scope["window_from"])
        self._classify(scope)
        self._finish(scope)

    @api.model
    def _tune(self):
        """Planner settings for the long statements, to the end of the transaction.

        Compiling them costs more than it saves, and sorting on disk is slow. All
        their joins are between large sets: a nested loop, picked from statistics
        that are out of date after an import, would take a hundred times as long.
        """
        self.env.cr.execute(
            "SET LOCAL jit = off;"
            "SET LOCAL work_mem = '256MB';"
            "SET LOCAL enable_nestloop = off"
        )

    def _get_companies(self):
        """Companies whose sales are read: the one given, or all open to the user.

        :raises UserError: if the user has no access to the company
        """
        self.ensure_one()
        company = self.company_id
        if not company:
            return self.env.companies
        if not self.env.su and company not in self.env.user.company_ids:
            raise UserError(
                self.env._(
                    "You have no access to the sales of %s.", company.sudo().name
                )
            )
        return company

    def _check_parameters(self):
        """Refuse a period or limits that can classify nothing, in the user's words."""
        problem = self._parameter_problem()
        if problem:
            raise UserError(problem)

    def _parameter_problem(self):
        """Why the parameters make no sense, or False."""
        self.ensure_one()
        if not self.date_from or not self.date_to:
            return self.env._("Enter the first and the last day of the period.")
        if self.date_from > self.date_to:
            return self.env._(
                "The dates are reversed: the period starts on %(date_from)s, "
                "after it ends on %(date_to)s.",
                date_from=format_date(self.env, self.date_from),
                date_to=format_date(self.env, self.date_to),
            )
        if not 0 < self.limit_a <= self.limit_b <= 1:
            return self.env._(
                "The ABC limits must satisfy 0 % < limit of A ≤ limit of B ≤ 100 %."
            )
        if self.x_limit <= 0 or self.y_limit <= 0:
            return self.env._("The XYZ limits must be above zero.")
        if self.xyz_method == "variation" and self.x_limit > self.y_limit:
            return self.env._("The limit of X must not be above the limit of Y.")
        if self.xyz_method == "rhythm" and self.x_limit > 1:
            return self.env._("The limit of X is a share of months, so at most 100 %.")
        return False

    def _lock(self, companies):
        """One run per company at a time; others are told instead of made to wait."""
        locked = companies.sudo().try_lock_for_update(allow_referencing=True)
        if len(locked) < len(companies):
            raise UserError(
                self.env._(
                    "The customers of %s are being analysed right now. "
                    "Try again in a moment.",
                    (companies - locked).sudo().mapped("name"),
                )
            )

    def _get_scope(self, companies, full=True):
        """Plain description of what is analysed, for the statement's fragments.

        :param companies: res.company records
        :param bool full: False for a preview, which needs the classes only
        :return: dict with the dates (local days), the limits of the settings, and for
            each company the rate to the currency of the analysis on the last day
        """
        self.ensure_one()
        lead = (self.company_id or self.env.company).sudo()
        settings = lead._kam_settings()
        days = analysis_days(
            self.date_from,
            self.date_to,
            self._local_today(lead),
            settings["history_months"],
        )
        return {
            **settings,
            **days,
            "companies": {
                company: company.currency_id._get_conversion_rate(
                    company.currency_id, self.currency_id, company, days["as_of"]
                )
                for company in companies.sudo()
            },
            "internal_partner_ids": (
                self.env["res.company"].sudo().search([]).partner_id.ids
                if settings["exclude_internal"]
                else []
            ),
            "full": full,
            "digits": self.currency_id.decimal_places,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "whole_months": whole_months(self.date_from, self.date_to),
            "loose_days": loose_days(self.date_from, self.date_to),
            "revenue_column": (
                "invoiced_revenue" if self.basis == "invoiced" else "revenue"
            ),
            "margin_column": (
                "invoiced_margin" if self.basis == "invoiced" else "margin"
            ),
            "measure": self.measure,
            "abc_method": self.abc_method,
            "limit_a": self.limit_a,
            "limit_b": self.limit_b,
            "xyz_method": self.xyz_method,
            "x_limit": self.x_limit,
            "y_limit": self.y_limit,
        }

    def _finish(self, scope):
        """Store what the whole portfolio says, give the classes, close the analysis."""
        self.ensure_one()
        values = self._portfolio_figures()
        changed = set()
        if self.write_classes and self._is_latest(scope["companies"]):
            for company in scope["companies"]:
                changed |= self._write_classes(company)
        defections = self.env["kam.defection"]._sql_insert(self, scope)
        self.env.cr.execute("DROP TABLE kam_analysis_result")
        self.sudo().write(
            {
                **values,
                "changed_count": len(changed),
                "defection_count": defections,
                "covered_company_ids": [
                    fields.Command.set([company.id for company in scope["companies"]])
                ],
                "parameters": self._stored_parameters(scope),
                "date_run": fields.Datetime.now(),
                "state": "done",
            }
        )
        self.invalidate_recordset(["line_ids", "defection_ids"])

    @api.model
    def _stored_parameters(self, scope):
        """What a finished analysis must remember of the settings it used."""
        plain = (int, float, str, bool)
        stored = {
            key: value for key, value in scope.items() if isinstance(value, plain)
        }
        stored.update(
            {
                key: value.isoformat()
                for key, value in scope.items()
                if isinstance(value, date)
            }
        )
        stored["run_by"] = self.env.user.name
        stored["companies"] = [
            {"name": company.name, "rate": rate, "tz": company._kam_tz()}
            for company, rate in scope["companies"].items()
        ]
        return stored

    def _is_latest(self, companies):
        """Whether no finished analysis of a later period stands for the companies.

        An archived one does not stand: it was put away.
        """
        later = [
            ("state", "=", "done"),
            ("write_classes", "=", True),
            ("date_to", ">", self.date_to),
            ("covered_company_ids", "in", [company.id for company in companies]),
        ]
        return not self.sudo().search_count(later, limit=1)

    def _previous(self, companies):
        """The last finished analysis of an earlier period that is comparable.

        Same companies, currency, basis and measure. The automatic snapshot of the
        running month is none: tomorrow's replaces it.
        """
        month = month_start(self._local_today(self.company_id or self.env.company))
        covered = {company.id for company in companies}
        return self.search(
            [
                ("state", "=", "done"),
                ("company_id", "=", self.company_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("basis", "=", self.basis),
                ("measure", "=", self.measure),
                ("date_to", "<", self.date_to),
                ("id", "!=", self.id),
                "|",
                ("scheduled", "=", False),
                ("date_to", "<", month),
            ],
            order="date_to desc, date_run desc, id desc",
        ).filtered(lambda other: set(other.covered_company_ids.ids) == covered)[:1]

    def _classify(self, scope):
        """Write one line per customer, from one statement.

        :raises UserError: if nobody bought in the period, saying why
        """
        self.ensure_one()
        self.sudo().previous_id = self._previous(scope["companies"])
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE kam_analysis_result ON COMMIT DROP AS %s",
                self._sql_result(scope),
            )
        )
        columns = SQL(", ").join(map(SQL.identifier, LINE_COLUMNS))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO kam_analysis_line (analysis_id, %(columns)s)
                SELECT %(analysis)s, %(columns)s
                  FROM kam_analysis_result
                 WHERE rank IS NOT NULL
              ORDER BY rank
                """,
                columns=columns,
                analysis=self.id,
            )
        )
        if not self.env.cr.rowcount:
            raise UserError(self._empty_reason(scope))
        self.env["kam.analysis.line"].invalidate_model()

    def _empty_reason(self, scope):
        """Why there is nobody to classify, in the user's words."""
        names = ", ".join(company.name for company in scope["companies"])
        dates = {
            "companies": names,
            "date_from": format_date(self.env, self.date_from),
            "date_to": format_date(self.env, self.date_to),
        }
        Fact = self.env["kam.sales.fact"]
        for company in scope["companies"]:
            orders = Fact._sql_orders([(company, self.date_from, self.date_to)])
            if self.env.execute_query(SQL("SELECT 1 FROM (%s) o LIMIT 1", orders)):
                return self.env._(
                    "All confirmed orders of %(companies)s from %(date_from)s to "
                    "%(date_to)s are sales to our own companies, which the settings "
                    "leave out.",
                    **dates,
                )
        return self.env._(
            "There is no confirmed order of %(companies)s from %(date_from)s to "
            "%(date_to)s, so there is nobody to classify. Quotations and cancelled "
            "orders do not count.",
            **dates,
        )
