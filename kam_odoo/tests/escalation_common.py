from odoo import Command, fields

from .common import KamCommon

FRIDAY = "2024-05-03 16:00:00"  # one working hour before the weekend


class EscalationCommon(KamCommon):
    """A week from Monday to Friday, 8–12 and 13–17 UTC, and a strategic account.

    Its manager is ``kam_user``, its sponsor ``sponsor``; strategic means an answer
    within 2 and a solution within 16 working hours. ``head`` is the head of key
    accounts. ``colleague`` has no sales right at all.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._calendar("UTC")
        cls.company_a.resource_calendar_id = cls.calendar
        cls.colleague = cls.employee
        cls.sponsor = cls._user("kam_sponsor", "base.group_user")
        cls.head = cls._user("kam_head", "kam_odoo.group_kam_manager")
        cls.company_a.kam_escalation_user_id = cls.head
        cls.account = cls._account("Alfa", user_id=cls.salesperson.id)
        cls.account.write(
            {
                "kam_tier_id": cls.tier_strategic.id,
                "kam_manager_id": cls.kam_user.id,
                "kam_sponsor_id": cls.sponsor.id,
            }
        )
        cls.person = cls._account(
            "Ana", parent=cls.account, is_company=False, email="ana@alfa.example"
        )
        cls.reason = cls.env.ref("kam_odoo.kam_escalation_reason_delivery")
        cls.cron = cls.env.ref("kam_odoo.ir_cron_kam_escalation")

    @classmethod
    def _calendar(cls, tz):
        """Monday to Friday, 8–12 and 13–17 of the time zone."""
        return cls.env["resource.calendar"].create(
            {
                "name": f"Week {tz}",
                "tz": tz,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": f"{day} {start}",
                                "dayofweek": str(day),
                                "hour_from": start,
                                "hour_to": start + 4,
                                "day_period": "morning" if start < 12 else "afternoon",
                            }
                        )
                        for day in range(5)
                        for start in (8, 13)
                    ),
                ],
            }
        )

    @classmethod
    def _raise(cls, moment=FRIDAY, user=None, **values):
        """An escalation of the account raised at a moment by a colleague."""
        values = {
            "name": "Line stands still",
            "partner_id": cls.account.id,
            "company_id": cls.company_a.id,
            "date_raised": moment,
            "raised_by_id": (user or cls.colleague).id,
            **values,
        }
        return cls.env["kam.escalation"].create(values).with_env(cls.env)

    def _solve(self, escalation, user):
        escalation.with_user(user).write(
            {
                "solution": "Sent the right drives by courier",
                "reason_id": self.reason.id,
            }
        )
        escalation.with_user(user).action_solve()

    def _lists(self, escalation):
        """What lies on whose list, such as {("answer", "kam_user")}."""
        prefix = "kam_odoo.mail_activity_type_escalation_"
        types = {
            self.env.ref(prefix + name): name
            for name in ("answer", "solve", "assign", "risen")
        }
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "kam.escalation"), ("res_id", "in", escalation.ids)]
        )
        found = [(types[one.activity_type_id], one.user_id.login) for one in activities]
        self.assertEqual(len(found), len(set(found)), "nothing is there twice")
        return set(found)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def assertMoment(self, moment, expected):
        self.assertEqual(fields.Datetime.to_string(moment), f"{expected}:00")
