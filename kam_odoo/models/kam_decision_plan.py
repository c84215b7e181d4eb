from odoo import api, models

RUNNING = ("draft", "submitted", "active")
# Who of the account → who of its plans.
PEOPLE = {"manager": "user_id", "sponsor": "sponsor_id"}


class KamDecision(models.Model):
    """Who takes over an account takes over its plans (P6)."""

    _inherit = "kam.decision"

    @api.model
    def _start_checklists(self, changes):
        """Before reviews are looked at: theirs are the people of the plan."""
        for change in changes:
            for name, field in PEOPLE.items():
                before, after = (
                    getattr(change.before, name),
                    getattr(change.after, name),
                )
                if after and before != after:
                    self._hand_over_plans(change.partner, field, before, after)
        super()._start_checklists(changes)

    @api.model
    def _hand_over_plans(self, account, field, before, after):
        """Those that are still worked on and were the former person's, or nobody's; a
        plan that was given to somebody else by hand stays with that colleague.

        No mail for each plan: the new manager follows the account and is told at once.
        """
        plans = self.env["kam.plan"].sudo()
        plans.with_context(mail_auto_subscribe_no_notify=True).search(
            [
                ("partner_id", "=", account.id),
                ("state", "in", RUNNING),
                (field, "=", before.id),
            ]
        ).write({field: after.id})
