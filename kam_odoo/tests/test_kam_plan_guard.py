from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPlanGuard(PlanCommon):
    """A plan shows an account's figures, so it opens them to nobody else; and what is
    over stays as it was, by whichever way somebody comes."""

    def _preview(self, user, model, values, spec):
        """What a form that is not saved yet would show."""
        records = self.env[model].with_user(user)
        return records.onchange(values, list(values), spec)["value"]

    def test_no_way_into_others_accounts(self):
        """Whoever owns a plan may read it, so he may not give himself one."""
        with self.assertRaises(AccessError):
            self._plan(self.colleague, user_id=self.colleague.id)
        own = self._account("Own", kam_manager_id=self.colleague.id)
        plan = self._plan(self.colleague, own)
        with self.assertRaises(AccessError):
            plan.partner_id = self.account
        with self.assertRaises(AccessError):
            self._plan(self.colleague, user_id=self.colleague.id, previous_id=plan.id)

    def test_no_preview_of_others_accounts(self):
        """Neither is there a figure in a form that nobody could save."""
        self._order(self.account, "2025-12-01", 70)
        plan = self._plan()
        values = {
            "partner_id": self.account.id,
            "company_id": self.company_a.id,
            "date_from": "2026-01-01",
            "date_to": "2026-03-31",
        }
        spec = {**dict.fromkeys(values, {}), "known": {}}
        mine = self._preview(self.kam_user, "kam.plan", values, spec)
        self.assertEqual(mine["known"]["sales"]["revenue"], 70)
        theirs = self._preview(self.colleague, "kam.plan", values, spec)
        self.assertFalse(theirs.get("known"))
        for user, told in ((self.kam_user, False), (self.colleague, True)):
            form = self.env["kam.plan"].with_user(user)
            found = form.onchange(values, ["partner_id"], spec)
            self.assertEqual("warning" in found, told, user.login)
        values["objective_ids"] = [Command.create({"metric": "revenue"})]
        for user, baseline in ((self.kam_user, 70), (self.colleague, 0)):
            draft = self.env["kam.plan"].with_user(user).new(values)
            self.assertEqual(draft.objective_ids.baseline, baseline, user.login)
            added = self.env["kam.objective"].with_user(user)
            added = added.new({"plan_id": plan.id, "metric": "revenue"})
            self.assertEqual(added.baseline, baseline, user.login)
        for values in (
            {"partner_id": self.account.id, "kind": "progress"},
            {"plan_id": plan.id, "kind": "progress"},
        ):
            with self.subTest(values=values):
                spec = {**dict.fromkeys(values, {}), "known": {}, "partner_id": {}}
                mine = self._preview(self.kam_user, "kam.review", values, spec)
                self.assertTrue(mine["known"]["sales"])
                theirs = self._preview(self.colleague, "kam.review", values, spec)
                self.assertFalse(theirs.get("known"))

    def test_no_preview_with_the_own_plan_of_another_account(self):
        """Such a review could not be saved; its account's figures stay closed too."""
        own = self._account("Own", kam_manager_id=self.colleague.id)
        plan = self._plan(self.colleague, own)
        review = (
            self.env["kam.review"]
            .with_user(self.colleague)
            .create({"partner_id": own.id, "plan_id": plan.id})
        )
        for record in (plan, review):
            value = record.onchange(
                {"partner_id": self.account.id}, ["partner_id"], {"known": {}}
            )["value"]
            self.assertFalse(value.get("known"), record._name)

    def test_no_preview_of_another_company(self):
        """The account is his, the other company's sales are not."""
        values = {"partner_id": self.account.id, "company_id": self.company_b.id}
        self._order(self.account, "2026-01-02", 70, company=self.company_b)
        spec = {**dict.fromkeys(values, {}), "known": {}}
        for model in ("kam.plan", "kam.review"):
            with self.subTest(model=model):
                theirs = self._preview(self.kam_user, model, values, spec)
                self.assertFalse(theirs.get("known"))

    def test_whose_plan_it_may_be(self):
        """The account's people and the plan's own team go on as they did."""
        member = self._user("kam_member", "kam_odoo.group_kam_user")
        self.env["kam.team.member"].create(
            {"partner_id": self.account.id, "user_id": member.id}
        )
        self._plan(self.sponsor)
        self._plan(self.kam_manager)
        self._plan(member, user_id=member.id)
        plan = self._active_plan(team_ids=[Command.set(self.colleague.ids)])
        plan.with_user(self.colleague).copy({"user_id": self.colleague.id})
        closing = self.env["kam.plan.close"].with_user(self.colleague)
        closing.create({"plan_id": plan.id}).action_confirm()
        self.assertEqual(plan.state, "closed")
        self.assertTrue(plan.with_user(self.kam_manager).next_id)

    def test_nothing_stays_of_a_deleted_plan(self):
        """Its actions and objectives go, and what they put on people's lists."""
        plan = self._plan()
        objective = self._objective(plan)
        action = self.env["kam.action"].create(
            {"plan_id": plan.id, "name": "Call", "user_id": self.employee.id}
        )
        gone = self.env["kam.action"].create(
            {"plan_id": plan.id, "name": "Old", "active": False}
        )
        objective.activity_schedule("mail.mail_activity_data_todo")
        gone.activity_schedule("mail.mail_activity_data_todo")
        self.assertTrue(action.activity_id)
        records = {one._name: one.ids for one in (objective, action + gone)}
        plan.unlink()
        for model, ids in records.items():
            self.assertFalse(self.env[model].browse(ids).exists())
            for table in ("mail.activity", "mail.message"):
                name = "res_model" if table == "mail.activity" else "model"
                left = self.env[table].with_context(active_test=False)
                found = left.search([(name, "=", model), ("res_id", "in", ids)])
                self.assertFalse(found, f"{table} of {model}")

    def test_archived_by_whichever_way(self):
        """A running plan cannot be hidden, and an objective given up is told of."""
        plan = self._active_plan()
        for hide in (
            lambda: plan.action_archive(),
            lambda: plan.write({"active": False}),
        ):
            with self.assertRaisesRegex(UserError, "before you archive"):
                hide()
        before = plan.message_ids
        plan.objective_ids.write({"active": False})
        self.assertIn("given up", (plan.message_ids - before).body)

    def test_what_hangs_on_a_plan_that_is_over(self):
        """Steps, messages and actions keep to the plan as its own fields do."""
        message = Command.create({"name": "News"})
        plan = self._active_plan(message_line_ids=[message])
        objective, line = plan.objective_ids, plan.message_line_ids
        other = (
            self.env["kam.action"]
            .with_user(self.kam_user)
            .create({"partner_id": self.account.id, "name": "Call"})
        )
        plan._close()
        user = self.kam_user
        for change in (
            lambda: (
                self.env["kam.objective.phase"]
                .with_user(user)
                .create({"objective_id": objective.id, "date_end": "2026-02-01"})
            ),
            lambda: (
                self.env["kam.plan.message"]
                .with_user(user)
                .create({"plan_id": plan.id, "name": "Late"})
            ),
            lambda: line.with_user(user).write({"done": True}),
            lambda: line.with_user(user).unlink(),
            lambda: other.write({"plan_id": plan.id}),
        ):
            with self.assertRaisesRegex(UserError, "is over"):
                change()

    def test_days_of_each_company(self):
        """A plan begins after the one that runs in its own company."""
        self.account.kam_manager_id = self.kam_manager
        plans = self.env["kam.plan"].with_user(self.kam_manager)
        plans = plans.with_context(allowed_company_ids=self.companies.ids)
        first = plans.create(
            {
                "partner_id": self.account.id,
                "company_id": self.company_b.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
            }
        )
        first.sudo().state = "active"
        values = {"partner_id": self.account.id}
        both = plans.create(
            [{**values, "company_id": company.id} for company in self.companies]
        )
        days = [str(plan.date_from) for plan in both]
        self.assertEqual(days, ["2026-01-05", "2027-01-01"])

    def test_confidential_to_its_sponsor(self):
        """A sponsor of the board, who has no rights on key accounts, reads the plan
        that he sponsors, and everything in it; nobody else of the team does."""
        plan = self._plan(
            sponsor_id=self.employee.id,
            message_line_ids=[Command.create({"name": "News"})],
        )
        objective = self._objective(plan, "manual", 4)
        objective.log_ids = [Command.create({"value": 1})]
        action = self.env["kam.action"].create(
            {"plan_id": plan.id, "name": "Call", "user_id": self.kam_user.id}
        )
        review = self.env["kam.review"].create(
            {"partner_id": self.account.id, "plan_id": plan.id}
        )
        self.env["kam.team.member"].create(
            {"partner_id": self.account.id, "user_id": self.salesperson.id}
        )
        plan.confidential = True
        for record in (
            plan,
            objective,
            objective.phase_ids,
            objective.log_ids,
            plan.message_line_ids,
            action,
            review,
        ):
            with self.subTest(model=record._name):
                record = record.with_user(self.employee)
                self.assertTrue(record.has_access("read"))
                self.assertFalse(record.has_access("write"))
                record = record.with_user(self.salesperson)
                self.assertFalse(record.has_access("read"))
