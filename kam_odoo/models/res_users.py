from odoo import SUPERUSER_ID, api, models


class ResUsers(models.Model):
    """Who leaves does not leave key accounts behind unseen."""

    _inherit = "res.users"

    def write(self, vals):
        archived = "active" in vals and not vals["active"]
        leaving = self.filtered("active") if archived else self.browse()
        result = super().write(vals)
        for user in leaving.sudo():
            user._kam_remind_to_reassign()
        return result

    def action_archive(self):
        """Save the steps before Odoo deletes all that these users had to do."""
        for user in self.filtered("active"):
            if user.has_access("write"):
                user.sudo()._kam_keep_steps()
        return super().action_archive()

    def _kam_keep_steps(self):
        """Who reassigns keeps the open steps of checklists for the next manager."""
        self.ensure_one()
        steps = self.env["mail.activity"].search(
            [("user_id", "=", self.id), ("kam_template_id", "!=", False)]
        )
        keeper = self._kam_who_reassigns() if steps else None
        if keeper:
            steps.with_context(mail_activity_quick_update=True).user_id = keeper

    def _kam_accounts(self):
        """Accounts that the user manages or sponsors, of all companies."""
        return (
            self.env["res.partner"]
            .sudo()
            .search(
                [
                    ("kam_is_account", "=", True),
                    "|",
                    ("kam_manager_id", "in", self.ids),
                    ("kam_sponsor_id", "in", self.ids),
                ]
            )
        )

    def _kam_remind_to_reassign(self):
        """One activity, on the contact of who left, for one Key Accounts manager."""
        self.ensure_one()
        accounts = self._kam_accounts()
        manager = self._kam_who_reassigns()
        if not accounts or not manager:
            return
        self.partner_id.activity_schedule(
            "kam_odoo.mail_activity_type_reassign",
            user_id=manager.id,
            summary=self.with_context(lang=manager.lang).env._(
                "Reassign %(count)s accounts of %(user)s",
                count=len(accounts),
                user=self.name,
            ),
        )

    def _kam_who_reassigns(self):
        """Who archives the user, if allowed to decide, else a manager nearby."""
        if not self.env.user._is_superuser() and self.env.user.has_group(
            "kam_odoo.group_kam_manager"
        ):
            return self.env.user
        managers = (self._kam_managers() - self).sorted("id")
        near = managers.filtered(lambda user: user.company_ids & self.company_ids)
        return (near or managers)[:1]

    @api.model
    def _kam_managers(self, company=None):
        """The people who decide on key accounts.

        :param company: a company that they must have access to
        """
        users = self.env.ref("kam_odoo.group_kam_manager").sudo().all_user_ids
        return users.filtered(
            lambda user: (
                user.active
                and not user.share
                and user.id != SUPERUSER_ID
                and (not company or company in user.company_ids)
            )
        )
