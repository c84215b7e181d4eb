from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPeople(PeopleCommon):
    """The picture of an account's people, its team, and its market players."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.account.with_user(cls.kam_user)

    def test_picture(self):
        self.boss.write({"attitude": "3", "career": "rising"})
        self._join(self.salesperson, level="operations")
        known = self.account.kam_people
        boss, anna = known["people"]
        self.assertEqual(
            {key: boss[key] for key in ("name", "influence", "attitude", "career")},
            {
                "name": "Berta Boss",
                "influence": 3,
                "attitude": 3,
                "career": "rising",
            },
        )
        self.assertEqual(boss["roles"][0]["code"], "decision_maker")
        self.assertIs(anna["attitude"], False)
        self.assertEqual(anna["parent"], self.boss.id)
        self.assertEqual([gap["name"] for gap in known["gaps"]], ["Sponsor"])
        levels = {level["key"]: level for level in known["levels"]}
        # The sponsor is of the board and the manager of the management by themselves.
        self.assertEqual(levels["board"]["theirs"], ["Berta Boss"])
        self.assertEqual(levels["board"]["ours"], [self.sponsor.name])
        self.assertEqual(levels["management"]["ours"], [self.kam_user.name])
        self.assertEqual(levels["operations"]["ours"], [self.salesperson.name])
        self._join(self.kam_user, level="specialist")
        self.account.invalidate_recordset()
        levels = {level["key"]: level for level in self.account.kam_people["levels"]}
        self.assertFalse(levels["management"]["ours"])

    def test_no_picture_for_others(self):
        for user in (self.employee, self.salesperson, self.colleague):
            self.assertFalse(self.account.with_user(user).kam_people)
        self.assertTrue(self.account.with_user(self.member).kam_people)

    def test_pictures_of_many_accounts(self):
        """As many statements for twenty accounts as for one."""
        accounts = self.env["res.partner"].create(
            [
                {
                    "name": f"Account {number}",
                    "is_company": True,
                    "kam_manager_id": self.kam_user.id,
                    "kam_tier_id": self.tier_key.id,
                }
                for number in range(20)
            ]
        )
        for account in accounts:
            person = self._person("Somebody", account)
            self._stakeholder(person, "user", attitude="2")
        accounts = accounts.with_user(self.kam_user)
        self.env.flush_all()
        self.account.mapped("kam_people")  # warm
        counts = []
        for some in (accounts[:1], accounts):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("kam_people")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_one_click_on_a_gap(self):
        sponsor = self._role("sponsor")
        action = self.account.action_kam_add_stakeholder(sponsor.id)
        with Form(
            self.env["kam.stakeholder"]
            .with_user(self.kam_user)
            .with_context(**action["context"])
        ) as form:
            form.contact_id = self._person("Sara Sponsor")
        self.assertEqual(form.record.role_ids, sponsor)
        self.assertEqual(form.record.partner_id, self.account)
        self.assertFalse(self.account.kam_missing_role_ids)

    def test_the_team_follows_the_account(self):
        followers = self.account.message_partner_ids
        self.assertIn(self.member.partner_id, followers)
        self.membership.with_user(self.kam_user).action_end()
        self.assertNotIn(self.member.partner_id, self.account.message_partner_ids)
        # who manages the account goes on following it
        own = self._join(self.kam_user)
        own.action_end()
        self.assertIn(self.kam_user.partner_id, self.account.message_partner_ids)
        other = self._join(self.salesperson)
        other.user_id = self.member
        self.assertNotIn(self.salesperson.partner_id, self.account.message_partner_ids)
        self.assertIn(self.member.partner_id, self.account.message_partner_ids)
        other.unlink()
        self.assertNotIn(self.member.partner_id, self.account.message_partner_ids)

    def test_followers_of_their_own_stay(self):
        """Who followed before joining follows after leaving."""
        self.account.message_subscribe(self.salesperson.partner_id.ids)
        own = self._join(self.salesperson)
        own.action_end()
        self.assertIn(self.salesperson.partner_id, self.account.message_partner_ids)

    def test_following_keeps_to_the_calendar(self):
        """A membership begins and ends on its day, though nobody does anything then."""
        members = self.env["kam.team.member"]
        later = self._join(
            self.salesperson, date_from="2026-01-20", date_to="2026-02-01"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_team_member SET create_date = '2026-01-05' WHERE id = %s",
            [later.id],
        )
        for day, follows in (
            ("2026-01-19", False),
            ("2026-01-20", True),
            ("2026-01-31", True),
            ("2026-02-01", False),
        ):
            with self.subTest(day), freeze_time(day):
                self.env.invalidate_all()
                members._gc_following()
                people = self.account.message_partner_ids
                self.assertEqual(self.salesperson.partner_id in people, follows)

    def test_no_more_news_wanted(self):
        """Who has unfollowed by hand is not made a follower again."""
        self.account.message_unsubscribe(self.member.partner_id.ids)
        self.membership.date_from = "2026-01-04"
        self.env["kam.team.member"]._gc_following()
        self.assertNotIn(self.member.partner_id, self.account.message_partner_ids)

    def test_team_on_the_account(self):
        """The manager enters colleagues where he reads of the account."""
        with Form(self.account) as form, form.kam_team_member_ids.new() as line:
            line.user_id = self.colleague
        self.assertIn(self.colleague, self.account._kam_team_users())

    def test_chart(self):
        """What dragging a card does, for a member of the team; and its action."""
        clerk = self._stakeholder(self._person("Carl Clerk"))
        clerk.with_user(self.member).parent_id = self.anna
        rows = (
            self.env["kam.stakeholder"]
            .with_user(self.member)
            .hierarchy_read(
                [("partner_id", "=", self.account.id)], {"name": {}}, "parent_id"
            )
        )
        above = {row["id"]: row["parent_id"] for row in rows}
        self.assertEqual(above[clerk.id]["id"], self.anna.id)
        self.assertFalse(above[self.boss.id])
        action = self.account.action_kam_reports_to()
        self.assertEqual(action["views"][0][1], "hierarchy")

    def test_team_of_a_plan(self):
        """Those of the account's team who may work on plans."""
        self._join(self.colleague)
        self._join(self.second_manager, date_to="2026-01-02")
        plan = self._plan()
        self.assertEqual(plan.team_ids, self.colleague)
        plan.team_ids = False
        self.assertFalse(plan.team_ids)
        self.assertFalse(self._plan(team_ids=[]).team_ids)

    def test_own_words_of_a_plan(self):
        """A plan shows the people only to the account's team."""
        plan = self._plan(team_ids=[(4, self.colleague.id)])
        self.assertTrue(plan.kam_people)
        self.assertFalse(plan.with_user(self.colleague).kam_people)

    def test_a_person_leads_to_the_stakeholder(self):
        contact = self.boss_contact.with_user(self.member)
        self.assertEqual(contact.kam_stakeholder_id, self.boss)
        self.assertEqual(contact.action_kam_stakeholder()["res_id"], self.boss.id)
        self.assertFalse(
            self.boss_contact.with_user(self.salesperson).kam_stakeholder_id
        )

    def test_ladder_picture(self):
        """Our view (12 points), theirs (6 points) and a rival on the first rung."""
        answers = ("need", "competitors", "talk", "other_goods", "strain", "meetings")
        for side, given in (("ours", "202000"), ("customer", "111111")):
            self.env["kam.ladder"].create(
                {
                    "partner_id": self.account.id,
                    "side": side,
                    "date": "2026-01-03",
                    **dict(zip(answers, given, strict=True)),
                }
            )
        player = self.env["kam.player"].create(
            [
                {"partner_id": self.account.id, "name": "Rival", "level": "1"},
                {"partner_id": self.account.id, "name": "Unplaced"},
                {
                    "partner_id": self.account.id,
                    "name": "Friend",
                    "kind": "complementary",
                    "level": "4",
                },
            ]
        )
        picture = self.account.kam_ladder_picture
        self.assertEqual((picture["ours"], picture["customer"]), ("4", "2"))
        self.assertEqual(picture["gap"], 2)
        self.assertEqual(picture["ours_date"], "2026-01-03")
        self.assertEqual([one["id"] for one in picture["competitors"]], player[0].ids)
        self.assertEqual(
            picture["history"],
            [
                {"date": "2026-01-03", "side": "ours", "level": "4"},
                {"date": "2026-01-03", "side": "customer", "level": "2"},
            ],
        )
        # a colleague sees the rungs, but neither rivals nor when anybody answered
        seen = self.account.with_user(self.employee).kam_ladder_picture
        self.assertEqual((seen["ours"], seen["customer"]), ("4", "2"))
        self.assertFalse(seen["competitors"])
        self.assertFalse(seen["history"] or seen["ours_date"] or seen["customer_date"])
        seen = self.account.with_user(self.member).kam_ladder_picture
        self.assertEqual(len(seen["history"]), 2, "the team reads the answers")
        with self.assertRaises(AccessError):
            self.account.kam_ladder_ids.with_user(self.member).write({"side": "ours"})
        self.assertEqual(
            self.account.kam_ladder_ids.sorted("id").mapped("step"), [4, 2]
        )

        def found(*condition):
            return self.account in self.account.search([condition])

        self.assertTrue(found("kam_perception_gap", ">", 0))
        self.assertTrue(found("kam_perception_gap", "=", 2))
        self.assertFalse(found("kam_perception_gap", "<=", 1))
        self.assertFalse(found("kam_perception_gap", "=", False))
        self.assertTrue(found("kam_ladder_ours", "=", "4"))
        self.assertFalse(found("kam_ladder_ours", "in", ["1", False]))
        self.assertTrue(found("kam_ladder_customer", "!=", False))
        # seen alike is a gap of 0, not an unknown one
        unasked, alike = self._account("Unasked"), self._account("Alike")
        for side in ("ours", "customer"):
            self.env["kam.ladder"].create(
                {
                    "partner_id": alike.id,
                    "side": side,
                    **dict.fromkeys(answers, "1"),
                }
            )
        for value, expected in ((0, alike), (False, unasked), (2, self.account)):
            partners = self.account + unasked + alike
            domain = [("id", "in", partners.ids), ("kam_perception_gap", "=", value)]
            self.assertEqual(self.account.search(domain), expected, value)

    def test_the_strongest_come_first(self):
        """Whose strength nobody knows is not the strongest."""
        players = self.env["kam.player"].create(
            [
                {"partner_id": self.account.id, "name": name, "strength": strength}
                for name, strength in (("Who", False), ("Weak", 1), ("Strong", 5))
            ]
        )
        found = players.search([("id", "in", players.ids)])
        self.assertEqual(found.mapped("name"), ["Strong", "Weak", "Who"])

    def test_only_competitors_stand_on_the_ladder(self):
        with Form(
            self.env["kam.player"]
            .with_user(self.kam_user)
            .with_context(default_partner_id=self.account.id)
        ) as form:
            form.name = "Rival"
            form.level = "2"
            form.kind = "supplier"
        self.assertFalse(form.record.level)

    def test_lost_to_a_competitor(self):
        """Salespeople choose among the competitors of the account."""
        rival, supplier = self.env["kam.player"].create(
            [
                {"partner_id": self.account.id, "name": "Rival"},
                {"partner_id": self.account.id, "name": "Mill", "kind": "supplier"},
            ]
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "Chance",
                "type": "opportunity",
                "partner_id": self.person.id,
                "user_id": self.salesperson.id,
                "company_id": self.company_a.id,
            }
        )
        wizard = (
            self.env["crm.lead.lost"]
            .with_user(self.salesperson)
            .create({"lead_ids": [(6, 0, lead.ids)]})
        )
        self.assertEqual(wizard.kam_competitor_ids, rival)
        self.assertFalse(wizard.kam_account_id, "only the team adds market players")
        wizard.kam_competitor_id = rival
        wizard.action_lost_reason_apply()
        self.assertEqual(lead.kam_competitor_id, rival)
        self.assertFalse(lead.active)
        # of several accounts there is nobody to choose, and no supplier wins
        other = lead.copy({"partner_id": self._account("Neumark").id})
        wizard = wizard.create({"lead_ids": [(6, 0, (lead + other).ids)]})
        self.assertFalse(wizard.kam_competitor_ids)
        wizard.kam_competitor_id = supplier
        wizard.action_lost_reason_apply()
        self.assertFalse(other.kam_competitor_id)
        nobody = lead.copy({"partner_id": False})
        wizard = wizard.create({"lead_ids": [(6, 0, (lead + nobody).ids)]})
        self.assertFalse(wizard.kam_competitor_ids, "a lead of no account has none")

    def test_lost_to_a_new_competitor(self):
        """Whom nobody has noted yet is typed when it is known: as the lead is lost."""
        lead = self.env["crm.lead"].create(
            {
                "name": "Chance",
                "type": "opportunity",
                "partner_id": self.person.id,
                "user_id": self.kam_user.id,
                "company_id": self.company_a.id,
            }
        )
        wizard = (
            self.env["crm.lead.lost"]
            .with_user(self.kam_user)
            .create({"lead_ids": [(6, 0, lead.ids)]})
        )
        self.assertEqual(wizard.kam_account_id, self.account)
        newcomer, _name = (
            self.env["kam.player"]
            .with_user(self.kam_user)
            .with_context(default_partner_id=wizard.kam_account_id.id)
            .name_create("Newcomer")
        )
        wizard = wizard.create(
            {"lead_ids": [(6, 0, lead.ids)], "kam_competitor_id": newcomer}
        )
        wizard.action_lost_reason_apply()
        self.assertEqual(lead.kam_competitor_id.name, "Newcomer")
        self.assertEqual(lead.kam_competitor_id.partner_id, self.account)

    def test_players_rights_by_rpc(self):
        for user in (self.salesperson, self.employee, self.colleague, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["kam.player"].with_user(user).create(
                    {"partner_id": self.account.id, "name": "Rival"}
                )
