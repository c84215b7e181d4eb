from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class KamAccountReassign(models.TransientModel):
    """Give the accounts of somebody who left, or of anybody, to others in one step."""

    _name = "kam.account.reassign"
    _description = "Reassign Accounts"

    user_id = fields.Many2one(
        "res.users",
        string="Accounts of",
        domain=[("share", "=", False)],
        context={"active_test": False},
        help="Leave it empty for the accounts of everybody who has left.",
    )
    manager_id = fields.Many2one(
        "res.users", string="New manager", domain=[("share", "=", False)]
    )
    sponsor_id = fields.Many2one(
        "res.users", string="New sponsor", domain=[("share", "=", False)]
    )
    line_ids = fields.One2many(
        "kam.account.reassign.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    reason = fields.Text(required=True)
    problems = fields.Text(compute="_compute_problems")

    @api.depends("user_id")
    def _compute_line_ids(self):
        """Each account whose manager or sponsor is the user, or has left."""
        for wizard in self:
            lines = []
            for role, name in (
                ("manager", "kam_manager_id"),
                ("sponsor", "kam_sponsor_id"),
            ):
                lines += [
                    Command.create({"partner_id": account.id, "role": role})
                    for account in wizard._accounts(name)
                ]
            wizard.line_ids = [Command.clear(), *lines]

    def _accounts(self, name):
        domain = (
            [(name, "=", self.user_id.id)]
            if self.user_id
            else [(f"{name}.active", "=", False)]
        )
        return self.env["res.partner"].search(
            [("kam_is_account", "=", True), *domain],
            order="kam_tier_id, complete_name",
        )

    @api.depends("line_ids.user_id")
    def _compute_problems(self):
        """What the gate would say, while the user is still choosing."""
        decisions = self.env["kam.decision"]
        for wizard in self:
            vals_list = wizard._decisions("–")
            problems = decisions._problems(decisions._changes(vals_list))
            wizard.problems = "\n".join(problems)

    def action_reassign(self):
        """Hand the accounts over, all or none; who has no successor yet stays.

        :raises UserError: if nothing was chosen, or with everything that speaks
            against it
        """
        self.ensure_one()
        vals_list = self._decisions(self.reason)
        if not vals_list:
            raise UserError(self.env._("Choose who takes over first."))
        users = self.line_ids.former_id
        self.env["kam.decision"]._decide(vals_list)
        for user in users.sudo().filtered(lambda user: not user.active):
            if not user._kam_accounts():
                user.partner_id.activity_feedback(
                    ["kam_odoo.mail_activity_type_reassign"]
                )
        return {"type": "ir.actions.act_window_close"}

    def _decisions(self, reason):
        """One decision per account, for both roles, as the gate wants them."""
        by_account = {}
        for line in self.line_ids:
            partner, user = line.partner_id._origin, line.user_id._origin
            if partner and user and user != line.former_id._origin:
                vals = by_account.setdefault(
                    partner,
                    {"partner_id": partner.id, "kind": "assign", "reason": reason},
                )
                vals[f"{line.role}_id"] = user.id
        return list(by_account.values())
