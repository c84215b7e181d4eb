from odoo import Command
from odoo.tests import Form, freeze_time

from .plan_common import PlanCommon


class PlanCloseCommon(PlanCommon):
    """The plan of 1 January to 31 March 2026, with three objectives, nears its end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-01-05 09:00:00"))
        cls.plan = cls._plan(
            business_culture="Family firm",
            team_ids=[Command.set(cls.colleague.ids)],
            message_line_ids=[
                Command.create({"name": "Sent", "date": "2026-02-01"}),
                Command.create({"name": "Overdue", "date": "2026-03-01"}),
                Command.create({"name": "Later", "date": "2026-05-01"}),
            ],
        )
        cls.plan.message_line_ids[0].done = True
        cls.revenue = cls._objective(cls.plan, target=300, weight=3)
        cls.orders = cls._objective(cls.plan, "order_count", target=1)
        cls.grade = cls._objective(
            cls.plan, "manual", target=9, baseline=5, manual_unit="points"
        )
        cls.call, cls.visit, cls.offer = cls.env["kam.action"].create(
            [
                {
                    "plan_id": cls.plan.id,
                    "objective_id": objective.id,
                    "name": name,
                    "user_id": user.id,
                    "date_deadline": "2026-03-20",
                }
                for name, objective, user in (
                    ("Call", cls.revenue, cls.colleague),
                    ("Visit", cls.grade, cls.kam_user),
                    ("Offer", cls.env["kam.objective"], cls.kam_user),
                )
            ]
        )
        cls.plan.action_submit()
        cls.plan.with_user(cls.kam_manager).action_approve()
        cls._order(cls.account, "2026-02-10", 150)
        cls.grade.log_ids = [Command.create({"date": "2026-03-01", "value": 6})]

    def _wizard(self, plan=None, user=None):
        """The closing form of a user, as the button opens it."""
        plan = (plan or self.plan).with_user(user or self.kam_user)
        action = plan.action_close()
        return Form(
            self.env[action["res_model"]]
            .with_user(user or self.kam_user)
            .with_context(**action["context"])
        )
