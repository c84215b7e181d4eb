from odoo import api, models


class ReportPlan(models.AbstractModel):
    """Who knows whom on paper: the colleagues with a contact or a wish."""

    _inherit = "report.kam_odoo.report_plan"

    @api.model
    def _paper(self, plan):
        return {**super()._paper(plan), "network": self._network(plan)}

    @api.model
    def _network(self, plan):
        """Rows for the table; empty for readers who are not of the account's team."""
        data = plan.partner_id.with_company(plan.company_id).kam_network or {}
        cells = {
            (cell["stakeholder"], cell["user"]): cell for cell in data.get("cells", [])
        }
        users = {user for _stakeholder, user in cells}
        ours = [one for one in data.get("colleagues", []) if one["id"] in users]
        return {
            "warnings": data.get("warnings", []),
            "ours": ours,
            "rows": [
                {
                    "name": person["name"],
                    "level": person["level_name"],
                    "cells": [cells.get((person["id"], one["id"])) for one in ours],
                }
                for person in data.get("people", [])
            ],
        }
