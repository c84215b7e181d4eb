from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import KamCommon


@freeze_time("2026-03-10")
@tagged("post_install", "-at_install")
class TestKamTerms(KamCommon):
    """R9: terms of an account or tier, approved by two people, shown to all inside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(
            "Alfa",
            kam_status="key",
            kam_tier_id=cls.tier_strategic.id,
            kam_manager_id=cls.kam_user.id,
        )
        cls.contact = cls._account("Contact", cls.account, is_company=False)
        cls.chief = cls._user("kam_chief", "kam_odoo.group_kam_manager", cls.companies)

    @classmethod
    def _terms(cls, state="draft", user=None, **values):
        """Terms of the account, submitted by kam_user and approved by kam_manager."""
        if "tier_id" not in values:
            values.setdefault("partner_id", cls.account.id)
        values = {
            "date_from": "2026-01-01",
            "service_level": "On site in 24 h",
            **values,
        }
        terms = cls.env["kam.terms"].with_user(user or cls.kam_user).create(values)
        if state != "draft":
            terms.action_submit()
        if state == "approved":
            terms.with_user(cls.kam_manager).action_approve()
        return terms

    def _current(self, *partners, company=None, day="2026-03-10"):
        found = (
            self.env["res.partner"]
            .union(*partners)
            ._kam_current_terms(company or self.company_a, date.fromisoformat(day))
        )
        return [list(found.get(partner, [])) for partner in partners]

    def test_from_draft_to_approval(self):
        terms = self._terms()
        terms.action_submit()
        asked = terms.sudo().activity_ids.user_id
        self.assertIn(self.kam_manager, asked)
        self.assertNotIn(self.kam_user, asked)
        with self.assertRaisesRegex(AccessError, "Only a Key Accounts manager"):
            terms.action_approve()
        terms.with_user(self.kam_manager).action_approve()
        self.assertEqual(terms.state, "approved")
        self.assertEqual(terms.validity, "current")
        self.assertEqual(terms.decided_by, self.kam_manager)
        self.assertFalse(terms.sudo().activity_ids)
        self.assertIn(
            self.kam_user.partner_id, terms.sudo().message_ids.notified_partner_ids
        )

    def test_two_people(self):
        """A manager decides on others' terms, not on those he submitted."""
        terms = self._terms("submitted", user=self.kam_manager)
        self.assertFalse(terms.with_user(self.kam_manager).can_approve)
        with self.assertRaisesRegex(AccessError, "another Key Accounts manager"):
            terms.with_user(self.kam_manager).action_approve()
        self.assertTrue(terms.with_user(self.chief).can_approve)
        terms.with_user(self.chief).action_approve()
        self.assertEqual(terms.state, "approved")

    def test_refused(self):
        terms = self._terms("submitted")
        action = terms.with_user(self.kam_manager).action_refuse()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.kam_manager)
            .with_context(**action["context"])
            .create({"reason": "48 h are enough"})
        )
        wizard.action_refuse()
        self.assertEqual(terms.state, "refused")
        self.assertEqual(terms.decision_comment, "48 h are enough")
        self.assertFalse(terms.sudo().activity_ids)
        self.assertEqual(self._current(self.account), [[]])
        terms.action_back_to_draft()
        terms.service_level = "On site in 48 h"
        terms.action_submit()

    def test_withdrawn(self):
        terms = self._terms("submitted")
        terms.action_withdraw()
        self.assertEqual(terms.state, "withdrawn")
        self.assertFalse(terms.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "“Withdrawn”"):
            terms.action_submit()

    def test_says_something(self):
        terms = self._terms(service_level=False)
        with self.assertRaisesRegex(UserError, "say nothing yet"):
            terms.action_submit()

    def test_nobody_skips_the_buttons(self):
        """Not by writing, creating, by a default or by copying."""
        terms = self._terms("submitted")
        for user in (self.kam_user, self.kam_manager):
            mine = terms.with_user(user)
            for vals in (
                {"state": "approved"},
                {"submitted_by": self.chief.id},
                {"decided_by": self.chief.id},
                {"origin_id": terms.id},
            ):
                with self.assertRaisesRegex(AccessError, "by their buttons"):
                    mine.write(vals)
            values = {"partner_id": self.account.id, "service_level": "x"}
            with self.assertRaisesRegex(AccessError, "begin as a draft"):
                mine.create({**values, "state": "approved"})
            with self.assertRaisesRegex(AccessError, "begin as a draft"):
                mine.with_context(default_state="approved").create(values)
            with self.assertRaisesRegex(AccessError, "begin as a draft"):
                mine.copy({"state": "approved"})
            self.assertEqual(mine.copy().state, "draft")

    def test_a_draft_gives_no_way_to_another_account(self):
        """The own draft for an account that somebody else looks after."""
        foreign = self._account("Beta", kam_manager_id=self.kam_manager.id)
        terms = self._terms()
        with self.assertRaises(AccessError):
            terms.with_user(self.kam_user).write({"partner_id": foreign.id})
        terms.with_user(self.kam_manager).write({"partner_id": foreign.id})

    def test_approved_terms_never_change(self):
        for state in ("submitted", "approved"):
            terms = self._terms(state, date_to="2026-12-31")
            for user in (self.kam_user, self.kam_manager):
                mine = terms.with_user(user)
                for vals in (
                    {"service_level": "On site in 2 h"},
                    {"date_to": False},
                    {"partner_id": self._account("Beta").id},
                ):
                    with self.assertRaises(UserError):
                        mine.write(vals)
                with self.assertRaisesRegex(UserError, "Press Revise"):
                    mine.update_field_translations("logistics", {"en_US": "x"})
                with self.assertRaisesRegex(UserError, "Only drafts"):
                    mine.unlink()
            self.assertEqual(terms.service_level, "On site in 24 h")

    def test_revise(self):
        """The new version ends the old one the day before it begins."""
        old = self._terms("approved")
        action = old.action_revise()
        new = self.env["kam.terms"].with_user(self.kam_user).browse(action["res_id"])
        self.assertEqual(new.service_level, old.service_level)
        self.assertEqual(new.date_from, date(2026, 3, 10))
        self.assertEqual(old.action_revise()["res_id"], new.id, "not a second draft")
        new.write({"date_from": "2026-04-01", "service_level": "On site in 12 h"})
        new.action_submit()
        self.assertFalse(old.date_to)
        new.with_user(self.kam_manager).action_approve()
        self.assertEqual(old.date_to, date(2026, 3, 31))
        self.assertEqual(self._current(self.account), [[old]])
        self.assertEqual(self._current(self.account, day="2026-04-01"), [[new]])
        self.assertEqual(new.validity, "upcoming")
        with freeze_time("2026-04-01"):
            (old + new).invalidate_recordset()
            self.assertEqual(old.validity, "expired")

    def test_revise_from_the_same_day(self):
        old = self._terms("approved", date_from="2026-03-10")
        new = self.env["kam.terms"].with_user(self.kam_user)
        new = new.browse(old.action_revise()["res_id"])
        new.action_submit()
        new.with_user(self.kam_manager).action_approve()
        self.assertEqual(old.state, "withdrawn")
        self.assertEqual(self._current(self.account), [[new]])

    def test_revision_does_not_rewrite_history(self):
        old = self._terms("approved")
        new = self.env["kam.terms"].with_user(self.kam_user)
        new = new.browse(old.action_revise()["res_id"])
        new.date_from = "2025-12-01"
        new.action_submit()
        with self.assertRaisesRegex(UserError, "begins before"):
            new.with_user(self.kam_manager).action_approve()

    def test_no_two_on_the_same_day(self):
        self._terms("approved", date_from="2026-01-01", date_to="2026-03-31")
        for date_from, date_to in (
            ("2026-03-31", False),
            ("2025-01-01", "2026-01-01"),
            ("2026-02-01", "2026-02-01"),
            ("2025-01-01", False),
        ):
            other = self._terms("submitted", date_from=date_from, date_to=date_to)
            with (
                self.assertRaisesRegex(ValidationError, "valid at the same time"),
                self.env.cr.savepoint(),
            ):
                other.with_user(self.kam_manager).action_approve()
        self._terms("approved", date_from="2026-04-01")
        self._terms("approved", date_from="2025-01-01", date_to="2025-12-31")
        self._terms("approved", company_id=self.company_a.id)

    def test_end_today(self):
        terms = self._terms("approved")
        with self.assertRaisesRegex(AccessError, "Only a Key Accounts manager"):
            terms.action_end()
        terms.with_user(self.kam_manager).action_end()
        self.assertEqual(terms.date_to, date(2026, 3, 10))
        self.assertEqual(self._current(self.account, day="2026-03-11"), [[]])
        later = self._terms("approved", date_from="2026-05-01")
        later.with_user(self.kam_manager).action_end()
        self.assertEqual(later.state, "withdrawn")

    def test_subject(self):
        """One account or one tier; a contact's terms are those of its account."""
        with self.assertRaisesRegex(ValidationError, "belongs to the account Alfa"):
            self._terms(user=self.kam_manager, partner_id=self.contact.id)
        for values in (
            {"partner_id": False},
            {"partner_id": self.account.id, "tier_id": self.tier_key.id},
            {"date_to": "2025-12-31"},
        ):
            # Odoo makes the message of the constraint of it.
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                self._terms(user=self.kam_manager, **values)

    def test_account_and_tier_complement_each_other(self):
        of_tier = self._terms(
            "submitted", user=self.kam_manager, tier_id=self.tier_strategic.id
        )
        of_tier.with_user(self.chief).action_approve()
        beta = self._account("Beta", kam_tier_id=self.tier_strategic.id)
        gamma = self._account("Gamma", kam_tier_id=self.tier_key.id)
        own = self._terms("approved")
        self.assertEqual(
            self._current(self.account, self.contact, beta, gamma),
            [[own, of_tier], [own, of_tier], [of_tier], []],
        )

    def test_company(self):
        """Terms of one company come before those of all; others do not see them."""
        everywhere = self._terms("approved")
        here = self._terms("approved", company_id=self.company_a.id)
        self.assertEqual(self._current(self.account), [[here]])
        self.assertEqual(
            self._current(self.account, company=self.company_b), [[everywhere]]
        )
        self.assertFalse(here.with_user(self.other_user).has_access("read"))
        self.assertTrue(everywhere.with_user(self.other_user).has_access("read"))

    def test_one_query_for_many(self):
        accounts = self.env["res.partner"].create(
            [
                {"name": f"A {n}", "is_company": True, "kam_tier_id": self.tier_key.id}
                for n in range(30)
            ]
        )
        self._terms("approved")
        self.env.flush_all()
        everybody = accounts + self.account
        everybody.mapped("kam_account_id.kam_tier_id")
        with self.assertQueryCount(2):  # the terms, and their columns
            found = everybody._kam_current_terms(self.company_a, date(2026, 3, 10))
        self.assertEqual(list(found), [self.account])

    def test_shown_where_one_works(self):
        """On the account, its contacts, opportunity and quotation; escaped."""
        self._terms(
            "approved",
            special_terms="60 days\n<script>1</script>",
            date_to="2026-12-31",
        )
        order = self._order(self.contact, "2026-03-01", 10, state="draft")
        lead = self.env["crm.lead"].create(
            {"name": "Deal", "partner_id": self.contact.id, "user_id": False}
        )
        for record in (order, lead, self.account, self.contact):
            for user in (self.salesperson, self.kam_manager):
                shown = str(record.with_user(user).kam_terms_html)
                self.assertIn("On site in 24 h", shown)
                self.assertIn("60 days<br/>&lt;script&gt;1", shown)
        self.assertIn("On site", self.account.with_user(self.employee).kam_terms_html)
        self.assertFalse(self._account("Beta").kam_terms_html)
        for record in (order, self.account):
            with self.assertRaises(AccessError):
                record.with_user(self.portal).read(["kam_terms_html"])
        report = self.env["ir.actions.report"]._render_qweb_html(
            "sale.action_report_saleorder", order.ids
        )[0]
        self.assertNotIn(b"On site", report, "not in the customer's documents")

    def test_an_order_shows_the_terms_of_its_day(self):
        self._terms("approved", date_to="2026-02-28")
        done = self._order(self.contact, "2026-02-01", 10)
        draft = self._order(self.contact, "2026-02-01", 10, state="draft")
        self.assertIn("On site", done.kam_terms_html)
        self.assertFalse(draft.kam_terms_html)

    def test_who_may_what(self):
        """Own accounts for users, tiers for managers, approved ones for everybody."""
        draft, approved = self._terms(), self._terms("approved")
        colleague = self._user("kam_colleague", "kam_odoo.group_kam_user")
        for user in (colleague, self.salesperson, self.employee):
            self.assertFalse(draft.with_user(user).has_access("read"), user.login)
            self.assertTrue(approved.with_user(user).has_access("read"), user.login)
            for act in ("write", "unlink"):
                self.assertFalse(draft.with_user(user).has_access(act), user.login)
                self.assertFalse(approved.with_user(user).has_access(act), user.login)
            with self.assertRaises(AccessError):
                self._terms(user=user)
            with self.assertRaises(AccessError):
                approved.with_user(user).action_revise()
        with self.assertRaises(AccessError):
            self._terms(tier_id=self.tier_key.id)
        self.assertFalse(approved.with_user(self.portal).has_access("read"))
        self._terms(user=self.kam_manager, tier_id=self.tier_key.id)
        self.account.kam_sponsor_id = colleague
        self._terms(user=colleague)
        draft.unlink()
