import logging

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class KamAnalysis(models.Model):
    """The daily job: the running month's snapshot stays fresh, past months are kept."""

    _inherit = "kam.analysis"

    @api.model
    def _cron_refresh_snapshots(self):
        """Refresh the running month's snapshot of each company, prune old ones.

        The snapshot covers the months of the settings up to yesterday, so on the last
        day of a month it becomes that month's final one. Companies are done one by
        one, each in its own transaction; one that has nothing to classify, or is being
        analysed by hand right now, is logged and does not stop the others.
        """
        companies = self.env["res.company"].search([("kam_auto_analysis", "=", True)])
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self.with_company(company)._refresh_snapshot(company)
            except UserError as error:
                _logger.info("No snapshot for %s: %s", company.name, error)
            # All companies in one go: a second call of the job would begin anew.
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _refresh_snapshot(self, company):
        """Replace the running month's snapshot of one company, and prune its past.

        :return: the new kam.analysis
        """
        analysis_model = self.with_context(allowed_company_ids=company.ids)
        date_to = self._local_today(company) - relativedelta(days=1)
        month = date_to + relativedelta(day=1)
        scheduled = [("scheduled", "=", True), ("company_id", "=", company.id)]
        former = analysis_model.with_context(active_test=False).search(
            [*scheduled, ("date_to", ">=", month), ("date_to", "<=", date_to)]
        )
        analysis = analysis_model.create(
            {
                "company_id": company.id,
                "scheduled": True,
                "date_from": date_to
                + relativedelta(days=1)
                - relativedelta(months=company.kam_period_months),
                "date_to": date_to,
            }
        )
        former._not_in_rounds().unlink()
        analysis.action_run()
        keep_from = month - relativedelta(months=company.kam_keep_months)
        analysis_model.with_context(active_test=False).search(
            [*scheduled, ("date_to", "<", keep_from)]
        )._not_in_rounds().unlink()
        return analysis

    @api.depends("scheduled")
    def _compute_display_name(self):
        """Automatic snapshots say so, to tell them from the analyses of people."""
        super()._compute_display_name()
        for analysis in self.filtered("scheduled"):
            analysis.display_name = self.env._(
                "%(name)s (automatic)", name=analysis.name
            )
