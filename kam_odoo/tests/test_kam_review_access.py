from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10")
class TestReviewAccess(ReviewCommon):
    """Who sees and does what with reviews."""

    def _seen(self, user):
        return (
            self.Review.with_user(user)
            .search([("partner_id", "=", self.account.id)])
            .with_env(self.env)
        )

    def test_own_accounts(self):
        review = self._review().with_env(self.env)
        for user, seen in (
            (self.kam_user, review),
            (self.sponsor, review),
            (self.kam_manager, review),
            (self.colleague, self.Review),
            (self.other_user, self.Review),
            # may be in the team of an account, and are in none
            (self.salesperson, self.Review),
            (self.employee, self.Review),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user), seen)
        with self.assertRaises(AccessError):
            self._seen(self.portal)

    def test_a_sponsor_without_the_right(self):
        """He reads what the review is about, and is offered nothing that he may not."""
        self.account.kam_sponsor_id = self.employee
        review = self._review(kind="annual")
        self.assertFalse(review.with_user(self.employee).kam_may_change)
        self.assertTrue(review.with_user(self.employee).known)
        self.assertTrue(review.kam_may_change)
        form = etree.fromstring(self.Review.get_view(view_type="form")["arch"])
        for button in form.findall(".//header/button"):
            self.assertIn("kam_may_change", button.get("invisible"))

    def test_a_known_number_opens_nothing(self):
        review = self._review()
        for user in (
            self.colleague,
            self.other_user,
            self.salesperson,
            self.employee,
            self.portal,
        ):
            hidden = review.with_user(user)
            for call in (
                lambda one=hidden: one.read(["known", "findings"]),
                lambda one=hidden: one.write({"findings": "x"}),
                lambda one=hidden: one.action_hold(),
                lambda one=hidden: one.action_close(),
                lambda one=hidden: one.action_cancel(),
                lambda one=hidden: one.action_schedule_meeting(),
                lambda one=hidden: one.action_send_minutes(),
                lambda one=hidden: one.action_open_known("sales"),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_no_way_into_others_accounts(self):
        """A review of somebody else's account would show its figures."""
        plan = self._plan()
        for values in (
            {"user_id": self.colleague.id},
            {"user_id": self.colleague.id, "plan_id": plan.id},
            {"sponsor_id": self.colleague.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._review(self.colleague, **values)
        own = self._account("Own", kam_manager_id=self.colleague.id)
        review = self._review(self.colleague, partner_id=own.id)
        for values in ({"partner_id": self.account.id}, {"plan_id": plan.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                review.write(values)

    def test_the_team_of_a_plan(self):
        plan = self._plan(team_ids=[Command.set(self.colleague.ids)])
        review = self._review(plan_id=plan.id)
        self.assertEqual(self._seen(self.colleague), review.with_env(self.env))
        review.with_user(self.colleague).findings = "Seen"
        self.assertIn(self.colleague.partner_id, review.participant_ids)

    def test_a_confidential_plan(self):
        """The account's sponsor, who is not the plan's, sees no review of it."""
        plan = self._plan(sponsor_id=False, confidential=True)
        review = self._review(plan_id=plan.id)
        review.sponsor_id = False
        self.assertFalse(self._seen(self.sponsor))
        self.assertEqual(self._seen(self.kam_manager), review.with_env(self.env))

    def test_companies(self):
        review = self._review()
        only_b = self.Review.with_user(self.kam_manager).with_context(
            allowed_company_ids=self.company_b.ids
        )
        self.assertFalse(only_b.search([("id", "=", review.id)]))
        with self.assertRaises(AccessError):
            only_b.browse(review.id).read(["known"])

    def test_actions_of_others_reviews(self):
        review = self._review()
        own = self._account("Own", kam_manager_id=self.colleague.id)
        with self.assertRaises(UserError):
            self.env["kam.action"].with_user(self.colleague).create(
                {"name": "x", "partner_id": own.id, "review_id": review.id}
            )

    def test_reviews_made_by_the_approval_are_the_owners(self):
        """The manager approves, the owner works with them."""
        plan = self._active_plan()
        review = self._reviews(plan)[:1]
        self.assertIn(review, self._seen(self.kam_user))
        review.with_user(self.kam_user).findings = "Mine"


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10")
class TestReviewMinutes(ReviewCommon):
    """Minutes are for colleagues, and for the customer only when told so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.customer_user = cls._user("kam_customer", "base.group_portal")
        cls.customer_user.partner_id.parent_id = cls.account
        cls.person.email = "anna@alt.example"

    def _held(self, **values):
        review = self._review(
            findings="All is well", decisions="Go on like that", **values
        )
        review.participant_ids += self.person
        review.message_subscribe(
            (self.employee + self.customer_user + self.portal).partner_id.ids
        )
        review.action_ids = [
            Command.create({"name": "Call them"}),
            Command.create({"name": "Tell nobody", "kind": "internal"}),
        ]
        review.action_hold()
        return review

    def _wizard(self, review, **values):
        action = review.action_send_minutes()
        return (
            self.env["kam.review.minutes"]
            .with_user(self.kam_user)
            .with_context(**action["context"])
            .create(values)
        )

    def _told(self, messages):
        return messages.sudo().notified_partner_ids

    def test_colleagues_only(self):
        """The customer follows the review and took part, and gets nothing."""
        review = self._held(kind="quarterly")
        left = self._user("kam_left", "base.group_user")
        review.message_subscribe(left.partner_id.ids)
        left.active = False
        wizard = self._wizard(review, to_customer=True)
        self.assertFalse(wizard.may_tell_customer)
        self.assertEqual(
            wizard.colleague_ids, (self.employee + self.sponsor).partner_id
        )
        before = review.message_ids
        wizard.action_send()
        sent = review.message_ids - before
        self.assertEqual(self._told(sent), (self.employee + self.sponsor).partner_id)
        self.assertTrue(sent.subtype_id.internal)
        self.assertIn("All is well", sent.body)
        self.assertIn("Tell nobody", sent.body)

    def test_the_customer_when_told_so(self):
        review = self._held(kind="annual")
        before = review.message_ids
        self._wizard(review).action_send()
        self.assertNotIn(self.person, self._told(review.message_ids - before))
        before = review.message_ids
        self._wizard(review, to_customer=True).action_send()
        sent = (review.message_ids - before).filtered(
            lambda message: self.person in self._told(message)
        )
        self.assertEqual(self._told(sent), self.person)
        self.assertIn("Call them", sent.body)
        self.assertNotIn("Tell nobody", sent.body)
        self.assertNotIn(self.portal.partner_id, self._told(review.message_ids))
        self.person.email = False
        with self.assertRaisesRegex(UserError, "No mail address"):
            self._wizard(review, to_customer=True).action_send()

    def test_no_way_around(self):
        """What the window does not offer is refused."""
        progress, annual = self._held(), self._held(kind="annual")
        for review, values in (
            (progress, {"colleague_ids": [Command.link(self.person.id)]}),
            (
                progress,
                {"to_customer": True, "customer_ids": [Command.set(self.person.ids)]},
            ),
            (
                annual,
                {
                    "to_customer": True,
                    "customer_ids": [Command.set(self.portal.partner_id.ids)],
                },
            ),
            (annual, {"colleague_ids": [Command.clear()]}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._wizard(review, **values).action_send()
        planned = self._review()
        with self.assertRaisesRegex(UserError, "was not held"):
            planned.action_send_minutes()
        wizard = self._wizard(annual)
        with self.assertRaises(AccessError):
            wizard.with_user(self.colleague).action_send()

    def test_the_window_tells_no_stranger(self):
        """Neither a chosen number nor somebody else's window shows who took part."""
        review = self._held(kind="annual")
        mine = self._wizard(review)
        windows = self.env["kam.review.minutes"].with_user(self.colleague)
        values = {"review_id": review.id}
        spec = {"review_id": {}, "colleague_ids": {}, "customer_ids": {}}
        for number, call in enumerate(
            (
                lambda: windows.create(values),
                lambda: windows.create(
                    {**values, "colleague_ids": [], "customer_ids": []}
                ),
                lambda: windows.onchange(values, ["review_id"], spec),
                lambda: mine.with_user(self.colleague).read(["colleague_ids"]),
            )
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(number=number), self.assertRaises(AccessError):
                call()

    def test_each_in_his_own_language(self):
        template = self.env.ref("kam_odoo.mail_template_review_minutes")
        template.with_context(lang="de_DE").subject = "Protokoll: {{ object.name }}"
        self.employee.lang = "de_DE"
        review = self._held(kind="quarterly")
        before = review.message_ids
        self._wizard(review).action_send()
        subjects = {
            message.subject.split(":")[0]: self._told(message)
            for message in review.message_ids - before
        }
        self.assertEqual(
            subjects,
            {"Minutes": self.sponsor.partner_id, "Protokoll": self.employee.partner_id},
        )

    def test_followers_are_told(self):
        """Who follows the plan learns that a review of it was closed; no customer."""
        plan = self._active_plan()
        plan.message_subscribe((self.employee + self.customer_user).partner_id.ids)
        review = self._tracked(self.Review.with_user(self.kam_user)).create(
            {"plan_id": plan.id}
        )
        self.env.flush_all()
        self.cr.precommit.run()
        review.action_close()
        self.env.flush_all()
        self.cr.precommit.run()
        closed = review.sudo().message_ids.filtered(
            lambda message: (
                message.subtype_id == self.env.ref("kam_odoo.mt_review_closed")
            )
        )
        self.assertEqual(len(closed), 1)
        self.assertIn(self.employee.partner_id, closed.notified_partner_ids)
        self.assertNotIn(self.customer_user.partner_id, closed.notified_partner_ids)

    def test_planning_tells_nobody_by_mail(self):
        """Approving a plan does not write to its owner once for each review."""
        plan = self._plan()
        self._objective(plan)
        plan.action_submit()
        mails = self.env["mail.mail"].sudo().search_count([])
        self._tracked(plan.with_user(self.kam_manager)).action_approve()
        self.env.flush_all()
        self.cr.precommit.run()
        reviews = self._reviews(plan)
        self.assertFalse(reviews.message_ids.notified_partner_ids)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
