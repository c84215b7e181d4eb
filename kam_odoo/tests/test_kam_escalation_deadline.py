import runpy

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import file_path

from .escalation_common import FRIDAY, EscalationCommon


@tagged("post_install", "-at_install")
class TestKamEscalationDeadline(EscalationCommon):
    """R7: deadlines in working hours, against cases worked out by hand.

    Mondays are 2024-04-29 and 05-06; the strategic tier gives 2 and 16 hours.
    """

    def _holiday(self, day, company, **values):
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 23:59:59",
                "calendar_id": False,
                **values,
            }
        )
        leave.company_id = company

    def test_weekend(self):
        """Friday 16:00. 2 h: 1 h on Friday, 1 h on Monday. 4 h: Monday 11:00.

        16 h: 1 h on Friday, 8 h on Monday, 7 h on Tuesday (4 before and 3 after noon).
        """
        escalation = self._raise()
        self.assertMoment(escalation.response_deadline, "2024-05-06 09:00")
        self.assertMoment(escalation.sponsor_deadline, "2024-05-06 11:00")
        self.assertMoment(escalation.solution_deadline, "2024-05-07 16:00")
        self.assertEqual(escalation.next_deadline, escalation.response_deadline)

    def test_severity(self):
        """Friday 16:00. Critical: 1 h ends with the day, 8 h = 1 + 7.

        High: 1.5 h and 12 h = 1 + 8 + 3. Low, with the setting at 200 %: 4 h.
        """
        critical = self._raise(severity="critical")
        self.assertMoment(critical.response_deadline, "2024-05-03 17:00")
        self.assertMoment(critical.solution_deadline, "2024-05-06 16:00")
        high = self._raise(severity="high")
        self.assertMoment(high.response_deadline, "2024-05-06 08:30")
        self.assertMoment(high.solution_deadline, "2024-05-07 11:00")
        self.company_a.kam_severity_low = 2
        low = self._raise(severity="low")
        self.assertMoment(low.response_deadline, "2024-05-06 11:00")

    def test_noon_night_and_end_of_day(self):
        """Over noon, before work, after work, on Saturday, on the last minute."""
        for moment, due in (
            ("2024-05-06 11:30:00", "2024-05-06 14:30"),
            ("2024-05-06 04:00:00", "2024-05-06 10:00"),
            ("2024-05-06 20:00:00", "2024-05-07 10:00"),
            ("2024-05-04 12:00:00", "2024-05-06 10:00"),
            ("2024-05-06 15:00:00", "2024-05-06 17:00"),
        ):
            with self.subTest(moment=moment):
                self.assertMoment(self._raise(moment).response_deadline, due)

    def test_holiday(self):
        """Monday is a holiday here, Tuesday only in the other company."""
        self._holiday("2024-05-06", self.company_a)
        self._holiday("2024-05-07", self.company_b)
        escalation = self._raise()
        self.assertMoment(escalation.response_deadline, "2024-05-07 09:00")

    def test_leave_of_a_person(self):
        """Somebody's own leave moves nothing: the promise is the company's."""
        resource = self.env["resource.resource"].create(
            {"name": "Somebody", "calendar_id": self.calendar.id}
        )
        self._holiday(
            "2024-05-06",
            self.company_a,
            resource_id=resource.id,
            calendar_id=self.calendar.id,
        )
        self.assertMoment(self._raise().response_deadline, "2024-05-06 09:00")

    def test_time_zone(self):
        """New York, UTC−4: Friday 20:30 UTC is 16:30 there.

        Half an hour on Friday, one and a half on Monday: 9:30, which is 13:30 UTC.
        """
        self.company_a.resource_calendar_id = self._calendar("America/New_York")
        escalation = self._raise("2024-05-03 20:30:00")
        self.assertMoment(escalation.response_deadline, "2024-05-06 13:30")

    def test_clock_change(self):
        """Ljubljana, Friday 29 March 15:00 UTC is 16:00; Monday 9:00 is 7:00 UTC."""
        self.company_a.resource_calendar_id = self._calendar("Europe/Ljubljana")
        escalation = self._raise("2024-03-29 15:00:00")
        self.assertMoment(escalation.response_deadline, "2024-04-01 07:00")

    def test_no_schedule(self):
        """Without a working schedule, or with an empty one, the clock simply runs."""
        self.company_a.resource_calendar_id = False
        self.assertMoment(self._raise().response_deadline, "2024-05-03 18:00")
        self.calendar.attendance_ids.unlink()
        self.company_a.resource_calendar_id = self.calendar
        self.assertMoment(self._raise().response_deadline, "2024-05-03 18:00")

    def test_no_tier(self):
        """The settings give the hours where there is no tier, or an empty one."""
        self.company_a.write({"kam_response_hours": 1, "kam_solution_hours": 9})
        self.account.kam_tier_id = False
        escalation = self._raise()
        self.assertMoment(escalation.response_deadline, "2024-05-03 17:00")
        self.assertMoment(escalation.solution_deadline, "2024-05-06 17:00")
        self.account.kam_tier_id = self.env["kam.tier"].create({"name": "Own"})
        escalation = self._raise()
        self.assertMoment(escalation.response_deadline, "2024-05-03 17:00")

    def test_tier_of_the_group(self):
        """A subsidiary's contact has the promise of the group's tier."""
        branch = self._account("Branch", parent=self.account)
        escalation = self._raise(partner_id=False, contact_id=branch.id)
        self.assertEqual(escalation.partner_id, self.account)
        self.assertMoment(escalation.response_deadline, "2024-05-06 09:00")

    def test_moves_until_answered(self):
        """Severity and tier move the deadlines, and the activity, until an answer.

        Key gives 4 and 24 hours: Monday 11:00, and Wednesday 16:00 (1 + 8 + 8 + 7).
        """
        escalation = self._raise()
        self.account.kam_tier_id = self.tier_key
        self.assertMoment(escalation.response_deadline, "2024-05-06 11:00")
        self.assertMoment(escalation.solution_deadline, "2024-05-08 16:00")
        escalation.with_user(self.kam_user).severity = "critical"
        self.assertMoment(escalation.response_deadline, "2024-05-06 09:00")
        activity = escalation.activity_ids
        self.assertEqual(str(activity.date_deadline), "2024-05-06")
        with freeze_time("2024-05-03 16:30:00"):
            escalation.with_user(self.kam_user).action_respond()
        solution = escalation.solution_deadline
        escalation.with_user(self.kam_user).severity = "low"
        self.account.kam_tier_id = self.tier_strategic
        self.assertMoment(escalation.response_deadline, "2024-05-06 09:00")
        self.assertEqual(escalation.solution_deadline, solution)

    def test_moved_activity(self):
        """From Monday to Wednesday: Standard gives 16 hours, 1 + 8 + 7."""
        escalation = self._raise()
        self.assertEqual(str(escalation.activity_ids.date_deadline), "2024-05-06")
        self.account.kam_tier_id = self.env.ref("kam_odoo.kam_tier_standard")
        self.assertEqual(str(escalation.activity_ids.date_deadline), "2024-05-07")

    def test_new_hours_of_a_tier(self):
        """They hold from now on; what was promised stays."""
        before = self._raise()
        self.tier_strategic.response_hours = 1
        after = self._raise()
        self.assertMoment(before.response_deadline, "2024-05-06 09:00")
        self.assertMoment(after.response_deadline, "2024-05-03 17:00")

    def test_hours_of_work(self):
        """Friday 16:00 to Monday 8:30 is 1.5 hours, to Tuesday 17:00 it is 17."""
        escalation = self._raise()
        self.assertIs(escalation.hours_to_answer, False)
        with freeze_time("2024-05-06 08:30:00"):
            escalation.with_user(self.kam_user).action_respond()
        with freeze_time("2024-05-07 17:00:00"):
            self._solve(escalation, self.kam_user)
        self.assertEqual(escalation.hours_to_answer, 1.5)
        self.assertEqual(escalation.hours_to_solve, 17)
        self.assertEqual(escalation.answered_in_time, 1)
        self.assertEqual(escalation.solved_in_time, 0)

    def test_statistics(self):
        """Four raised: answered in time, late, not at all though late, not yet.

        The share is 1 of 3; a cancelled one counts nowhere.
        """
        in_time, late, never, _waiting, cancelled = (
            self._raise(severity="normal") for _number in range(5)
        )
        with freeze_time("2024-05-06 09:00:00"):
            in_time.with_user(self.kam_user).action_respond()
        with freeze_time("2024-05-06 09:00:01"):
            late.with_user(self.kam_user).action_respond()
            cancelled.with_user(self.kam_user).action_respond()
            cancelled.with_user(self.kam_user).action_cancel()
            never._rise_to("1")
        [(share, hours)] = self.env["kam.escalation"]._read_group(
            [("partner_id", "=", self.account.id)],
            [],
            ["answered_in_time:avg", "hours_to_solve:avg"],
        )
        self.assertAlmostEqual(share, 1 / 3)
        self.assertFalse(hours, "nothing is solved")

    def test_settings_make_sense(self):
        for values in (
            {"kam_response_hours": 0},
            {"kam_response_hours": 81},
            {"kam_severity_critical": 0},
            {"kam_severity_critical": 0.9},
            {"kam_severity_high": 1.1},
            {"kam_severity_low": 0.9},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.company_a.write(values)

    def test_late(self):
        """Late is what passed its next deadline: the answer's, then the solution's."""
        escalation = self._raise(FRIDAY)
        found = self.env["kam.escalation"].search
        for moment, late in (
            ("2024-05-06 09:00:00", False),
            ("2024-05-06 09:00:01", True),
        ):
            with freeze_time(moment):
                escalation.invalidate_recordset(["is_late"])
                self.assertEqual(escalation.is_late, late)
                self.assertEqual(
                    escalation in found([("is_late", "=", True)]), late, moment
                )
                self.assertEqual(
                    escalation in found([("is_late", "=", False)]), not late, moment
                )

    def test_update(self):
        """Updating fills the hours of the tiers we shipped, where none were given."""
        script = file_path("kam_odoo/migrations/19.0.1.1.0/post-escalations.py")
        migration = runpy.run_path(script)["migrate"]
        own = self.env["kam.tier"].create({"name": "Own"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_tier SET response_hours = NULL, solution_hours = NULL"
            " WHERE id IN %s",
            [(self.tier_strategic.id, own.id)],
        )
        self.env.cr.execute(
            "UPDATE kam_tier SET response_hours = 3 WHERE id = %s", [self.tier_key.id]
        )
        migration(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(self.tier_strategic.response_hours, 2)
        self.assertEqual(self.tier_strategic.solution_hours, 16)
        self.assertEqual(self.tier_key.response_hours, 3)
        self.assertEqual(own.response_hours, 0)
