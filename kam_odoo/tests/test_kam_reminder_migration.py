from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.modules.module import get_module_path, load_script
from odoo.tests import freeze_time, tagged

from .selection_common import SelectionCommon


@tagged("post_install", "-at_install")
class TestKamReminderMigration(SelectionCommon):
    """The setting of the companies becomes the rule; nobody is reminded twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref("kam_odoo.kam_reminder_round")
        cls.env.cr.execute("ALTER TABLE res_company ADD kam_reminder_days integer")

    def _migrate(self, **days):
        """From a database with such settings; 3 days unless told otherwise."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_company SET kam_reminder_days = %s", [3])
        for name, value in days.items():
            self.env.cr.execute(
                "UPDATE res_company SET kam_reminder_days = %s WHERE id = %s",
                [value, getattr(self, name).id],
            )
        path = get_module_path("kam_odoo") + "/migrations/19.0.1.2.0/post-reminders.py"
        load_script(path, "kam_migration_reminders").migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_one_setting(self):
        self._migrate()
        self.assertEqual(self.rule.days_before, 3)
        self.assertTrue(self.rule.active)

    def test_the_setting_of_each_company(self):
        self._migrate(company_a=7, company_b=0)
        rules = self.env["kam.reminder"].search([("trigger", "=", "round")])
        self.assertFalse(self.rule.active)
        days = {rule.company_id: rule.days_before for rule in rules}
        self.assertEqual(days[self.company_a], 7)
        self.assertEqual(days[self.company_b], 0)
        self.assertEqual(len(days), self.env["res.company"].search_count([]))

    def test_the_job_is_gone(self):
        """Kept by its xmlid, as its record may not be updated."""
        job = self.env["ir.cron"].create(
            {
                "name": "Remind the assessors",
                "model_id": self.env["ir.model"]._get_id("kam.assessment"),
                "state": "code",
                "code": "model._cron_remind()",
            }
        )
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": "kam_odoo.ir_cron_kam_assessment", "record": job}]
        )
        self._migrate()
        self.assertFalse(job.exists())

    def test_reminded_before(self):
        """One who has an open reminder, and one who has put it aside."""
        selection = self._round("nomination")
        waiting = self._assessment(selection, self.employee)
        aside = self._assessment(selection, self.kam_user)
        for assessment in waiting + aside:
            assessment.sudo().activity_schedule(
                "kam_odoo.mail_activity_type_hand_in",
                date_deadline=selection.date_nomination,
                user_id=assessment.user_id.id,
            )
        aside.sudo().activity_feedback(["kam_odoo.mail_activity_type_hand_in"])
        self._migrate(company_a=5)
        near = selection.date_nomination - relativedelta(days=1)
        activities = self.env["mail.activity"].with_context(active_test=False)
        before = activities.search([], order="id")
        with freeze_time(fields.Datetime.to_datetime(near)):
            for rule in self.env["kam.reminder"].search([("trigger", "=", "round")]):
                rule._remind()
        self.assertEqual(activities.search([], order="id"), before)
