from contextlib import suppress
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .reminder_common import ReminderCommon

RUN = "odoo.addons.kam_odoo.models.kam_reminder_run"


@tagged("post_install", "-at_install")
class TestKamReminder(ReminderCommon):
    """What holds for every rule: once, in time, for the right person, gone again."""

    def test_schedules_once(self):
        """The second run of a day writes nothing at all."""
        self._rule("plan_missing", responsible="manager")
        expected = {("About plan_missing", "kam_user", "Altmark"): "2026-01-12"}
        # Monday, and the type gives five days: the next Monday, as the 10th is Saturday
        self.assertEqual(self._run("2026-01-05"), expected)
        self.assertEqual(self._writes("2026-01-05"), [])
        self.assertEqual(self._run("2026-01-06"), expected)
        self.assertEqual(len(self._activities(open_only=False)), 1)

    def test_gone_with_the_cause(self):
        self._rule("plan_missing", responsible="manager")
        self.assertTrue(self._run("2026-01-05"))
        self._plan()
        self.assertFalse(self._run("2026-01-06"))
        self.assertFalse(self._activities(open_only=False))

    def test_done_by_hand_does_not_come_back(self):
        """But it does when the cause has gone and is there again."""
        self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        self._activities().action_feedback()
        self.assertFalse(self._run("2026-01-06"))
        self.assertEqual(self._writes("2026-01-07"), [])
        plan = self._plan()
        self._run("2026-01-08")
        plan.unlink()
        self.assertTrue(self._run("2026-01-09"))

    def test_cancelled_by_hand_comes_back(self):
        """To cancel an activity is not to say that it is done."""
        self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        self._activities().action_cancel()
        self.assertTrue(self._run("2026-01-06"))

    def test_moves_with_its_day(self):
        plan = self._active_plan()
        self._rule("plan_ending", days_before=14)
        self.assertFalse(self._run("2026-03-16"))
        self.assertEqual(list(self._run("2026-03-17").values()), ["2026-03-31"])
        first = self._activities()
        plan.sudo().date_to = "2026-03-25"
        self._run("2026-03-18")
        self.assertEqual(self._activities(), first)
        self.assertEqual(str(first.date_deadline), "2026-03-25")
        plan.sudo().date_to = "2026-06-30"
        self.assertFalse(self._run("2026-03-19"))

    def test_a_deadline_moved_by_hand_stays(self):
        """The rule owns what it decided; what people changed is theirs."""
        self._active_plan()
        self._rule("plan_ending", days_before=14)
        self._run("2026-03-17")
        self._activities().write(
            {"date_deadline": "2026-03-20", "user_id": self.sponsor.id}
        )
        self.assertEqual(self._writes("2026-03-18"), [])
        self.assertEqual(self._people(), {"kam_sponsor": "2026-03-20"})

    def test_done_holds_for_its_day_only(self):
        plan = self._active_plan()
        self._rule("plan_ending", days_before=14)
        self._run("2026-03-17")
        self._activities().action_feedback()
        self.assertFalse(self._run("2026-03-18"))
        plan.sudo().date_to = "2026-03-24"
        self.assertEqual(list(self._run("2026-03-19").values()), ["2026-03-24"])
        self.assertEqual(self._writes("2026-03-19"), [])

    def test_due_on_a_working_day(self):
        """On the last one before a weekend or a holiday; but never in the past."""
        plan = self._active_plan()
        self._rule("plan_ending", days_before=14)
        plan.sudo().date_to = "2026-03-29"  # a Sunday
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "resource_id": False,
                "company_id": self.company_a.id,
                "calendar_id": self.company_a.resource_calendar_id.id,
                "date_from": "2026-03-27 00:00:00",
                "date_to": "2026-03-27 23:59:59",
            }
        )
        self.assertEqual(list(self._run("2026-03-20").values()), ["2026-03-26"])
        self._activities().unlink()
        # on Saturday the Thursday is over: Monday
        self.assertEqual(list(self._run("2026-03-28").values()), ["2026-03-30"])

    def test_rises_after_days(self):
        """Once, by the deadline of the rule; ticked off, it stays away."""
        self._active_plan()
        self._rule("plan_successor", escalate_to="kam_managers", escalate_after_days=4)
        self.assertFalse(self._run("2026-03-31"))
        # the plan has ended on the 31st, so it is due at once
        self.assertEqual(
            self._run("2026-04-01"),
            {("About plan_successor", "kam_user", self._plan_name()): "2026-04-01"},
        )
        self.assertEqual(self._people(), {"kam_user": "2026-04-01"})
        self._activities().date_deadline = "2026-05-01"  # postponed: it rises anyway
        self._run("2026-04-04")
        self.assertEqual(list(self._people()), ["kam_user"])
        self._run("2026-04-05")  # a Sunday: due on Monday
        self.assertEqual(
            self._people(), {"kam_user": "2026-05-01", "kam_manager": "2026-04-06"}
        )
        self.assertIn(
            "Not done yet: About plan_successor", self._activities().mapped("summary")
        )
        self.assertEqual(self._writes("2026-04-05"), [])
        self._activities().action_feedback()
        self.assertFalse(self._run("2026-04-06"))
        self.assertEqual(self._writes("2026-04-20"), [])

    def _plan_name(self):
        return self.env["kam.plan"].search([("partner_id", "=", self.account.id)]).name

    def test_a_new_responsible(self):
        """Takes it over with the time anew; what had risen comes down."""
        self._rule(
            "plan_missing",
            responsible="manager",
            escalate_to="kam_managers",
            escalate_after_days=1,
        )
        self._run("2026-01-05")
        self._run("2026-01-13")
        self.assertEqual(set(self._people()), {"kam_user", "kam_manager"})
        self.account.kam_manager_id = self.colleague
        self._run("2026-01-13")
        self.assertEqual(self._people(), {"kam_colleague": "2026-01-19"})
        self.assertEqual(self._writes("2026-01-13"), [])

    def test_who_left_is_not_reminded(self):
        """Manager, then sponsor, then the head; never the user of the job."""
        self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        self.kam_user.action_archive()
        self._run("2026-01-06")
        self.assertEqual(list(self._people()), ["kam_sponsor"])
        self.sponsor.active = False
        self._run("2026-01-07")
        self.assertEqual(list(self._people()), ["kam_manager"])
        self.assertEqual(self._writes("2026-01-07"), [])
        self.account.kam_manager_id = self.env.ref("base.user_root")
        self._run("2026-01-08")
        self.assertEqual(list(self._people()), ["kam_manager"])

    def test_nobody_of_another_company(self):
        """A sponsor without access to the company of the plan cannot be asked."""
        self._active_plan(sponsor_id=self.other_user.id)
        self._rule("plan_ending", days_before=14, responsible="sponsor")
        self._run("2026-03-17")
        self.assertEqual(list(self._people()), ["kam_user"])

    def test_the_head(self):
        """Of the settings, else a manager who does not administer Odoo as well."""
        head = self.env["kam.reminder"]._head
        self.assertEqual(head(self.company_a), self.kam_manager)
        self.companies.kam_escalation_user_id = False
        self.assertEqual(head(self.company_a), self.kam_manager)
        self.kam_manager.group_ids += self.env.ref("base.group_system")
        self.assertEqual(head(self.company_a), self.second_manager)
        self.companies.kam_escalation_user_id = self.kam_manager
        self.assertEqual(
            head(self.company_a), self.kam_manager, "named in the settings"
        )
        self.companies.kam_escalation_user_id = False
        self.second_manager.write(
            {"company_id": self.company_b.id, "company_ids": self.company_b.ids}
        )
        self.assertEqual(head(self.company_a), self.kam_manager)

    def test_each_company_has_its_day(self):
        """At 3:30 UTC it is still yesterday in New York."""
        self.company_b.partner_id.tz = "America/New_York"
        plan_a = self._active_plan()
        plan_b = self._plan(
            user=self.kam_manager,
            company_id=self.company_b.id,
            user_id=self.other_user.id,
        )
        self._objective(plan_b)
        plan_b.sudo().state = "active"
        rule = self._rule("plan_ending", days_before=14)
        self._run("2026-03-17")
        self.assertEqual(self._activities().mapped("res_id"), plan_a.ids)
        self._run("2026-03-18")
        self.assertEqual(
            set(self._activities().mapped("res_id")), {plan_a.id, plan_b.id}
        )
        rule.company_id = self.company_b
        self._run("2026-03-18")
        self.assertEqual(self._activities().mapped("res_id"), plan_b.ids)
        self.assertEqual(self._activities().user_id, self.other_user)

    def test_in_the_language_of_the_responsible(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.kam_user.lang = "fr_FR"
        rule = self._rule("plan_missing", responsible="manager", note="<p>Advice</p>")
        rule.with_context(lang="fr_FR").write(
            {"name": "Écrire le plan", "note": "<p>Conseil</p>"}
        )
        self._run("2026-01-05")
        self.assertEqual(self._activities().summary, "Écrire le plan")
        self.assertIn("Conseil", self._activities().note)

    def test_rule_archived_or_deleted(self):
        rule = self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        rule.active = False
        self.assertFalse(self._activities())
        rule.active = True
        self.assertTrue(self._run("2026-01-06"))
        done = self._rule("plan_missing", responsible="manager", name="Again")
        self._run("2026-01-06")
        self._activities().filtered(
            lambda one: one.kam_reminder_id == done
        ).action_feedback()
        (rule + done).unlink()
        self.assertFalse(self._activities(open_only=False))

    def test_another_trigger(self):
        """What the former one had scheduled goes at once."""
        rule = self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        rule.trigger = "plan_ending"
        self.assertFalse(self._activities())

    @mute_logger(RUN, "odoo.sql_db")
    def test_a_broken_rule_stops_no_other(self):
        """Told once, shown on the rule, and gone when it is mended."""
        broken = self._rule("plan_ending", sequence=1)
        self._rule("plan_missing", responsible="manager", sequence=2)
        reminder = type(self.env["kam.reminder"])
        for failing in (
            lambda self: SQL("SELECT nonsense FROM nowhere"),
            lambda self: 1 / 0,
        ):
            with patch.object(reminder, "_sql_plan_ending", failing):
                self._run("2026-01-05")
                self.assertEqual(list(self._people()), ["kam_user"])
                self.assertIn("could not be evaluated", broken.last_error)
                told = broken.message_ids.filtered("notified_partner_ids")
                self._run("2026-01-05")
            self.assertIn(self.kam_manager.partner_id, told.notified_partner_ids)
            self.assertEqual(told, broken.message_ids.filtered("notified_partner_ids"))
        self._run("2026-01-05")
        self.assertFalse(broken.last_error)

    @mute_logger(RUN, "odoo.sql_db")
    def test_a_broken_record_stops_no_other(self):
        rule = self._rule("plan_missing", responsible="manager")
        accounts = [self._key_account(name) for name in ("Bad", "Good", "Fine")]
        text = type(rule)._text

        def fail(self, row):
            if row["res_id"] == accounts[0].id:
                raise ValueError("no words")
            return text(self, row)

        with patch.object(type(rule), "_text", fail):
            self._run("2026-01-05")
        self.assertEqual(
            {name for _text, _user, name in self._open()}, {"Altmark", "Good", "Fine"}
        )
        self.assertIn("1 activities", rule.last_error)
        self._run("2026-01-05")
        self.assertEqual(len(self._open()), 4)
        self.assertFalse(rule.last_error)

    def test_killed_midway(self):
        """What was committed stays, and the next run does the rest, once."""
        self._rule("plan_missing", responsible="manager")
        for number in range(4):
            self._key_account(f"Account {number}")
        reminder = type(self.env["kam.reminder"])
        change, calls = reminder._change, []

        def killed(self, rows):
            calls.append(rows)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return change(self, rows)

        with patch(f"{RUN}.BATCH", 2):
            # not assertRaises, which would take the first batch back as well
            with patch.object(reminder, "_change", killed), suppress(KeyboardInterrupt):
                self._run("2026-01-05")
            self.assertEqual(len(self._open()), 2)
            self._run("2026-01-05")
        self.assertEqual(len(self._open()), 5)
        self.assertEqual(len(self._activities(open_only=False)), 5)

    def test_job(self):
        """As the server runs it, in batches that are committed."""
        self._rule("plan_missing", responsible="manager")
        with self.enter_registry_test_mode(), freeze_time("2026-01-05 03:30:00"):
            self.env.ref("kam_odoo.ir_cron_kam_reminder").method_direct_trigger()
        self.assertEqual(list(self._people()), ["kam_user"])

    def test_goes_on_where_the_time_was_over(self):
        """A night with more to do than fits into one call of the job gets through.

        Without any time each call looks at one rule, and the last one tells people.
        """
        rules = self._rule("plan_missing", responsible="manager")
        rules += self._rule("plan_missing", responsible="manager", name="Again")
        rules += self._rule("contact", responsible="manager")
        evaluated = []
        difference = type(rules)._difference

        def evaluate(rule):
            evaluated.append(rule.id)
            return difference(rule)

        cron = self.env.ref("kam_odoo.ir_cron_kam_reminder")
        with (
            self.enter_registry_test_mode(),
            patch("odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB", 0),
            patch.object(type(rules), "_difference", evaluate),
        ):
            for day in ("2026-01-05", "2026-01-06"):
                with freeze_time(f"{day} 03:30:00"):
                    cron.method_direct_trigger()
        self.assertEqual(evaluated, rules.ids * 2, "each once in a night")
        self.assertEqual(self._activities().kam_reminder_id, rules)
        self.assertEqual(set(self._activities().mapped("kam_reminder_told")), {True})

    def test_merged_contacts(self):
        """The reminder goes along, and what was done counts for both."""
        other = self._key_account("Altmark Ltd")
        self._rule("plan_missing", responsible="manager")
        self._run("2026-01-05")
        self._activities().filtered(
            lambda one: one.res_id == other.id
        ).action_feedback()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.account + other).ids, self.account
        )
        self.assertFalse(self._run("2026-01-06"))
