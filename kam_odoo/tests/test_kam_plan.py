from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestKamPlan(PlanCommon):
    """A plan from the first draft to the archive."""

    def test_filled_in_from_the_account(self):
        """Owner, sponsor, days and name: nothing of it needs typing."""
        self.tier_key.plan_days = 60
        plan = self.env["kam.plan"].create({"partner_id": self.account.id})
        self.assertEqual(plan.user_id, self.kam_user)
        self.assertEqual(plan.sponsor_id, self.sponsor)
        self.assertEqual(
            (plan.date_from, plan.date_to), (date(2026, 1, 5), date(2026, 3, 5))
        )
        self.assertEqual(plan.name, "Altmark, Jan 2026 – Mar 2026")
        self.assertEqual(plan.days_left, 60)
        self.assertEqual(plan.currency_id, self.eur)
        self.assertIn(self.sponsor.partner_id, plan.message_partner_ids)

    def test_without_tier_and_manager(self):
        plan = self.env["kam.plan"].create({"partner_id": self._account("New").id})
        self.assertEqual(plan.user_id, self.env.user)
        self.assertEqual(plan.date_to, date(2026, 4, 4))

    def test_next_plan_follows_the_running_one(self):
        first = self._active_plan()
        second = self.env["kam.plan"].create({"partner_id": self.account.id})
        self.assertEqual(second.date_from, date(2026, 4, 1))
        self.assertEqual(second.previous_id, first)

    def test_only_accounts(self):
        with self.assertRaisesRegex(ValidationError, "Altmark"):
            self._plan(account=self.branch)
        with self.assertRaises(ValidationError):
            self._plan(date_to="2025-12-31")
        with self.assertRaisesRegex(ValidationError, "colleagues"):
            self.env["kam.plan"].create(
                {
                    "partner_id": self.account.id,
                    "team_ids": [Command.link(self.portal.id)],
                }
            )

    def test_approval(self):
        """Submitted by the owner, approved by a manager, told to those who follow."""
        plan = self._plan()
        with self.assertRaisesRegex(UserError, "no objective"):
            plan.action_submit()
        objective = self._objective(plan, target=0)
        with self.assertRaisesRegex(UserError, "no target"):
            plan.action_submit()
        objective.target = 100
        plan.action_submit()
        self.assertEqual(plan.submitted_by_id, self.kam_user)
        with self.assertRaises(AccessError):
            plan.action_approve()
        self.assertFalse(plan.can_approve)
        as_manager = self._tracked(plan.with_user(self.kam_manager))
        self.assertTrue(as_manager.can_approve)
        as_manager.action_approve()
        self.assertEqual(plan.state, "active")
        self.assertEqual(plan.approved_by_id, self.kam_manager)
        self.assertTrue(plan.snapshot_approved)
        with self.assertRaisesRegex(UserError, "does not wait"):
            as_manager.action_approve()
        self.flush_tracking()
        self.assertIn(
            self.env.ref("kam_odoo.mt_plan_approved"),
            plan.message_ids.subtype_id,
        )

    def test_who_submits_does_not_approve(self):
        """Also a manager, also when there is no other manager."""
        plan = self._plan(self.kam_manager)
        self._objective(plan)
        plan.action_submit()
        with self.assertRaisesRegex(UserError, "another Key Accounts manager"):
            plan.action_approve()
        self.assertFalse(plan.can_approve)
        plan.with_user(self.second_manager).action_approve()
        self.assertEqual(plan.state, "active")

    def test_return_to_the_draft(self):
        plan = self._plan()
        self._objective(plan)
        plan.action_submit()
        plan.with_user(self.kam_manager).action_return()
        self.assertEqual(plan.state, "draft")
        self.assertFalse(plan.submitted_by_id)
        active = self._active_plan(account=self._account("Other"))
        with self.assertRaises(UserError):
            active.action_return()

    def test_one_active_plan(self):
        """By the button in words, by the database for two at the same time."""
        first = self._active_plan()
        second = self._plan()
        self._objective(second)
        second.action_submit()
        with self.assertRaisesRegex(UserError, "Altmark has an active plan already"):
            second.with_user(self.kam_manager).action_approve()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(Exception),  # noqa: B017 the driver's own error
            self.env.cr.savepoint(),
        ):
            second.sudo().write({"state": "active"})
            self.env.flush_all()
        in_b = self._plan(self.kam_manager, company_id=self.company_b.id)
        self._objective(in_b)
        in_b.action_submit()
        in_b.with_user(self.second_manager).action_approve()
        self.assertEqual(in_b.state, "active")
        first._close()
        second.invalidate_recordset()
        second.with_user(self.kam_manager).action_approve()
        self.assertEqual(second.state, "active")

    def test_board(self):
        """Columns in the order of the work, also where there is none."""
        self._plan()
        plans = self.env["kam.plan"].with_context(read_group_expand=True)
        groups = plans.formatted_read_group(
            [("partner_id", "=", self.account.id)], ["state"], ["__count"]
        )
        self.assertEqual(
            [group["state"] for group in groups], ["draft", "submitted", "active"]
        )

    def test_by_the_buttons_only(self):
        """State, approval and snapshots cannot be typed, imported or defaulted."""
        plan = self._plan()
        typed = {
            "state": "active",
            "approved_by_id": self.kam_manager.id,
            "date_approved": "2026-01-01 00:00:00",
            "submitted_by_id": self.kam_manager.id,
            "snapshot_approved": {"sales": False},
            "snapshot_closed": {"sales": False},
            "attainment": 1,
        }
        for user in (self.kam_user, self.kam_manager):
            for name, value in typed.items():
                with self.subTest(name=name, user=user.login):
                    with self.assertRaises(AccessError):
                        plan.with_user(user).write({name: value})
                    with self.assertRaises(AccessError):
                        self._plan(user, **{name: value})
        defaults = {f"default_{name}": value for name, value in typed.items()}
        sly = (
            self.env["kam.plan"]
            .with_user(self.kam_user)
            .with_context(**defaults)
            .create({"partner_id": self.account.id})
        )
        self.assertEqual(sly.state, "draft")
        self.assertFalse(sly.approved_by_id or sly.snapshot_approved or sly.attainment)

    def test_changes_after_approval_are_told(self):
        """Who changed what: typed parts, dates; typing a draft makes no noise."""
        plan = self._tracked(self._plan())
        plan.customer_goals = "Grow abroad"
        self.flush_tracking()
        self.assertFalse(plan.message_ids.sudo().tracking_value_ids)
        self._objective(plan)
        plan.action_submit()
        plan.with_user(self.kam_manager).action_approve()
        self.flush_tracking()
        plan.with_user(self.sponsor).write(
            {"customer_goals": "Grow at home", "date_to": "2026-04-10"}
        )
        self.flush_tracking()
        message = plan.message_ids[0].sudo()
        self.assertEqual(message.author_id, self.sponsor.partner_id)
        changed = {
            value.field_id.name: (value.old_value_text, value.new_value_text)
            for value in message.tracking_value_ids
        }
        self.assertEqual(changed["customer_goals"], ("Grow abroad", "Grow at home"))
        self.assertIn("date_to", changed)

    def flush_tracking(self):
        """Odoo notes changes before it commits."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_closed_is_closed(self):
        plan = self._active_plan()
        plan._close()
        self.assertTrue(plan.snapshot_closed and plan.date_closed)
        with self.assertRaisesRegex(UserError, "is over"):
            plan.customer_goals = "Later"
        with self.assertRaises(UserError):
            plan.message_line_ids = [Command.create({"name": "Hello"})]
        with self.assertRaises(UserError):
            self._objective(plan)
        with self.assertRaises(UserError):
            plan.unlink()
        plan.action_archive()
        self.assertFalse(plan.active)

    def test_cancel(self):
        """Open actions go with the plan; an approved one only by the management."""
        plan = self._active_plan()
        action = self.env["kam.action"].create({"plan_id": plan.id, "name": "Call"})
        with self.assertRaises(AccessError):
            plan.action_cancel()
        with self.assertRaises(UserError):
            plan.action_archive()
        plan.with_user(self.kam_manager).action_cancel()
        self.assertEqual((plan.state, action.state), ("cancelled", "cancelled"))
        self.assertFalse(action.activity_id.active)
        with self.assertRaises(UserError):
            plan.action_return()

    def test_duplicate(self):
        """The texts and objectives of a closed plan, as a draft of today."""
        plan = self._active_plan(
            business_culture="Family firm",
            message_line_ids=[Command.create({"name": "News", "done": True})],
        )
        plan._close()
        with freeze_time("2026-05-01 09:00:00"):
            copy = plan.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.date_from, date(2026, 5, 1))
        self.assertEqual(copy.name, "Altmark, May 2026 – Jul 2026")
        self.assertEqual(copy.business_culture, "Family firm")
        self.assertEqual(copy.objective_ids.target, 100)
        self.assertEqual(copy.objective_ids.date_start, date(2026, 5, 1))
        self.assertFalse(copy.message_line_ids.done)
        self.assertFalse(copy.action_ids or copy.snapshot_approved)

    def test_completeness(self):
        """By section; and nothing else depends on it."""
        plan = self._plan(sponsor_id=False)
        levels = {one["key"]: one["level"] for one in plan.sections}
        self.assertEqual(set(levels.values()), {"red"})
        self.assertEqual(plan.completeness, 0)
        objective = self._objective(plan)
        plan.write(
            {
                "business_culture": "Family firm",
                "customer_goals": "Grow abroad",
                "strategy_price": "Bonus",
                "sponsor_id": self.sponsor.id,
                "team_ids": [Command.link(self.colleague.id)],
                "message_line_ids": [Command.create({"name": "News"})],
            }
        )
        self.env["kam.action"].create(
            {"plan_id": plan.id, "objective_id": objective.id, "name": "Call"}
        )
        levels = {one["key"]: one["level"] for one in plan.sections}
        self.assertEqual(
            levels,
            {
                "business": "green",
                "goals": "amber",
                "decisions": "red",
                "outlook": "red",
                "strategy": "amber",
                "resources": "red",
                "people": "green",
                "objectives": "amber",
                "actions": "green",
                "communication": "amber",
            },
        )
        # 3 green and 4 amber of 10
        self.assertEqual(plan.completeness, 0.5)

    def test_people_follow_confidentially(self):
        """Those who may not read it any more do not get its mails either."""
        plan = self._plan(team_ids=[Command.link(self.colleague.id)])
        self.account.kam_manager_id = self.other_user
        plan.message_subscribe(self.employee.partner_id.ids)
        plan.confidential = True
        followers = plan.message_partner_ids
        self.assertNotIn(self.employee.partner_id, followers)
        self.assertIn(self.colleague.partner_id, followers)

    def test_account_button(self):
        account = self.account.with_user(self.kam_user)
        self.assertEqual(account.kam_plan_count, 0)
        new = account.action_kam_new_plan()
        self.assertEqual(new["context"]["default_partner_id"], self.account.id)
        plan = self._active_plan()
        account.invalidate_recordset()
        self.assertEqual(account.kam_plan_id, plan)
        self.assertEqual(account.action_kam_plans()["res_id"], plan.id)
        self.account.with_user(self.colleague).invalidate_recordset()
        self.assertFalse(self.account.with_user(self.colleague).kam_plan_id)

    def test_merging_accounts_loses_no_plan(self):
        """Two active plans: refused with the way out; else the plan goes along."""
        other = self._account("Altmark again", kam_manager_id=self.kam_user.id)
        mine, theirs = self._active_plan(), self._active_plan(account=other)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with self.assertRaisesRegex(UserError, "an active account plan each"):
            wizard._merge((self.account + other).ids, self.account)
        self.env.invalidate_all()
        theirs._close()
        wizard._merge((self.account + other).ids, self.account)
        self.env.invalidate_all()
        self.assertEqual((mine + theirs).partner_id, self.account)
        self.assertEqual((mine + theirs).mapped("state"), ["active", "closed"])
