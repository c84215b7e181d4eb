from odoo import models

ACTIVITY_TYPE = "kam_odoo.mail_activity_type_action"


class KamAction(models.Model):
    """An open action is one activity of its owner, in step both ways.

    The activity is on the action itself: its owner, who may have no right on the plan,
    can open it, and the list of activities never tells what a confidential plan says.
    Whoever changes one side, the other follows; each side writes only what differs,
    so no change comes back.
    """

    _inherit = "kam.action"

    def _step_activities(self):
        """Make the activities what the actions say."""
        missing = self.browse()
        for action in self.sudo():
            activity = action.activity_id
            running = activity.active
            if action.state == "open" and action.active:
                if running:
                    action._step_activity(activity)
                else:
                    missing += action
            elif running and action.state == "done":
                activity.date_done = action.date_done
                activity._action_done()
            elif running:
                activity.unlink()
        missing._make_activities()

    def _step_activity(self, activity):
        """Bring one activity in step with its action."""
        self.ensure_one()
        changed = {}
        if activity.summary != self.name:
            changed["summary"] = self.name
        if activity.date_deadline != self.date_deadline:
            changed["date_deadline"] = self.date_deadline
        if activity.user_id != self.user_id:
            changed["user_id"] = self.user_id.id
        if changed:
            activity.write(changed)

    def _make_activities(self):
        """One activity for each action, in one batch."""
        if not self:
            return
        activity_type = self.env.ref(ACTIVITY_TYPE)
        activities = (
            self.env["mail.activity"]
            .sudo()
            .create(
                [
                    {
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": action.id,
                        "activity_type_id": activity_type.id,
                        "automated": True,
                        "summary": action.name,
                        "date_deadline": action.date_deadline,
                        "user_id": action.user_id.id,
                    }
                    for action in self
                ]
            )
        )
        for action, activity in zip(self, activities, strict=True):
            action.sudo().activity_id = activity
