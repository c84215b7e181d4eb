from odoo import fields, models


class MailActivity(models.Model):
    """What is done with the activity of an action is done with the action."""

    _inherit = "mail.activity"

    def _kam_open_actions(self):
        """The open actions that these activities stand for."""
        if not self.ids or not any(
            one.res_model == "kam.action" for one in self.sudo()
        ):
            return self.env["kam.action"].sudo()
        return (
            self.env["kam.action"]
            .sudo()
            .search([("activity_id", "in", self.ids), ("state", "=", "open")])
        )

    def write(self, vals):
        result = super().write(vals)
        followed = {"date_deadline", "user_id", "summary", "active"} & set(vals)
        for action in self._kam_open_actions() if followed else ():
            activity = action.activity_id
            if not activity.active:
                # done, by whichever way Odoo has for it
                action.write(
                    {
                        "state": "done",
                        "date_done": activity.date_done
                        or fields.Date.context_today(self),
                    }
                )
                continue
            changed = {}
            if activity.date_deadline != action.date_deadline:
                changed["date_deadline"] = activity.date_deadline
            if activity.user_id and activity.user_id != action.user_id:
                changed["user_id"] = activity.user_id.id
            if activity.summary and activity.summary != action.name:
                changed["name"] = activity.summary
            if changed:
                action.write(changed)
        return result

    def unlink(self):
        """An activity given up is an action given up."""
        actions = self._kam_open_actions().filtered("active")
        result = super().unlink()
        actions.write({"state": "cancelled"})
        return result
