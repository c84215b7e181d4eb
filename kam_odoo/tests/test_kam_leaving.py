from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .health_common import TODAY
from .network_common import NetworkCommon


@tagged("post_install", "-at_install")
class TestKamLeaving(NetworkCommon):
    """What if this person leaves, against the graph above."""

    def _leaving(self, user=None, **values):
        env = self.env(
            user=user or self.kam_user,
            context={"allowed_company_ids": self.company_a.ids},
        )
        values = {
            name: value.id if hasattr(value, "id") else value
            for name, value in values.items()
        }
        return env["kam.leaving"].create(values)

    def _people(self, wizard):
        return {line.contact_id.name: line.user_id for line in wizard.line_ids.sudo()}

    def test_a_colleague(self):
        self._orders(
            [
                self._row(self.account, "2024-06-01", 70),
                self._row(self.person, "2023-06-13", 30),
                self._row(self.account, "2023-06-12", 1000),
            ]
        )
        wizard = self._leaving(user_id=self.kam_user, partner_id=self.account)
        self.assertEqual(self._people(wizard), {"Berta": self.sponsor})
        self.assertEqual(wizard.revenue, 100, "12 months to this day")
        self.assertEqual(str(wizard.line_ids.last_date), "2024-06-11")
        wizard = self._leaving(user_id=self.member, partner_id=self.account)
        self.assertEqual(self._people(wizard), {"Cyril": self.kam_user})
        wizard = self._leaving(user_id=self.sponsor, partner_id=self.account)
        self.assertFalse(wizard.line_ids)
        self.assertIn("Nobody", wizard.summary)
        self.assertFalse(wizard.revenue)

    def test_a_wish_says_who_follows(self):
        self.env["kam.relation"].create(
            {
                "stakeholder_id": self.boss.id,
                "user_id": self.member.id,
                "wished": "1",
            }
        )
        wizard = self._leaving(user_id=self.kam_user, partner_id=self.account)
        self.assertEqual(self._people(wizard), {"Berta": self.member})

    def test_a_second_colleague_is_enough(self):
        self._call(self.boss_contact, self.member, 80)
        wizard = self._leaving(user_id=self.kam_user, partner_id=self.account)
        self.assertFalse(wizard.line_ids)

    def test_who_has_left_knows_nobody(self):
        """A second colleague, or a second person, only counts while being there."""
        self._met(20, self.salesperson, person=self.boss_contact)
        values = {"user_id": self.kam_user, "partner_id": self.account}
        self.assertFalse(self._leaving(**values).line_ids)
        self.salesperson.active = False
        self.assertEqual(set(self._people(self._leaving(**values))), {"Berta"})
        self.assertFalse(self._leaving(side="theirs", contact_id=self.person).line_ids)
        self.cyril.contact_id.active = False
        wizard = self._leaving(side="theirs", contact_id=self.person)
        self.assertEqual(wizard.line_ids.user_id, self.member)

    def test_after_the_farewell(self):
        """Somebody gone already can still be asked about."""
        self.kam_user.active = False
        wizard = self._leaving(
            self.kam_manager, user_id=self.kam_user, partner_id=self.account
        )
        self.assertEqual(set(self._people(wizard)), {"Berta"})
        self.person.active = False
        self.cyril.contact_id.active = False
        wizard = self._leaving(self.kam_manager, side="theirs", contact_id=self.person)
        self.assertEqual(wizard.line_ids.user_id, self.member)

    def test_other_companies(self):
        """Neither their sales nor the people they keep to themselves."""
        self._orders(
            [self._row(self.account, "2024-06-01", 70, company=self.company_b)]
        )
        wizard = self._leaving(
            user_id=self.kam_user, partner_id=self.account, company_id=self.company_b
        )
        self.assertTrue(wizard.line_ids)
        self.assertFalse(wizard.revenue)
        self.boss_contact.company_id = self.company_b
        wizard = self._leaving(user_id=self.kam_user, partner_id=self.account)
        self.assertFalse(wizard.line_ids)

    def test_all_accounts(self):
        """Of those whose team one is in; a manager's are all."""
        beta = self._key_account(
            "Beta", kam_manager_id=self.kam_manager.id, kam_sponsor_id=False
        )
        person = self._account("Emil", parent=beta, is_company=False)
        self._stakeholder(person, "user")
        self._met(3, self.kam_user, person=person)
        mine = self._leaving(user_id=self.kam_user)
        self.assertEqual(set(self._people(mine)), {"Berta"})
        every = self._leaving(self.kam_manager, user_id=self.kam_user)
        self.assertEqual(set(self._people(every)), {"Berta", "Emil"})

    def test_a_person_of_the_customer(self):
        """Without Ana, Cyril is left for the member. When Cyril's call is too long ago,
        the member would know nobody."""
        wizard = self._leaving(side="theirs", contact_id=self.person)
        self.assertFalse(wizard.line_ids)
        self.cyril.contact_id.with_context(active_test=False).activity_ids.unlink()
        self.env["mail.activity"].with_context(active_test=False).search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", self.cyril.contact_id.id),
            ]
        ).unlink()
        wizard = self._leaving(side="theirs", contact_id=self.person)
        self.assertEqual(self._people(wizard), {"Berta": self.member})
        wizard = self._leaving(side="theirs", contact_id=self.boss_contact)
        self.assertFalse(wizard.line_ids, "Matej knows Ana as well")

    def test_introduce_once(self):
        wizard = self._leaving(user_id=self.kam_user, partner_id=self.account)
        wizard.action_introduce()
        activity = self.boss_contact.activity_ids
        self.assertEqual(activity.user_id, self.sponsor)
        self.assertEqual(activity.date_deadline, TODAY + timedelta(days=14))
        self.assertIn("Get to know Berta", activity.summary)
        self.assertNotIn(self.kam_user.name, activity.summary, "he reads it as well")
        again = self._leaving(user_id=self.kam_user, partner_id=self.account)
        action = again.action_introduce()
        self.assertEqual(self.boss_contact.activity_ids, activity)
        self.assertIn("planned already", action["params"]["message"])

    def test_member_without_sales_rights(self):
        """The team may ask for it, also who may not write on the contact; but what the
        account brings is for who manages it."""
        self._orders([self._row(self.account, "2024-06-01", 70)])
        wizard = self._leaving(
            self.member, user_id=self.kam_user, partner_id=self.account
        )
        self.assertEqual(len(wizard.line_ids), 1)
        self.assertFalse(wizard.shows_revenue)
        self.assertEqual((wizard.revenue, wizard.line_ids.revenue), (0, 0))
        wizard.action_introduce()
        self.assertTrue(self.boss_contact.activity_ids)

    def test_nobody_chosen(self):
        wizard = self._leaving(user_id=self.kam_user, partner_id=self.account)
        wizard.line_ids.chosen = False
        with self.assertRaises(UserError):
            wizard.action_introduce()
        wizard.line_ids.write({"chosen": True, "user_id": False})
        with self.assertRaisesRegex(UserError, "who gets to know whom"):
            wizard.action_introduce()
        wizard.line_ids.user_id = self.portal
        with self.assertRaisesRegex(UserError, "who gets to know whom"):
            wizard.action_introduce()

    def test_nothing_while_it_is_typed(self):
        """The window before it is saved: no rule and no check has looked at it yet."""
        self.env["mail.activity"].with_context(active_test=False).search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", self.cyril.contact_id.id),
            ]
        ).unlink()
        for user, lost in (
            (self.kam_user, self.member),
            (self.stranger, self.env["res.users"]),
            (self.salesperson, self.env["res.users"]),
        ):
            window = self.env["kam.leaving"].with_user(user)
            window = window.with_context(allowed_company_ids=self.company_a.ids)
            typed = window.new({"side": "theirs", "contact_id": self.person.id})
            with self.subTest(user=user.login):
                self.assertEqual(typed.line_ids.user_id.ids, lost.ids)

    def test_others_learn_nothing(self):
        for user in (self.stranger, self.salesperson, self.employee):
            for values in (
                {"user_id": self.kam_user, "partner_id": self.account},
                {"side": "theirs", "contact_id": self.person},
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self._leaving(user, **values)
            self.assertFalse(self._leaving(user, user_id=self.kam_user).line_ids)
        wizard = self._leaving(user_id=self.kam_user, partner_id=self.account)
        theirs = self._key_account(
            "Beta", kam_manager_id=self.kam_manager.id, kam_sponsor_id=False
        )
        person = self._account("Emil", parent=theirs, is_company=False)
        wizard.line_ids.write({"partner_id": theirs.id, "contact_id": person.id})
        with self.assertRaises(AccessError):
            wizard.action_introduce()
        wizard.line_ids.write({"partner_id": self.account.id})
        with self.assertRaises(UserError):
            wizard.action_introduce()
        self.assertFalse(person.activity_ids)
