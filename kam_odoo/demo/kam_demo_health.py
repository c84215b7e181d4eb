from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

from .schedule import working_day

WEEKS = 16
# Person, colleague, days ago of calls, days ago of meetings.
TOUCHES = (
    ("altenrode_purchasing", "kam_user", (4, 18, 32, 47, 61), (25, 74)),
    ("altenrode_deputy", "kam_user", (10, 40), ()),
    ("dominant_person_2", "kam_user", (), (12, 54)),
    ("dominant_person_1", "kam_manager", (20,), (66,)),
    ("altenrode_engineering", "kam_service", (6, 15, 27, 39, 52, 70, 81), ()),
    ("altenrode_plant", "kam_service", (33,), ()),
)
# Person, colleague, how close they should be.
WISHES = (
    ("altenrode_owner", "kam_manager", "1"),
    ("altenrode_cfo", "kam_manager", "2"),
    ("dominant_person_1", "kam_manager", "3"),
    ("altenrode_purchasing", "kam_user", "3"),
    ("altenrode_deputy", "kam_user", "2"),
    ("altenrode_engineering", "kam_service", "3"),
)


class KamDemo(models.AbstractModel):
    """Who knows whom at one account, and the health of all in the past weeks."""

    _inherit = "kam.demo"

    @api.model
    def _make_touches(self, today):
        """Calls and meetings of both teams, and how close they should be."""
        calls, meetings, wishes = {}, {}, {}
        for person, login, called, met in TOUCHES:
            contact, user = self._demo_ref(person), self._user(login)
            for ago in called:
                calls[f"touch_call_{person}_{ago}"] = self._call_values(
                    contact, user, working_day(today - timedelta(days=ago))
                )
            for ago in met:
                day = working_day(today - timedelta(days=ago))
                meetings[f"touch_meeting_{person}_{ago}"] = {
                    "name": "Drives of the next series",
                    "start": datetime.combine(day, time(12)),
                    "stop": datetime.combine(day, time(13)),
                    "user_id": user.id,
                    "partner_ids": [Command.set((contact + user.partner_id).ids)],
                }
        for person, login, wished in WISHES:
            wishes[f"wish_{person}_{login}"] = {
                "stakeholder_id": self._demo_ref(f"stakeholder_{person}").id,
                "user_id": self._user(login).id,
                "wished": wished,
            }
        self._demo_create("mail.activity", calls)
        self._demo_create("calendar.event", meetings)
        self._demo_create("kam.relation", wishes)

    @api.model
    def _make_health(self, today):
        """One snapshot a week and company, by the engine itself, the oldest first."""
        Snapshot = self.env["kam.health.snapshot"]
        for weeks in range(WEEKS, -1, -1):
            for company in self._companies():
                Snapshot._take(company, today - timedelta(weeks=weeks))
