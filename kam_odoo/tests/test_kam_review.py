from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10")
class TestReviewSteps(ReviewCommon):
    """From planned to closed."""

    def test_people_follow(self):
        review = self._review()
        self.assertEqual(review.user_id, self.kam_user)
        self.assertEqual(review.sponsor_id, self.sponsor)
        self.assertEqual(review.participant_ids, self.kam_user.partner_id)
        self.account.kam_manager_id = self.colleague
        self.assertEqual(review.user_id, self.colleague, "a planned one")
        review.with_user(self.kam_manager).action_close()
        self.account.kam_manager_id = self.kam_user
        self.assertEqual(review.user_id, self.colleague, "history")

    def test_the_sponsor_takes_part(self):
        review = self._review(kind="quarterly")
        self.assertIn(self.sponsor.partner_id, review.participant_ids)
        self.assertNotIn(self.person, review.participant_ids)

    def test_annual_needs_sponsor_and_customer(self):
        review = self._review(kind="annual")
        with self.assertRaisesRegex(ValidationError, "somebody of the customer"):
            review.action_hold()
        review.participant_ids += self.person
        review.sponsor_id = False
        with self.assertRaisesRegex(ValidationError, "executive sponsor"):
            review.action_hold()
        review.sponsor_id = self.sponsor
        review.action_hold()
        with self.assertRaises(ValidationError):
            review.participant_ids -= self.person
        review.action_close()
        self.assertEqual(review.state, "closed")

    def test_a_closed_one_is_history(self):
        review = self._review(findings="All well")
        review.action_close()
        for values in (
            {"findings": "Not well"},
            {"date_held": "2026-02-01"},
            {"participant_ids": [Command.clear()]},
            {"action_ids": [Command.create({"name": "More"})]},
        ):
            with self.assertRaisesRegex(UserError, "stays as it was"):
                review.write(values)
        with self.assertRaises(UserError):
            review.action_close()
        with self.assertRaises(UserError):
            review.action_reopen()
        with self.assertRaisesRegex(UserError, "stays as a record"):
            review.unlink()
        review.active = False
        self.assertFalse(review.active)

    def test_the_snapshot_stays(self):
        review = self._review()
        self._order(self.account, "2026-02-01", 100)
        review.action_close()
        self.assertEqual(review.known["sales"]["revenue"], 100)
        self._order(self.account, "2026-02-01", 900)
        review.invalidate_recordset()
        self.assertEqual(review.known["sales"]["revenue"], 100)

    def test_results_are_not_typed(self):
        review = self._review()
        for values in (
            {"state": "closed"},
            {"snapshot": {"sales": 1}},
            {"on_time": 1},
            {"date_due": "2026-03-01"},
            {"date_closed": datetime(2026, 2, 1)},
        ):
            with self.assertRaises(AccessError):
                review.with_user(self.kam_manager).write(values)
            with self.assertRaises(AccessError):
                self._review(**values)
        with self.assertRaises(AccessError):
            self._review(date_held="2026-02-01")
        with self.assertRaises(UserError):
            review.date_held = "2026-02-01"
        made = self.Review.with_user(self.kam_user).with_context(default_state="held")
        self.assertEqual(made.create({"partner_id": self.account.id}).state, "planned")

    def test_held_and_back(self):
        review = self._review(date_planned="2026-02-03")
        self.assertTrue(review.is_late)
        review.action_hold()
        self.assertFalse(review.is_late)
        self.assertEqual(review.date_held, self._day(2, 10))
        review.date_held = "2026-02-04"
        with self.assertRaisesRegex(ValidationError, "in the future"):
            review.date_held = "2026-02-11"
        for name, value in (("kind", "annual"), ("date_planned", "2026-02-09")):
            with self.assertRaises(UserError):
                review[name] = value
        review.action_reopen()
        self.assertEqual(review.state, "planned")
        self.assertFalse(review.date_held)

    def test_late_ones_are_found(self):
        late = self._review(date_planned="2026-02-09")
        self._review(date_planned="2026-02-10")
        Review = self.Review.with_user(self.kam_user)
        domain = [("partner_id", "=", self.account.id)]
        self.assertEqual(Review.search([*domain, ("is_late", "=", True)]), late)
        self.assertEqual(Review.search_count([*domain, ("is_late", "=", False)]), 1)

    def test_what_is_decided_belongs_to_the_plan(self):
        plan = self._active_plan()
        review = self._reviews(plan)[:1].with_user(self.kam_user)
        with Form(review) as form:
            with form.action_ids.new() as line:
                line.name = "Call the plant manager"
                line.user_id = self.kam_user
                line.date_deadline = "2026-02-20"
        action = review.action_ids
        self.assertEqual(action.plan_id, plan)
        self.assertEqual(action.partner_id, self.account)
        self.assertTrue(action.activity_id, "it is somebody's activity")
        alone = self._review()
        alone.action_ids = [Command.create({"name": "Ask"})]
        self.assertEqual(alone.action_ids.plan_id, plan, "the plan that runs")

    def test_a_new_one_by_hand(self):
        """The plan fills in the rest."""
        plan = self._active_plan()
        with Form(self.Review.with_user(self.kam_user)) as form:
            form.plan_id = plan
            self.assertEqual(form.partner_id, self.account)
            form.kind = "quarterly"
            form.date_planned = "2026-03-10"
        review = form.record
        self.assertEqual(review.name, "Altmark: Quarterly review")
        self.account.name = "Neumark"
        self.assertEqual(review.name, "Neumark: Quarterly review")
        self.assertIn(review, self.Review.search([("display_name", "=like", "Neu%")]))
        self.env["res.lang"]._activate_lang("de_DE")
        kind = self.env.ref("kam_odoo.field_kam_review__kind").selection_ids.filtered(
            lambda one: one.value == "quarterly"
        )
        kind.with_context(lang="de_DE").name = "Quartal"
        german = review.with_context(lang="de_DE")
        self.assertEqual(german.name, "Neumark: Quartal")
        self.assertEqual(german.display_name, "Neumark: Quartal")
        self.assertEqual(review.display_name, "Neumark: Quarterly review")
        self.assertEqual(review.company_id, self.company_a)
        self.assertIn(self.sponsor.partner_id, review.participant_ids)
        self.assertEqual(review.date_due, self._day(3, 10))

    def test_the_account_is_chosen_anew(self):
        """Nobody of the account chosen by mistake is invited, or gets the minutes."""
        other = self._account(
            "Neustadt", kam_manager_id=self.kam_user.id, kam_sponsor_id=self.sponsor.id
        )
        boss = self._account(
            "Bert", parent=other, is_company=False, function="Head of purchase"
        )
        self.person.function = "Head of production"
        with Form(self.Review.with_user(self.kam_user)) as form:
            form.kind = "annual"
            form.partner_id = self.account
            self.assertIn(self.person, form.participant_ids[:])
            form.partner_id = other
        self.assertEqual(
            form.record.participant_ids,
            boss + (self.kam_user + self.sponsor).partner_id,
        )

    def test_a_duplicate_is_a_new_review(self):
        """With its agenda and people, but without what came out of the last one."""
        review = self._review(agenda="Prices", findings="Bad", decisions="Better")
        review.action_close()
        copy = review.copy()
        self.assertEqual(copy.agenda, review.agenda)
        self.assertEqual(copy.state, "planned")
        self.assertFalse(copy.findings or copy.decisions)

    def test_actions_after_the_plan(self):
        """The review at the end comes after the plan was closed: next plan or none."""
        plan = self._active_plan()
        review = self._reviews(plan, kind="quarterly").with_user(self.kam_user)
        plan.with_user(self.kam_user)._close()
        review.action_ids = [Command.create({"name": "Ask"})]
        self.assertFalse(review.action_ids.plan_id)
        self.assertEqual(review.action_ids.partner_id, self.account)

    def test_no_action_in_a_closed_review(self):
        review = self._review()
        review.action_close()
        with self.assertRaisesRegex(UserError, "stays as it was"):
            self.env["kam.action"].with_user(self.kam_user).create(
                {
                    "name": "Late idea",
                    "review_id": review.id,
                    "partner_id": self.account.id,
                }
            )

    def test_a_draft_goes_with_its_reviews(self):
        plan = self._plan()
        review = self._review(plan_id=plan.id)
        plan.unlink()
        self.assertFalse(review.exists())
        other = self._plan()
        held = self._review(plan_id=other.id)
        held.action_hold()
        with self.assertRaisesRegex(UserError, "was reviewed"):
            other.unlink()

    def test_wrong_plan(self):
        other = self._account("Other", kam_manager_id=self.kam_user.id)
        plan = self._plan(account=other)
        review = self._review()
        with self.assertRaisesRegex(ValidationError, "another account"):
            review.sudo().write({"plan_id": plan.id, "partner_id": self.account.id})

    def test_a_branch_is_not_reviewed(self):
        with self.assertRaisesRegex(ValidationError, "belongs to the account"):
            self.Review.create({"partner_id": self.branch.id})
