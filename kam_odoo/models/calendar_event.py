from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

TIMES = {"active", "allday", "partner_ids", "start", "start_date", "stop", "stop_date"}


class CalendarEvent(models.Model):
    """The meeting of a review of an account."""

    _inherit = "calendar.event"

    kam_review_id = fields.Many2one(
        "kam.review",
        string="Account review",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="kam_odoo.group_kam_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._kam_check_reviews()
        events._kam_step_reviews()
        return events

    def write(self, vals):
        names = set(vals)
        result = super().write(vals)
        if "kam_review_id" in names:
            self._kam_check_reviews()
        if names & (TIMES | {"kam_review_id"}):
            self.exists()._kam_step_reviews()
        return result

    def _kam_check_reviews(self):
        """Only whoever may change a review gives it a meeting, and only an open one."""
        reviews = self.sudo().kam_review_id
        if not reviews or self.env.su:
            return
        reviews.sudo(False).check_access("write")
        for review in reviews:
            if review.state in ("closed", "cancelled"):
                raise UserError(
                    self.env._(
                        "“%(review)s” is over and needs no meeting.",
                        review=review.name,
                    )
                )

    def _kam_step_reviews(self):
        """What is done with the meeting is done with the review."""
        for event in self.sudo().filtered("kam_review_id"):
            if event.active:
                event.kam_review_id._follow_meeting(event)

    def _kam_day(self):
        """The local day of the review's company on which the meeting begins."""
        self.ensure_one()
        if self.allday:
            return self.start_date
        tz = ZoneInfo(self.sudo().kam_review_id.company_id._kam_tz())
        start = self.start.replace(tzinfo=ZoneInfo("UTC"))
        return start.astimezone(tz).date()

    def _kam_moved(self, days):
        """Values that move the meeting by days, to the same hour of the clock."""
        self.ensure_one()
        shift = timedelta(days=days)
        if self.allday:
            return {
                "start_date": self.start_date + shift,
                "stop_date": self.stop_date + shift,
            }
        utc = ZoneInfo("UTC")
        tz = ZoneInfo(self.sudo().kam_review_id.company_id._kam_tz())
        local = self.start.replace(tzinfo=utc).astimezone(tz) + shift
        start = local.astimezone(utc).replace(tzinfo=None)
        return {"start": start, "stop": start + (self.stop - self.start)}
