from unittest.mock import patch

from odoo.modules.module import get_module_path, load_script
from odoo.tests import freeze_time, tagged

from .escalation_common import EscalationCommon


@tagged("post_install", "-at_install")
class TestKamEscalationRise(EscalationCommon):
    """R7: late escalations rise, each step once.

    Raised on Friday 16:00: an answer is due on Monday 9:00, it rises to the sponsor at
    11:00, a solution is due on Tuesday 16:00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.escalation"].search([]).unlink()  # of the demo
        cls.escalation = cls._raise()
        cls.escalation.user_id = cls.salesperson

    def _at(self, moment):
        with freeze_time(moment):
            self._run_cron()

    def _notes(self):
        """What the job wrote in the chatter, the latest first."""
        risen = self.env.ref("kam_odoo.mt_escalation_risen")
        return self.escalation.message_ids.filtered(
            lambda message: message.subtype_id == risen
        )

    def test_steps(self):
        """Hour by hour, each run twice: who has what on the list."""
        answer = {("answer", "kam_sales")}
        for moment, level, risen in (
            ("2024-05-06 09:00:00", "0", set()),
            ("2024-05-06 09:15:00", "1", {("risen", "kam_user")}),
            ("2024-05-06 11:00:00", "1", {("risen", "kam_user")}),
            (
                "2024-05-06 11:15:00",
                "2",
                {("risen", "kam_user"), ("risen", "kam_sponsor")},
            ),
            (
                "2024-05-08 11:15:00",
                "2",
                {("risen", "kam_user"), ("risen", "kam_sponsor")},
            ),
        ):
            with self.subTest(moment=moment):
                for _time in range(2):
                    self._at(moment)
                    self.assertEqual(self.escalation.level, level)
                    self.assertEqual(self._lists(self.escalation), answer | risen)
        self.assertEqual(len(self._notes()), 2)
        self.assertEqual(self.escalation.answered_in_time, 0)

    def test_ticked_off_is_not_asked_again(self):
        """Who has seen it is not told again by the next run."""
        self._at("2024-05-06 09:15:00")
        activity = self.escalation.activity_ids.filtered(
            lambda one: one.user_id == self.kam_user
        )
        activity.with_user(self.kam_user).action_done()
        self._at("2024-05-06 09:30:00")
        self.assertEqual(self._lists(self.escalation), {("answer", "kam_sales")})

    def test_answer_takes_it_back(self):
        """The answer clears the lists; a late solution rises to the sponsor."""
        self._at("2024-05-06 09:15:00")
        with freeze_time("2024-05-06 09:20:00"):
            self.escalation.with_user(self.salesperson).action_respond()
        self.assertEqual(self._lists(self.escalation), {("solve", "kam_sales")})
        self._at("2024-05-07 16:00:00")
        self.assertEqual(self.escalation.level, "1")
        self._at("2024-05-07 16:15:00")
        self.assertEqual(self.escalation.level, "2")
        self.assertEqual(
            self._lists(self.escalation),
            {("solve", "kam_sales"), ("risen", "kam_sponsor")},
        )
        self.assertIn("Not solved in time", self._notes()[0].body)
        with freeze_time("2024-05-07 16:20:00"):
            self._solve(self.escalation, self.salesperson)
        self.assertFalse(self._lists(self.escalation))

    def test_job_was_off(self):
        """After days without the job both are told, in one run."""
        self._at("2024-05-10 09:00:00")
        self.assertEqual(
            self._lists(self.escalation),
            {("answer", "kam_sales"), ("risen", "kam_user"), ("risen", "kam_sponsor")},
        )

    def test_manager_is_responsible(self):
        """Then the head of key accounts is told, or else the other KAM managers."""
        self.escalation.user_id = self.kam_user
        self._at("2024-05-06 09:15:00")
        self.assertEqual(
            self._lists(self.escalation),
            {("answer", "kam_user"), ("risen", "kam_head")},
        )
        self.company_a.kam_escalation_user_id = False
        other = self._raise()
        other.user_id = self.kam_user
        self._at("2024-05-06 09:30:00")
        told = {login for kind, login in self._lists(other) if kind == "risen"}
        self.assertLessEqual({"kam_head", "kam_manager"}, told)

    def test_sponsor_missing_or_gone(self):
        self.sponsor.active = False
        self._at("2024-05-06 11:15:00")
        self.assertIn(("risen", "kam_head"), self._lists(self.escalation))
        self.assertEqual(self.escalation.level, "2")

    def test_nobody_to_tell(self):
        """The step is still taken, and the chatter says that nobody was told."""
        managers = self.env.ref("kam_odoo.group_kam_manager").all_user_ids
        self.account.write({"kam_manager_id": False, "kam_sponsor_id": False})
        self.company_a.kam_escalation_user_id = False
        self.escalation.user_id = self.salesperson
        with patch.object(
            type(self.escalation), "_heads", lambda self: managers.browse()
        ):
            self._at("2024-05-06 09:15:00")
        self.assertEqual(self.escalation.level, "1")
        self.assertIn("nobody to tell", self._notes()[0].body)

    def test_responsible_left(self):
        """What an archived user had goes to the account's manager."""
        self.salesperson.active = False
        self._at("2024-05-03 16:15:00")
        self.assertEqual(self.escalation.user_id, self.kam_user)
        self.assertEqual(self._lists(self.escalation), {("answer", "kam_user")})

    def test_closed_does_not_rise(self):
        self.escalation.with_user(self.salesperson).action_cancel()
        self._at("2024-05-08 09:00:00")
        self.assertEqual(self.escalation.level, "0")

    def test_reopened_rises_anew(self):
        """A new time to solve, and so new steps when it is late as well."""
        self._at("2024-05-06 11:15:00")
        with freeze_time("2024-05-06 12:00:00"):
            self._solve(self.escalation, self.salesperson)
        with freeze_time("2024-05-07 08:00:00"):
            self.escalation.with_user(self.salesperson).action_reopen()
        self.assertEqual(self.escalation.level, "0")
        self._at("2024-05-08 17:00:00")
        self.assertEqual(self.escalation.level, "0", "16 hours from Tuesday 8:00")
        self._at("2024-05-09 08:15:00")
        self.assertEqual(self.escalation.level, "2")

    def test_broken_one_stops_nobody(self):
        """It is logged, the others rise, and the next run tries it again."""
        other = self._raise()
        rise, broken = type(other)._rise, self.escalation.id

        def _rise(self, now):
            if self.id == broken:
                self.name = "half done"
                raise ValueError("broken")
            return rise(self, now)

        logger = "odoo.addons.kam_odoo.models.kam_escalation_rise"
        with (
            patch.object(type(other), "_rise", _rise),
            self.assertLogs(logger, "ERROR") as logs,
        ):
            self._at("2024-05-06 09:15:00")
        self.assertEqual(len(logs.output), 1)
        self.assertEqual(other.level, "1")
        self.assertEqual(self.escalation.level, "0")
        self.assertEqual(self.escalation.name, "Line stands still")
        self._at("2024-05-06 09:30:00")
        self.assertEqual(self.escalation.level, "1")

    def test_companies(self):
        """Each rises to people who may enter its company."""
        self.company_b.resource_calendar_id = self.calendar
        self.company_b.kam_escalation_user_id = self.other_user
        in_b = self._raise(company_id=self.company_b.id)
        self._at("2024-05-06 09:15:00")
        self.assertIn(("risen", "kam_other"), self._lists(in_b))
        self.assertIn(("risen", "kam_user"), self._lists(self.escalation))

    def test_words(self):
        """The deadline in the time zone of the reader."""
        self.kam_user.tz = "America/New_York"
        self._at("2024-05-06 09:15:00")
        activity = self.escalation.activity_ids.filtered(
            lambda one: one.user_id == self.kam_user
        )
        self.assertIn("5:00", activity.note)

    def test_migration(self):
        """Lists name the escalation; with a colour Odoo writes “Warning” instead."""
        kind = self.env.ref("kam_odoo.mail_activity_type_escalation_risen")
        self.assertFalse(kind.decoration_type)
        words = kind.summary
        kind.decoration_type = "danger"
        kind.summary = "Late: see that the customer is helped"
        self.env.flush_all()
        path = get_module_path("kam_odoo")
        script = load_script(
            f"{path}/migrations/19.0.1.2.0/post-escalations.py", "kam_migration_rise"
        )
        script.migrate(self.env.cr, "19.0.1.1.0")
        kind.invalidate_recordset()
        self.assertFalse(kind.decoration_type)
        self.assertEqual(kind.summary, words)
