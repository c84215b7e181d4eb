from odoo import fields, models


class ResPartner(models.Model):
    """The plans and actions of an account."""

    _inherit = "res.partner"

    kam_plan_ids = fields.One2many(
        "kam.plan", "partner_id", string="Plans", groups="kam_odoo.group_kam_user"
    )
    kam_plan_id = fields.Many2one(
        "kam.plan",
        string="Active plan",
        compute="_compute_kam_plan_id",
        groups="kam_odoo.group_kam_user",
    )
    kam_plan_count = fields.Integer(
        string="Number of plans",
        compute="_compute_kam_plan_id",
        groups="kam_odoo.group_kam_user",
    )
    kam_open_action_count = fields.Integer(
        string="Open actions",
        compute="_compute_kam_plan_id",
        groups="kam_odoo.group_kam_user",
    )

    def _compute_kam_plan_id(self):
        """Of the current company, as far as the user sees them."""
        plans = self.env["kam.plan"]._read_group(
            [
                ("partner_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
            ],
            ["partner_id", "state"],
            ["id:recordset"],
        )
        actions = dict(
            self.env["kam.action"]._read_group(
                [("partner_id", "in", self.ids), ("state", "=", "open")],
                ["partner_id"],
                ["__count"],
            )
        )
        counts, running = {}, {}
        for account, state, found in plans:
            counts[account] = counts.get(account, 0) + len(found)
            if state == "active":
                running[account] = found[:1]
        for account in self:
            account.kam_plan_id = running.get(account, False)
            account.kam_plan_count = counts.get(account, 0)
            account.kam_open_action_count = actions.get(account, 0)

    def action_kam_plans(self):
        """Open the active plan; all of the account's plans if there is none."""
        self.ensure_one()
        if self.kam_plan_count == 1 and self.kam_plan_id:
            return self.kam_plan_id.get_formview_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_plan_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        action["display_name"] = self.env._("Plans: %s", self.display_name)
        return action

    def action_kam_new_plan(self):
        """Start a plan of this account, filled in with what is known."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New plan"),
            "res_model": "kam.plan",
            "view_mode": "form",
            "context": {"default_partner_id": self.kam_account_id.id},
        }

    def action_kam_open_actions(self):
        """Open the open actions of the account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_action_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {
            "default_partner_id": self.id,
            "search_default_open": 1,
        }
        action["display_name"] = self.env._("Actions: %s", self.display_name)
        return action
