from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .escalation_common import EscalationCommon

MAIL = """Message-Id: <{number}@alfa.example>
From: {sender}
To: urgent@kam.example
Subject: {subject}
Content-Type: text/plain; charset=utf-8

The line stands still.
"""


@tagged("post_install", "-at_install")
class TestKamEscalationMail(EscalationCommon):
    """R7: what is written to the address of the company becomes an escalation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "kam.example"})
        cls.company_a.alias_domain_id = domain
        cls.company_a.kam_escalation_alias_name = "urgent"
        cls.number = 0

    def _receive(self, sender, subject="Help"):
        """The escalation that a mail has made."""
        type(self).number += 1
        known = self.env["kam.escalation"].search([])
        with (
            freeze_time("2024-05-03 16:00:00"),
            mute_logger("odoo.addons.mail.models.mail_thread"),
        ):
            self.env["mail.thread"].message_process(
                False,
                MAIL.format(number=self.number, sender=sender, subject=subject),
            )
        return self.env["kam.escalation"].search([]) - known

    def test_known_sender(self):
        """Sender → contact → account → responsible and deadline."""
        escalation = self._receive("Ana <ana@alfa.example>", "Wrong drives")
        self.assertEqual(escalation.name, "Wrong drives")
        self.assertIn("stands still", escalation.description)
        self.assertEqual(escalation.contact_id, self.person)
        self.assertEqual(escalation.partner_id, self.account)
        self.assertEqual(escalation.company_id, self.company_a)
        self.assertEqual(escalation.user_id, self.kam_user)
        self.assertFalse(escalation.raised_by_id)
        self.assertMoment(escalation.response_deadline, "2024-05-06 09:00")
        self.assertEqual(self._lists(escalation), {("answer", "kam_user")})
        self.assertIn(
            escalation, self.env["kam.escalation"].with_user(self.kam_user).search([])
        )

    def test_receipt(self):
        """For contacts of customers, where the company wants it; it is no answer."""
        mails = self.env["mail.mail"].sudo().search([])

        def sent():
            new = self.env["mail.mail"].sudo().search([]) - mails
            return new.filtered(lambda one: "Received: " in (one.subject or ""))

        self._receive("Ana <ana@alfa.example>")
        self.assertFalse(sent())
        self.company_a.kam_escalation_receipt = True
        self.person.lang = "en_US"
        escalation = self._receive("Ana <ana@alfa.example>", "Wrong drives")
        mail = sent()
        self.assertEqual(mail.recipient_ids, self.person)
        self.assertEqual(mail.subject, "Received: Wrong drives")
        self.assertIn(f"{self.kam_user.name} will answer you", mail.body_html)
        self.assertIn("auto-replied", mail.headers)
        self.assertEqual(mail.reply_to, "urgent@kam.example")
        self.assertEqual((mail.model, mail.res_id), ("kam.escalation", escalation.id))
        self.assertFalse(escalation.date_responded)
        for sender in ("Who <who@nowhere.example>", self.salesperson.email_formatted):
            self._receive(sender)
        self.assertEqual(sent(), mail)

    def test_answer_by_message(self):
        """The reply goes to the sender and is the answer."""
        escalation = self._receive("Ana <ana@alfa.example>")
        [recipient] = escalation._message_get_suggested_recipients()[:1]
        self.assertEqual(recipient["partner_id"], self.person.id)
        escalation.with_user(self.kam_user).message_post(
            body="We are on it",
            partner_ids=self.person.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(escalation.state, "in_progress")

    def test_answer_by_mail(self):
        """A colleague answers from the mail program; OdooBot only carries it."""
        self.account.kam_manager_id = False
        (self.account + self.person).user_id = False
        escalation = self._receive("Ana <ana@alfa.example>")
        escalation.with_user(self.env.ref("base.user_root")).message_post(
            body="We are on it",
            author_id=self.sponsor.partner_id.id,
            partner_ids=self.person.ids,
            subtype_xmlid="mail.mt_comment",
            message_type="email",
        )
        self.assertEqual(escalation.state, "in_progress")
        self.assertEqual(escalation.user_id, self.sponsor)

    def test_the_customer_writes_again(self):
        """Neither the mail itself nor the next one is our answer."""
        escalation = self._receive("Ana <ana@alfa.example>")
        escalation.message_post(
            body="Well?",
            author_id=self.person.id,
            subtype_xmlid="mail.mt_comment",
            message_type="email",
        )
        self.assertFalse(escalation.date_responded)

    def test_unknown_sender(self):
        """Raised without an account, by the hours of the settings; the head is asked.

        16 working hours: 1 + 8 + 7, Tuesday 16:00. It may be answered, but work
        begins with the account; that brings the responsible of the account.
        """
        escalation = self._receive("Who <who@nowhere.example>", "")
        self.assertEqual(escalation.name, "No subject")
        self.assertIn("who@nowhere.example", escalation.email_from)
        self.assertFalse(escalation.partner_id or escalation.contact_id)
        self.assertMoment(escalation.response_deadline, "2024-05-07 16:00")
        self.assertEqual(self._lists(escalation), {("assign", "kam_head")})
        with self.assertRaises(ValidationError):
            self._solve(escalation, self.head)
        escalation.with_user(self.head).partner_id = self.account
        self.assertEqual(escalation.user_id, self.kam_user)
        self.assertMoment(escalation.response_deadline, "2024-05-06 09:00")
        self.assertEqual(self._lists(escalation), {("answer", "kam_user")})

    def test_unknown_sender_answered(self):
        """The answer counts; it is in progress as soon as there is an account."""
        escalation = self._receive("Who <who@nowhere.example>")
        with freeze_time("2024-05-06 08:00:00"):
            escalation.with_user(self.head).action_respond()
        self.assertEqual(escalation.state, "new")
        self.assertMoment(escalation.date_responded, "2024-05-06 08:00")
        escalation.with_user(self.head).partner_id = self.account
        self.assertEqual(escalation.state, "in_progress")
        self.assertEqual(escalation.user_id, self.head)

    def test_unknown_sender_is_nothing(self):
        """Advertising is cancelled, without an account."""
        escalation = self._receive("Shop <sale@shop.example>")
        escalation.with_user(self.head).action_cancel()
        self.assertEqual(escalation.state, "cancelled")
        self.assertFalse(self._lists(escalation))

    def test_colleague_forwards(self):
        """Who forwards has raised it and sees it; our own company is no customer."""
        self.colleague.partner_id.email = "colleague@kam.example"
        escalation = self._receive("colleague@kam.example", "Fwd: Alfa is angry")
        self.assertEqual(escalation.raised_by_id, self.colleague)
        self.assertFalse(escalation.contact_id or escalation.partner_id)
        self.assertTrue(escalation.with_user(self.colleague).read(["name"]))

    def test_address(self):
        """One a company; it goes with its name."""
        alias = self.company_a.kam_escalation_alias_id
        self.assertEqual(alias.alias_full_name, "urgent@kam.example")
        self.company_a.kam_escalation_alias_name = "help"
        self.assertEqual(self.company_a.kam_escalation_alias_id, alias)
        self.assertEqual(alias.alias_name, "help")
        self.company_a.kam_escalation_alias_name = False
        self.assertFalse(alias.exists())
        self.assertFalse(self.company_a.kam_escalation_alias_id)

    def test_address_in_the_settings(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.kam_escalation_alias_name, "urgent")
        settings.kam_escalation_alias_name = "rescue"
        settings.execute()
        self.assertEqual(self.company_a.kam_escalation_alias_id.alias_name, "rescue")

    def test_needs_an_account_by_hand(self):
        """Only a mail may wait without an account."""
        with self.assertRaises(ValidationError):
            self.env["kam.escalation"].with_user(self.colleague).create({"name": "x"})
