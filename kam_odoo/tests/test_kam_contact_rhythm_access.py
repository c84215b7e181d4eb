from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rhythm_common import EXECUTIVE, KINDS, STATUS, STRATEGIC, RhythmCommon


@tagged("post_install", "-at_install")
class TestKamContactRhythmAccess(RhythmCommon):
    """Own accounts for key account users, all for managers, none for others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nobodys = cls._key_account(
            "Beta", kam_manager_id=False, kam_sponsor_id=False
        )

    def _seen(self, user, companies=None):
        rows = self.env["kam.contact.rhythm"].with_user(user)
        return (
            rows.with_context(allowed_company_ids=(companies or user.company_ids).ids)
            .search([("partner_id", "in", (self.account + self.nobodys).ids)])
            .sudo()
        )

    def test_who_sees_what(self):
        for user, accounts in (
            (self.kam_user, self.account),
            (self.sponsor, self.account),
            (self.other_user, self.env["res.partner"]),
            (self.kam_manager, self.account + self.nobodys),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user).partner_id, accounts)
        for user in (self.salesperson, self.employee, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._seen(user)

    def test_companies(self):
        """Only the open companies; an account nobody manages is of all of them."""
        rows = self._seen(self.kam_manager, self.company_b)
        self.assertEqual(rows.partner_id, self.nobodys)
        self.assertEqual(rows.company_id, self.company_b)
        self.assertEqual(len(self._seen(self.kam_manager)), 4 + 2 * 4)

    def test_account_page(self):
        page = self.account.with_user(self.kam_user)
        self.assertEqual(tuple(page.kam_rhythm_ids.mapped("kind")), KINDS)
        self.assertFalse(self.nobodys.with_user(self.kam_user).kam_rhythm_ids)
        with self.assertRaises(AccessError):
            self.account.with_user(self.employee).read(["kam_rhythm_ids"])

    def test_nothing_of_a_private_meeting(self):
        """It counts by its day; neither its subject nor the mail's text is anywhere."""
        self._meet("2024-06-03 08:00:00", self.salesperson, privacy="private")
        self._mail(
            self.account, "2024-06-04", self.salesperson.partner_id, to=self.person
        )
        rows = self._seen(self.kam_user).with_user(self.kam_user)
        values = rows.read()
        status = next(row for row in values if row["kind"] == STATUS)
        self.assertEqual(str(status["last_date"]), "2024-06-03")
        for secret in ("takeover", "pay too much"):
            self.assertNotIn(secret, str(values))

    def test_read_only(self):
        row = self._seen(self.kam_manager)[:1].with_user(self.kam_manager)
        for change in (
            lambda: row.write({"days": 1}),
            lambda: row.unlink(),
            lambda: row.create({"partner_id": self.account.id}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_schedule_meeting(self):
        """Who must take part for the contact to count is invited."""
        rows = self._seen(self.kam_user).with_user(self.kam_user)
        me = self.kam_user.partner_id
        for kind, people in (
            (STATUS, self.account + me),
            (STRATEGIC, self.account + me),
            (EXECUTIVE, self.account + me + self.sponsor.partner_id),
        ):
            row = rows.filtered(lambda found, kind=kind: found.kind == kind)
            action = row.action_schedule_meeting()
            event = (
                self.env["calendar.event"]
                .with_user(self.kam_user)
                .with_context(**action["context"], dont_notify=True)
                .create({"start": "2024-07-01 08:00:00", "stop": "2024-07-01 09:00:00"})
            )
            self.assertEqual(event.partner_ids, people.with_env(event.env))

    def test_schedule_call(self):
        row = self._seen(self.kam_user)[:1].with_user(self.kam_user)
        action = row.action_schedule_call()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.kam_user)
            .with_context(**action["context"])
            .create({"activity_user_id": self.kam_user.id})
        )
        wizard.action_schedule_activities()
        activity = self.account.activity_ids
        self.assertEqual(activity.activity_category, "phonecall")
        self.assertEqual(activity.user_id, self.kam_user)

    def test_number_of_statements(self):
        """As many statements for 300 accounts as for 2."""

        def read():
            self.env.invalidate_all()
            rows = self.env["kam.contact.rhythm"].with_user(self.kam_manager)
            with self.assertQueryCount(25):
                return rows.search_fetch([], ["partner_id", "state", "last_date"])

        read()
        self.env["res.partner"].create(
            [
                {
                    "name": f"Account {number}",
                    "is_company": True,
                    "kam_status": "key",
                    "kam_tier_id": self.tier_key.id,
                }
                for number in range(300)
            ]
        )
        self.env.flush_all()
        self.assertGreaterEqual(len(read()), 1200)
