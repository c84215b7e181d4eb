from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon

MODELS = (
    "kam.plan",
    "kam.objective",
    "kam.objective.phase",
    "kam.objective.log",
    "kam.plan.message",
    "kam.action",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPlanAccess(PlanCommon):
    """Who sees a plan and everything in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._user("kam_member", "kam_odoo.group_kam_user")
        cls.owner = cls._user("kam_owner", "kam_odoo.group_kam_user")
        cls.plan = cls._plan(
            cls.kam_manager,
            user_id=cls.owner.id,
            sponsor_id=cls.sponsor.id,
            team_ids=[Command.set(cls.member.ids)],
            message_line_ids=[Command.create({"name": "News"})],
        )
        objective = cls._objective(cls.plan, "manual", 4)
        objective.log_ids = [Command.create({"value": 1})]
        cls.action = cls.env["kam.action"].create(
            {"plan_id": cls.plan.id, "name": "Call", "user_id": cls.owner.id}
        )
        cls.records = {
            "kam.plan": cls.plan,
            "kam.objective": objective,
            "kam.objective.phase": objective.phase_ids[0],
            "kam.objective.log": objective.log_ids,
            "kam.plan.message": cls.plan.message_line_ids,
            "kam.action": cls.action,
        }

    def _seen(self, user, companies=None):
        """Which of the plan's records the user finds, and may read and change."""
        seen = set()
        for model, record in self.records.items():
            records = self.env[model].with_user(user)
            if companies:
                records = records.with_context(allowed_company_ids=companies.ids)
            if not records.has_access("read"):
                continue
            own = record.with_env(records.env)
            found = bool(records.search([("id", "=", record.id)]))
            self.assertEqual(own.has_access("write"), found, model)
            if found:
                seen.add(model)
        return seen

    def test_roles(self):
        everything = set(MODELS)
        for user, expected in (
            (self.owner, everything),
            (self.sponsor, everything),
            (self.member, everything),
            (self.kam_user, everything),  # manages the account
            (self.kam_manager, everything),
            (self.colleague, set()),
            (self.salesperson, set()),
            (self.employee, set()),
            (self.other_user, set()),
            (self.portal, set()),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user), expected)

    def test_confidential(self):
        """The account's own manager and sponsor have no part in it."""
        self.plan.confidential = True
        everything = set(MODELS)
        for user, expected in (
            (self.owner, everything),
            (self.sponsor, everything),
            (self.member, everything),
            (self.kam_manager, everything),
            (self.kam_user, set()),
            (self.colleague, set()),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user), expected)

    def test_companies(self):
        """A manager who works in the other company does not see it."""
        self.assertEqual(self._seen(self.kam_manager, self.company_b), set())
        self.plan.team_ids = [Command.link(self.other_user.id)]
        self.assertEqual(self._seen(self.other_user), set())

    def test_refused_by_rpc(self):
        """Reading and writing by number, buttons, and making something inside."""
        plan = self.plan.with_user(self.colleague)
        for call in (
            lambda: plan.read(["customer_goals", "known"]),
            lambda: plan.write({"customer_goals": "Mine"}),
            lambda: plan.action_submit(),
            lambda: plan.action_close(),
            lambda: plan.action_cancel(),
            lambda: plan.unlink(),
            lambda: (
                self.records["kam.objective"]
                .with_user(self.colleague)
                .action_open_counted()
            ),
            lambda: self._objective(plan),
            lambda: self.action.with_user(self.colleague).action_done(),
            lambda: (
                self.env["kam.action"]
                .with_user(self.colleague)
                .create({"plan_id": plan.id, "name": "Spy"})
            ),
            lambda: (
                self.env["kam.plan"]
                .with_user(self.colleague)
                .create({"partner_id": self.account.id, "user_id": self.owner.id})
            ),
            lambda: (
                self.env["kam.plan"]
                .with_user(self.salesperson)
                .create({"partner_id": self.account.id})
            ),
        ):
            with self.assertRaises(AccessError):
                call()
        own = self.env["kam.action"].create(
            {
                "partner_id": self._account("Own").id,
                "name": "Call",
                "user_id": self.colleague.id,
            }
        )
        with self.assertRaises(AccessError):
            own.with_user(self.colleague).plan_id = self.plan

    def test_no_approval_through_the_back_door(self):
        """The owner cannot approve, also not through the objectives of a plan."""
        plan = self.plan.with_user(self.owner)
        plan.action_submit()
        with self.assertRaises(AccessError):
            plan.action_approve()
        with self.assertRaises(AccessError):
            self.records["kam.objective"].with_user(self.owner).write(
                {"plan_id": plan.id, "plan_state": "active", "last_actual": 1}
            )
        self.assertEqual(self.plan.state, "submitted")

    def test_figures_are_private(self):
        """Live figures ask no rights, so nobody reaches them from outside."""
        for name in ("_kam_live_figures", "_kam_figures", "_kam_costs"):
            self.assertTrue(hasattr(self.env["res.partner"], name))
            self.assertTrue(name.startswith("_"))
