from ast import literal_eval
from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10")
class TestReviewMeeting(ReviewCommon):
    """A review and its meeting are one."""

    def _meeting_of(self, review, **values):
        """The meeting as the window of the button fills it in, opened on a review."""
        action = review.action_schedule_meeting()
        return (
            self.env["calendar.event"]
            .with_user(self.kam_user)
            .with_context(
                no_mail_to_attendees=True,
                active_model="kam.review",
                active_id=review.id,
                **action["context"],
            )
            .create(values)
        )

    def test_in_one_click(self):
        review = self._review(date_planned="2026-02-17", kind="quarterly")
        event = self._meeting_of(review)
        self.assertEqual(event.start, datetime(2026, 2, 17, 10))
        self.assertEqual(event.stop, datetime(2026, 2, 17, 12))
        self.assertEqual(
            event.partner_ids, self.kam_user.partner_id + self.sponsor.partner_id
        )
        self.assertEqual(event.name, "Altmark: Quarterly review")
        self.assertEqual(review.event_id, event)
        self.assertEqual(review.action_schedule_meeting()["res_id"], event.id)
        self.assertFalse(review.activity_ids, "the reminders are others' business")

    def test_nobody_is_invited_before_it_is_saved(self):
        before = self.env["calendar.event"].search_count([])
        mails = self.env["mail.mail"].search_count([])
        self._review().action_schedule_meeting()
        self.assertEqual(self.env["calendar.event"].search_count([]), before)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_the_customer_is_invited_when_chosen(self):
        review = self._review()
        self.assertNotIn(self.person, self._meeting_of(review).partner_ids)
        with_person = self._review()
        with_person.participant_ids += self.person
        self.assertIn(self.person, self._meeting_of(with_person).partner_ids)

    def test_the_customers_people_of_last_year(self):
        """Those with a job title at first, then those who were there."""
        boss = self._account(
            "Berta Boss", parent=self.account, is_company=False, function="CEO"
        )
        review = self._review(kind="annual")
        self.assertEqual(review._customer_people(), boss)
        review.participant_ids += self.person
        review.participant_ids -= boss
        review.action_close()
        following = self._reviews(kind="annual", state="planned")
        self.assertEqual(following._customer_people(), self.person)
        self.assertFalse(self._review()._customer_people(), "an internal one")

    def test_moving_the_meeting_moves_the_review(self):
        review = self._review(date_planned="2026-02-17")
        event = self._meeting_of(review)
        event.with_context(no_mail_to_attendees=True).write(
            {"start": datetime(2026, 2, 20, 8), "stop": datetime(2026, 2, 20, 9)}
        )
        self.assertEqual(review.date_planned, self._day(2, 20))
        self.assertEqual(review.date_due, self._day(2, 17), "on time is judged by it")
        event.partner_ids += self.person
        self.assertIn(self.person, review.participant_ids)

    def test_an_earlier_meeting_counts_no_longer(self):
        """Of two meetings the last one is the review's; the other moves nothing."""
        review = self._review(date_planned="2026-02-17")
        first = self._meeting_of(review)
        second = first.copy({"kam_review_id": review.id})
        self.assertEqual(review.event_id, second)
        first.with_context(no_mail_to_attendees=True).write(
            {"start": datetime(2026, 2, 20, 8), "stop": datetime(2026, 2, 20, 9)}
        )
        self.assertEqual(review.date_planned, self._day(2, 17))

    def test_moving_the_review_moves_the_meeting(self):
        """To the same hour of the clock, over the change to summer time too."""
        self.company_a.partner_id.tz = "Europe/Ljubljana"
        review = self._review(date_planned="2026-02-17")
        event = self._meeting_of(review)
        hour = event.start.hour
        review.with_context(no_mail_to_attendees=True).date_planned = "2026-04-07"
        self.assertEqual(event.start, datetime(2026, 4, 7, hour - 1))
        self.assertEqual((event.stop - event.start).seconds, 3600)
        self.assertEqual(review.date_planned, self._day(4, 7))

    def test_all_day(self):
        review = self._review(date_planned="2026-02-17", kind="planning")
        event = self._meeting_of(
            review,
            allday=True,
            start=datetime(2026, 2, 18),
            stop=datetime(2026, 2, 18),
        )
        self.assertEqual(review.date_planned, self._day(2, 18))
        review.with_context(no_mail_to_attendees=True).date_planned = "2026-02-19"
        self.assertEqual(event.start_date, self._day(2, 19))

    def test_a_meeting_that_repeats(self):
        """The first one is the review's; the others are just meetings."""
        review = self._review(date_planned="2026-02-17")
        event = self._meeting_of(
            review,
            recurrency=True,
            rrule_type="weekly",
            interval=1,
            end_type="count",
            count=3,
            tue=True,
        )
        self.assertEqual(len(event.recurrence_id.calendar_event_ids), 3)
        self.assertEqual(review.event_ids, event)
        self.assertEqual(review.date_planned, self._day(2, 17))

    def test_a_day_of_the_company(self):
        """Half past eleven at night in UTC is tomorrow in Ljubljana."""
        self.company_a.partner_id.tz = "Europe/Ljubljana"
        review = self._review(date_planned="2026-02-17")
        self._meeting_of(
            review,
            start=datetime(2026, 2, 17, 23, 30),
            stop=datetime(2026, 2, 18, 0, 30),
        )
        self.assertEqual(review.date_planned, self._day(2, 18))

    def test_no_meeting_any_more(self):
        review = self._review(date_planned="2026-02-17")
        event = self._meeting_of(review)
        event.active = False
        self.assertFalse(review.event_id)
        self.assertEqual(review.date_planned, self._day(2, 17))
        event.active = True
        self.assertEqual(review.event_id, event)
        event.unlink()
        self.assertFalse(review.event_id)
        self.assertEqual(review.state, "planned")

    def test_held_on_the_day_of_the_meeting(self):
        review = self._review(date_planned="2026-02-17")
        event = self._meeting_of(review)
        with freeze_time("2026-02-18"):
            review.action_hold()
            self.assertEqual(review.date_held, self._day(2, 17))
            event.with_context(no_mail_to_attendees=True).write(
                {"start": datetime(2026, 2, 25, 8), "stop": datetime(2026, 2, 25, 9)}
            )
            self.assertEqual(review.date_planned, self._day(2, 17), "it is over")

    def test_late_ones_are_not_planned_for_yesterday(self):
        """Friday 6 February is over: the next working day."""
        review = self._review(date_planned="2026-02-06")
        start = review.action_schedule_meeting()["context"]["default_start"]
        self.assertEqual(start, "2026-02-11 10:00:00")

    def test_a_confidential_plan_has_a_private_meeting(self):
        plan = self._plan(confidential=True)
        event = self._meeting_of(self._review(plan_id=plan.id))
        self.assertEqual(event.privacy, "private")

    def test_no_way_to_move_others_reviews(self):
        review = self._review(date_planned="2026-02-17")
        values = {
            "name": "Trap",
            "kam_review_id": review.id,
            "start": datetime(2026, 3, 1, 8),
            "stop": datetime(2026, 3, 1, 9),
        }
        for user in (self.colleague, self.other_user, self.salesperson, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["calendar.event"].with_user(user).create(dict(values))
        self.assertEqual(review.date_planned, self._day(2, 17))
        review.action_cancel()
        with self.assertRaisesRegex(UserError, "needs no meeting"):
            self.env["calendar.event"].with_user(self.kam_user).create(dict(values))

    def test_other_meetings_are_left_alone(self):
        """Employees without rights on reviews use their calendar as before."""
        event = (
            self.env["calendar.event"]
            .with_user(self.employee)
            .create(
                {
                    "name": "Lunch",
                    "start": datetime(2026, 2, 17, 12),
                    "stop": datetime(2026, 2, 17, 13),
                }
            )
        )
        event.write({"start": datetime(2026, 2, 18, 12)})
        event.unlink()

    def test_an_attendee_moves_the_meeting(self):
        """The sponsor of another department may; the review follows."""
        review = self._review(date_planned="2026-02-17")
        event = self._meeting_of(
            review,
            partner_ids=[
                Command.set((self.kam_user + self.employee).partner_id.ids),
            ],
        )
        event.with_user(self.employee).with_context(no_mail_to_attendees=True).write(
            {"start": datetime(2026, 2, 19, 8), "stop": datetime(2026, 2, 19, 9)}
        )
        self.assertEqual(review.date_planned, self._day(2, 19))


@tagged("post_install", "-at_install")
class TestReviewChecklist(ReviewCommon):
    """Annual reviews are prepared in time."""

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "kam_odoo.ir_cron_kam_review_checklists"
            ).method_direct_trigger()

    def _steps(self, review):
        return review.sudo().activity_ids.filtered("kam_template_id")

    def setUp(self):
        super().setUp()
        with freeze_time("2026-01-05"):
            self.review = self._review(kind="annual", date_planned="2026-06-16")

    def test_in_time_and_once(self):
        """30 days before Tuesday 16 June is Sunday 17 May."""
        with freeze_time("2026-05-16"):
            self._run()
        self.assertFalse(self._steps(self.review))
        with freeze_time("2026-05-17"):
            self._run()
            self._run()
        steps = self._steps(self.review).sorted("date_deadline")
        self.assertEqual(
            [(step.date_deadline, step.user_id) for step in steps],
            [
                (self._day(5, 19), self.kam_user),
                (self._day(5, 26), self.kam_user),
                (self._day(6, 2), self.kam_user),
                (self._day(6, 9), self.sponsor),
                (self._day(6, 11), self.kam_user),
            ],
        )
        self.assertEqual(self.review.date_checklist, self._day(5, 17))

    def test_done_steps_do_not_come_back(self):
        with freeze_time("2026-05-17"):
            self._run()
            self._steps(self.review)[0].action_done()
        with freeze_time("2026-05-18"):
            self._run()
        self.assertEqual(len(self._steps(self.review)), 4)

    def test_steps_move_with_the_review(self):
        """A week later; what would be past is today's."""
        with freeze_time("2026-05-17"):
            self._run()
            self.review.date_planned = "2026-06-23"
            steps = self._steps(self.review).sorted("date_deadline")
            self.assertEqual(steps[0].date_deadline, self._day(5, 26))
            self.review.date_planned = "2026-05-20"
        steps.invalidate_recordset()
        self.assertEqual(
            sorted(steps.mapped("date_deadline")),
            [self._day(5, 18)] * 5,
            "Sunday 17 May is no working day",
        )

    def test_nothing_is_left_when_it_is_over(self):
        with freeze_time("2026-05-17"):
            self._run()
            self.review.action_cancel()
            self.assertFalse(self._steps(self.review))
            self.review.action_reopen()
            self._run()
            self.assertEqual(len(self._steps(self.review)), 5)
            self.review.participant_ids += self.person
            self.review.action_close()
        self.assertFalse(self._steps(self.review))

    def test_nobody_is_reminded_of_what_was_held(self):
        """At once, not when the rules are looked at in the next night."""
        rule = self.env.ref("kam_odoo.kam_reminder_review")
        for end in ("action_hold", "action_cancel"):
            review = self._review(date_planned="2026-01-06")
            review.sudo().activity_schedule(
                activity_type_id=rule.activity_type_id.id,
                user_id=self.kam_user.id,
                kam_reminder_id=rule.id,
            )
            with self.subTest(end), freeze_time("2026-01-06"):
                getattr(review, end)()
                self.assertFalse(review.activity_ids)

    def test_an_archived_checklist_starts_nothing(self):
        self.env.ref("kam_odoo.mail_activity_plan_annual_review").active = False
        with freeze_time("2026-06-01"):
            self._run()
        self.assertFalse(self._steps(self.review))

    def test_managers_change_the_steps(self):
        """Under Configuration → Checklists, and nobody else."""
        plan = self.env.ref("kam_odoo.mail_activity_plan_annual_review")
        window = self.env.ref("kam_odoo.mail_activity_plan_action")
        found = self.env["mail.activity.plan"].search(literal_eval(window.domain))
        self.assertIn(plan, found)
        plan.template_ids[0].with_user(self.kam_manager).delay_count = 60
        plan.with_user(self.kam_manager).name = "Our way"
        with self.assertRaises(AccessError):
            plan.template_ids[0].with_user(self.kam_user).delay_count = 1

    def test_a_sponsor_without_the_right(self):
        """He could not open the review, so its responsible prepares it with him."""
        self.review.sponsor_id = self.employee
        with freeze_time("2026-05-17"):
            self._run()
        self.assertEqual(self._steps(self.review).user_id, self.kam_user)

    def test_a_responsible_who_left(self):
        """The steps go to whoever manages the account now, or to the head."""
        self.kam_user.active = False
        self.company_a.kam_escalation_user_id = self.second_manager
        with freeze_time("2026-05-17"):
            self._run()
        self.assertEqual(
            self._steps(self.review).user_id, self.second_manager + self.sponsor
        )

    def test_only_annual_ones(self):
        with freeze_time("2026-06-10"):
            other = self._review(kind="planning", date_planned="2026-06-12")
            self._run()
        self.assertFalse(self._steps(other))
