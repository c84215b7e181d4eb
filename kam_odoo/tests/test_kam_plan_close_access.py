from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..models.kam_plan import KamPlan
from .plan_close_common import PlanCloseCommon


@tagged("post_install", "-at_install")
class TestKamPlanCloseAccess(PlanCloseCommon):
    """Who closes a plan, what the form tells whom, and two at the same moment."""

    @freeze_time("2026-04-01 09:00:00")
    def test_begun_by_somebody_else(self):
        """A confidential draft of the management is neither seen nor doubled."""
        self._plan(
            self.kam_manager,
            date_from="2026-04-15",
            date_to="2026-07-31",
            confidential=True,
            user_id=self.kam_manager.id,
            sponsor_id=False,
        )
        form = self._wizard()
        self.assertFalse(form.next_id)
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "begun already"):
            wizard.action_confirm()

    @freeze_time("2026-04-01 09:00:00")
    def test_twice(self):
        """Two people, or two windows: the second learns that it is over."""
        first, second = self._wizard().save(), self._wizard(user=self.sponsor).save()
        first.action_confirm()
        with self.assertRaisesRegex(UserError, "closed just now"):
            second.action_confirm()
        with self.assertRaisesRegex(UserError, "closed just now"):
            self.plan.action_close()
        self.assertEqual(
            self.env["kam.plan"].search_count([("previous_id", "=", self.plan.id)]), 1
        )

    def test_at_the_same_moment(self):
        """Another transaction holds the plan."""
        nothing = self.env["kam.plan"]
        with (
            patch.object(
                KamPlan, "try_lock_for_update", lambda *_a, **_k: nothing, create=True
            ),
            self.assertRaisesRegex(UserError, "at this moment"),
        ):
            self.plan._close()
        self.assertEqual(self.plan.state, "active")

    def test_who_may(self):
        """Owner, sponsor, team and managers; nobody else, by button or by hand."""
        stranger = self._user("kam_stranger", "kam_odoo.group_kam_user")
        for user in (stranger, self.other_user, self.salesperson, self.portal):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.plan.with_user(user).action_close()
                with self.assertRaises(AccessError):
                    self.env["kam.plan.close"].with_user(user).create(
                        {"plan_id": self.plan.id}
                    ).action_confirm()
                with self.assertRaises(AccessError):
                    line = self.env["kam.plan.close.line"].with_user(user)
                    line.new({"objective_id": self.revenue.id}).mapped("result")
        for user in (self.sponsor, self.colleague, self.kam_manager):
            with self.subTest(user=user.login):
                self.assertEqual(self._wizard(user=user).days_early, 85)
        self._wizard(user=self.colleague).save().action_confirm()
        self.assertEqual(self.plan.state, "closed")

    @freeze_time("2026-04-01 09:00:00")
    def test_only_its_own_actions(self):
        """Lines crafted by hand give up nothing of another plan."""
        other = self._active_plan(account=self._account("Other"))
        theirs = self.env["kam.action"].create({"plan_id": other.id, "name": "Theirs"})
        wizard = self._wizard().save()
        wizard.action_ids = [
            Command.create({"action_id": theirs.id, "take": False}),
        ]
        wizard.action_confirm()
        self.assertEqual((theirs.state, theirs.plan_id), ("open", other))

    @freeze_time("2026-04-01 09:00:00")
    def test_owner_who_left(self):
        """The next plan belongs to whoever has the account now."""
        self.plan.sudo().user_id = self.colleague
        self.colleague.sudo().active = False
        self._wizard().save().action_confirm()
        following = self.plan.next_id
        self.assertEqual(following.user_id, self.kam_user)
        self.assertFalse(following.with_context(active_test=False).team_ids)

    @freeze_time("2026-04-01 09:00:00")
    def test_never_read(self):
        """Without any reading the next plan starts where this one did."""
        self.grade.sudo().log_ids.unlink()
        self._wizard().save().action_confirm()
        grade = self.plan.next_id.objective_ids.filtered("manual_unit")
        self.assertEqual((grade.baseline, grade.target), (5, 9))

    @freeze_time("2026-04-01 09:00:00")
    def test_lessons_of_a_hidden_plan(self):
        """Who may not read the previous plan does not read its lessons either."""
        self._wizard().save().action_confirm()
        following = self.plan.next_id
        self.plan.sudo().write(
            {
                "lesson_keep": "Secret",
                "confidential": True,
                "user_id": self.kam_manager.id,
                "sponsor_id": False,
                "team_ids": False,
            }
        )
        following.invalidate_recordset()
        self.assertFalse(following.with_user(self.kam_user).last_lesson_keep)
        self.assertEqual(
            following.with_user(self.kam_manager).last_lesson_keep, "Secret"
        )

    def test_the_form_tells_no_stranger(self):
        """Neither a chosen number nor somebody else's form shows lessons or targets."""
        self.plan.lesson_keep = "Secret"
        mine = self._wizard().save()
        stranger = self._user("kam_stranger", "kam_odoo.group_kam_user")
        own = self._account("Own", kam_manager_id=stranger.id)
        plan = self._plan(stranger, account=own)
        forms = self.env["kam.plan.close"].with_user(stranger)
        form = forms.create({"plan_id": plan.id})
        spec = {"lesson_keep": {}, "line_ids": {"fields": {"target": {}}}}
        values = {"plan_id": self.plan.id}
        lines = self.env["kam.plan.close.line"].with_user(stranger)
        actions = self.env["kam.plan.close.action"].with_user(stranger)
        for number, call in enumerate(
            (
                lambda: forms.create(values),
                lambda: forms.create(
                    {**values, "lesson_keep": "x", "date_from": False}
                ),
                lambda: forms.onchange(values, ["plan_id"], {"plan_id": {}, **spec}),
                lambda: form.write(values),
                lambda: lines.create(
                    {"wizard_id": form.id, "objective_id": self.revenue.id, "target": 1}
                ),
                lambda: actions.create(
                    {"wizard_id": form.id, "action_id": self.offer.id}
                ),
                lambda: mine.with_user(stranger).read(["lesson_keep"]),
                lambda: mine.line_ids.with_user(stranger).read(["target"]),
                lambda: mine.action_ids.with_user(stranger).read(["take"]),
            )
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(number=number), self.assertRaises(AccessError):
                call()

    def test_no_glimpse_by_number(self):
        """Nobody names a plan or an objective as his own one's past to read of it."""
        hidden = self._plan(
            self.kam_manager,
            account=self._account("Hidden"),
            confidential=True,
            user_id=self.kam_manager.id,
        )
        objective = self._objective(hidden)
        draft = self._plan()
        mine = self._objective(draft)
        with self.assertRaises(AccessError):
            draft.previous_id = hidden.id
        with self.assertRaises(AccessError):
            mine.origin_id = objective.id
        with self.assertRaises(AccessError):
            self._plan(previous_id=hidden.id)
