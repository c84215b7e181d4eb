from datetime import date

from odoo import Command

from .common import KamCommon


class PlanCommon(KamCommon):
    """An account with a plan of the first 90 days of 2026, 1 January to 31 March.

    ``kam_user`` manages the account and owns its plan; ``sponsor`` sponsors it;
    ``colleague`` is another key account user of the same company, without any part in
    it; ``second_manager`` is a second Key Accounts manager.
    """

    START = date(2026, 1, 1)
    END = date(2026, 3, 31)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sponsor = cls._user("kam_sponsor", "kam_odoo.group_kam_user")
        cls.colleague = cls._user("kam_colleague", "kam_odoo.group_kam_user")
        cls.second_manager = cls._user(
            "kam_manager_2", "kam_odoo.group_kam_manager", cls.companies
        )
        cls.account = cls._account(
            "Altmark",
            kam_manager_id=cls.kam_user.id,
            kam_sponsor_id=cls.sponsor.id,
            kam_tier_id=cls.tier_key.id,
        )
        cls.branch = cls._account("Altmark North", parent=cls.account)
        cls.person = cls._account("Anna Alt", parent=cls.account, is_company=False)

    @classmethod
    def _plan(cls, user=None, account=None, **values):
        """A draft of the 90 days, by the account's manager unless told otherwise; an
        account that nobody manages becomes that of whoever plans it."""
        user, account = user or cls.kam_user, account or cls.account
        if not account.kam_manager_id:
            account.sudo().kam_manager_id = user
        return (
            cls.env["kam.plan"]
            .with_user(user)
            .create(
                {
                    "partner_id": account.id,
                    "date_from": cls.START,
                    "date_to": cls.END,
                    **values,
                }
            )
        )

    @classmethod
    def _objective(cls, plan, metric="revenue", target=100, **values):
        return (
            cls.env["kam.objective"]
            .with_env(plan.env)
            .create(
                {
                    "plan_id": plan.id,
                    "name": f"More {metric}",
                    "metric": metric,
                    "target": target,
                    **values,
                }
            )
        )

    @classmethod
    def _active_plan(cls, **values):
        """A plan with an objective, submitted by its owner, approved by the manager."""
        plan = cls._plan(**values)
        if not plan.objective_ids:
            cls._objective(plan)
        plan.action_submit()
        plan.with_user(cls.kam_manager).action_approve()
        return plan

    @classmethod
    def _meeting(cls, day, people, owner=None, **values):
        """A meeting of one hour at ten o'clock with people of a customer."""
        owner = owner or cls.kam_user
        return (
            cls.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Talk",
                    "start": f"{day} 10:00:00",
                    "stop": f"{day} 11:00:00",
                    "user_id": owner.id,
                    "partner_ids": [Command.set([owner.partner_id.id, *people.ids])],
                    **values,
                }
            )
        )

    @classmethod
    def _won(cls, day, amount, partner=None, **values):
        """An opportunity won at noon of a day."""
        lead = cls.env["crm.lead"].create(
            {
                "name": "Chance",
                "type": "opportunity",
                "partner_id": (partner or cls.account).id,
                "expected_revenue": amount,
                "company_id": cls.company_a.id,
                "user_id": False,
                **values,
            }
        )
        lead.action_set_won()
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE crm_lead SET date_closed = %s WHERE id = %s",
            [f"{day} 12:00:00", lead.id],
        )
        lead.invalidate_recordset()
        return lead

    def _tracked(self, record):
        """The record with Odoo's tracking, which the tests do without otherwise."""
        return record.with_context(
            mail_create_nolog=False, mail_notrack=False, tracking_disable=False
        )
