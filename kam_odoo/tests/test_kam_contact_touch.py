from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .rhythm_common import NOW, RhythmCommon


class TouchCommon(RhythmCommon):
    def _touches(self, account=None, company=None):
        """Day, how, person, colleague, started by the customer."""
        touches = (
            self.env["kam.contact.touch"]
            .with_context(allowed_company_ids=self.companies.ids)
            .search(
                [
                    ("partner_id", "=", (account or self.account).id),
                    ("company_id", "=", (company or self.company_a).id),
                ]
            )
        )
        return sorted(
            (
                str(touch.day),
                touch.how,
                touch.contact_id.name,
                touch.user_id.login,
                touch.started_by_customer,
            )
            for touch in touches
        )


@tagged("post_install", "-at_install")
class TestKamContactTouch(TouchCommon):
    """R3: each pair of a colleague and a person that had a contact."""

    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def test_meeting_is_one_row_a_pair(self):
        bor = self._account("Bor", parent=self.account, is_company=False)
        self._meet(
            "2024-06-03 08:00:00", self.kam_user, self.sponsor, person=self.person + bor
        )
        self.assertEqual(
            self._touches(),
            [
                ("2024-06-03", "meeting", person, user, False)
                for person in ("Ana", "Bor")
                for user in ("kam_sponsor", "kam_user")
            ],
        )

    def test_meeting_the_customer_called(self):
        """A person of the account with a portal user of its own organises it."""
        self.portal.partner_id.parent_id = self.account
        meeting = self._meet(
            "2024-06-03 08:00:00", self.kam_user, person=self.portal.partner_id
        )
        meeting.user_id = self.portal
        self.assertEqual([row[-1] for row in self._touches()], [True])
        other = self._key_account("Beta")
        self.portal.partner_id.parent_id = other
        meeting.partner_ids = [Command.link(self.person.id)]
        self.assertEqual([row[-1] for row in self._touches()], [False])

    def test_mails(self):
        """Received ones name whom they are addressed to; else nobody is known."""
        ours = self.kam_user.partner_id
        self._mail(self.account, "2024-06-03", ours, to=self.person)
        self._mail(self.account, "2024-06-04", self.person, message_type="email")
        self._mail(self.account, "2024-06-05", self.person, to=ours)
        self.assertEqual(
            self._touches(),
            [
                ("2024-06-03", "mail_sent", "Ana", "kam_user", False),
                ("2024-06-04", "mail_received", "Ana", False, True),
                ("2024-06-05", "mail_received", "Ana", "kam_user", True),
            ],
        )

    def test_activity(self):
        self._do(
            self.person, "mail.mail_activity_data_call", self.sponsor, "2024-06-03"
        )
        self.assertEqual(
            self._touches(), [("2024-06-03", "call", "Ana", "kam_sponsor", False)]
        )

    def test_evening_in_america(self):
        """Odoo notes the day of Greenwich, where it is tomorrow already."""
        self.company_a.partner_id.tz = "America/New_York"
        self._do(
            self.person, "mail.mail_activity_data_call", self.sponsor, "2024-06-13"
        )
        with freeze_time("2024-06-13 02:00:00"):
            self.assertEqual(
                self._touches(), [("2024-06-12", "call", "Ana", "kam_sponsor", False)]
            )

    def test_other_company(self):
        """A colleague's contact is one of his company, and of no other."""
        self._meet("2024-06-03 08:00:00", self.other_user)
        self.assertEqual(self._touches(), [])
        self.assertEqual(
            self._touches(company=self.company_b),
            [("2024-06-03", "meeting", "Ana", "kam_other", False)],
        )

    def test_accounts_without_rhythm(self):
        """Touches are of every account, the rhythm only of those that have one."""
        plain = self._account("Plain")
        self._meet("2024-06-03 08:00:00", self.kam_user, person=plain)
        self.assertEqual(len(self._touches(account=plain)), 1)
        self.assertFalse(self._rows(account=plain))

    def test_numbers(self):
        """No two rows share a number, and a row is found again by it."""
        bor = self._account("Bor", parent=self.account, is_company=False)
        self._meet(
            "2024-06-03 08:00:00", self.kam_user, self.sponsor, person=self.person + bor
        )
        self._mail(
            self.account, "2024-06-04", self.kam_user.partner_id, to=self.person + bor
        )
        Touch = self.env["kam.contact.touch"]
        rows = Touch.search([("partner_id", "=", self.account.id)])
        self.assertEqual(len(rows), 6)
        self.assertEqual(len(set(rows.ids)), 6)
        self.assertLess(max(rows.ids), 2**53, "a browser counts no further")
        for row in rows:
            self.assertEqual(Touch.search([("id", "=", row.id)]), row)


@tagged("post_install", "-at_install")
class TestKamContactTouchAccess(TouchCommon):
    """That there was a contact is for those who may see the account; what it was
    about, for those who may read the record."""

    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _seen(self, user):
        return (
            self.env["kam.contact.touch"]
            .with_user(user)
            .search([("partner_id", "=", self.account.id)])
        )

    def test_who_sees_what(self):
        self._meet("2024-06-03 08:00:00", self.salesperson)
        stranger = self._user("kam_stranger", "kam_odoo.group_kam_user")
        for user, count in (
            (self.kam_user, 1),
            (self.sponsor, 1),
            (stranger, 0),
            (self.other_user, 0),
            (self.salesperson, 0),
            (self.employee, 0),
            (self.kam_manager, 1),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(len(self._seen(user)), count)
        self.env["kam.team.member"].create(
            {"partner_id": self.account.id, "user_id": self.employee.id}
        )
        self.assertEqual(len(self._seen(self.employee)), 1, "he is in the team")
        with self.assertRaises(AccessError):
            self._seen(self.portal)

    def test_other_companys_contact(self):
        self._meet("2024-06-03 08:00:00", self.other_user)
        self.assertFalse(self._seen(self.kam_user))
        for companies, count in ((self.company_a, 0), (self.companies, 1)):
            touches = self.env["kam.contact.touch"].with_user(self.kam_manager)
            touches = touches.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(
                touches.search_count([("partner_id", "=", self.account.id)]), count
            )

    def test_nothing_of_a_private_meeting(self):
        self._meet("2024-06-03 08:00:00", self.salesperson, privacy="private")
        self._mail(
            self.account, "2024-06-04", self.salesperson.partner_id, to=self.person
        )
        for touch in self._seen(self.kam_user):
            values = str(touch.read())
            for secret in ("takeover", "pay too much"):
                self.assertNotIn(secret, values)

    def test_open_source(self):
        """The record opens under Odoo's own rights: not one of another company."""
        lead = self.env["crm.lead"].create(
            {
                "name": "Line 4",
                "partner_id": self.person.id,
                "user_id": False,
                "company_id": self.company_b.id,
            }
        )
        self._do(lead, "mail.mail_activity_data_call", self.salesperson, "2024-06-03")
        touch = self._seen(self.kam_user)
        with self.assertRaisesRegex(AccessError, "not what it was about"):
            touch.action_open_source()
        lead.company_id = self.company_a
        action = touch.action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", lead.id))

    def test_open_mail(self):
        """What a mail was written on opens; a mail on no record says so in words.

        So does one of an app that is not installed any more.
        """
        mail = self._mail(
            self.account, "2024-06-04", self.kam_user.partner_id, to=self.person
        )
        action = self._seen(self.kam_user).action_open_source()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", self.account.id)
        )
        for model, number in ((False, False), ("gone.app", 7), ("res.partner", False)):
            with self.subTest(model=model):
                mail.write({"model": model, "res_id": number})
                touch = self._seen(self.kam_user)
                with self.assertRaisesRegex(UserError, "no record to open"):
                    touch.action_open_source()

    def test_open_mail_of_others(self):
        """Without a record, a mail is its author's and readers', not everybody's."""
        mail = self._mail(
            self.account, "2024-06-04", self.kam_user.partner_id, to=self.person
        )
        mail.write({"model": False, "res_id": False})
        with self.assertRaisesRegex(AccessError, "not what it was about"):
            self._seen(self.sponsor).action_open_source()

    def test_open_activity(self):
        """The record that an activity is on, not the activity."""
        self._do(
            self.person, "mail.mail_activity_data_call", self.kam_user, "2024-06-03"
        )
        action = self._seen(self.kam_user).action_open_source()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", self.person.id)
        )

    def test_read_only(self):
        self._meet("2024-06-03 08:00:00", self.kam_user)
        touch = self._seen(self.kam_manager)
        for change in (
            lambda: touch.write({"how": "call"}),
            lambda: touch.unlink(),
            lambda: touch.create({"partner_id": self.account.id}),
        ):
            with self.assertRaises(AccessError):
                change()
