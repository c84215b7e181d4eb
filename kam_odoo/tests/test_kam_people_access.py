from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPeopleAccess(PeopleCommon):
    """Who reads what is noted about the people of an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss.write({"attitude": "3", "note": "Sails on Lake Bled."})
        cls.rival = cls.env["kam.player"].create(
            {"partner_id": cls.account.id, "name": "Rival", "weaknesses": "Late"}
        )
        cls.plan = cls._active_plan()
        cls.review = cls.env["kam.review"].create(
            {"partner_id": cls.account.id, "plan_id": cls.plan.id}
        )
        cls.action = cls.env["kam.action"].create(
            {"plan_id": cls.plan.id, "name": "Call", "user_id": cls.member.id}
        )

    def _may(self, user, record, operation="read"):
        """By search (the rule as SQL) and by number (the rule in Python): the same."""
        mine = record.with_user(user)
        if not mine.browse().has_access(operation):
            return False
        may = mine.has_access(operation)
        if operation == "read":
            self.assertEqual(bool(mine.search([("id", "=", record.id)])), may)
        return may

    def test_who_reads(self):
        records = {
            "stakeholder": self.boss,
            "attitude": self.boss.attitude_ids,
            "member": self.membership,
            "plan": self.plan,
            "objective": self.plan.objective_ids,
            "review": self.review,
        }
        team = (self.kam_user, self.sponsor, self.member, self.kam_manager)
        others = (
            self.colleague,
            self.salesperson,
            self.employee,
            self.other_user,
            self.portal,
        )
        for name, record in records.items():
            for user in team + others:
                with self.subTest(record=name, user=user.login):
                    self.assertEqual(self._may(user, record), user in team)

    def test_numbers_open_nothing(self):
        """An assessor is an employee: he reads a score, never the people."""
        for user in (self.employee, self.salesperson, self.portal, self.colleague):
            boss = self.boss.with_user(user)
            for call in (
                lambda boss=boss: boss.read(["note", "attitude", "name"]),
                lambda boss=boss: boss.write({"note": "?"}),
                lambda user=user: self._stakeholder(
                    self._person("Spy"), "user", user=user
                ),
                lambda boss=boss: boss.attitude_ids.read(["attitude"]),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_nothing_leaks_through_the_account(self):
        account = self.account.with_user(self.employee)
        self.assertFalse(account.kam_in_team)
        self.assertFalse(account.kam_stakeholder_ids)
        self.assertFalse(account.kam_missing_role_ids)
        found = self.env["res.partner"].with_user(self.employee)
        sponsor = self._role("sponsor")
        self.assertNotIn(
            self.account, found.search([("kam_missing_role_ids", "in", sponsor.ids)])
        )

    def test_a_member_works_on_people(self):
        boss = self.boss.with_user(self.member)
        boss.write({"attitude": "4", "note": "Sails and skis."})
        self._stakeholder(self._person("Carl Clerk"), "user", user=self.member)
        for call in (
            lambda: boss.unlink(),
            lambda: self.plan.with_user(self.member).write({"threats": "x"}),
            lambda: self.plan.with_user(self.member).action_close(),
            lambda: self.membership.with_user(self.member).write({"level": "board"}),
            lambda: (
                self.env["kam.team.member"]
                .with_user(self.member)
                .create({"partner_id": self.account.id, "user_id": self.salesperson.id})
            ),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_a_member_reports_on_own_actions(self):
        other = self.action.copy({"user_id": self.kam_user.id})
        self.action.with_user(self.member).action_done()
        self.assertEqual(self.action.state, "done")
        self.assertTrue(self._may(self.member, other))
        with self.assertRaises(AccessError):
            other.with_user(self.member).action_done()

    def test_confidential_plans_are_not_the_teams(self):
        self.plan.confidential = True
        self.assertFalse(self._may(self.member, self.plan))
        self.assertFalse(self._may(self.member, self.plan.objective_ids))
        self.assertFalse(self._may(self.member, self.review))
        # his own action stays his
        self.assertTrue(self._may(self.member, self.action))
        other = self.action.copy({"user_id": self.kam_user.id})
        self.assertFalse(self._may(self.member, other))

    def _read_screen(self, record):
        """Read what the form shows to the user of the record."""
        shown = record.get_view(view_type="form")["models"][record._name]
        record.read(list(record.fields_get(shown)))

    def test_a_member_opens_the_whole_plan(self):
        """All that the screens show, without any right in sales."""
        plan = self.plan.with_user(self.member)
        self.assertTrue(plan.known)
        self.assertFalse(plan.kam_may_change)
        self.assertTrue(self.plan.with_user(self.kam_user).kam_may_change)
        for record in (
            plan,
            plan.objective_ids,
            self.review,
            self.boss,
            self.action,
            self.membership,
            self.rival,
        ):
            with self.subTest(model=record._name):
                self._read_screen(record.with_user(self.member))

    def test_rights_end_with_the_membership(self):
        self.membership.with_user(self.kam_user).action_end()
        self.assertEqual(self.membership.date_to, self.TODAY)
        for record in (self.boss, self.plan, self.membership):
            self.assertFalse(self._may(self.member, record))

    def test_messages_stay_in_the_team(self):
        """The customer is not proposed to write to; who left the team follows still,
        and hears nothing."""
        (self.account + self.boss_contact).write({"email": "ana@altmark.example"})
        for record in (self.boss, self.rival):
            self.assertFalse(record._message_get_suggested_recipients())
        terms = self.env["kam.terms"].create(
            {"partner_id": self.account.id, "service_level": "Gold"}
        )
        objectives = self.plan.objective_ids
        for record in (self.plan, objectives, self.action, self.review, terms):
            with self.subTest(model=record._name):
                proposed = record._message_get_suggested_recipients()
                partners = [one["partner_id"] for one in proposed]
                self.assertNotIn(self.account.id, partners)
        followers = self.member + self.sponsor + self.kam_manager + self.salesperson
        self.boss.message_subscribe(followers.partner_id.ids)
        self.membership.action_end()

        def told(**values):
            message = self.boss.with_user(self.kam_user).message_post(
                body="He sails", subtype_xmlid="mail.mt_comment", **values
            )
            return message.sudo().notified_partner_ids.with_env(self.env)

        team = (self.sponsor + self.kam_manager).partner_id
        self.assertEqual(told(), team)
        asked = self.salesperson.partner_id
        self.assertEqual(told(partner_ids=asked.ids), team + asked)

    def test_rights_begin_with_the_membership(self):
        self._join(self.salesperson, date_from="2026-01-06")
        self.assertFalse(self._may(self.salesperson, self.boss))
        with freeze_time("2026-01-06 09:00:00"):
            self.env.invalidate_all()
            self.assertTrue(self._may(self.salesperson, self.boss))

    def test_only_colleagues(self):
        with self.assertRaisesRegex(ValidationError, "no colleague"):
            self._join(self.portal)
        with self.assertRaises(AccessError):
            self.env["kam.team.member"].with_user(self.colleague).create(
                {"partner_id": self.account.id, "user_id": self.colleague.id}
            )

    def test_people_of_another_company(self):
        """Contacts that a company keeps to itself keep their stakeholders there."""
        account = self._account("Westmark", company_id=self.company_b.id)
        boss = self._stakeholder(
            self._person("Wes Boss", account, company_id=self.company_b.id)
        )
        manager = boss.with_user(self.kam_manager)
        for companies, seen in ((self.company_a, False), (self.company_b, True)):
            allowed = manager.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(bool(allowed.search([("id", "=", boss.id)])), seen)

    def test_players(self):
        """Salespeople read them, the team writes them."""
        for user, reads in (
            (self.member, True),
            (self.salesperson, True),
            (self.employee, False),
            (self.portal, False),
        ):
            self.assertEqual(self._may(user, self.rival), reads, user.login)
        self.rival.with_user(self.kam_user).strength = 4
        for user in (self.salesperson, self.colleague, self.employee):
            with self.assertRaises(AccessError):
                self.rival.with_user(user).strength = 1

    def test_the_page_offers_players_to_whom_the_rules_let_write(self):
        self._join(self.colleague)
        for user in (
            self.kam_user,
            self.colleague,
            self.kam_manager,
            self.member,
            self.salesperson,
        ):
            with self.subTest(user.login):
                self.assertEqual(
                    self.account.with_user(user).kam_can_list_players,
                    self._may(user, self.rival, "write"),
                )
        mine = self.account.with_user(self.colleague)
        self.assertTrue(mine.kam_can_list_players)
        self.assertFalse(mine.kam_can_staff)

    def test_hundreds_of_members_are_one_condition(self):
        """The rule is a sub-select on an index, however large the teams are."""
        users = self.env["res.users"].create(
            [{"name": f"M{n}", "login": f"kam_m{n}"} for n in range(150)]
        )
        for user in users:
            user.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.env["kam.team.member"].create(
            [
                {
                    "partner_id": self.account.id,
                    "user_id": user.id,
                    "date_from": self.START,
                }
                for user in users
            ]
        )
        people = self.env["kam.stakeholder"].with_user(users[-1])
        people.search([])
        with self.assertQueryCount(1):
            self.assertIn(self.boss.id, people.search([])._ids)
