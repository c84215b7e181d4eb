from datetime import date

from odoo.tests import freeze_time

from .plan_common import PlanCommon


class ReminderCommon(PlanCommon):
    """No rules but those of a test, one key account, days counted in UTC.

    1 January 2026 is a Thursday. Both companies work Monday to Friday. The head of
    ``company_a`` is ``kam_manager``; nobody else may decide.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].search([("kam_status", "!=", "none")]).write(
            {"kam_status": "none", "kam_tier_id": False, "kam_manager_id": False}
        )
        cls.env["kam.reminder"].search([]).active = False
        cls.companies.kam_escalation_user_id = cls.kam_manager
        cls.account.write({"kam_status": "key", "kam_tier_id": cls.tier_key.id})
        cls.account.kam_manager_id = cls.kam_user
        cls.env.flush_all()

    @classmethod
    def _rule(cls, trigger, **values):
        return cls.env["kam.reminder"].create(
            {
                "name": f"About {trigger}",
                "trigger": trigger,
                "activity_type_id": cls.env.ref("mail.mail_activity_data_todo").id,
                **values,
            }
        )

    @classmethod
    def _shipped(cls, name):
        """A rule as it is shipped."""
        rule = cls.env.ref(f"kam_odoo.kam_reminder_{name}")
        rule.active = True
        return rule

    def _run(self, day):
        """The night before a day, that is: at its beginning."""
        with freeze_time(f"{day} 03:30:00"):
            self.env["kam.reminder"]._cron_remind()
        self.env.flush_all()
        return self._open()

    def _activities(self, open_only=True):
        return (
            self.env["mail.activity"]
            .with_context(active_test=open_only)
            .search([("kam_reminder_id", "!=", False)])
        )

    def _open(self):
        """What is on lists by rules: {(text, person, record): deadline}."""
        return {
            (one.summary, one.user_id.login, one.res_name): str(one.date_deadline)
            for one in self._activities()
        }

    def _people(self):
        """{login: deadline} of what is on lists."""
        return {one.user_id.login: str(one.date_deadline) for one in self._activities()}

    def _writes(self, day):
        """Statements that write when the job runs again."""
        self.env.flush_all()
        self.env.cr.precommit.run()  # messages to browsers of what came before
        statements = []
        cursor = self.env.cr
        execute = type(cursor).execute

        def listen(cr, query, *args, **kwargs):
            text = getattr(query, "code", query)
            words = text.split(maxsplit=3)
            if words[0].upper() in ("INSERT", "UPDATE", "DELETE"):
                statements.append(text)
            return execute(cr, query, *args, **kwargs)

        self.patch(type(cursor), "execute", listen)
        self._run(day)
        self.patch(type(cursor), "execute", execute)
        return statements

    def _key_account(self, name, **values):
        return self._account(
            name,
            **{
                "kam_status": "key",
                "kam_tier_id": self.tier_key.id,
                "kam_manager_id": self.kam_user.id,
                "kam_sponsor_id": self.sponsor.id,
                **values,
            },
        )

    @staticmethod
    def _day(text):
        return date.fromisoformat(text)
