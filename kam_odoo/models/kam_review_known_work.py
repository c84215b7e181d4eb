from odoo import fields, models
from odoo.fields import Domain

TOP = 6


class KamReview(models.Model):
    """What was worked on since the last review, each count with its records."""

    _inherit = "kam.review"

    def _counted(self, first, last):
        """What is counted, by key: model and domain. The one definition of each."""
        account = Domain("partner_id", "=", self.partner_id._origin.id) & Domain(
            "company_id", "=", self.company_id.id
        )
        actions = account & self._visible_plans()
        moments = self.company_id._kam_moments
        unfinished = Domain("state", "=", "open") | (
            Domain("state", "=", "done") & Domain("date_done", ">", last)
        )
        twin = self._twin()
        leads = (
            Domain("type", "=", "opportunity")
            & twin._account_domain()
            & twin._company_domain()
        )
        closed = leads & moments("date_closed", first, last)
        return {
            "actions_done": (
                "kam.action",
                actions
                & Domain("state", "=", "done")
                & Domain("date_done", ">=", first)
                & Domain("date_done", "<=", last),
            ),
            "actions_late": (
                "kam.action",
                actions & unfinished & Domain("date_deadline", "<", last),
            ),
            "actions_new": (
                "kam.action",
                actions
                & Domain("state", "!=", "cancelled")
                & moments("create_date", first, last),
            ),
            "actions_open": ("kam.action", actions & unfinished),
            "escalations_open": (
                "kam.escalation",
                account & Domain("state", "not in", ["solved", "cancelled"]),
            ),
            "escalations_opened": (
                "kam.escalation",
                account & moments("date_raised", first, last),
            ),
            "escalations_solved": (
                "kam.escalation",
                account
                & Domain("state", "=", "solved")
                & moments("date_solved", first, last),
            ),
            "leads_won": ("crm.lead", closed & Domain("won_status", "=", "won")),
            "leads_lost": ("crm.lead", closed & Domain("won_status", "=", "lost")),
        }

    def _found(self, first, last, key, order=None):
        model, domain = self._counted(first, last)[key]
        records = self.env[model]
        if model == "crm.lead":  # lost ones are archived
            records = records.with_context(active_test=False)
        return records.search(domain, order=order)

    def _known_objectives(self):
        """Status now, and at the last review."""
        before = {
            row["id"]: row
            for row in (self.previous_id.snapshot or {}).get("objectives") or []
        }
        return [
            {
                "id": objective.id,
                "name": objective.name,
                "status": objective.status,
                "progress": objective.progress,
                "expected": objective.expected,
                "actual": objective.actual,
                "target": objective.target,
                "is_money": objective.is_money,
                "unit": objective.unit,
                "status_before": before.get(objective.id, {}).get("status", False),
                "progress_before": before.get(objective.id, {}).get("progress", False),
            }
            for objective in self._reviewed_plan().objective_ids
        ]

    def _known_actions(self, first, last):
        def rows(key, order="date_deadline, id"):
            found = self._found(first, last, key, order)
            items = [
                {
                    "id": action.id,
                    "name": action.name,
                    "user": action.user_id.name,
                    "date": fields.Date.to_string(
                        action.date_done or action.date_deadline
                    ),
                }
                for action in found[:TOP]
            ]
            return {"count": len(found), "items": items}

        return {
            "done": rows("actions_done", "date_done desc, id"),
            "late": rows("actions_late"),
            "new": rows("actions_new"),
            "open": len(self._found(first, last, "actions_open")),
        }

    def _known_escalations(self, first, last):
        running = self._found(first, last, "escalations_open")
        return {
            "open": len(running),
            "opened": len(self._found(first, last, "escalations_opened")),
            "solved": len(self._found(first, last, "escalations_solved")),
            "items": [{"id": one.id, "name": one.display_name} for one in running[:3]],
        }

    def _known_opportunities(self, first, last):
        def sums(key):
            leads = self._found(first, last, key)
            return {
                "count": len(leads),
                "amount": sum(leads.mapped("expected_revenue")),
                "items": [{"id": lead.id, "name": lead.name} for lead in leads[:3]],
            }

        return {"won": sums("leads_won"), "lost": sums("leads_lost")}

    def action_open_known(self, what):
        """Open the records behind a figure: sales, orders or what was counted.

        :param str what: "sales", "orders", each also with "_before", "rhythm",
            "standing", or a key of what is counted
        """
        self.ensure_one()
        self.check_access("read")
        known = self.known or {}
        first, last = (
            fields.Date.to_date(known.get(name)) for name in ("date_from", "date_to")
        )
        if what.endswith("_before"):
            what = what.removesuffix("_before")
            first, last = (
                fields.Date.to_date(known["sales"][name])
                for name in ("before_from", "before_to")
            )
        review = self.sudo()
        if what == "sales":
            action = self.env["kam.sales.fact"]._action_order_lines(
                self.company_id,
                Domain("order_partner_id.kam_account_id", "=", self.partner_id.id),
                first,
                last,
            )
        elif what == "rhythm":
            action = self._window(
                "kam_odoo.kam_contact_rhythm_action",
                Domain("partner_id", "=", self.partner_id.id),
            )
        elif what == "standing":
            action = self._window(
                "kam_odoo.kam_analysis_line_action",
                Domain("partner_id", "=", self.partner_id.id)
                & Domain("company_id", "=", self.company_id.id),
            )
            action["context"]["search_default_group_by_analysis"] = 1
        elif what == "orders":
            action = self._window(
                "sale.action_orders",
                Domain("state", "=", "sale")
                & Domain("company_id", "=", self.company_id.id)
                & Domain("partner_id.kam_account_id", "=", self.partner_id.id)
                & review.company_id._kam_moments("date_order", first, last),
            )
        else:
            model, domain = review._counted(first, last)[what]
            windows = {
                "kam.action": "kam_odoo.kam_action_action",
                "kam.escalation": "kam_odoo.kam_escalation_action",
                "crm.lead": "crm.crm_lead_opportunities",
            }
            action = self._window(windows[model], domain)
        action["display_name"] = self.partner_id.display_name
        return action

    def _window(self, xmlid, domain):
        """A window of Odoo's own on some records, for reading."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = list(domain)
        action["context"] = {"create": False}
        if action["res_model"] == "crm.lead":  # lost ones are archived
            action["context"]["active_test"] = False
        return action
