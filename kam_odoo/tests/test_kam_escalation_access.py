from odoo.exceptions import AccessError
from odoo.tests import tagged

from .escalation_common import EscalationCommon


@tagged("post_install", "-at_install")
class TestKamEscalationAccess(EscalationCommon):
    """R7: anybody raises; the people of the account work; nobody bends the clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._user("kam_stranger", "base.group_user")
        cls.escalation = cls._raise()
        cls.nobodys = cls._raise(partner_id=cls._account("Beta").id)
        cls.in_b = cls._raise(
            partner_id=cls._account("Gamma").id, company_id=cls.company_b.id
        )
        cls.every = cls.escalation + cls.nobodys + cls.in_b

    def _seen(self, user, companies=None):
        escalations = self.env["kam.escalation"].with_user(user)
        companies = companies or user.company_ids
        return (
            escalations.with_context(allowed_company_ids=companies.ids)
            .search([("id", "in", self.every.ids)])
            .with_env(self.env)
        )

    def test_who_sees_what(self):
        in_a = self.escalation + self.nobodys
        for user, seen in (
            (self.colleague, in_a),  # raised them
            (self.stranger, self.env["kam.escalation"]),
            (self.salesperson, self.env["kam.escalation"]),
            (self.kam_user, self.escalation),  # manages the account
            (self.sponsor, self.escalation),
            (self.other_user, self.env["kam.escalation"]),
            (self.kam_manager, self.every),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user), seen)
        self.assertEqual(self._seen(self.kam_manager, self.company_b), self.in_b)

    def test_responsible_and_follower(self):
        """Who is made responsible works on it; who is drawn in reads along."""
        self.nobodys.user_id = self.salesperson
        self.assertEqual(self._seen(self.salesperson), self.nobodys)
        self.nobodys.with_user(self.salesperson).action_respond()
        self.nobodys.message_subscribe(self.stranger.partner_id.ids)
        self.assertEqual(self._seen(self.stranger), self.nobodys)
        with self.assertRaises(AccessError):
            self.nobodys.with_user(self.stranger).severity = "low"

    def test_everybody_raises(self):
        for user in (self.colleague, self.salesperson, self.kam_user, self.kam_manager):
            with self.subTest(user=user.login):
                escalation = (
                    self.env["kam.escalation"]
                    .with_user(user)
                    .create({"name": "Help", "partner_id": self.account.id})
                )
                self.assertEqual(escalation.raised_by_id, user)
                self.assertEqual(escalation.user_id, self.kam_user)
                escalation.message_post(body="And hurry")
                self.assertTrue(escalation.read(["name", "response_deadline"]))

    def test_who_raised_it_does_not_work_on_it(self):
        mine = self.escalation.with_user(self.colleague)
        self.assertFalse(mine.can_work)
        self.assertTrue(self.escalation.with_user(self.kam_user).can_work)
        for method in (
            "action_respond",
            "action_solve",
            "action_take",
            "action_cancel",
            "action_reopen",
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(mine, method)()
        for values in ({"severity": "low"}, {"user_id": self.colleague.id}):
            with self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.unlink()

    def test_a_known_number_opens_nothing(self):
        for user in (self.stranger, self.other_user, self.portal):
            hidden = self.escalation.with_user(user)
            for method, arguments in (
                ("read", (["name"],)),
                ("action_respond", ()),
                ("write", ({"name": "x"},)),
            ):
                with self.assertRaises(AccessError):
                    getattr(hidden, method)(*arguments)
            with self.assertRaises(AccessError):
                hidden.message_post(body="x")

    def test_portal(self):
        """Nothing, not even by following."""
        self.escalation.message_subscribe(self.portal.partner_id.ids)
        escalations = self.env["kam.escalation"].with_user(self.portal)
        with self.assertRaises(AccessError):
            escalations.search([])
        with self.assertRaises(AccessError):
            escalations.create({"name": "x", "partner_id": self.account.id})

    def test_nobody_bends_the_clock(self):
        """Neither by writing, nor by creating, nor by defaults; managers included."""
        forged = {
            "date_raised": "2024-01-01 08:00:00",
            "raised_by_id": self.stranger.id,
            "response_deadline": "2030-01-01 08:00:00",
            "solution_deadline": "2030-01-01 08:00:00",
            "sponsor_deadline": "2030-01-01 08:00:00",
            "next_deadline": "2030-01-01 08:00:00",
            "date_responded": "2024-05-03 16:01:00",
            "date_solved": "2024-05-03 16:01:00",
            "date_reopened": "2030-05-03 16:01:00",
            "level": "2",
            "state": "solved",
            "answered_in_time": 1,
            "solved_in_time": 1,
            "hours_to_answer": 1,
            "hours_to_solve": 1,
            "email_from": "x@example.com",
        }
        self.assertEqual(set(forged), self.env["kam.escalation"]._protected_fields())
        for user in (self.kam_user, self.kam_manager):
            escalations = self.env["kam.escalation"].with_user(user)
            plain = {"name": "Forged", "partner_id": self.account.id}
            for name, value in forged.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaisesRegex(AccessError, "Nobody can type this"):
                        self.escalation.with_user(user).write({name: value})
                    with self.assertRaisesRegex(AccessError, "Nobody can type this"):
                        escalations.create({**plain, name: value})
            defaults = {f"default_{name}": value for name, value in forged.items()}
            escalation = escalations.with_context(**defaults).create(plain)
            self.assertEqual(escalation.state, "new")
            self.assertEqual(escalation.level, "0")
            self.assertEqual(escalation.raised_by_id, user)
            self.assertGreater(escalation.date_raised.year, 2025)
            self.assertFalse(escalation.date_responded or escalation.email_from)
            self.assertLess(
                (escalation.response_deadline - escalation.date_raised).days, 10
            )
            copy = escalation.copy()
            self.assertEqual(copy.state, "new")

    def test_managers_keep_order(self):
        """Reasons and settings are theirs; deleting is too."""
        reasons = self.env["kam.escalation.reason"]
        with self.assertRaises(AccessError):
            reasons.with_user(self.kam_user).create({"name": "Weather"})
        reasons.with_user(self.kam_manager).create({"name": "Weather"})
        with self.assertRaises(AccessError):
            self.escalation.with_user(self.kam_user).unlink()
        self.escalation.with_user(self.kam_manager).unlink()
