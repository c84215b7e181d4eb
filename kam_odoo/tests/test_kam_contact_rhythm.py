from odoo import Command
from odoo.tests import freeze_time, tagged

from .rhythm_common import (
    EXECUTIVE,
    KINDS,
    NOW,
    OPERATIONAL,
    STATUS,
    STRATEGIC,
    RhythmCommon,
)


@tagged("post_install", "-at_install")
class TestKamContactRhythm(RhythmCommon):
    """R6: what took place, from Odoo's own data, counted for the kinds it is one of."""

    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def test_never(self):
        rows = self._rows()
        self.assertEqual(sorted(rows.mapped("kind")), sorted(KINDS))
        self.assertEqual(set(rows.mapped("state")), {"never"})
        self.assertEqual(sorted(rows.mapped("days")), [7, 30, 90, 365])
        self.assertEqual(set(rows.mapped("days_since")), {False})
        self.assertFalse(any(rows.mapped("next_date")))

    def test_states(self):
        """Monthly: 20 % of 30 days are 6, so soon from the 24th day on."""
        for start, state, overdue in (
            ("2024-06-12 08:00:00", "on_time", 0),
            ("2024-05-20 08:00:00", "on_time", 0),  # 23 days ago, 7 left
            ("2024-05-19 08:00:00", "soon", 0),  # 24 days ago, 6 left
            ("2024-05-13 08:00:00", "soon", 0),  # 30 days ago, due today
            ("2024-05-12 08:00:00", "overdue", 1),
            ("2024-04-02 08:00:00", "overdue", 41),
        ):
            with self.subTest(start=start):
                meeting = self._meet(start, self.salesperson)
                row = self._of(STATUS)
                self.assertEqual(row.state, state)
                self.assertEqual(row.overdue_days, overdue)
                self.assertEqual(str(row.last_date), start[:10])
                meeting.unlink()
        self._meet("2024-04-02 08:00:00", self.salesperson)
        row = self._of(STATUS)
        self.assertEqual((row.days_since, str(row.next_date)), (71, "2024-05-02"))

    def test_meeting_by_kind(self):
        """Anybody's meeting, the manager's, the sponsor's."""
        self._meet("2024-06-10 08:00:00", self.salesperson)
        held = ("2024-06-10", "meeting")
        self.assertEqual(self._last(), {OPERATIONAL: held, STATUS: held})
        self._meet("2024-05-06 08:00:00", self.salesperson, self.kam_user)
        by_manager = ("2024-05-06", "meeting")
        self.assertEqual(self._last()[STRATEGIC], by_manager)
        self.assertNotIn(EXECUTIVE, self._last())
        self._meet("2024-02-05 08:00:00", self.sponsor)
        self.assertEqual(self._last()[EXECUTIVE], ("2024-02-05", "meeting"))
        self.assertEqual(self._last()[STRATEGIC], by_manager)
        self.assertEqual(self._last()[STATUS], held)

    def test_what_is_no_meeting(self):
        """Cancelled, in the future, running, declined, among ourselves, without us."""
        self._meet("2024-06-03 08:00:00", self.kam_user).active = False
        self._meet("2024-06-13 08:00:00", self.kam_user)
        self._meet("2024-06-12 09:30:00", self.kam_user)
        for who in (self.person, self.kam_user.partner_id):
            meeting = self._meet("2024-06-04 08:00:00", self.kam_user)
            attendee = meeting.attendee_ids.filtered(
                lambda found, who=who: found.partner_id == who
            )
            attendee.state = "declined"
        self._meet("2024-06-05 08:00:00", self.sponsor, person=self.kam_user.partner_id)
        self._meet("2024-06-06 08:00:00")
        self.assertEqual(self._last(), {})

    def test_whole_day_and_local_day(self):
        """22:30 UTC is the next day in Ljubljana; a whole day has no hour."""
        self.company_a.partner_id.tz = "Europe/Ljubljana"
        self._meet("2024-05-30 22:30:00", self.salesperson, stop="2024-05-30 22:50:00")
        self.assertEqual(self._last()[STATUS][0], "2024-05-31")
        self._meet(
            "2024-06-03 00:00:00",
            self.salesperson,
            allday=True,
            start_date="2024-06-03",
            stop_date="2024-06-04",
        )
        self.assertEqual(self._last()[STATUS][0], "2024-06-03")

    def test_done_activities(self):
        """On the contact, an opportunity, an order; a to-do is no contact."""
        call, meeting = (
            "mail.mail_activity_data_call",
            "mail.mail_activity_data_meeting",
        )
        self._do(
            self.person, "mail.mail_activity_data_todo", self.kam_user, "2024-06-11"
        )
        self.assertEqual(self._last(), {})
        self._do(self.person, call, self.salesperson, "2024-06-03")
        called = ("2024-06-03", "call")
        self.assertEqual(self._last(), {OPERATIONAL: called, STATUS: called})
        lead = self.env["crm.lead"].create(
            {"name": "Line 4", "partner_id": self.person.id}
        )
        self._do(lead, meeting, self.kam_user, "2024-06-05")
        met = ("2024-06-05", "meeting")
        self.assertEqual(self._last(), {OPERATIONAL: met, STATUS: met, STRATEGIC: met})
        order = self._order(self.person, "2024-06-01", 100)
        self._do(order, call, self.kam_user, "2024-06-06")
        self.assertEqual(self._last()[STATUS], ("2024-06-06", "call"))
        self.assertEqual(self._last()[STRATEGIC], met)

    def test_open_activity(self):
        """Planned is not done; a deleted one was never done."""
        self.person.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.kam_user.id
        )
        gone = self.person.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.kam_user.id
        )
        gone.action_cancel()
        self.assertEqual(self._last(), {})

    def test_activity_of_a_meeting(self):
        """Ticked off before the meeting: the meeting itself counts, when it is held."""
        activity = self.person.activity_schedule(
            "mail.mail_activity_data_meeting", user_id=self.kam_user.id
        )
        self._meet(
            "2024-06-20 08:00:00",
            self.kam_user,
            activity_ids=[Command.set(activity.ids)],
        )
        activity.action_feedback()
        self.assertTrue(activity.date_done)
        self.assertEqual(self._last(), {})

    def test_mails(self):
        """Both directions are operational contacts, wherever they were written."""
        ours = self.kam_user.partner_id
        order = self._order(self.person, "2024-06-01", 100)
        self._mail(order, "2024-06-04", ours, to=self.person)
        self.assertEqual(self._last(), {OPERATIONAL: ("2024-06-04", "mail_sent")})
        self._mail(order, "2024-06-07", self.person, message_type="email")
        self.assertEqual(self._last(), {OPERATIONAL: ("2024-06-07", "mail_received")})
        self.assertEqual(self._of(OPERATIONAL).contact_count, 2)

    def test_what_is_no_mail(self):
        """Notes, the system's own messages, bounced ones, talk among colleagues."""
        ours = self.kam_user.partner_id
        note = {"subtype_xmlid": "mail.mt_note"}
        self._mail(self.account, "2024-06-03", ours, **note)
        self._mail(self.account, "2024-06-03", ours, to=self.person, **note)
        self._mail(self.account, "2024-06-03", self.person, **note)
        self._mail(
            self.account,
            "2024-06-04",
            ours,
            to=self.person,
            message_type="notification",
        )
        self._mail(self.account, "2024-06-05", ours, to=self.person, status="bounce")
        self._mail(self.account, "2024-06-06", ours, to=self.sponsor.partner_id)
        robot = self.env.ref("base.partner_root")
        self._mail(self.account, "2024-06-07", robot, to=self.person)
        self.assertEqual(self._last(), {})

    def test_companies(self):
        """Another company's contact is its own; the sponsor counts for the manager."""
        self.assertFalse(self._rows(company=self.company_b), "nobody cares there")
        self._meet("2024-06-03 08:00:00", self.other_user)
        self.assertEqual(self._last(), {})
        held = ("2024-06-03", "meeting")
        in_b = self._last(company=self.company_b)
        self.assertEqual(in_b, {OPERATIONAL: held, STATUS: held})
        self.account.kam_sponsor_id = self.other_user
        self.assertEqual(self._last()[EXECUTIVE], held)
        self.assertFalse(self._rows(company=self.company_b))

    def test_which_accounts(self):
        """Key accounts whole; others as far as their tier plans; archived ones not."""
        growth = self.env.ref("kam_odoo.kam_tier_growth")
        grown = self._key_account("Beta", kam_status="none", kam_tier_id=growth.id)
        self.assertEqual(
            {row.kind: row.days for row in self._rows(account=grown)},
            {STATUS: 90, EXECUTIVE: 365},
        )
        standard = self.env.ref("kam_odoo.kam_tier_standard")
        other = self._key_account("Gamma", kam_status="none", kam_tier_id=standard.id)
        self.assertFalse(self._rows(account=other))
        bare = self._key_account("Delta", kam_tier_id=False)
        self.assertEqual(set(self._rows(account=bare).mapped("state")), {"unplanned"})
        self.account.active = False
        self.assertFalse(self._rows())

    def test_zero_days(self):
        """0 days and no line mean the same: not planned."""
        line = self.tier_strategic.cadence_ids.filtered(lambda c: c.kind == STATUS)
        line.days = 0
        self._meet("2024-01-03 08:00:00", self.salesperson)
        row = self._of(STATUS)
        self.assertEqual((row.state, row.overdue_days), ("unplanned", 0))
        self.assertFalse(row.next_date)
        line.unlink()
        self.assertEqual(self._of(STATUS).state, "unplanned")

    def test_people_who_left(self):
        """An archived contact and an archived colleague did meet."""
        self._meet("2024-06-03 08:00:00", self.salesperson)
        self.salesperson.active = False
        self.person.active = False
        self.assertEqual(self._last()[STATUS][0], "2024-06-03")

    def test_overdue_first(self):
        self._meet("2024-05-01 08:00:00", self.kam_user)
        fresh = self._key_account("Beta")
        self._meet("2024-06-11 08:00:00", self.kam_user, person=fresh)
        rows = self.Rhythm.search([("partner_id", "in", (self.account + fresh).ids)])
        self.assertEqual(
            [(row.partner_id.name, row.kind, row.state) for row in rows],
            [
                ("Alfa", OPERATIONAL, "overdue"),  # 35 days
                ("Alfa", STATUS, "overdue"),  # 12 days
                ("Alfa", EXECUTIVE, "never"),
                ("Beta", EXECUTIVE, "never"),
                ("Alfa", STRATEGIC, "on_time"),
                ("Beta", OPERATIONAL, "on_time"),
                ("Beta", STATUS, "on_time"),
                ("Beta", STRATEGIC, "on_time"),
            ],
        )
        ((kept,),) = self.Rhythm._read_group([("id", "in", rows.ids)], [], ["kept:avg"])
        self.assertEqual(kept, 0.5)

    def test_numbers_of_rows(self):
        """No two rows share one, and a row is found again by it."""
        self._key_account("Beta", kam_manager_id=False, kam_sponsor_id=False)
        rows = self.Rhythm.search([])
        self.assertEqual(len(set(rows.ids)), self.Rhythm.search_count([]))
        for row in rows:
            self.assertEqual(self.Rhythm.search([("id", "=", row.id)]), row)
