from dateutil.relativedelta import relativedelta

from odoo import Command, fields

from .common import KamCommon


class SelectionCommon(KamCommon):
    """Three criteria, five customers with sales, two assessors, no key account yet.

    Revenue (measured, attractiveness, weight 10): mark = revenue ÷ 100, up to 1000.
    Potential (judged, attractiveness, weight 10); Wallet (judged, strength, weight 10).
    So with revenue r and marks p and w, all known: attractiveness is
    5 · (r ÷ 100 + p), strength 10 · w, score 0.6 · attractiveness + 0.4 · strength.

    Assessors are ``employee``, who has no sales rights at all, and ``kam_user``.
    Strategic has one place (from 60), Key two (from 45), none has a limit per manager.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.criterion"].search([]).active = False
        cls.env["res.partner"].search(
            ["|", ("kam_tier_id", "!=", False), ("kam_status", "!=", "none")]
        ).write({"kam_status": "none", "kam_tier_id": False})
        cls.tier_strategic.write({"capacity": 1, "manager_capacity": 0})
        cls.tier_key.write({"capacity": 2, "manager_capacity": 0})
        cls.tier_growth = cls.env.ref("kam_odoo.kam_tier_growth")
        cls.tier_standard = cls.env.ref("kam_odoo.kam_tier_standard")
        cls.revenue = cls._criterion(
            "Revenue", source="revenue", bands=[(0, 0), (1000, 10)]
        )
        cls.potential = cls._criterion("Potential")
        cls.wallet = cls._criterion("Wallet", axis="strength")
        names = ["Alfa", "Beta", "Gama", "Delta", "Epsilon"]
        cls.accounts = {name: cls._account(name) for name in names}
        cls.alfa, cls.beta, cls.gama, cls.delta, cls.epsilon = cls.accounts.values()
        cls._orders(
            [
                cls._row(account, "2024-05-01", amount)
                for account, amount in zip(
                    cls.accounts.values(), (900, 800, 600, 500, 100), strict=True
                )
            ]
        )
        cls.analysis = cls._analysis()
        cls.today = fields.Date.context_today(cls.env.user)

    @classmethod
    def _criterion(cls, name, bands=(), **values):
        return cls.env["kam.criterion"].create(
            {
                "name": name,
                "kind": "measured" if bands else "judged",
                "weight": 10,
                "band_ids": [
                    Command.create({"value": value, "mark": mark})
                    for value, mark in bands
                ],
                **values,
            }
        )

    @classmethod
    def _make_key(cls, account, tier, **values):
        """Let an account be key, without a decision."""
        account.write(
            {
                "kam_status": "key",
                "kam_tier_id": tier.id,
                "kam_manager_id": cls.kam_user.id,
                "kam_sponsor_id": cls.kam_manager.id,
                **values,
            }
        )

    @classmethod
    def _round(cls, step="draft", **values):
        """A round of the manager, with both assessors, taken to a step."""
        selection = (
            cls.env["kam.selection"]
            .with_user(cls.kam_manager)
            .create(
                {
                    "name": "Spring",
                    "company_id": cls.company_a.id,
                    "date_nomination": cls.today + relativedelta(days=10),
                    "date_scoring": cls.today + relativedelta(days=20),
                    "assessment_ids": [
                        Command.create({"user_id": user.id, "function": function})
                        for user, function in (
                            (cls.employee, "finance"),
                            (cls.kam_user, "sales"),
                        )
                    ],
                    **values,
                }
            )
        )
        if step in ("nomination", "scoring"):
            selection.action_start_nomination()
        if step == "scoring":
            selection.action_start_scoring()
        return selection

    @classmethod
    def _assessment(cls, selection, user):
        """The assessment of a user, as that user."""
        mine = selection.sudo().assessment_ids.filtered(lambda a: a.user_id == user)
        return mine.with_user(user).sudo(False)

    @classmethod
    def _copy(cls, selection, criterion):
        """The round's own copy of a criterion."""
        return selection.criterion_ids.filtered(lambda c: c.origin_id == criterion)

    @classmethod
    def _mark(cls, selection, user, marks, hand_in=True):
        """Marks of a user as that user: {account: (potential, wallet)}."""
        assessment = cls._assessment(selection, user)
        judged = (
            cls._copy(selection, cls.potential),
            cls._copy(selection, cls.wallet),
        )
        created = assessment.env["kam.mark"].create(
            [
                {
                    "assessment_id": assessment.id,
                    "partner_id": account.id,
                    "criterion_id": criterion.id,
                    "mark": mark,
                }
                for account, pair in marks.items()
                for criterion, mark in zip(judged, pair, strict=True)
                if mark is not None
            ]
        )
        if hand_in:
            assessment.action_hand_in()
        return created

    @classmethod
    def _decided(cls, marks=None, **values):
        """A round in the step Decision; both assessors gave the same marks."""
        selection = cls._round("scoring", **values)
        for user in (cls.employee, cls.kam_user):
            cls._mark(selection, user, marks or {})
        selection.action_end_scoring()
        return selection

    @classmethod
    def _candidate(cls, selection, account):
        """The line of an account in a round, as the manager."""
        return selection.line_ids.filtered(lambda line: line.partner_id == account)
