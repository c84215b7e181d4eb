from odoo import models


class ResUsers(models.Model):
    """Work of a colleague who leaves goes on: somebody else gets it."""

    _inherit = "res.users"

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._kam_hand_over_actions()
        return super().write(vals)

    def action_archive(self):
        """Before Odoo deletes the activities of those who leave."""
        self._kam_hand_over_actions()
        return super().action_archive()

    def _kam_hand_over_actions(self):
        """Open actions go to the plan's owner, else to whoever has the account."""
        actions = (
            self.env["kam.action"]
            .sudo()
            .search([("user_id", "in", self.ids), ("state", "=", "open")])
        )
        for action in actions:
            plan, account = action.plan_id, action.partner_id
            heirs = (
                plan.user_id,
                account.kam_manager_id,
                plan.sponsor_id,
                account.kam_sponsor_id,
                plan.approved_by_id,
                self.env.user,
            )
            heir = next(
                (user for user in heirs if user and user.active and user not in self),
                None,
            )
            if heir:
                action.user_id = heir
