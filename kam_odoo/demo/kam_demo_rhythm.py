from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

from .schedule import working_day

# Days ago: calls and mails, the meeting with the account's manager, and the one in
# which the sponsor took part; the other meetings are those of the salespeople.
CONTACTS = {
    "dominant": ((3, 11, 19), (2, 6, 9), 41, 120),
    "weekly": ((8, 22), (5, 12), 83, 310),
    "both": ((15,), (10, 31), 64, 390),
    "quarterly": ((26, 55), (4, 38), 118, 0),
    "star": ((6, 20, 33), (1, 3), 18, 95),
    "unprofitable": ((2, 9), (13, 17), 50, 0),
}


class KamDemo(models.AbstractModel):
    """Calls, mails and meetings with the key accounts, some kept, some overdue."""

    _inherit = "kam.demo"

    @api.model
    def _make_contacts(self, today):
        """What the contact rhythm is compared with, beside the meetings of sales."""
        calls, mails, meetings = {}, {}, {}
        for key, (called, wrote, managed, sponsored) in CONTACTS.items():
            account = self._demo_ref(key)
            person = self._demo_ref(f"{key}_person_1", True) or account
            manager, sponsor = account.kam_manager_id, account.kam_sponsor_id
            for number, ago in enumerate(called):
                calls[f"rhythm_call_{key}_{number + 1}"] = self._call_values(
                    person, manager, working_day(today - timedelta(days=ago))
                )
            for number, ago in enumerate(wrote):
                mails[f"rhythm_mail_{key}_{number + 1}"] = self._mail_values(
                    person, account, working_day(today - timedelta(days=ago))
                )
            for name, ago, users in (
                ("Review of the quarter", managed, manager),
                ("Board meeting", sponsored, manager + sponsor),
            ):
                if ago:
                    day = working_day(today - timedelta(days=ago))
                    meetings[f"rhythm_meeting_{key}_{ago}"] = {
                        "name": f"{name}: {account.name}",
                        "start": datetime.combine(day, time(9)),
                        "stop": datetime.combine(day, time(11)),
                        "user_id": manager.id,
                        "partner_ids": [Command.set((person + users.partner_id).ids)],
                    }
        self._demo_create("mail.activity", calls)
        self._demo_create("mail.message", mails)
        self._demo_create("calendar.event", meetings)

    @api.model
    def _call_values(self, person, user, day):
        """A call that is done: Odoo keeps it as an archived activity."""
        return {
            "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": person.id,
            "summary": "Deliveries of the next weeks",
            "user_id": user.id,
            "date_deadline": day,
            "active": False,
            "date_done": day,
        }

    @api.model
    def _mail_values(self, person, account, day):
        """A mail that came from the customer."""
        return {
            "message_type": "email",
            "subtype_id": self.env.ref("mail.mt_comment").id,
            "model": "res.partner",
            "res_id": account.id,
            "author_id": person.id,
            "email_from": person.email_formatted,
            "subject": "Deliveries of the next weeks",
            "body": "Here is our plan of the next weeks; please confirm the dates.",
            "date": datetime.combine(day, time(7, 40)),
        }
