from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

MEETING_HOUR = time(10)
MEETING_HOURS = {"progress": 1, "quarterly": 2, "annual": 3, "planning": 8}


class KamReview(models.Model):
    """A review and its meeting in Odoo's calendar are one: move one, and both move."""

    _inherit = "kam.review"

    event_ids = fields.One2many(
        "calendar.event", "kam_review_id", string="Meetings", copy=False
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        compute="_compute_event_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("event_ids.active", "event_ids.kam_review_id")
    def _compute_event_id(self):
        """The last one that stands; none when it was deleted or archived."""
        for review in self:
            events = review.sudo().event_ids.filtered("active")
            review.event_id = events.sorted("id")[-1:]

    def action_schedule_meeting(self):
        """Open the meeting; a new one is filled in, and made when it is saved.

        So Odoo invites nobody before somebody has looked at hour and people.
        """
        self._check_step(
            ["planned", "held"], self.env._("“%s” has no meeting any more.")
        )
        self.ensure_one()
        if self.event_id:
            return self.event_id.get_formview_action()
        start = self._meeting_start()
        stop = start + timedelta(hours=MEETING_HOURS[self.kind])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Meeting"),
            "res_model": "calendar.event",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kam_review_id": self.id,
                # else Odoo makes an activity of the meeting: a second one for the
                # review, which stays when it is held, and mails each move twice
                "default_res_model_id": False,
                "default_res_id": False,
                "default_name": self.name,
                "default_partner_ids": self.participant_ids.ids,
                "default_start": fields.Datetime.to_string(start),
                "default_stop": fields.Datetime.to_string(stop),
                "default_privacy": "private" if self.confidential else "public",
                "default_allday": False,
            },
        }

    def action_open_meeting(self):
        """Open the meeting in the calendar."""
        self.ensure_one()
        return self.event_id.get_formview_action()

    def action_open_actions(self):
        """Open what was decided."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_action_action"
        )
        action["domain"] = [("review_id", "=", self.id)]
        action["context"] = {"create": False}
        return action

    def _meeting_start(self):
        """Ten o'clock of the user on the planned day, or of the next working day."""
        self.ensure_one()
        company = self.company_id
        today = self._today_of(company)
        day = self.date_planned
        if self.state == "planned" and day < today:
            day = company._kam_working_day(today + timedelta(days=1))
        tz = ZoneInfo(self.env.user.tz or company._kam_tz())
        start = datetime.combine(day, MEETING_HOUR, tzinfo=tz)
        return start.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def write(self, vals):
        result = super().write(vals)
        if "date_planned" in vals:
            self._move_meetings()
            self._move_checklists()
        return result

    def _move_meetings(self):
        """The meeting follows to the same hour of another day."""
        for review in self:
            event = review.event_id
            days = event and (review.date_planned - event._kam_day()).days
            if not days or review.state != "planned":
                continue
            event.write(event._kam_moved(days))

    def _follow_meeting(self, event):
        """Planned for the day of the meeting, with those invited to it."""
        self.ensure_one()
        if self.state != "planned" or self.event_id != event:
            return
        values = {}
        if self.date_planned != event._kam_day():
            values["date_planned"] = event._kam_day()
        if self.participant_ids != event.partner_ids:
            values["participant_ids"] = event.partner_ids.ids
        if values:
            self.write(values)
