from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPlaceGuard(PeopleCommon):
    """Rights come from the account or plan that something belongs to, and Odoo asks for
    them before a change only. So nobody moves his own to where he may not write."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._account(
            "Own", kam_manager_id=cls.colleague.id, kam_sponsor_id=False
        )
        cls.own_person = cls._account("Otto", parent=cls.own, is_company=False)

    def _mine(self, model, **values):
        return self.env[model].with_user(self.colleague).create(values)

    def test_no_way_into_a_team(self):
        """A member reads the account's people, plans and health: he may not join the
        team of another account with the membership of his own."""
        membership = self._mine(
            "kam.team.member", partner_id=self.own.id, user_id=self.colleague.id
        )
        self.assertFalse(self.boss.with_user(self.colleague).has_access("read"))
        with self.assertRaises(AccessError):
            membership.partner_id = self.account
        self.assertNotIn(self.colleague, self.account._kam_team_users())

    def test_nothing_is_moved_to_others(self):
        plan = self._plan(message_line_ids=[Command.create({"name": "News"})])
        objective = self._objective(plan, "manual", 4)
        mine = self._plan(
            self.colleague,
            self.own,
            message_line_ids=[Command.create({"name": "Mine"})],
        )
        my_objective = self._objective(mine, "manual", 4)
        anybody = self._person("Ben")
        my_person = self._mine(
            "kam.stakeholder", partner_id=self.own.id, contact_id=self.own_person.id
        )
        answers = dict.fromkeys(
            ("need", "competitors", "talk", "other_goods", "strain", "meetings"), "1"
        )
        action = {"user_id": self.colleague.id, "name": "Call"}
        for record, values in (
            (
                my_person,
                {"partner_id": self.account.id, "contact_id": anybody.id},
            ),
            (
                self._mine("kam.player", partner_id=self.own.id, name="Rival"),
                {"partner_id": self.account.id},
            ),
            (
                self._mine(
                    "kam.relation",
                    stakeholder_id=my_person.id,
                    user_id=self.colleague.id,
                ),
                {"stakeholder_id": self.boss.id},
            ),
            (
                self._mine("kam.ladder", partner_id=self.own.id, **answers),
                {"partner_id": self.account.id},
            ),
            (
                self._mine("kam.action", partner_id=self.own.id, **action),
                {"partner_id": self.account.id},
            ),
            (mine.message_line_ids, {"plan_id": plan.id}),
            (
                self._mine("kam.objective.log", objective_id=my_objective.id, value=1),
                {"objective_id": objective.id},
            ),
            (my_objective.phase_ids[:1], {"objective_id": objective.id}),
            (my_objective, {"plan_id": plan.id}),
        ):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.write(values)
            record.invalidate_recordset()
