from datetime import date

from odoo import Command

from .plan_common import PlanCommon


class PeopleCommon(PlanCommon):
    """The account Altmark (key, managed by ``kam_user``) with people on both sides.

    ``member``, without any right in sales, is in its team. The boss decides, Anna
    (``person``) is a user of what we deliver; nobody is a sponsor.
    """

    TODAY = date(2026, 1, 5)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._user("kam_member", "base.group_user")
        cls.boss_contact = cls._person("Berta Boss")
        cls.membership = cls._join(cls.member)
        cls.boss = cls._stakeholder(
            cls.boss_contact, "decision_maker", influence="3", level="board"
        )
        cls.anna = cls._stakeholder(cls.person, "user", parent_id=cls.boss.id)

    @classmethod
    def _person(cls, name, parent=None, **values):
        return cls._account(
            name, parent=parent or cls.account, is_company=False, **values
        )

    @classmethod
    def _role(cls, code):
        return cls.env.ref(f"kam_odoo.kam_stakeholder_role_{code}")

    @classmethod
    def _stakeholder(cls, contact, *roles, user=None, account=None, **values):
        """A stakeholder by codes of roles, entered by the account's manager."""
        return (
            cls.env["kam.stakeholder"]
            .with_user(user or cls.kam_manager)
            .create(
                {
                    "partner_id": (account or contact.kam_account_id).id,
                    "contact_id": contact.id,
                    "role_ids": [Command.set([cls._role(role).id for role in roles])],
                    **values,
                }
            )
        )

    @classmethod
    def _join(cls, user, account=None, **values):
        """Membership in the account's team, since the first of January."""
        return (
            cls.env["kam.team.member"]
            .with_user(cls.kam_manager)
            .create(
                {
                    "partner_id": (account or cls.account).id,
                    "user_id": user.id,
                    "date_from": cls.START,
                    **values,
                }
            )
        )
