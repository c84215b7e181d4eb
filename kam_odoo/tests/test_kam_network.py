import re

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .network_common import NetworkCommon


@tagged("post_install", "-at_install")
class TestKamNetwork(NetworkCommon):
    """Who knows whom (R3)."""

    def test_cells(self):
        names = {user.login: user.name for user in (self.kam_user, self.sponsor)}
        matej, sponsor, member = (*names.values(), self.member.name)
        cells = self._cells()
        found = {
            pair: (cell["count"], cell["days"], cell["level"], cell["gap"])
            for pair, cell in cells.items()
        }
        self.assertEqual(
            found,
            {
                ("Berta", matej): (6, 6, 3, 0),
                ("Ana", matej): (2, 2, 1, 0),
                ("Ana", member): (3, 3, 2, 0),
                ("Cyril", member): (1, 1, 1, 0),
                ("Dora", sponsor): (0, 0, 0, 2),
            },
        )

    def test_private_meeting(self):
        """A number and a day leave it, nothing else."""
        self._met(2, self.sponsor, person=self.dora.contact_id, privacy="private")
        cell = self._cells()[("Dora", self.sponsor.name)]
        self.assertEqual((cell["count"], cell["gap"]), (1, 1))
        self.assertNotIn("takeover", str(self._network()))

    def test_order_and_levels(self):
        """Board first; the sponsor is of the board unless the team says otherwise."""
        data = self._network()
        self.assertEqual([one["name"] for one in data["people"]][0], "Berta")
        levels = {one["id"]: one["level"] for one in data["colleagues"]}
        self.assertEqual(
            [levels[user.id] for user in (self.sponsor, self.kam_user, self.member)],
            ["board", "management", "operations"],
        )
        self.assertEqual(data["colleagues"][0]["id"], self.sponsor.id)

    def test_colleague_outside_the_team(self):
        self._met(3, self.salesperson, person=self.boss_contact)
        outside = {one["id"]: one["in_team"] for one in self._network()["colleagues"]}
        self.assertIs(outside[self.salesperson.id], False)
        self.assertIs(outside[self.member.id], True)

    def test_warnings(self):
        """Their board knows our manager, but nobody of our board."""
        warnings = " ".join(self._network()["warnings"])
        self.assertNotIn("few threads", warnings)
        self.assertNotIn("Nobody is known as", warnings)
        self.assertIn("level Board (Berta)", warnings)
        self.assertIn("Less close than wished: 1", warnings)
        self._met(3, self.sponsor, person=self.boss_contact)
        self.assertNotIn("level Board", " ".join(self._network()["warnings"]))
        self.boss.role_ids = [Command.clear()]
        self.assertIn(
            "Nobody is known as: Decision maker",
            " ".join(self._network()["warnings"]),
        )

    def test_single_thread(self):
        """3 of theirs and 2 of ours are enough; the account's own address is nobody."""
        account = self.account.with_context(allowed_company_ids=self.company_a.ids)
        self._met(2, self.salesperson, person=self.account)
        contacts = account._kam_contacts(90)
        self.assertEqual(account._kam_threads(contacts), (3, 2))
        evidence = self._take().evidence["engagement"]
        self.assertEqual((evidence["theirs"], evidence["ours"]), (3, 2))
        self.env["calendar.event"].search(
            [("partner_ids", "in", self.boss_contact.ids)]
        ).unlink()
        warnings = " ".join(self._network()["warnings"])
        self.assertIn("2 of their people and 2 of ours", warnings)

    def test_who_left_holds_no_thread(self):
        """The archived ones of both sides, here and in the snapshot."""
        account = self.account.with_context(allowed_company_ids=self.company_a.ids)
        self._met(2, self.salesperson, person=self.dora.contact_id)
        self.assertEqual(account._kam_threads(account._kam_contacts(90)), (4, 3))
        self.salesperson.active = False
        self.cyril.contact_id.active = False
        self.assertEqual(account._kam_threads(account._kam_contacts(90)), (2, 2))
        evidence = self._take().evidence["engagement"]
        self.assertEqual((evidence["theirs"], evidence["ours"]), (2, 2))

    def test_people_of_another_company(self):
        """Contacts that another company keeps to itself are not in the picture."""
        self.boss_contact.company_id = self.company_b
        names = [one["name"] for one in self._network()["people"]]
        self.assertEqual(sorted(names), ["Ana", "Cyril", "Dora"])
        self.assertNotIn(
            self.boss_contact,
            self.env["kam.contact.touch"]
            .with_user(self.kam_user)
            .search([])
            .sudo()
            .contact_id.with_env(self.env),
        )

    def test_score(self):
        """Berta 3 × (0.3 + 0.4), Ana 2 × (0.3 + 0.4 × 1), Cyril 0.3 + 0.4 × 0.25, Dora
        2 × 0.3: 2.1 + 1.4 + 0.4 + 0.6 of 8 is 56.3; the snapshot says the same.
        """
        self.boss.cadence_days = self.ana.cadence_days = 30
        self.cyril.cadence_days = self.dora.cadence_days = 30
        self.assertEqual(self._network()["score"], {"value": 56.3, "capped": False})
        self.assertEqual(self._take().stakeholders, 56.3)

    def test_score_without_a_role(self):
        """All mentors: Berta 3 × 1, Ana 2 × 1, Cyril 0.6 + 0.4 × 0.25, Dora 2 × 0.6:
        6.9 of 8 is 86.3. While nobody decides, it is at most 59, here and there.
        """
        people = self.boss + self.ana + self.cyril + self.dora
        people.write({"cadence_days": 30, "attitude": "4"})
        self.assertEqual(self._network()["score"], {"value": 86.3, "capped": False})
        self.assertEqual(self._take().stakeholders, 86.3)
        self.boss.role_ids = self._role("user")
        self.assertEqual(self._network()["score"], {"value": 59, "capped": True})
        self.assertEqual(self._take().stakeholders, 59)

    def test_who_left(self):
        self.boss_contact.active = False
        names = [one["name"] for one in self._network()["people"]]
        self.assertNotIn("Berta", names)

    def test_wish(self):
        account = self.account.with_user(self.member)
        account.action_kam_wish(self.ana.id, self.sponsor.id, 3)
        cell = self._cells()[("Ana", self.sponsor.name)]
        self.assertEqual((cell["wished"], cell["gap"]), (3, 3))
        account.action_kam_wish(self.ana.id, self.sponsor.id, 0)
        self.assertFalse(self._cells()[("Ana", self.sponsor.name)]["gap"])
        for stakeholder, wished in ((self.ana.id, 4), (0, 1)):
            with self.assertRaises(UserError):
                account.action_kam_wish(stakeholder, self.sponsor.id, wished)
        for user in (0, self.portal.id):
            with self.assertRaises(UserError):
                account.action_kam_wish(self.ana.id, user, 1)
        with self.assertRaises(ValidationError):
            self.env["kam.relation"].with_user(self.member).create(
                {"stakeholder_id": self.ana.id, "user_id": self.portal.id}
            )
        other = self._key_account("Beta")
        with self.assertRaises(UserError):
            other.action_kam_wish(self.ana.id, self.sponsor.id, 1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["kam.relation"].create(
                [{"stakeholder_id": self.ana.id, "user_id": self.sponsor.id}] * 2
            )

    def test_who_sees_it(self):
        for user in (self.kam_user, self.sponsor, self.member, self.kam_manager):
            with self.subTest(user=user.login):
                self.assertIn("cells", self._network(user))
        for user in (self.stranger, self.salesperson, self.employee):
            with self.subTest(user=user.login):
                self.assertEqual(list(self._network(user)), ["message"])
                account = self.account.with_user(user)
                with self.assertRaises(AccessError):
                    account.action_kam_network()
                with self.assertRaises(AccessError):
                    account.action_kam_wish(self.ana.id, user.id, 1)
                wish = self.env["kam.relation"].with_user(user)
                self.assertFalse(wish.search([]))
                with self.assertRaises(AccessError):
                    wish.create({"stakeholder_id": self.ana.id, "user_id": user.id})
        with self.assertRaises(AccessError):
            self.account.with_user(self.portal).read(["kam_network"])

    def test_coverage_is_of_the_open_companies(self):
        """The colleague of B met Dora: known where B is open."""
        dora = self.dora.with_user(self.kam_manager)
        self.assertEqual(
            dora.with_context(allowed_company_ids=self.company_a.ids).contact_days, 0
        )
        both = dora.with_context(allowed_company_ids=self.companies.ids)
        self.assertEqual(both.contact_days, 1)
        self.assertEqual(both.colleague_count, 1)

    def test_merge_keeps_wishes(self):
        """Two contacts of one person become one: the stronger wish stays."""
        self.env["kam.relation"].create(
            [
                {
                    "stakeholder_id": self.cyril.id,
                    "user_id": self.sponsor.id,
                    "wished": "3",
                },
                {
                    "stakeholder_id": self.cyril.id,
                    "user_id": self.kam_user.id,
                    "wished": "1",
                },
            ]
        )
        self.dora._absorb(self.cyril)
        wishes = {wish.user_id: wish.wished for wish in self.dora.relation_ids}
        self.assertEqual(wishes, {self.sponsor: "3", self.kam_user: "1"})

    def _paper(self, user=None):
        plan = self.env["kam.plan"].create({"partner_id": self.account.id})
        self.env.invalidate_all()
        report = self.env["report.kam_odoo.report_plan"].with_user(
            user or self.kam_user
        )
        report = report.with_context(allowed_company_ids=self.company_a.ids)
        return report._paper(plan.with_env(report.env))["network"]

    def test_picture_of_the_printed_plan(self):
        """The graph drawn by hand: four of theirs, 40 apart from 24 on, three of ours.

        Theirs by level, then by influence: Berta 24, Ana 64, Dora 104, Cyril 144. Ours
        begin half a row lower: the sponsor (board) 44, Matej (management) 84, the
        member (operations) 124. The lines are 1.8 thick for each level.
        """
        paper = self._paper()
        [picture] = [row["picture"] for row in paper["pictures"]]
        lines = re.findall(
            r'<line x1="290" y1="(\d+)" x2="580" y2="(\d+)" stroke="([^"]+)" '
            r'stroke-width="([^"]+)"( stroke-dasharray)?',
            picture,
        )
        blue, red, dashed = "#1f4e79", "#c0392b", " stroke-dasharray"
        self.assertEqual(
            set(lines),
            {
                ("24", "84", blue, "5.4", ""),
                ("64", "84", blue, "1.8", ""),
                ("64", "124", blue, "3.6", ""),
                ("144", "124", blue, "1.8", ""),
                ("104", "44", red, "1.8", dashed),
            },
        )
        self.assertEqual(paper["alone"], "Dora")
        [table] = paper["tables"]
        self.assertEqual(len(table["ours"]), 3)
        self.assertEqual(len(table["rows"]), 4)

    def test_tables_of_many_colleagues(self):
        """Six beside each other, so that all have room on the sheet."""
        for number in range(6):
            colleague = self._user(f"kam_many_{number}", "base.group_user")
            self._met(3, colleague, person=self.boss_contact)
        tables = self._paper()["tables"]
        self.assertEqual([len(table["ours"]) for table in tables], [6, 3])
        for table in tables:
            for row in table["rows"]:
                self.assertTrue(any(row["cells"]), "a row says something")

    def test_in_the_printed_plan(self):
        """For the team; a reader without it finds nothing of it on paper."""
        plan = self.env["kam.plan"].create({"partner_id": self.account.id})

        def paper(user):
            self.env.invalidate_all()
            html, _kind = (
                self.env["ir.actions.report"]
                .with_user(user)
                .with_context(allowed_company_ids=self.company_a.ids)
                ._render_qweb_html("kam_odoo.report_plan", plan.ids)
            )
            return html.decode()

        shown = paper(self.kam_user)
        self.assertIn("Who knows whom", shown)
        self.assertIn("less close than wished", shown)
        plan.sudo().user_id = self.stranger
        self.assertNotIn("Who knows whom", paper(self.stranger))
