from odoo.tests import tagged

from .health_common import TODAY, HealthCommon


@tagged("post_install", "-at_install")
class TestKamCoverage(HealthCommon):
    """How well the contact with a person is kept, from all that Odoo has (R3)."""

    def setUp(self):
        super().setUp()
        self.ana = self._stakeholder(self.person, "user", influence="2")
        self.ana.cadence_days = 15
        ours = self.kam_user.partner_id
        # what counts: 3, 10, 20 and 30 days ago
        self._met(3, self.salesperson, privacy="private")
        self._call(self.person, self.sponsor, 10)
        self._mail(self.account, "2024-05-23", ours, to=self.person)
        self._mail(self.account, "2024-05-13", self.person, message_type="email")
        # a colleague of the other company
        self._met(40, self.other_user)
        # what does not: declined, a note, a to-do, a planned call, long ago
        declined = self._met(50, self.kam_user)
        declined.attendee_ids.filtered(
            lambda found: found.partner_id == self.person
        ).state = "declined"
        note = {"subtype_xmlid": "mail.mt_note"}
        self._mail(self.account, "2024-04-13", ours, to=self.person, **note)
        self._do(
            self.person, "mail.mail_activity_data_todo", self.kam_user, "2024-04-11"
        )
        self.person.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.kam_user.id
        )
        self._met(90, self.kam_user)

    def _ana(self, companies):
        self.env.invalidate_all()
        return self.ana.with_context(allowed_company_ids=companies.ids)

    def test_hand_worked(self):
        """Each 15 days are 6 in 90. Four of them are 67 %: a half, in quarters; with
        the other company's, five are 83 %: three quarters. That company alone has one
        day of six, and that long ago: a quarter.
        """
        for companies, days, coverage, since in (
            (self.company_a, 4, 0.5, 3),
            (self.companies, 5, 0.75, 3),
            (self.company_b, 1, 0.25, 40),
        ):
            ana = self._ana(companies)
            with self.subTest(companies=companies.mapped("name")):
                self.assertEqual(ana.contact_days, days)
                self.assertEqual(ana.coverage, coverage)
                self.assertEqual(ana.days_since_contact, since)
        self.assertEqual((TODAY - self._ana(self.company_a).last_contact).days, 3)

    def test_colleagues(self):
        """Salesperson, sponsor, manager; to whom the mail received went is unknown."""
        self.assertEqual(self._ana(self.company_a).colleague_count, 3)

    def test_in_the_score(self):
        """Ana alone, neutral and half covered: 100 × (0.6 × 0.5 + 0.4 × 0.5) is 50."""
        self.tier_strategic.required_role_ids = False
        self.assertEqual(self._take().stakeholders, 50)

    def test_for_who_may_not_read_the_meeting(self):
        """A member of the team sees that there was a contact, not the meeting."""
        self.env["kam.team.member"].create(
            {"partner_id": self.account.id, "user_id": self.employee.id}
        )
        ana = self._ana(self.company_a).with_user(self.employee)
        self.assertEqual((ana.contact_days, ana.coverage), (4, 0.5))
        touches = self.env["kam.contact.touch"].with_user(self.employee).search([])
        self.assertNotIn("takeover", str(touches.read()))
