from odoo.modules.module import get_module_path, load_script
from odoo.tests import freeze_time, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewRhythm(ReviewCommon):
    """Which reviews are planned, and on which day."""

    def test_approval_plans_the_rhythm(self):
        """30 days after Thursday 1 January is a Saturday, and that Monday a holiday.

        The end, Tuesday 31 March, is a working day; a year later, 1 January 2027, is a
        Friday without a holiday in the schedule.
        """
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
        self.assertEqual(
            self._days(self._reviews(plan)),
            [("progress", self._day(2, 3)), ("quarterly", self._day(3, 31))],
        )
        self.assertEqual(
            self._days(self._reviews(plan_id=False)),
            [
                ("annual", self._day(1, 1, 2027)),
                ("planning", self._day(1, 15, 2027)),
            ],
        )
        review = self._reviews(plan)[0]
        self.assertEqual(review.user_id, self.kam_user)
        self.assertEqual(review.company_id, self.company_a)
        self.assertEqual(review.date_due, self._day(2, 3))

    def test_the_last_day_is_not_passed(self):
        """A plan that ends on Sunday 29 March is reviewed on the Friday before."""
        with freeze_time("2026-01-01"):
            plan = self._active_plan(date_to="2026-03-29")
        quarterly = self._reviews(plan, kind="quarterly")
        self.assertEqual(quarterly.date_planned, self._day(3, 27))

    def test_without_a_review_at_the_end(self):
        """The last progress review takes its place."""
        self.tier_key.quarterly_review = False
        with freeze_time("2026-03-03"):
            plan = self._active_plan()
        self.assertEqual(
            self._days(self._reviews(plan)), [("progress", self._day(3, 31))]
        )

    def test_nothing_planned(self):
        self.tier_key.write(
            {
                "review_days": 0,
                "quarterly_review": False,
                "annual_months": 0,
                "planning_day_months": 0,
            }
        )
        with freeze_time("2026-01-01"):
            self._active_plan()
        self.assertFalse(self._reviews())

    def test_twice_changes_nothing(self):
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
            before = self._reviews()
            plan._schedule_reviews()
        self.assertEqual(self._reviews(), before)

    @freeze_time("2026-01-05")
    def test_the_end_is_reviewed_once(self):
        plan = self._active_plan()
        self._reviews(plan, kind="quarterly").action_close()
        plan._schedule_reviews()
        self.assertEqual(self._reviews(plan, kind="quarterly").state, "closed")

    def test_what_was_booked_stays(self):
        """A review that somebody planned before the approval is the one of its kind."""
        with freeze_time("2026-01-01"):
            plan = self._plan()
            self._objective(plan)
            mine = self._review(plan_id=plan.id, date_planned="2026-01-20")
            annual = self._review(kind="annual", date_planned="2026-06-01")
            plan.action_submit()
            plan.with_user(self.kam_manager).action_approve()
        self.assertEqual(
            self._reviews(kind="progress").with_env(mine.env), mine, "no other one"
        )
        self.assertEqual(mine.date_planned, self._day(1, 20))
        self.assertEqual(self._reviews(kind="annual").with_env(mine.env), annual)

    def test_closing_plans_the_next(self):
        """By the rhythm of the plan: 2 March, though it was held a week late."""
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
        review = self._reviews(plan, kind="progress").with_user(self.kam_user)
        with freeze_time("2026-02-10"):
            review.action_close()
        self.assertEqual(review.state, "closed")
        self.assertEqual(review.date_held, self._day(2, 10))
        self.assertEqual(review.days_late, 7)
        self.assertEqual(review.on_time, 1)
        following = self._reviews(plan, kind="progress", state="planned")
        self.assertEqual(self._days(following), [("progress", self._day(3, 2))])
        with freeze_time("2026-03-12"):
            following.with_user(self.kam_user).action_close()
        self.assertEqual(following.on_time, 0)
        self.assertFalse(
            self._reviews(plan, kind="progress", state="planned"),
            "the end of the plan has its own review",
        )

    def test_held_early(self):
        """One that was held before its day is not planned for that day again."""
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
        with freeze_time("2026-01-29"):
            self._reviews(plan, kind="progress").with_user(self.kam_user).action_close()
        self.assertEqual(
            self._days(self._reviews(plan, kind="progress", state="planned")),
            [("progress", self._day(3, 2))],
        )

    def test_without_a_plan(self):
        """Every 30 days from the day it was due, 3 February, not from the 10th."""
        with freeze_time("2026-01-05"):
            review = self._review(date_planned="2026-02-03")
        with freeze_time("2026-02-10"):
            review.action_close()
        following = self._reviews(kind="progress", state="planned")
        self.assertEqual(self._days(following), [("progress", self._day(3, 5))])
        self.assertFalse(following.plan_id)

    def test_never_in_the_past(self):
        """Closed in the middle of March: 2 March is over, so none is left."""
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
        review = self._reviews(plan, kind="progress").with_user(self.kam_user)
        with freeze_time("2026-03-10"):
            review.action_close()
        self.assertFalse(self._reviews(plan, kind="progress", state="planned"))

    def test_one_that_is_planned_is_enough(self):
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
            other = self._review(plan_id=plan.id, date_planned="2026-02-20")
        first = self._reviews(plan, kind="progress")[0].with_user(self.kam_user)
        with freeze_time("2026-02-03"):
            first.action_close()
        planned = self._reviews(plan, kind="progress", state="planned")
        self.assertEqual(planned.with_env(other.env), other)
        self.assertEqual(other.date_planned, self._day(2, 20))

    def test_a_cancelled_one_is_followed_too(self):
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
            first = self._reviews(plan, kind="progress").with_user(self.kam_user)
        with freeze_time("2026-02-03"):
            first.action_cancel()
        self.assertEqual(
            self._days(self._reviews(plan, kind="progress", state="planned")),
            [("progress", self._day(3, 2))],
        )

    def test_annual_a_year_later(self):
        """By the month it was due, on a working day: 1 January 2028 is a Saturday."""
        with freeze_time("2026-01-01"):
            self._active_plan()
        annual = self._reviews(kind="annual").with_user(self.kam_user)
        annual.participant_ids += self.person
        with freeze_time("2027-02-15"):
            annual.action_close()
        following = self._reviews(kind="annual", state="planned")
        self.assertEqual(following.date_planned, self._day(1, 3, 2028))
        self.assertIn(self.sponsor.partner_id, following.participant_ids)

    def test_the_annual_one_is_overdue(self):
        """Last held two years ago and never planned again: in 30 days, 2 February is
        a holiday for all, so it moves to the 3rd."""
        with freeze_time("2024-01-10"):
            annual = self._review(kind="annual", date_planned="2024-01-10")
            annual.participant_ids += self.person
            annual.action_hold()
            self.tier_key.annual_months = 0
            annual.action_close()
            self.tier_key.annual_months = 12
        with freeze_time("2026-01-03"):
            self._active_plan()
        following = self._reviews(kind="annual", state="planned")
        self.assertEqual(following.date_planned, self._day(2, 3))

    def test_over_plans(self):
        """A closed plan is still reviewed at its end; a cancelled one is not."""
        with freeze_time("2026-01-01"):
            plan = self._active_plan()
        with freeze_time("2026-03-20"):
            plan.with_user(self.kam_user)._close()
        states = {one.kind: one.state for one in self._reviews(plan)}
        self.assertEqual(states, {"progress": "cancelled", "quarterly": "planned"})
        with freeze_time("2026-04-01"):
            other = self._active_plan(date_from="2026-04-01", date_to="2026-06-29")
            other.with_user(self.kam_manager).action_cancel()
        self.assertEqual(set(self._reviews(other).mapped("state")), {"cancelled"})
        self.assertEqual(
            self._reviews(kind="annual").state, "planned", "it is the account's"
        )

    def test_many_plans_cost_no_more_statements(self):
        """Approving ten plans asks as often as approving two."""

        def plans(count):
            accounts = [
                self._account(
                    f"Account {count}-{number}",
                    kam_manager_id=self.kam_user.id,
                    kam_tier_id=self.tier_key.id,
                )
                for number in range(count)
            ]
            found = self.env["kam.plan"].union(
                *[self._plan(account=account) for account in accounts]
            )
            found.sudo().write({"state": "active"})
            return found.with_user(self.kam_manager)

        counts = []
        with freeze_time("2026-01-01"):
            plans(1)._schedule_reviews()
            for number in (2, 10):
                some = plans(number)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                some._schedule_reviews()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(some.review_ids), 20)
        self.assertLess(counts[1] - counts[0], 8 * 8, counts)

    def test_a_holiday_week(self):
        """The next working day is looked for, not just the next Monday."""
        company = self.company_a
        self.assertEqual(company._kam_working_day(self._day(1, 31)), self._day(2, 3))
        self.assertEqual(company._kam_working_day(self._day(2, 3)), self._day(2, 3))
        company.resource_calendar_id = False
        self.assertEqual(company._kam_working_day(self._day(1, 31)), self._day(2, 2))

    def test_migration(self):
        """Tiers from before reviews get the rhythm by being key; what is set stays."""
        own = self.env["kam.tier"].create({"name": "VIP", "is_key": True})
        growth = self.env.ref("kam_odoo.kam_tier_growth")
        growth.annual_months = 24
        names = ("quarterly_review", "annual_months", "planning_day_months")
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE kam_tier
               SET quarterly_review = NULL, planning_day_months = NULL,
                   annual_months = NULLIF(annual_months, 12)
             WHERE id IN %s
            """,
            [tuple((own + growth).ids)],
        )
        self.env.cr.execute(
            "UPDATE kam_tier SET annual_months = NULL WHERE id = %s", [own.id]
        )
        path = get_module_path("kam_odoo") + "/migrations/19.0.1.2.0/post-review.py"
        load_script(path, "kam_migration").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual([own[name] for name in names], [True, 12, 12])
        self.assertEqual([growth[name] for name in names], [False, 24, 0])

    @freeze_time("2026-01-05")
    def test_plans_that_ran_before_reviews(self):
        """An update gives them what their approval would have; once."""
        plan = self._active_plan()
        draft = self._plan(date_from="2026-04-01", date_to="2026-06-29")
        planned = self._days(self._reviews(plan))
        annual = self._days(self._reviews(kind="annual"))
        self.Review.search([]).unlink()
        self.Review.search([]).unlink()
        path = get_module_path("kam_odoo") + "/migrations/19.0.1.2.0/post-review.py"
        for _time in range(2):
            load_script(path, "kam_migration").migrate(self.env.cr, "19.0.1.1.0")
            self.assertEqual(self._days(self._reviews(plan)), planned)
            self.assertEqual(self._days(self._reviews(kind="annual")), annual)
        self.assertEqual(len(planned), 2)
        self.assertFalse(self._reviews(draft))

    @freeze_time("2026-01-05")
    def test_a_deleted_one_is_followed_too(self):
        """Else nobody would ever be reminded of a review of this plan again."""
        plan = self._active_plan()
        first = self._reviews(plan, kind="progress")
        self.assertEqual(self._days(first), [("progress", self._day(2, 3))])
        first.with_user(self.kam_user).unlink()
        self.assertEqual(
            self._days(self._reviews(plan, kind="progress")),
            [("progress", self._day(3, 2))],
        )

    def test_the_shipped_tiers(self):
        strategic = self.env.ref("kam_odoo.kam_tier_strategic")
        growth = self.env.ref("kam_odoo.kam_tier_growth")
        self.assertTrue(strategic.quarterly_review)
        self.assertEqual(strategic.annual_months, 12)
        self.assertEqual(growth.annual_months, 0)
        self.assertEqual(growth.review_days, 30)

    @freeze_time("2026-01-01")
    def test_the_last_review_moves_with_the_end(self):
        """Planned until Tuesday 31 March, now until Saturday 11 April: Friday 10."""
        plan = self._active_plan()
        last = self._reviews(plan, kind="quarterly")
        self.assertEqual(last.date_planned, self._day(3, 31))
        plan.date_to = self._day(4, 11)
        self.assertEqual(last.date_planned, self._day(4, 10))
        self.assertEqual(last.date_due, self._day(4, 10))
        last.date_planned = self._day(4, 7)
        plan.date_to = self._day(4, 20)
        self.assertEqual(last.date_planned, self._day(4, 7), "somebody chose that day")

    @freeze_time("2026-01-01")
    def test_a_cancelled_review_leaves_no_meeting_unnoticed(self):
        """Nobody is disinvited behind his back; who is responsible is told."""
        plan = self._active_plan()
        review = self._reviews(plan)[:1]
        self.env["calendar.event"].create(
            {
                "name": "Review",
                "start": f"{review.date_planned} 08:00:00",
                "stop": f"{review.date_planned} 09:00:00",
                "kam_review_id": review.id,
            }
        )
        review.action_cancel()
        [told] = self.env["mail.message"].search(
            [
                ("model", "=", review._name),
                ("res_id", "=", review.id),
                ("message_type", "=", "user_notification"),
                ("body", "ilike", "still in the calendar"),
            ]
        )
        self.assertEqual(told.notified_partner_ids, review.user_id.partner_id)
        self.assertTrue(review.event_id.active)

    def test_yearly_ones_end_with_the_standing(self):
        """Retired: no annual review is due, but the one people agreed on stays."""
        days = {"annual": self._day(6, 1), "planning": self._day(7, 1)}
        annual, planning = (
            self._review(kind=kind, date_planned=day) for kind, day in days.items()
        )
        booked = self._review(kind="annual", date_planned=self._day(8, 3))
        self.env["calendar.event"].create(
            {
                "name": "Annual review",
                "start": "2026-08-03 08:00:00",
                "stop": "2026-08-03 10:00:00",
                "kam_review_id": booked.id,
            }
        )
        self.account.sudo().kam_status = "key"
        decision = {"partner_id": self.account.id, "reason": "Agreed"}
        history = self.env["kam.decision"].with_user(self.kam_manager)
        history._decide([{**decision, "kind": "keep"}])
        self.assertEqual(annual.state, "planned")
        history._decide([{**decision, "kind": "retire"}])
        self.assertEqual(annual.state, "cancelled")
        self.assertEqual(planning.state, "cancelled")
        self.assertEqual(booked.state, "planned")
