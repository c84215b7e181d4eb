from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..tools import health
from .health_common import TODAY, HealthCommon


@tagged("post_install", "-at_install")
class TestKamHealth(HealthCommon):
    """Health by hand-worked cases (METHODS §§10, 11)."""

    def _known_account(self):
        """Every driver known but payment; see ``test_hand_worked``."""
        self._monthly()
        self._facts()
        self._stakeholder(
            self.boss_contact, "decision_maker", influence="3", attitude="3"
        )
        self._stakeholder(self.person, "user", influence="2", attitude="2")
        for days in (14, 28, 42):
            self._met(days, self.kam_user, person=self.boss_contact)
        self._call(self.person, self.sponsor, 7)
        for number, state in enumerate(("done", "open")):
            self.env["kam.action"].create(
                {
                    "name": "Action",
                    "partner_id": self.account.id,
                    "user_id": self.kam_user.id,
                    "date_deadline": TODAY - timedelta(days=5 + number),
                    "date_done": TODAY - timedelta(days=9)
                    if state == "done"
                    else False,
                    "state": state,
                }
            )
        self.env.flush_all()

    def test_hand_worked(self):
        """12 × 100 against 12 × 100: no growth, 67. The last order is 28 days ago, one
        comes each 30 or 31: 100. Boss 3 × (0.6 × 0.75 + 0.4 × 1) and Ana 2 × (0.6 × 0.5
        + 0.4 × 0.5) are 2.55 + 1 of 5: 71. Meetings 14, 28 and 42 days ago (4 × (1/4 +
        1/16 + 1/64)) and a call 7 days ago (2 × 1/2): 2.3125 of 6: 38.5. One of two
        actions done: 50. (25 × 67 + 20 × 100 + 20 × 71 + 15 × 38.5 + 10 × 50) ÷ 90 =
        6172.5 ÷ 90 = 68.6.
        """
        self._known_account()
        taken = self._take()
        self.assertEqual(taken.trend, 67)
        self.assertEqual(taken.rhythm, 100)
        self.assertEqual(taken.stakeholders, 71)
        self.assertEqual(taken.engagement, 38.5)
        self.assertEqual(taken.execution, 50)
        self.assertIs(taken.payment, False)
        self.assertEqual((taken.health, taken.confidence), (68.6, 0.9))
        self.assertEqual((taken.band, taken.cap), ("good", False))
        self.assertEqual(str(taken.date), "2024-06-12")
        self.assertEqual(str(taken.week), "2024-06-10")
        self.assertTrue(taken.is_latest)

    def test_payment(self):
        """100 paid 10 days late and 300 on time are 2.5 days by amount; then 100 is 60
        days overdue: (1,000 + 6,000) ÷ 500 = 14 days. What is not due does not count.
        """
        self._receivable("2024-01-01", "2024-02-01", 100, paid="2024-02-11")
        self._receivable("2024-01-01", "2024-02-01", 300, paid="2024-01-20")
        self._receivable("2024-06-01", "2024-07-01", 900)
        self._receivable("2022-06-01", "2022-07-01", 900, paid="2023-01-01")
        self.assertEqual(self._take().payment, health.payment(2.5))
        self._receivable("2024-03-01", "2024-04-13", 100)
        taken = self._take()
        self.assertEqual(taken.payment, health.payment(14))
        self.assertEqual(taken.evidence["payment"]["overdue"], 100)
        before = self._take(date(2024, 2, 5))
        self.assertEqual(before.payment, health.payment(1), "100 of 400 for 4 days")

    def test_part_of_an_invoice_is_paid(self):
        """Due on the second of June: 300 came 4 days late, 100 is open for 10 days. So
        (1,200 + 1,000) ÷ 400 = 5.5 days; before the payment 400 were open for 2."""
        self._receivable("2024-05-01", "2024-06-02", 400, paid="2024-06-06", part=300)
        taken = self._take()
        self.assertEqual(taken.payment, health.payment(5.5))
        known = taken.evidence["payment"]
        self.assertEqual(
            (known["invoices"], known["days"], known["overdue"], known["open"]),
            (1, 5.5, 100, 1),
        )
        before = self._take(date(2024, 6, 4)).evidence["payment"]
        self.assertEqual((before["days"], before["overdue"]), (2, 400))

    def test_execution(self):
        """An objective behind its steps, an action done late.

        The plan runs 100 days, 50 of them over this morning. The first of 4 meetings
        was due after 30 days, the second is after 60: 25 % and two thirds of the next
        25 % are 41.67 %. One was held, 25 %: 60. One action done late: 50; together 55.
        """
        start = TODAY - timedelta(days=50)
        plan = self.env["kam.plan"].create(
            {
                "partner_id": self.account.id,
                "date_from": start,
                "date_to": start + timedelta(days=99),
            }
        )
        self.env["kam.objective"].create(
            {"plan_id": plan.id, "name": "Meet", "metric": "meetings", "target": 4}
        )
        plan.with_user(self.kam_user).action_submit()
        with freeze_time(f"{start} 09:00:00"):
            plan.with_user(self.kam_manager).action_approve()
        self._met(20, self.kam_user)
        self.assertEqual(self._take().execution, 60)
        self.env["kam.action"].create(
            {
                "name": "Late",
                "plan_id": plan.id,
                "user_id": self.kam_user.id,
                "date_deadline": TODAY - timedelta(days=30),
                "date_done": TODAY - timedelta(days=10),
                "state": "done",
            }
        )
        taken = self._take()
        self.assertEqual(taken.execution, 55)
        self.assertEqual(taken.evidence["execution"]["done_late"], 1)
        earlier = self._take(TODAY - timedelta(days=20))
        self.assertEqual(earlier.evidence["execution"]["late"], 1)

    def test_unknown_is_left_out(self):
        """Nothing known but a planned rhythm without any contact."""
        taken = self._take()
        self.assertEqual((taken.health, taken.band), (0, "poor"))
        self.assertEqual(taken.confidence, 0.15)
        self.assertEqual(taken.engagement, 0)
        for name in ("trend", "rhythm", "stakeholders", "execution", "payment"):
            self.assertIs(taken[name], False, name)
        bare = self._key_account("Bare", kam_tier_id=False)
        self.assertFalse(self._take(account=bare), "nothing is known of it")

    def test_missing_role_caps_the_people(self):
        """Both are mentors and covered; nobody decides: 59 instead of 100."""
        for contact in (self.person, self.boss_contact):
            self._stakeholder(contact, "user", influence="3", attitude="4")
            for days in (3, 20, 40):
                self._met(days, self.kam_user, person=contact)
        taken = self._take()
        self.assertEqual(taken.stakeholders, 59)
        self.assertEqual(taken.evidence["stakeholders"]["plain"], 100)

    def test_departed_sponsor_of_the_customer(self):
        self._known_account()
        sponsor = self._stakeholder(self.person.copy(), "sponsor", influence="1")
        self.assertGreater(self._take().health, 39)
        sponsor.contact_id.active = False
        taken = self._take()
        self.assertEqual((taken.health, taken.cap), (39, "sponsor"))
        self.assertEqual(taken.band, "poor")
        self._stakeholder(self.person.copy(), "sponsor", influence="1")
        self.assertFalse(self._take().cap, "somebody else is the sponsor now")

    def test_sponsor_taken_off_the_map(self):
        """A stakeholder who is archived, but still at the account, has not left."""
        self._known_account()
        sponsor = self._stakeholder(self.person.copy(), "sponsor", influence="1")
        sponsor.active = False
        self.assertFalse(self._take().cap)
        sponsor.contact_id.active = False
        self.assertEqual(self._take().cap, "sponsor", "now he has")

    def test_departed_sponsor_of_ours(self):
        self._known_account()
        self.sponsor.active = False
        self.assertEqual(self._take().cap, "sponsor")

    def test_lost(self):
        """Orders each month, then silence for 4 months: lost, whatever else is good."""
        self._known_account()
        self._freeze("2024-09-20 10:00:00")
        taken = self._take()
        self.assertEqual((taken.rhythm, taken.cap), (0, "lost"))
        self.assertLessEqual(taken.health, 39)

    def test_a_cap_raises_nothing(self):
        """An account below 39 stays where it is."""
        self.sponsor.active = False
        taken = self._take()
        self.assertEqual((taken.health, taken.cap), (0, "sponsor"))

    def test_once_a_week(self):
        """Counting again replaces the week; the next week stands beside it."""
        self._known_account()
        first = self._take()
        self.env["kam.action"].search(
            [("partner_id", "=", self.account.id)]
        ).active = False
        second = self._take()
        self.assertFalse(first.exists())
        self.assertIs(second.execution, False)
        self._freeze("2024-06-16 10:00:00")  # Sunday
        third = self._take()
        self.assertFalse(second.exists())
        self._freeze("2024-06-17 10:00:00")
        fourth = self._take()
        self.assertTrue(third.exists())
        self.assertEqual(
            self.Snapshot.search([("partner_id", "=", self.account.id)]), fourth + third
        )
        self.assertEqual((third.is_latest, fourth.is_latest), (False, True))

    def test_a_day_in_the_past_is_not_the_present(self):
        now = self._take()
        before = self._take(date(2024, 3, 1))
        self.assertEqual((now.is_latest, before.is_latest), (True, False))
        self.assertEqual(str(before.week), "2024-02-26")

    def test_one_account(self):
        """On demand, nobody else's snapshot is touched."""
        other = self._key_account("Beta")
        others = self._take(account=other)
        mine = self.Snapshot._take(self.company_a, accounts=self.account)
        self.assertEqual(mine.partner_id, self.account)
        self.assertTrue(others.exists())
        self.assertTrue(others.is_latest)

    def test_no_longer_managed(self):
        """Who is no key account any more has a past, and no present health."""
        taken = self._take(TODAY - timedelta(days=7))
        self.assertTrue(taken.is_latest)
        self.account.write({"kam_status": "none", "kam_manager_id": False})
        self._take()
        self.assertTrue(taken.exists())
        self.assertFalse(taken.is_latest)

    def test_which_company(self):
        """The manager's company, and every other that sold something."""
        self.assertFalse(self._take(company=self.company_b))
        self._order(self.account, "2024-05-01", 100, company=self.company_b)
        self.env["kam.sales.fact"]._rebuild(self.company_b, date(2021, 6, 1))
        self.assertTrue(self._take(company=self.company_b))

    def test_other_companys_contacts(self):
        """A colleague of B keeps contact: that is engagement and coverage of B."""
        self._stakeholder(self.boss_contact, "decision_maker", influence="3")
        self._order(self.account, "2024-05-01", 100, company=self.company_b)
        self.env["kam.sales.fact"]._rebuild(self.company_b, date(2021, 6, 1))
        for days in (3, 20, 40):
            self._met(days, self.other_user, person=self.boss_contact)
        in_a, in_b = self._take(), self._take(company=self.company_b)
        self.assertEqual((in_a.engagement, in_a.stakeholders), (0, 30))
        self.assertEqual(in_b.stakeholders, 70, "neutral, but covered")
        self.assertGreater(in_b.engagement, 0)

    def test_private_meetings_count(self):
        self._met(0, self.salesperson, privacy="private")
        taken = self._take()
        self.assertEqual(taken.engagement, 66.7, "4 of 6 points")
        self.assertNotIn("takeover", str(taken.read()))

    def test_customer_started_it(self):
        """A mail of the customer counts one and a half."""
        self._mail(self.account, str(TODAY), self.person, message_type="email")
        self.assertEqual(self._take(date(2024, 6, 12)).engagement, 0, "at noon")
        self._freeze("2024-06-12 13:00:00")
        self.assertEqual(self._take().engagement, 25)

    def test_weights_are_settings(self):
        self._known_account()
        names = ("trend", "rhythm", "stakeholders", "execution", "payment")
        self.company_a.write({f"kam_health_{name}": 0 for name in names})
        taken = self._take()
        self.assertEqual((taken.health, taken.confidence), (38.5, 1))
        with self.assertRaises(ValidationError):
            self.company_a.kam_health_engagement = 0
        with self.assertRaises(ValidationError):
            self.company_a.kam_health_target = 0

    def test_nobody_types_it(self):
        taken = self._take()
        for change in (
            lambda: taken.write({"health": 100}),
            lambda: self.Snapshot.create({"partner_id": self.account.id}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_words(self):
        self._known_account()
        taken = self._take()
        picture = taken._explain()
        words = {row["id"]: row["words"] for row in picture["rows"]}
        self.assertIn("0.0 %", words["trend"])
        self.assertIn("28 days", words["rhythm"])
        self.assertIn("2 of 2 people", words["stakeholders"])
        self.assertIn("3 meetings, 1 calls", words["engagement"])
        self.assertIn("few threads: 2 of their people", words["engagement"])
        self.assertIn("1 done in time", words["execution"])
        self.assertIn("Unknown", words["payment"])
        self.assertEqual(len(picture["history"]), 1)
        self.assertIs(picture["change"], False)
