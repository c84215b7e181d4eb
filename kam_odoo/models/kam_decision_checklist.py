from odoo import api, models

ONBOARDING = "kam_odoo.mail_activity_plan_onboarding"
RETIRING = "kam_odoo.mail_activity_plan_retiring"


class KamDecision(models.Model):
    """What there is to do after a decision, as Odoo's activity plans (D2)."""

    _inherit = "kam.decision"

    @api.model
    def _start_checklists(self, changes):
        """Start the checklist of who became key or ceased to be; end the other one.

        The open steps of an account follow its manager and its sponsor.
        """
        onboarding, retiring = self._checklist(ONBOARDING), self._checklist(RETIRING)
        for change in changes:
            change.partner._kam_hand_over_steps(change.before, change.after)
            was, is_key = change.before.status == "key", change.after.status == "key"
            if was == is_key:
                continue
            starts, ends = (onboarding, retiring) if is_key else (retiring, onboarding)
            ends._kam_open_steps(change.partner).unlink()
            user = change.after.manager or change.before.manager
            starts._kam_start(change.partner, user if user.active else self.env.user)

    @api.model
    def _checklist(self, xmlid):
        """A shipped plan, empty if it was deleted or archived."""
        plan = self.env.ref(xmlid, raise_if_not_found=False)
        plan = plan or self.env["mail.activity.plan"]
        return plan.sudo().filtered("active")
