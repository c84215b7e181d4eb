from odoo import api, fields, models

from .kam_escalation import OPEN


class ResPartner(models.Model):
    """Escalations of an account, one click away on each of its contacts."""

    _inherit = "res.partner"

    kam_escalation_count = fields.Integer(
        string="Escalations",
        compute="_compute_kam_escalation_count",
        groups="base.group_user",
    )
    kam_escalation_open_count = fields.Integer(
        string="Open escalations",
        compute="_compute_kam_escalation_count",
        groups="base.group_user",
    )
    kam_escalation_late_count = fields.Integer(
        string="Late escalations",
        compute="_compute_kam_escalation_count",
        groups="base.group_user",
    )

    @api.depends("kam_account_id")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_kam_escalation_count(self):
        """Escalations of the whole account, as far as the user sees them."""
        domain = [("kam_account_id", "in", self.kam_account_id.ids)]
        groupby, now = ["kam_account_id"], fields.Datetime.now()

        def count(*conditions):
            return dict(
                self.env["kam.escalation"]._read_group(
                    [*domain, *conditions], groupby, ["__count"]
                )
            )

        every = count()
        still_open = count(("state", "in", OPEN)) if every else {}
        late = count(("next_deadline", "<", now)) if still_open else {}
        for partner in self:
            account = partner.kam_account_id
            partner.kam_escalation_count = every.get(account, 0)
            partner.kam_escalation_open_count = still_open.get(account, 0)
            partner.kam_escalation_late_count = late.get(account, 0)

    def _compute_application_statistics_hook(self):
        """Cards and lists of contacts show what is open, once: on the account."""
        statistics = super()._compute_application_statistics_hook()
        if self.env.user._is_internal():
            accounts = self.filtered("kam_is_account")
            for partner in accounts.filtered("kam_escalation_open_count"):
                late = partner.kam_escalation_late_count
                statistics[partner.id].append(
                    {
                        "iconClass": "fa-bullhorn",
                        "value": partner.kam_escalation_open_count,
                        "label": self.env._("Open escalations"),
                        "tagClass": "o_tag_color_1" if late else "o_tag_color_3",
                    }
                )
        return statistics

    def write(self, vals):
        """Open escalations follow the account: deadlines its tier, work its manager."""
        moved = {"kam_tier_id", "kam_manager_id"} & set(vals)
        if not moved:
            return super().write(vals)
        former = {partner: partner.sudo().kam_manager_id for partner in self}
        result = super().write(vals)
        escalations = (
            self.env["kam.escalation"]
            .sudo()
            .search([("kam_account_id", "in", self.ids), ("state", "in", OPEN)])
        )
        for escalation in escalations if "kam_manager_id" in vals else ():
            account = escalation.kam_account_id
            user, known = escalation.user_id, former.get(account.with_env(self.env))
            if (not user or user == known) and user != account.kam_manager_id:
                escalation.user_id = escalation._default_responsible()
        escalations._sync_activities()
        return result

    def action_kam_escalations(self):
        """Open the account's escalations."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_escalation_action"
        )
        action["domain"] = [("kam_account_id", "=", self.kam_account_id.id)]
        action["context"] = {
            "default_contact_id": False if self.kam_is_account else self.id,
            "default_partner_id": self.kam_account_id.id,
        }
        return action

    def action_kam_escalate(self):
        """Raise an escalation for the account, the person as its contact."""
        self.ensure_one()
        return self.env["kam.escalation"]._action_raise(
            contact=self.env["res.partner"] if self.kam_is_account else self,
            account=self.kam_account_id,
        )
