from datetime import date, timedelta

from odoo import Command
from odoo.tests import freeze_time

from .rhythm_common import NOW, RhythmCommon

TODAY = date(2024, 6, 12)


class HealthCommon(RhythmCommon):
    """Alfa, strategic (operational contact each 7 days), as of Wednesday 12 June 2024.

    The week began on Monday, 10 June. The tier asks for a decision maker.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier_strategic.required_role_ids = cls._role("decision_maker")
        cls.boss_contact = cls._account("Berta", parent=cls.account, is_company=False)
        cls.Snapshot = cls.env["kam.health.snapshot"]

    def setUp(self):
        super().setUp()
        self._freeze(NOW)

    def _freeze(self, moment):
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)

    @classmethod
    def _role(cls, code):
        return cls.env.ref(f"kam_odoo.kam_stakeholder_role_{code}")

    @classmethod
    def _stakeholder(cls, contact, *roles, **values):
        return cls.env["kam.stakeholder"].create(
            {
                "partner_id": contact.kam_account_id.id,
                "contact_id": contact.id,
                "role_ids": [Command.set([cls._role(role).id for role in roles])],
                **values,
            }
        )

    @classmethod
    def _monthly(cls, account=None, first=date(2022, 4, 15), months=26, amount=100):
        """An order of 100 in the middle of each month, up to 15 May 2024."""
        days = []
        for number in range(months):
            month = first.month - 1 + number
            days.append(date(first.year + month // 12, month % 12 + 1, first.day))
        cls._orders([cls._row(account or cls.account, day, amount) for day in days])

    def _facts(self):
        self.env["kam.sales.fact"]._rebuild(self.company_a, date(2021, 6, 1))

    def _take(self, as_of=None, account=None, company=None, **options):
        """The snapshot of one account, from a run over all of them."""
        taken = self.Snapshot._take(company or self.company_a, as_of, **options)
        return taken.filtered(
            lambda one: one.partner_id == (account or self.account)
        ).with_env(self.env)

    def _call(self, person, user, days_ago):
        self._do(
            person,
            "mail.mail_activity_data_call",
            user,
            str(TODAY - timedelta(days=days_ago)),
        )

    def _met(self, days_ago, *users, person=None, **values):
        day = TODAY - timedelta(days=days_ago)
        return self._meet(f"{day} 08:00:00", *users, person=person, **values)

    def _receivable(self, day, due, amount, paid=None, partner=None, part=None):
        """Entries in the ledger, as an invoice and its payment leave them.

        :param part: how much of the amount is paid, if not all
        """
        company = self.company_a
        journal = self.env["account.journal"].search(
            [("code", "=", "KAMH"), ("company_id", "=", company.id)]
        ) or self.env["account.journal"].create(
            {
                "name": "KAM",
                "code": "KAMH",
                "type": "general",
                "company_id": company.id,
            }
        )
        ledger = {}
        for kind, code in (("asset_receivable", "KAM12"), ("income", "KAM40")):
            ledger[kind] = self.env["account.account"].search(
                [("code", "=", code), ("company_ids", "in", company.ids)]
            ) or self.env["account.account"].create(
                {
                    "name": kind,
                    "code": code,
                    "account_type": kind,
                    "reconcile": kind == "asset_receivable",
                    "company_ids": [Command.set(company.ids)],
                }
            )

        def entry(day, debit, due):
            sides = (max(debit, 0), max(-debit, 0))
            move = self.env["account.move"].create(
                {
                    "journal_id": journal.id,
                    "date": day,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": ledger["asset_receivable"].id,
                                "partner_id": (partner or self.account).id,
                                "date_maturity": due,
                                "debit": sides[0],
                                "credit": sides[1],
                            }
                        ),
                        Command.create(
                            {
                                "account_id": ledger["income"].id,
                                "debit": sides[1],
                                "credit": sides[0],
                            }
                        ),
                    ],
                }
            )
            move.action_post()
            return move.line_ids.filtered("date_maturity")[:1]

        owed = entry(day, amount, due)
        if paid:
            (owed + entry(paid, -(part or amount), paid)).reconcile()
