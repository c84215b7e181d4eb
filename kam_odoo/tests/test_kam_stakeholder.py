from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.modules.module import get_module_path, load_script
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestStakeholder(PeopleCommon):
    """What is noted about one person, and what changes around it."""

    def test_values(self):
        """Attitude 0, .25, .5, .75, 1 (METHODS §10); nothing noted is unknown."""
        self.assertIs(self.boss.attitude_value, False)
        for number in range(5):
            self.boss.attitude = str(number)
            self.assertEqual(self.boss.attitude_value, number / 4)
        self.assertEqual(self.boss.influence_value, 3)
        self.boss.influence = "1"
        self.assertEqual(self.boss.influence_value, 1)

    def test_cadence(self):
        """The tier's status talks (30 days) × 1, 2, 3; never more than 90 days."""
        line = self.tier_key.cadence_ids.filtered(lambda line: line.kind == "status")
        line.days = 20
        for influence, days in (("3", 20), ("2", 40), ("1", 60)):
            self.boss.influence = influence
            self.assertEqual(self.boss.cadence_days, days)
        line.days = 50
        for influence, days in (("3", 50), ("2", 90), ("1", 90)):
            self.boss.influence = influence
            self.assertEqual(self.boss.cadence_days, days)
        self.account.kam_tier_id = False
        self.boss.influence = "3"
        self.assertEqual(self.boss.cadence_days, 30)
        self.boss.cadence_days = 14
        self.assertEqual(self.boss.cadence_days, 14)

    def test_history_of_attitude(self):
        """Each change with its day and who noted it; of one day the last."""
        boss = self.boss.with_user(self.kam_user)
        boss.attitude = "1"
        boss.with_user(self.member).attitude = "2"
        boss.attitude = "2"  # no change
        with freeze_time("2026-02-01 09:00:00"):
            boss.write({"attitude": "4", "note": "Won over"})
        self.assertEqual(
            [
                (str(row.date), row.attitude, row.user_id)
                for row in boss.attitude_ids.sorted()
            ],
            [
                ("2026-02-01", "4", self.kam_user),
                ("2026-01-05", "2", self.member),
            ],
        )

    def test_no_cycles(self):
        with self.assertRaisesRegex(ValidationError, "Nobody can report"):
            self.boss.parent_id = self.anna
        with self.assertRaisesRegex(ValidationError, "Nobody can report"):
            self.boss.parent_id = self.boss

    def test_reports_within_the_account(self):
        other = self._account("Neumark")
        stranger = self._stakeholder(self._person("Nina New", other))
        with self.assertRaisesRegex(ValidationError, "Altmark"):
            self.anna.parent_id = stranger

    def test_only_people_of_the_account(self):
        other = self._person("Nina New", self._account("Neumark"))
        for contact in (other, self.branch):
            with self.assertRaisesRegex(ValidationError, "not a person of"):
                self._stakeholder(contact, account=self.account)
        with self.assertRaisesRegex(ValidationError, "belongs to the account"):
            self._stakeholder(self._person("Bo", self.branch), account=self.branch)
        # people of a branch are the account's
        self.assertTrue(self._stakeholder(self._person("Bo", self.branch)))

    def test_once(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._stakeholder(self.person)

    def test_gaps(self):
        """The tier asks for a decision maker and a sponsor; the boss decides."""
        sponsor, decision = self._role("sponsor"), self._role("decision_maker")
        account = self.account.with_user(self.kam_user)
        self.assertEqual(account.kam_missing_role_ids, sponsor)
        search = account.search
        self.assertIn(account, search([("kam_missing_role_ids", "in", sponsor.ids)]))
        self.assertNotIn(
            account, search([("kam_missing_role_ids", "in", decision.ids)])
        )
        self.assertIn(account, search([("kam_missing_role_ids", "!=", False)]))
        self.anna.role_ids = [Command.link(sponsor.id)]
        self.assertFalse(account.kam_missing_role_ids)
        self.assertNotIn(account, search([("kam_missing_role_ids", "!=", False)]))
        self.assertIn(account, search([("kam_missing_role_ids", "=", False)]))
        # who has left, or is taken off the map, leaves a gap
        self.boss_contact.active = False
        self.assertEqual(account.kam_missing_role_ids, decision)
        self.anna.active = False
        self.assertEqual(account.kam_missing_role_ids, decision + sponsor)
        # a tier that asks for nobody
        self.account.kam_tier_id = self.env.ref("kam_odoo.kam_tier_growth")
        self.assertFalse(account.kam_missing_role_ids)

    def test_who_left(self):
        self.assertFalse(self.boss.has_left)
        new = self._account("Neumark")
        self.boss_contact.parent_id = new
        self.assertTrue(self.boss.has_left)
        self.assertEqual(self.boss.left_note, "Now at Neumark")
        self.assertEqual(self.boss.partner_id, self.account)
        self.person.active = False
        self.assertEqual(self.anna.left_note, "The contact is archived")
        people = self.boss + self.anna
        mine = [("id", "in", people.ids)]
        self.assertEqual(self.boss.search([*mine, ("has_left", "=", True)]), people)
        self.assertFalse(self.boss.search([*mine, ("has_left", "=", False)]))
        self.boss_contact.parent_id = False
        self.assertEqual(self.boss.left_note, "At no company any more")
        # a branch of the same account is no other place
        self.boss_contact.parent_id = self.branch
        self.assertFalse(self.boss.has_left)
        # who left can still be noted on
        self.anna.note = "Went to sea."

    def test_a_role_in_use_stays(self):
        with self.assertRaisesRegex(UserError, "Archive it"):
            self._role("user").unlink()

    def test_groups_follow(self):
        """The account comes under a group: its people come along, each once."""
        group = self._account("Mark Group", kam_manager_id=self.kam_user.id)
        self.account.parent_id = group
        self.assertEqual((self.boss + self.anna).partner_id, group)
        self.assertFalse((self.boss + self.anna).filtered("has_left"))
        self.assertEqual(self.membership.partner_id, group)
        self.assertEqual(self.anna.parent_id, self.boss)

    def test_those_below_follow_too(self):
        """A person becomes a company: the firms below are accounts no longer."""
        head = self._account("Horst", is_company=False)
        firm = self._account("Horst Ltd", parent=head)
        person = self._person("Paula", firm)
        self.assertEqual(person.kam_account_id, firm)
        paula = self._stakeholder(person, "user")
        head.is_company = True
        self.assertEqual(paula.partner_id, head)

    def test_a_change_looks_at_the_accounts_concerned(self):
        """An import row by row does not look through everybody's people each time."""
        lost = self._account("Elsewhere")
        paula = self._stakeholder(self._person("Paula", lost), "user")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET kam_is_account = FALSE, kam_account_id = %s"
            " WHERE id = %s",
            [self.account.id, lost.id],
        )
        self.env.invalidate_all()
        self._account("Branch").parent_id = self._account("Group")
        self.assertEqual(paula.partner_id, lost, "another account's: not looked at")


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPeopleMerge(PeopleCommon):
    """Odoo's contact merge keeps one stakeholder, with what is known of both."""

    def _merge(self, source, destination):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": destination.id}
        )
        wizard.partner_ids = source + destination
        wizard.action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(source.exists())

    def test_two_records_of_one_person(self):
        twin = self._person("B. Boss")
        second = self._stakeholder(
            twin, "sponsor", influence="2", note="Knows Anna", attitude="4"
        )
        clerk = self._stakeholder(self._person("Carl Clerk"), parent_id=second.id)
        with freeze_time("2026-01-02 09:00:00"):
            self.boss.attitude = "1"
        self._merge(twin, self.boss_contact)
        self.assertFalse(second.exists())
        self.assertEqual(
            self.boss.role_ids, self._role("decision_maker") + self._role("sponsor")
        )
        self.assertEqual(self.boss.influence, "3")
        self.assertEqual(self.boss.note, "Knows Anna")
        self.assertEqual(self.boss.attitude, "4")
        self.assertEqual(self.boss.attitude_ids.sorted().mapped("attitude"), ["4", "1"])
        self.assertEqual(clerk.parent_id, self.boss)
        self.assertEqual(self.anna.parent_id, self.boss)

    def test_boss_and_report_are_one(self):
        """Nobody ends up reporting to himself."""
        self._merge(self.person, self.boss_contact)
        self.assertFalse(self.anna.exists())
        self.assertFalse(self.boss.parent_id)

    def test_accounts(self):
        """The same colleague in both teams is in one; the same rival is one."""
        other = self._account("Altmark AG")
        rival = self._account("Rival")
        people = self._stakeholder(self._person("Nina New", other), "sponsor")
        self._join(self.member, other, date_from="2025-06-01", level="operations")
        self._join(self.salesperson, other)
        players = self.env["kam.player"].create(
            [
                {"partner_id": other.id, "player_id": rival.id, "strength": 5},
                {"partner_id": self.account.id, "player_id": rival.id, "strength": 2},
            ]
        )
        self._merge(other, self.account)
        self.assertEqual(people.partner_id, self.account)
        self.assertFalse(people.has_left)
        members = self.account.kam_team_member_ids
        self.assertEqual(members.user_id, self.member + self.salesperson)
        self.assertEqual(len(members), 2)
        self.assertEqual(str(self.membership.date_from), "2025-06-01")
        self.assertEqual(self.membership.level, "operations")
        self.assertFalse(players[0].exists())
        self.assertEqual(players[1].strength, 5)


@tagged("post_install", "-at_install")
class TestRequiredRolesMigration(PeopleCommon):
    """An upgrade gives the tiers for key accounts the roles of a new installation."""

    def _migrate(self):
        self.env.flush_all()
        path = get_module_path("kam_odoo") + "/migrations/19.0.1.2.0/post-relations.py"
        load_script(path, "kam_migration").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_migration(self):
        shipped = self.tier_key.required_role_ids
        self.assertEqual(shipped, self._role("decision_maker") + self._role("sponsor"))
        own = self.env["kam.tier"].create({"name": "VIP", "is_key": True})
        other = self.env["kam.tier"].create({"name": "Rest"})
        self.tier_key.required_role_ids = False
        self.tier_strategic.required_role_ids = self._role("user")
        self._migrate()
        self.assertEqual(self.tier_key.required_role_ids, shipped)
        self.assertEqual(own.required_role_ids, shipped)
        self.assertFalse(other.required_role_ids)
        # what somebody has chosen stays
        self.assertEqual(self.tier_strategic.required_role_ids, self._role("user"))
