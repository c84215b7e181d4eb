from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .escalation_common import EscalationCommon

# What the tests switch off for speed.
FOLLOWING = {"tracking_disable": False, "mail_create_nosubscribe": False}


@tagged("post_install", "-at_install")
class TestKamEscalation(EscalationCommon):
    """R7: raised by anybody, on the list of the right person, solved and reopened."""

    def test_raised_on_a_contact(self):
        """The button fills in contact and account; the manager has it at once."""
        action = self.person.with_user(self.colleague).action_kam_escalate()
        form = Form(
            self.env["kam.escalation"]
            .with_user(self.colleague)
            .with_context(**action["context"], **FOLLOWING)
        )
        form.name = "Wrong drives"
        self.assertEqual(form.partner_id, self.account)
        self.assertEqual(form.contact_id, self.person)
        self.assertEqual(form.user_id, self.kam_user)
        escalation = form.save().with_env(self.env)
        self.assertEqual(escalation.raised_by_id, self.colleague)
        self.assertEqual(self._lists(escalation), {("answer", "kam_user")})
        followers = escalation.message_partner_ids
        self.assertIn(self.colleague.partner_id, followers)
        self.assertIn(self.kam_user.partner_id, followers)

    def test_raised_on_the_account(self):
        action = self.account.with_user(self.colleague).action_kam_escalate()
        self.assertFalse(action["context"]["default_contact_id"])
        self.assertEqual(action["context"]["default_partner_id"], self.account.id)

    def test_raised_on_an_order(self):
        """In the company of the order, whatever the current one is."""
        order = self._order(self.person, "2024-05-01", 100, user_id=self.salesperson.id)
        action = order.with_user(self.salesperson).action_kam_escalate()
        form = Form(
            self.env["kam.escalation"]
            .with_user(self.salesperson)
            .with_context(**action["context"])
        )
        form.name = "Late"
        escalation = form.save()
        self.assertEqual(escalation.order_id, order)
        self.assertEqual(escalation.partner_id, self.account)
        self.assertEqual(escalation.company_id, self.company_a)
        in_b = self._order(self.person, "2024-05-01", 100, company=self.company_b)
        context = in_b.with_user(self.kam_manager).action_kam_escalate()["context"]
        self.assertEqual(context["default_company_id"], self.company_b.id)

    def test_raised_on_an_opportunity(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "New line",
                "partner_id": self.person.id,
                "user_id": self.salesperson.id,
            }
        )
        action = lead.with_user(self.salesperson).action_kam_escalate()
        escalation = (
            self.env["kam.escalation"]
            .with_user(self.salesperson)
            .with_context(**action["context"])
            .create({"name": "They threaten to leave"})
        )
        self.assertEqual(escalation.lead_id, lead)
        self.assertEqual(escalation.partner_id, self.account)

    def test_default_responsible(self):
        """Account manager, else salesperson, else the head; archived are skipped."""
        self.assertEqual(self._raise().user_id, self.kam_user)
        self.kam_user.active = False
        escalation = self._raise()
        self.assertEqual(escalation.user_id, self.salesperson)
        self.salesperson.active = False
        escalation = self._raise()
        self.assertFalse(escalation.user_id)
        self.assertEqual(self._lists(escalation), {("assign", "kam_head")})
        self.company_a.kam_escalation_user_id = False
        escalation = self._raise()
        heads = {login for _type, login in self._lists(escalation)}
        self.assertLessEqual({"kam_head", "kam_manager"}, heads)
        self.assertNotIn("kam_other", heads)

    def test_other_company(self):
        """Who may not enter the company is not made responsible."""
        in_b = self._raise(company_id=self.company_b.id)
        self.assertFalse(in_b.user_id)
        with self.assertRaisesRegex(ValidationError, "not an active colleague"):
            in_b.user_id = self.salesperson
        self.company_b.kam_escalation_user_id = self.other_user
        escalation = self._raise(company_id=self.company_b.id)
        self.assertEqual(self._lists(escalation), {("assign", "kam_other")})

    def test_language(self):
        """Each person reads the activity in the own language."""
        self.env["res.lang"]._activate_lang("sl_SI")
        activity_type = self.env.ref(
            "kam_odoo.mail_activity_type_escalation_answer"
        ).with_context(lang="sl_SI")
        activity_type.summary = "Odgovorite stranki"
        self.kam_user.lang = "sl_SI"
        self.assertEqual(self._raise().activity_ids.summary, "Odgovorite stranki")
        self.kam_user.lang = "en_US"
        self.assertEqual(self._raise().activity_ids.summary, "Answer the customer")

    def test_handed_over(self):
        """The activity moves with the responsible; the new one is told."""
        escalation = self._raise()
        escalation.with_user(self.kam_user).user_id = self.salesperson
        self.assertEqual(self._lists(escalation), {("answer", "kam_sales")})
        escalation.with_user(self.kam_manager).action_take()
        self.assertEqual(self._lists(escalation), {("answer", "kam_manager")})

    def test_new_account_manager(self):
        """Open work goes with the account; what was given to others stays there."""
        open_, closed, others = (self._raise() for _number in range(3))
        closed.with_user(self.kam_user).action_cancel()
        others.user_id = self.salesperson
        self.account.kam_manager_id = self.kam_manager
        self.assertEqual(open_.user_id, self.kam_manager)
        self.assertEqual(self._lists(open_), {("answer", "kam_manager")})
        self.assertEqual(closed.user_id, self.kam_user)
        self.assertEqual(others.user_id, self.salesperson)

    def test_answered_by_button(self):
        escalation = self._raise()
        with freeze_time("2024-05-06 08:00:00"):
            escalation.with_user(self.kam_user).action_respond()
        self.assertMoment(escalation.date_responded, "2024-05-06 08:00")
        self.assertEqual(escalation.state, "in_progress")
        self.assertEqual(self._lists(escalation), {("solve", "kam_user")})
        self.assertEqual(str(escalation.activity_ids.date_deadline), "2024-05-07")
        with freeze_time("2024-05-06 10:00:00"):
            escalation.with_user(self.kam_user).action_respond()
        self.assertMoment(escalation.date_responded, "2024-05-06 08:00")

    def test_answered_by_ticking_off(self):
        escalation = self._raise()
        escalation.activity_ids.with_user(self.kam_user).action_done()
        self.assertTrue(escalation.date_responded)
        self.assertEqual(self._lists(escalation), {("solve", "kam_user")})

    def test_answered_by_message(self):
        """A message to the customer of the account's people; not a note, not others."""
        escalation = self._raise(contact_id=self.person.id)
        for user, values in (
            (self.colleague, {"subtype_xmlid": "mail.mt_comment"}),
            (self.kam_user, {"subtype_xmlid": "mail.mt_note"}),
        ):
            escalation.with_user(user).message_post(
                body="Hello", partner_ids=self.person.ids, **values
            )
            self.assertFalse(escalation.date_responded, user.login)
        escalation.with_user(self.kam_user).message_post(
            body="To a colleague",
            partner_ids=self.colleague.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertFalse(escalation.date_responded)
        with freeze_time("2024-05-06 08:00:00"):
            escalation.with_user(self.kam_user).message_post(
                body="We are on it",
                partner_ids=self.person.ids,
                subtype_xmlid="mail.mt_comment",
            )
        self.assertMoment(escalation.date_responded, "2024-05-06 08:00")
        self.assertEqual(escalation.state, "in_progress")

    def test_answering_what_is_nobodys(self):
        """Who answers takes it."""
        self.account.write({"kam_manager_id": False, "user_id": False})
        escalation = self._raise()
        escalation.with_user(self.head).action_respond()
        self.assertEqual(escalation.user_id, self.head)
        self.assertEqual(self._lists(escalation), {("solve", "kam_head")})

    def test_solved(self):
        """Only with a solution and a reason; then nothing is left on any list."""
        escalation = self._raise()
        with self.assertRaisesRegex(UserError, "choose its reason"):
            escalation.with_user(self.kam_user).action_solve()
        escalation.solution = "   "
        escalation.reason_id = self.reason
        with self.assertRaisesRegex(UserError, "Write how"):
            escalation.with_user(self.kam_user).action_solve()
        with freeze_time("2024-05-06 08:00:00"):
            self._solve(escalation, self.kam_user)
        self.assertEqual(escalation.state, "solved")
        self.assertMoment(escalation.date_solved, "2024-05-06 08:00")
        self.assertEqual(escalation.date_responded, escalation.date_solved)
        self.assertFalse(self._lists(escalation))
        self.assertFalse(escalation.next_deadline)
        with self.assertRaisesRegex(UserError, "Reopen it first"):
            escalation.with_user(self.kam_user).action_respond()

    def test_reopened(self):
        """The old solution is on record, the time to solve starts anew.

        Reopened on Wednesday 10:00, 16 hours: 6 + 8 + 2 on Friday, 10:00.
        """
        escalation = self._raise()
        with freeze_time("2024-05-06 08:00:00"):
            self._solve(escalation, self.kam_user)
        with freeze_time("2024-05-08 10:00:00"):
            escalation.with_user(self.kam_user).action_reopen()
        self.assertEqual(escalation.state, "in_progress")
        self.assertFalse(escalation.date_solved)
        self.assertMoment(escalation.solution_deadline, "2024-05-10 10:00")
        self.assertMoment(escalation.date_responded, "2024-05-06 08:00")
        self.assertIn("courier", escalation.message_ids[0].body)
        self.assertEqual(self._lists(escalation), {("solve", "kam_user")})

    def test_cancelled_by_mistake(self):
        """Reopened unanswered, it has the full time to answer once more."""
        escalation = self._raise()
        escalation.with_user(self.kam_user).action_cancel()
        self.assertFalse(self._lists(escalation))
        with freeze_time("2024-05-08 10:00:00"):
            escalation.with_user(self.kam_user).action_reopen()
        self.assertEqual(escalation.state, "new")
        self.assertMoment(escalation.response_deadline, "2024-05-08 12:00")
        self.assertEqual(self._lists(escalation), {("answer", "kam_user")})

    def test_archived(self):
        """What is put away bothers nobody."""
        escalation = self._raise()
        escalation.action_archive()
        self.assertFalse(self._lists(escalation))
        escalation.action_unarchive()
        self.assertEqual(self._lists(escalation), {("answer", "kam_user")})

    def test_account_wanted(self):
        with self.assertRaisesRegex(ValidationError, "Choose the account"):
            self._raise(partner_id=False)
        with self.assertRaisesRegex(ValidationError, "managed as part of"):
            self._raise(partner_id=self.person.id)
        with self.assertRaisesRegex(ValidationError, "does not belong"):
            escalation = self._raise()
            escalation.contact_id = self.person
            escalation.partner_id = self._account("Beta")

    def test_another_account_in_the_form(self):
        """Contact and order of the former account go."""
        form = Form(self.env["kam.escalation"])
        form.name = "Mix-up"
        form.contact_id = self.person
        form.partner_id = self._account("Beta")
        self.assertFalse(form.contact_id)

    def test_account_is_not_deleted(self):
        self._raise()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.account.unlink()
            self.env.flush_all()

    def test_board(self):
        """Columns of what is open are always there, the others where there is any."""

        def columns():
            expanded = self.env["kam.escalation"].with_context(read_group_expand=True)
            found = expanded.web_read_group(
                [("partner_id", "=", self.account.id)], ["state"]
            )
            return [group["state"] for group in found["groups"]]

        self.assertEqual(columns(), ["new", "in_progress"])
        self._raise().with_user(self.kam_user).action_cancel()
        self.assertEqual(columns(), ["new", "in_progress", "cancelled"])

    def test_counts_on_the_contact(self):
        """Open and late ones of the whole account, on each of its contacts."""
        self._raise()
        self._raise().with_user(self.kam_user).action_cancel()
        for partner in self.account + self.person:
            shown = partner.with_user(self.kam_user)
            self.assertEqual(shown.kam_escalation_count, 2)
            self.assertEqual(shown.kam_escalation_open_count, 1)
            self.assertEqual(shown.kam_escalation_late_count, 1)
            badges = [
                (one["value"], one["tagClass"])
                for one in shown.application_statistics or []
                if one["iconClass"] == "fa-bullhorn"
            ]
            once = partner == self.account
            self.assertEqual(badges, [(1, "o_tag_color_1")] if once else [])
        self.assertEqual(self.account.with_user(self.employee).kam_escalation_count, 2)
        self.assertFalse(self.account.with_user(self.salesperson).kam_escalation_count)
        action = self.person.with_user(self.kam_user).action_kam_escalations()
        self.assertEqual(len(self.env["kam.escalation"].search(action["domain"])), 2)
