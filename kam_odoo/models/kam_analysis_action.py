from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError


class KamAnalysis(models.Model):
    """Where the buttons of an analysis lead."""

    _inherit = "kam.analysis"

    @api.model
    def action_open_current(self):
        """Open the customers of the current analysis, or the way to the first one."""
        current = self._get_current(self.env.company)
        if current:
            return current.action_open_customers()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_analysis_line_action"
        )

    def action_open_customers(self):
        """Open the customers of the analysis, best first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_analysis_line_action"
        )
        action["domain"] = [("analysis_id", "=", self.id)]
        action["context"] = {}
        action["display_name"] = self.env._("Customers: %s", self.display_name)
        return action

    def action_open_movements(self):
        """Open who moved between classes since the previous analysis."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_analysis_movement_action"
        )
        action["domain"] = [("analysis_id", "=", self.id)]
        action["context"] = {"search_default_moved": 1}
        return action

    def action_open_defections(self):
        """Open the product categories that stop while the customer still buys."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_defection_action"
        )
        action["domain"] = [("analysis_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_open_profitability(self):
        """Open the profitability pivot for the months and companies of the analysis."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_sales_report_action"
        )
        action["domain"] = [
            ("month", ">=", self.date_from + relativedelta(day=1)),
            ("month", "<=", self.date_to),
            ("company_id", "in", self.covered_company_ids.ids),
        ]
        action["context"] = {}
        return action

    def action_export_xlsx(self):
        """Download the workbook of a finished analysis."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "done":
            raise UserError(
                self.env._(
                    "Run the analysis first: a draft has no customers to export."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/kam_odoo/analysis/{self.id}/workbook",
            "target": "download",
        }
