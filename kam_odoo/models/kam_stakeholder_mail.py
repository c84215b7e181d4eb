from odoo import models


class KamStakeholder(models.Model):
    """What is written on a stakeholder reaches the account's team only."""

    _inherit = "kam.stakeholder"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Followers who are not of the team any more hear nothing.

        Rights end with a membership, on a day that nobody has to enter; following does
        not. Whom the author addresses by name is the author's choice.
        """
        found = super()._notify_get_recipients(message, msg_vals, **kwargs)
        addressed = (msg_vals or {}).get("partner_ids")
        if addressed is None:
            addressed = message.sudo().partner_ids.ids
        return [
            one
            for one in found
            # without a number: an address that was typed
            if not one["id"] or one["id"] in addressed or self._hears(one)
        ]

    def _hears(self, recipient):
        """Whether a follower may read what is noted here.

        :param recipient: dict of ``_notify_get_recipients``
        """
        user = self.env["res.users"].sudo().browse(recipient["uid"] or [])
        return bool(user) and (
            user.has_group("kam_odoo.group_kam_manager")
            or user in self.partner_id._kam_team_users()
        )
