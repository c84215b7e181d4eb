from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from .selection_common import SelectionCommon


@tagged("post_install", "-at_install")
class TestKamAssessmentTask(SelectionCommon):
    """Assessors are invited, reminded once, and left alone when they are through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.nominate = cls.env.ref("kam_odoo.mail_activity_type_nominate")
        cls.score = cls.env.ref("kam_odoo.mail_activity_type_score")
        cls.reminder = cls.env.ref("kam_odoo.mail_activity_type_hand_in")

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("kam_odoo.ir_cron_kam_reminder").method_direct_trigger()

    def _tasks(self, assessment):
        return assessment.sudo().activity_ids

    def test_invitations(self):
        """Each assessor has one, with the deadline and the way; a mail is sent."""
        selection = self._round("nomination")
        for assessment in selection.assessment_ids:
            task = self._tasks(assessment)
            self.assertEqual(task.activity_type_id, self.nominate)
            self.assertEqual(task.user_id, assessment.user_id)
            self.assertEqual(task.date_deadline, selection.date_nomination)
            self.assertIn(f"/odoo/kam-assessments/{assessment.id}", task.note)
            mails = self.env["mail.message"].search(
                [("model", "=", "kam.assessment"), ("res_id", "=", assessment.id)]
            )
            self.assertIn(assessment.user_id.partner_id, mails.notified_partner_ids)
        selection.action_start_scoring()
        for assessment in selection.assessment_ids:
            task = self._tasks(assessment)
            self.assertEqual(task.activity_type_id, self.score)
            self.assertEqual(task.date_deadline, selection.date_scoring)

    def test_in_the_language_of_the_assessor(self):
        """The date of the deadline is written as the assessor writes dates."""
        self.employee.lang = "fr_FR"
        selection = self._round("nomination")
        task = self._tasks(self._assessment(selection, self.employee))
        day = selection.date_nomination.strftime("%d/%m/%Y")
        self.assertIn(day, task.note)

    def test_an_employee_finds_and_closes_the_task(self):
        selection = self._round("nomination")
        assessment = self._assessment(selection, self.employee)
        mine = self.env["mail.activity"].with_user(self.employee)
        task = mine.search([("user_id", "=", self.employee.id)])
        self.assertEqual(task.res_name, assessment.display_name)
        assessment.action_hand_in()
        self.assertFalse(self._tasks(assessment))
        done = mine.with_context(active_test=False).search(
            [("user_id", "=", self.employee.id), ("res_model", "=", "kam.assessment")]
        )
        self.assertTrue(done.date_done)
        assessment.action_take_back()
        self.assertEqual(self._tasks(assessment).activity_type_id, self.nominate)

    def test_reminder(self):
        """Three days before, by the rule; once per step; not who has handed in."""
        selection = self._round("nomination")
        late = self._assessment(selection, self.employee)
        self._assessment(selection, self.kam_user).action_hand_in()
        early = selection.date_nomination - relativedelta(days=4)
        with freeze_time(fields.Datetime.to_datetime(early)):
            self._run_job()
        self.assertNotIn(self.reminder, self._tasks(late).activity_type_id)
        near = selection.date_nomination - relativedelta(days=3)
        with freeze_time(fields.Datetime.to_datetime(near)):
            self._run_job()
            self._run_job()
        reminders = self._reminders(late)
        self.assertEqual(len(reminders), 1)
        self.assertEqual(reminders.user_id, self.employee)
        self.assertEqual(reminders.res_name, late.display_name)
        self.assertFalse(self._tasks(self._assessment(selection, self.kam_user)))

    def test_days_of_the_rule(self):
        """Of each company, if there is a rule for it."""
        rule = self.env.ref("kam_odoo.kam_reminder_round")
        rule.company_id = self.company_b
        own = rule.copy({"company_id": self.company_a.id, "days_before": 5})
        selection = self._round("nomination")
        late = self._assessment(selection, self.employee)
        near = selection.date_nomination - relativedelta(days=5)
        with freeze_time(fields.Datetime.to_datetime(near)):
            self._run_job()
        self.assertEqual(self._reminders(late).kam_reminder_id, own)

    def _reminders(self, assessment):
        return self._tasks(assessment).filtered(
            lambda task: task.activity_type_id == self.reminder
        )

    def _remind(self, selection):
        """Everybody who has not handed in, on the day before the deadline."""
        near = selection.date_nomination - relativedelta(days=1)
        with freeze_time(fields.Datetime.to_datetime(near)):
            self._run_job()

    def test_a_reminder_put_aside_does_not_come_back(self):
        selection = self._round("nomination")
        late = self._assessment(selection, self.employee)
        near = selection.date_nomination - relativedelta(days=1)
        with freeze_time(fields.Datetime.to_datetime(near)):
            self._run_job()
            self.assertIn(self.reminder, self._tasks(late).activity_type_id)
            late.sudo().activity_feedback(["kam_odoo.mail_activity_type_hand_in"])
            self._run_job()
        self.assertNotIn(self.reminder, self._tasks(late).activity_type_id)

    def test_gone_with_the_cause(self):
        """Handed in, or the step is over."""
        selection = self._round("nomination")
        late = self._assessment(selection, self.employee)
        other = self._assessment(selection, self.kam_user)
        self._remind(selection)
        self.assertTrue(self._reminders(late) and self._reminders(other))
        late.action_hand_in()
        self.assertFalse(self._tasks(late))
        selection.action_start_scoring()
        self.assertEqual(self._tasks(other).activity_type_id, self.score)

    def test_a_moved_deadline_moves_the_tasks(self):
        """And who put aside the reminder of the old one is reminded of the new one."""
        selection = self._round("nomination")
        late = self._assessment(selection, self.employee)
        other = self._assessment(selection, self.kam_user)
        self._remind(selection)
        self._reminders(other).action_feedback()
        selection.date_nomination += relativedelta(days=5)
        self.assertEqual(
            set(self._tasks(late).mapped("date_deadline")), {selection.date_nomination}
        )
        with freeze_time(
            fields.Datetime.to_datetime(selection.date_nomination)
            - relativedelta(days=5)
        ):
            self._run_job()
        self.assertFalse(self._reminders(late) + self._reminders(other))
        self._remind(selection)
        self.assertTrue(self._reminders(late) and self._reminders(other))

    def test_an_assessor_of_another_company(self):
        """A round of the group reminds each at home, not the responsible instead."""
        self.employee.write(
            {
                "company_ids": [Command.set(self.company_b.ids)],
                "company_id": self.company_b.id,
            }
        )
        selection = self._round("nomination", company_id=False)
        self._remind(selection)
        guest = self._assessment(selection, self.employee)
        self.assertEqual(self._reminders(guest).user_id, self.employee)

    def test_menu(self):
        """An app for who assesses and has no CRM; for nobody else, no longer."""
        menus = self.env["ir.ui.menu"]
        menu = self.env.ref("kam_odoo.menu_kam_assessment_root")

        def shown(user):
            return menu.id in menus.with_user(user).load_menus(False)

        self.assertFalse(shown(self.employee))
        selection = self._round("nomination")
        self.assertTrue(shown(self.employee))
        self.assertFalse(shown(self.kam_user))
        outsider = self._user("kam_outsider", "base.group_user")
        self.assertFalse(shown(outsider))
        selection.action_back()
        self.assertFalse(shown(self.employee))
