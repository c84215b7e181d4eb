from odoo import fields, models
from odoo.fields import Domain


class KamObjective(models.Model):
    """Behind each figure stand the orders, opportunities or meetings it counts."""

    _inherit = "kam.objective"

    def action_open_counted(self):
        """Open what was counted from the start up to today, at most the deadline."""
        self.ensure_one()
        self.check_access("read")
        span = (self.date_start, min(self.deadline, self._today()[self]))
        openers = {
            "order_count": self._open_orders,
            "won_opportunities": self._open_opportunities,
            "meetings": self._open_meetings,
            "manual": self._open_readings,
        }
        action = openers.get(self.metric, self._open_lines)(*span)
        action["display_name"] = self.name
        return action

    def _in_account(self, path):
        return Domain(f"{path}.kam_account_id", "=", self.partner_id.id)

    def _window(self, xmlid, domain):
        """A window of Odoo's own on some records, for reading."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = list(domain)
        action["context"] = {"create": False, "active_test": False}
        return action

    def _open_lines(self, first, last):
        """Order lines: their sum is the revenue or the margin."""
        domain = self._in_account("order_partner_id")
        if self.metric == "category_revenue" or (
            self.metric == "new_categories" and self.categ_ids
        ):
            domain &= Domain("product_id.categ_id", "child_of", self.categ_ids.ids)
        return self.env["kam.sales.fact"]._action_order_lines(
            self.company_id, domain, first, last
        )

    def _open_orders(self, first, last):
        return self._window(
            "sale.action_orders",
            Domain("state", "=", "sale")
            & Domain("company_id", "=", self.company_id.id)
            & self._in_account("partner_id")
            & self.company_id._kam_moments("date_order", first, last),
        )

    def _open_opportunities(self, first, last):
        return self._window(
            "crm.crm_lead_opportunities",
            Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "won")
            & Domain("company_id", "in", [self.company_id.id, False])
            & self._in_account("partner_id")
            & self.company_id._kam_moments("date_closed", first, last),
        )

    def _open_meetings(self, first, last):
        people = self._in_account("partner_ids")
        if self.contact_ids:
            people &= Domain("partner_ids", "in", self.contact_ids.ids)
        return self._window(
            "calendar.action_calendar_event",
            Domain("user_id.company_id", "=", self.company_id.id)
            & people
            & Domain("stop", "<=", fields.Datetime.now())
            & self.company_id._kam_moments("start", first, last),
        ) | {"views": [(False, "list"), (False, "form")], "view_mode": "list,form"}

    def _open_readings(self, _first, _last):
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.objective.log",
            "views": [(False, "list")],
            "domain": [("objective_id", "=", self.id)],
            "context": {"default_objective_id": self.id},
        }
