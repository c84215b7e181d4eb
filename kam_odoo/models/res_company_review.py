from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from ..tools.rhythm import HORIZON, working_day


class ResCompany(models.Model):
    """Days on which the company works."""

    _inherit = "res.company"

    def _kam_working_days(self, first, last):
        """Local days on which the company works, by its working schedule.

        Without one, or with one that leaves the hours open, Monday to Friday; holidays
        are no working days in any case. A day on which only some hours are worked is.

        :return: set of dates
        """
        self.ensure_one()
        tz = ZoneInfo(self._kam_tz())
        start = datetime.combine(first, time.min, tzinfo=tz)
        stop = datetime.combine(last, time.max, tzinfo=tz)
        calendar = self.sudo().resource_calendar_id
        if calendar and not calendar.flexible_hours:
            worked = calendar._work_intervals_batch(
                start, stop, domain=self._kam_leaves()
            )[False]
            # in the time zone of the schedule, whose hours they are
            return {begin.date() for begin, _end, _record in worked}
        days = {
            first + timedelta(days=number) for number in range((last - first).days + 1)
        }
        off = calendar and calendar._leave_intervals_batch(
            start, stop, domain=self._kam_leaves()
        ).get(False)
        for begin, end, _record in off or ():
            days -= {
                begin.date() + timedelta(days=number)
                for number in range((end.date() - begin.date()).days + 1)
            }
        return {day for day in days if day.weekday() < 5}

    def _kam_working_day(self, day, latest=None):
        """The day or the next one the company works; see ``tools.rhythm``."""
        [found] = self._kam_move_to_working_days([(day, latest)])
        return found

    def _kam_move_to_working_days(self, wanted):
        """Each day moved to a working one, asking the schedule once.

        :param wanted: list of (day, latest day or None)
        """
        self.ensure_one()
        if not wanted:
            return []
        margin = timedelta(days=HORIZON)
        days = [day for day, _latest in wanted]
        worked = self._kam_working_days(min(days) - margin, max(days) + margin)
        return [working_day(day, worked.__contains__, latest) for day, latest in wanted]
