from odoo import api, models
from odoo.exceptions import AccessError, UserError


class KamPlan(models.Model):
    """A plan opens an account's figures: only for whoever may see them anyway."""

    _inherit = "kam.plan"

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._check_own_account()
        return plans

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._check_not_running()
        result = super().write(vals)
        if {"partner_id", "previous_id"} & set(vals):
            self._check_own_account()
        return result

    def _check_not_running(self):
        running = self.filtered(lambda plan: plan.state in ("submitted", "active"))
        if running:
            raise UserError(
                self.env._(
                    "Close or cancel “%(plan)s” before you archive it.",
                    plan=running[0].name,
                )
            )

    @api.onchange("partner_id")
    def _onchange_own_account(self):
        """Say it when the account is chosen, not when all is filled in."""
        if self._is_own_account():
            return None
        return {
            "warning": {
                "title": self.env._("Not your account"),
                "message": self._not_own_message(),
            }
        }

    def _check_own_account(self):
        for plan in self:
            if not plan._is_own_account():
                raise AccessError(plan._not_own_message())

    def _not_own_message(self):
        return self.env._(
            "%(account)s is not your account: its manager, its sponsor or somebody of "
            "its team makes its plans.",
            account=self.sudo().partner_id.display_name,
        )

    def _is_own_account(self):
        """Whether the user may make a plan of the account: its people, whoever decides
        on all accounts, and whoever works on the plan that this one follows."""
        self.ensure_one()
        account = self.partner_id._origin
        if self.env.su or not account:
            return True
        if account._kam_may_see_figures():
            return True
        if self.env.user in account._kam_team_users():
            return True
        last = self.sudo().previous_id
        return last.partner_id.id == account.id and last.sudo(False).has_access("write")

    def _shows_figures(self):
        """Whether the figures of the account may be shown: of a plan that is saved,
        to its readers; in a form that is filled in, to whoever could save it."""
        self.ensure_one()
        saved = self._origin
        if saved and saved.has_access("read"):
            where = saved.partner_id, saved.company_id
            if where == (self.partner_id._origin, self.company_id._origin):
                return True
        if not self.env.su and self.company_id._origin not in self.env.companies:
            return False
        return self._is_own_account()
