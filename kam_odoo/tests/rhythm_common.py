from odoo import Command
from odoo.tests import freeze_time

from .common import KamCommon

NOW = "2024-06-12 10:00:00"  # a Wednesday
OPERATIONAL, STATUS, STRATEGIC, EXECUTIVE = KINDS = (
    "operational",
    "status",
    "strategic",
    "executive",
)


class RhythmCommon(KamCommon):
    """A strategic account of ``kam_user``, sponsor ``sponsor``: 7 / 30 / 90 / 365."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sponsor = cls._user("kam_sponsor", "kam_odoo.group_kam_user")
        cls.account = cls._key_account("Alfa")
        cls.person = cls._account(
            "Ana", parent=cls.account, is_company=False, email="ana@alfa.example"
        )
        cls.Rhythm = cls.env["kam.contact.rhythm"].with_context(
            allowed_company_ids=cls.companies.ids
        )

    @classmethod
    def _key_account(cls, name, **values):
        return cls._account(
            name,
            **{
                "kam_status": "key",
                "kam_tier_id": cls.tier_strategic.id,
                "kam_manager_id": cls.kam_user.id,
                "kam_sponsor_id": cls.sponsor.id,
                **values,
            },
        )

    @classmethod
    def _meet(cls, start, *users, person=None, **values):
        """A meeting of one hour with the person of the account."""
        partners = (person or cls.person) + cls.env["res.partner"].union(
            *(user.partner_id for user in users)
        )
        return (
            cls.env["calendar.event"]
            .with_context(no_mail_to_attendees=True, dont_notify=True)
            .create(
                {
                    "name": "Secret takeover",
                    "start": start,
                    "stop": f"{start[:11]}{int(start[11:13]) + 1:02}{start[13:]}",
                    "user_id": users[0].id if users else False,
                    "partner_ids": [Command.set(partners.ids)],
                    **values,
                }
            )
        )

    @classmethod
    def _do(cls, record, xmlid, user, day):
        """An activity that is done on a day."""
        with freeze_time(f"{day} 12:00:00"):
            activity = record.with_user(user).sudo().activity_schedule(xmlid)
            activity.user_id = user
            activity.action_feedback(feedback="Talked about prices")
            cls.env.flush_all()  # Odoo notes the day when it writes

    @classmethod
    def _mail(cls, record, day, author, to=(), status="sent", **values):
        """A message, with the state of its delivery that the mail server gave."""
        with freeze_time(f"{day} 12:00:00"):
            message = record.message_post(
                author_id=author.id,
                body="We pay too much",
                **{
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                    "partner_ids": [partner.id for partner in to],
                    **values,
                },
            )
            message.notification_ids.notification_status = status
        return message

    def _rows(self, account=None, company=None):
        self.Rhythm.invalidate_model()  # what changed is not seen in the cache
        return self.Rhythm.search(
            [
                ("partner_id", "=", (account or self.account).id),
                ("company_id", "=", (company or self.company_a).id),
            ]
        )

    def _of(self, kind, **of):
        return self._rows(**of).filtered(lambda row: row.kind == kind)

    def _last(self, **of):
        """Kind → (day, how) of the kinds with a contact."""
        return {
            row.kind: (str(row.last_date), row.how)
            for row in self._rows(**of)
            if row.last_date
        }
