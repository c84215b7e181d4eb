from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .overview_common import OverviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15 09:00:00")
class TestKamOverview(OverviewCommon):
    """Sales, profile and who sees what, as of Sunday, 15 February 2026.

    The last 12 complete months are February 2025 to January 2026.
    """

    def _sell(self):
        self._orders(
            [
                self._row(self.account, "2024-01-31", 7, cost=1),
                self._row(self.account, "2024-02-01", 40, cost=10),
                self._row(self.account, "2025-01-31", 80, cost=50),
                self._row(self.account, "2025-02-01", 100, cost=60),
                self._row(self.branch, "2025-06-15", 200, cost=80),
                self._row(self.person, "2026-01-31", 50, cost=50),
                self._row(self.account, "2026-02-01", 900, cost=1),
                self._row(self.account, "2025-05-05", 600, state="sent"),
                self._row(self.account, "2025-05-05", 500, company=self.company_b),
            ]
        )

    def test_sales(self):
        """Complete months only, the whole group, one company, by month.

        100 + 200 + 50 = 350 and 40 + 120 + 0 = 160 in the year; 40 + 80 = 120 and
        30 + 30 = 60 in the year before.
        """
        self._sell()
        sales = self._known()["sales"]
        self.assertEqual((sales["revenue"], sales["revenue_before"]), (350, 120))
        self.assertEqual((sales["margin"], sales["margin_before"]), (160, 60))
        self.assertEqual((sales["orders"], sales["any"]), (3, True))
        self.assertEqual((sales["first"], sales["last"]), ("Feb 2025", "Jan 2026"))
        months = {row["month"]: row["revenue"] for row in sales["months"]}
        self.assertEqual(len(months), 24)
        self.assertEqual(
            {month: revenue for month, revenue in months.items() if revenue},
            {
                "2024-02-01": 40,
                "2025-01-01": 80,
                "2025-02-01": 100,
                "2025-06-01": 200,
                "2026-01-01": 50,
            },
        )
        self.assertEqual(sales["currency"], self.eur.id)

    def test_sales_of_the_other_company(self):
        self._sell()
        manager = self.kam_manager
        for companies, revenue, currency in (
            (self.company_a + self.company_b, 350, self.eur),
            (self.company_b + self.company_a, 500, self.usd),
        ):
            sales = self._known(manager, companies=companies)["sales"]
            self.assertEqual(
                (sales["revenue"], sales["currency"]), (revenue, currency.id)
            )

    def test_no_sales(self):
        self.assertFalse(self._known()["sales"]["any"])

    def test_what_each_role_sees(self):
        """A card that is not for somebody is missing, not empty."""
        self._active_plan()
        self.env["kam.action"].with_user(self.kam_user).create(
            {"partner_id": self.account.id, "name": "Call them"}
        )
        wanted = {
            # user: sales, plan, review, people, actions
            self.kam_user: (True, True, True, True, True),
            self.sponsor: (True, True, True, True, True),
            self.kam_manager: (True, True, True, True, True),
            self.member: (False, True, True, True, True),
            self.colleague: (False, False, False, False, False),
            self.salesperson: (False, False, False, False, False),
            self.employee: (False, False, False, False, False),
        }
        for user, cards in wanted.items():
            known = self._known(user)
            work = known["work"]
            with self.subTest(user=user.login):
                seen = (
                    known["sales"],
                    known["plan"],
                    work["review"],
                    known["people"],
                    work["actions"],
                )
                self.assertEqual(tuple(map(bool, seen)), cards)
                self.assertEqual(bool(known["health"]), known["in_team"])
                self.assertEqual(known["in_team"], bool(known["people"]))
        with self.assertRaises(AccessError):
            self._known(self.portal)

    def test_only_accounts(self):
        """A branch and a person show whose part they are instead."""
        for contact in (self.branch, self.person):
            self.assertFalse(self._known(account=contact))
        new = self.env["res.partner"].new({"name": "New", "is_company": True})
        self.assertFalse(new.kam_overview)

    def test_poor_account(self):
        """Of a new contact nothing is claimed."""
        new = self._account("New Customer")
        known = self._known(self.kam_manager, new)
        self.assertFalse(known["sales"]["any"])
        self.assertFalse(known["score"])
        self.assertIn("message", known["health"])
        self.assertEqual(known["plan"], {"may_create": True, "earlier": 0})
        self.assertEqual(known["people"]["first"], [])
        self.assertFalse(known["people"]["few"])
        self.assertEqual(known["work"]["activities"], {"count": 0, "late": 0})

    def test_employees(self):
        """A number is of the year it is typed in, unless somebody says otherwise."""
        with Form(self.account.with_user(self.kam_manager)) as form:
            form.kam_employee_count = 250
            self.assertEqual(form.kam_employee_year, 2026)
            form.kam_employee_year = 2024
        self.assertEqual(self.account.kam_employee_year, 2024)
        with Form(self.account.with_user(self.kam_manager)) as form:
            form.name = "Altmark AG"
        self.assertEqual(self.account.kam_employee_year, 2024)
        self.assertIs(self.branch.kam_employee_count, False)

    def test_members(self):
        """The account and its branch; Anna and the boss."""
        self.assertEqual(self.account.kam_members, "2 companies, 2 contacts")
        self.assertEqual(self.branch.kam_members, "2 companies, 2 contacts")
        self.assertEqual(self._account("New").kam_members, "1 company")

    def test_business(self):
        """As the latest plan has it that the reader may see."""
        account = self.account.with_user(self.kam_user)
        self.assertFalse(account.kam_business)
        self._plan(business_culture="Presses")
        later = self._plan(
            self.kam_manager,
            user_id=self.kam_manager.id,
            date_from="2026-04-01",
            date_to="2026-06-30",
            business_culture="Robots",
        )
        self.env.invalidate_all()
        self.assertEqual(account.kam_business, "Robots")
        later.confidential = True
        self.env.invalidate_all()
        self.assertEqual(account.kam_business, "Presses")
        self.assertFalse(self.account.with_user(self.salesperson).kam_business)

    def _statements(self, account, user):
        account = account.with_user(user)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertTrue(account.kam_overview)
        return self.env.cr.sql_log_count - before

    def _fill(self, account, size):
        """So much of everything the page counts."""
        names = [f"{account.name} {number}" for number in range(size)]
        people = self.env["res.partner"].create(
            [{"name": name, "parent_id": account.id} for name in names]
        )
        self._orders(
            [self._row(person, "2025-03-03", 10) for person in people]
            + [self._row(person, "2026-01-03", 10) for person in people]
        )
        for person in people:
            self._stakeholder(person, "user")
            self._meeting("2026-02-03", person)
            person.activity_schedule(
                "mail.mail_activity_data_todo", date_deadline=date(2026, 2, 1)
            )
        plan = self._plan(account=account)
        for name in names:
            self._objective(plan, name=name)
        self.env["kam.action"].with_user(self.kam_user).create(
            [
                {"partner_id": account.id, "plan_id": plan.id, "name": name}
                for name in names
            ]
        )
        self.env["kam.escalation"].create(
            [{"name": name, "partner_id": account.id} for name in names]
        )
        self.env["crm.lead"].create(
            [
                {
                    "name": name,
                    "type": "opportunity",
                    "partner_id": account.id,
                    "user_id": self.kam_user.id,
                }
                for name in names
            ]
        )
        account.kam_team_member_ids = [
            Command.create({"user_id": user.id, "date_from": self.START})
            for user in (self.salesperson, self.employee)[:size]
        ]

    def test_number_of_statements(self):
        """A rich account takes the statements of a poor one, for each role."""
        values = {
            "kam_manager_id": self.kam_user.id,
            "kam_sponsor_id": self.sponsor.id,
            "kam_tier_id": self.tier_key.id,
            "kam_status": "key",
        }
        poor = self._account("Poor", **values)
        rich = self._account("Rich", **values)
        self._fill(poor, 5)
        self._fill(rich, 15)
        for user in (self.kam_user, self.kam_manager, self.salesperson):
            self._statements(poor, user)  # fill the registry's caches
            few = self._statements(poor, user)
            many = self._statements(rich, user)
            with self.subTest(user=user.login, statements=many):
                self.assertLessEqual(many, few)
                self.assertLess(many, 80)
