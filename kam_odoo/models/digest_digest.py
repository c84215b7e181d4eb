from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

ACTIONS = {
    "kpi_kam_revenue": "kam_odoo.kam_sales_report_action",
    "kpi_kam_at_risk": "kam_odoo.kam_account_action",
    "kpi_kam_reviews_late": "kam_odoo.kam_review_action",
    "kpi_kam_actions_late": "kam_odoo.kam_action_action",
    "kpi_kam_escalations": "kam_odoo.kam_escalation_action",
}


class DigestDigest(models.Model):
    """Key accounts in Odoo's digest mail (D5).

    Everybody gets the figures of the accounts that he may see; who sees none gets the
    mail without them. Days are complete local days, up to yesterday.
    """

    _inherit = "digest.digest"

    kpi_kam_revenue = fields.Boolean("Revenue of Key Accounts")
    kpi_kam_revenue_value = fields.Monetary(compute="_compute_kpi_kam_revenue_value")
    kpi_kam_at_risk = fields.Boolean("Key Accounts Newly at Risk or Lost")
    kpi_kam_at_risk_value = fields.Integer(compute="_compute_kpi_kam_at_risk_value")
    kpi_kam_reviews_late = fields.Boolean("Reviews Not Held")
    kpi_kam_reviews_late_value = fields.Integer(
        compute="_compute_kpi_kam_reviews_late_value"
    )
    kpi_kam_actions_late = fields.Boolean("Account Actions Not Done")
    kpi_kam_actions_late_value = fields.Integer(
        compute="_compute_kpi_kam_actions_late_value"
    )
    kpi_kam_escalations = fields.Boolean("Escalations Raised")
    kpi_kam_escalations_value = fields.Integer(
        compute="_compute_kpi_kam_escalations_value"
    )

    def _kam_check_reader(self):
        """Odoo leaves out a figure that a recipient may not see."""
        if not self.env.user.has_group("kam_odoo.group_kam_user"):
            raise AccessError(
                self.env._("Figures of key accounts are for key account users.")
            )

    def _kam_days(self):
        """First and last day of the period that is asked for."""
        start, end, _companies = self._get_kpi_compute_parameters()
        return (
            fields.Date.to_date(start),
            fields.Date.to_date(end) - timedelta(days=1),
        )

    def _kam_key_accounts(self):
        """Key accounts whose figures the reader sees."""
        domain = [("kam_is_account", "=", True), ("kam_status", "=", "key")]
        if not self.env.user.has_group("kam_odoo.group_kam_manager"):
            mine = ("kam_manager_id", "=", self.env.uid)
            domain += ["|", mine, ("kam_sponsor_id", "=", self.env.uid)]
        return self.env["res.partner"].search(domain)

    def _compute_kpi_kam_revenue_value(self):
        """Untaxed, by the definition of all other figures of this addon."""
        self._kam_check_reader()
        accounts = self._kam_key_accounts()
        first, last = self._kam_days()
        for digest in self:
            company = digest.company_id or self.env.company
            figures = accounts._kam_live_figures(first, last, company)
            digest.kpi_kam_revenue_value = sum(
                found["revenue"] for found in figures.values()
            )

    def _compute_kpi_kam_at_risk_value(self):
        """At risk or lost in the latest analysis of the period, not in the one before.

        Without an analysis before it nothing is known to be new.
        """
        self._kam_check_reader()
        accounts = self._kam_key_accounts()
        first, last = self._kam_days()
        for digest in self:
            company = digest.company_id or self.env.company
            now = self._kam_in_danger(accounts, company, last)
            before = self._kam_in_danger(accounts, company, first - timedelta(days=1))
            digest.kpi_kam_at_risk_value = (
                0 if now is None or before is None else len(now - before)
            )

    def _kam_in_danger(self, accounts, company, day):
        """Accounts at risk or lost by what was known on a day.

        :return: set of account ids; None if there was no analysis
        """
        analysis = self.env["kam.analysis"].search(
            [
                ("state", "=", "done"),
                ("write_classes", "=", True),
                ("company_id", "=", company.id),
                ("date_to", "<=", day),
            ],
            order="date_to desc, date_run desc, id desc",
            limit=1,
        )
        if not analysis:
            return None
        lines = self.env["kam.analysis.line"]._read_group(
            [
                ("analysis_id", "=", analysis.id),
                ("partner_id", "in", accounts.ids),
                ("retention", "in", ["at_risk", "lost"]),
            ],
            ["partner_id"],
        )
        return {partner.id for (partner,) in lines}

    def _compute_kpi_kam_reviews_late_value(self):
        """Planned for a day of the period, and not held since."""
        self._kam_check_reader()
        self._calculate_company_based_kpi(
            "kam.review",
            "kpi_kam_reviews_late_value",
            date_field="date_planned",
            additional_domain=[("state", "=", "planned")],
        )

    def _compute_kpi_kam_actions_late_value(self):
        """Due on a day of the period, and still open."""
        self._kam_check_reader()
        self._calculate_company_based_kpi(
            "kam.action",
            "kpi_kam_actions_late_value",
            date_field="date_deadline",
            additional_domain=[("state", "=", "open")],
        )

    def _compute_kpi_kam_escalations_value(self):
        self._kam_check_reader()
        self._calculate_company_based_kpi(
            "kam.escalation",
            "kpi_kam_escalations_value",
            date_field="date_raised",
            additional_domain=[("state", "!=", "cancelled")],
        )

    def _compute_kpis_actions(self, company, user):
        found = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("crm.crm_menu_root").id
        return {
            **found,
            **{name: f"{action}?menu_id={menu}" for name, action in ACTIONS.items()},
        }
