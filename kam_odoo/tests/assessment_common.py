from odoo import Command

from .common import KamCommon


class AssessmentCommon(KamCommon):
    """A round that scores: three candidates, two judged criteria, two assessors.

    ``mine`` is the assessment of ``employee``, who has no sales right; ``other`` that
    of ``salesperson``. Candidates by name: Alfa, Beta, Gama.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa, cls.beta, cls.gama = (
            cls._account(name) for name in ("Alfa", "Beta", "Gama")
        )
        cls.round = cls._round(cls.alfa + cls.beta + cls.gama)
        cls.potential, cls.wallet, cls.profit = cls.round.criterion_ids
        cls.mine = cls._assessment(cls.round, cls.employee)
        cls.other = cls._assessment(cls.round, cls.salesperson)

    @classmethod
    def _round(cls, partners, state="scoring"):
        """A round as it stands once its scoring has begun."""
        selection = cls.env["kam.selection"].sudo().create({"name": "Spring"})
        cls.env["kam.criterion"].sudo().create(
            [
                {
                    "name": "Potential",
                    "axis": "attractiveness",
                    "sequence": 1,
                    "selection_id": selection.id,
                    "description": "How much more could they buy?",
                    "band_ids": [
                        Command.create({"mark": mark, "description": words})
                        for mark, words in ((0, "Nothing"), (5, "Half"), (10, "Double"))
                    ],
                },
                {
                    "name": "Share of wallet",
                    "axis": "strength",
                    "sequence": 1,
                    "selection_id": selection.id,
                },
                {
                    "name": "Profit",
                    "axis": "strength",
                    "sequence": 2,
                    "kind": "measured",
                    "source": "profit",
                    "band_ids": [
                        Command.create({"value": value, "mark": mark})
                        for value, mark in ((0, 0), (1000, 10))
                    ],
                    "selection_id": selection.id,
                },
            ]
        )
        cls.env["kam.selection.line"].sudo().create(
            [
                {"selection_id": selection.id, "partner_id": partner.id}
                for partner in partners
            ]
        )
        selection.sudo().state = state
        return selection

    @classmethod
    def _assessment(cls, selection, user):
        return (
            cls.env["kam.assessment"]
            .sudo()
            .create({"selection_id": selection.id, "user_id": user.id})
            .with_user(user)
        )

    @classmethod
    def _value(cls, partner, criterion, mark, **options):
        """One mark as the screen sends it."""
        return {
            "partner_id": partner.id,
            "criterion_id": criterion.id,
            "mark": mark,
            **options,
        }

    @classmethod
    def _marks(cls, assessment):
        """Marks by name of account and criterion."""
        return {
            (mark.partner_id.name, mark.criterion_id.name): mark.mark
            for mark in assessment.sudo().mark_ids
        }
