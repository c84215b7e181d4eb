from odoo.tests import tagged

from .reminder_common import ReminderCommon


@tagged("post_install", "-at_install")
class TestKamReminderCompany(ReminderCommon):
    """Rules that hold in one company only."""

    def test_a_deleted_company_takes_its_rules_along(self):
        """Else they would hold everywhere, and their activities stay for ever."""
        company = self.env["res.company"].create({"name": "Closed"})
        rules = self._rule("plan_missing", company_id=company.id)
        rules += self._rule("contact", company_id=company.id, active=False)
        general = self._rule("plan_missing")
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.account.id,
                "user_id": self.kam_user.id,
                "kam_reminder_id": rules[0].id,
                "kam_reminder_key": "",
            }
        )
        company.unlink()
        self.assertFalse(rules.exists())
        self.assertFalse(activity.exists())
        self.assertTrue(general.exists())

    def test_the_database_does_not_make_them_general(self):
        """What deletes a company by SQL deletes its rules as well."""
        self.env.cr.execute(
            """SELECT confdeltype FROM pg_constraint
                WHERE conrelid = 'kam_reminder'::regclass
                  AND confrelid = 'res_company'::regclass"""
        )
        self.assertEqual(self.env.cr.fetchall(), [("c",)])
