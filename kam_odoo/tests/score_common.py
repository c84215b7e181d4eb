from odoo import Command

from .common import KamCommon


class ScoreCommon(KamCommon):
    """Criteria of the tests' own, and three accounts with orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.criterion"].search([]).active = False
        cls.alfa = cls._account("Alfa")
        cls.beta = cls._account("Beta")
        cls.gama = cls._account("Gama")

    @classmethod
    def _criterion(cls, name, **values):
        """A criterion; ``bands`` are pairs of value and mark."""
        bands = values.pop("bands", None)
        if bands:
            values = {
                "kind": "measured",
                "band_ids": [
                    Command.create({"value": value, "mark": mark})
                    for value, mark in bands
                ],
                **values,
            }
        return cls.env["kam.criterion"].create({"name": name, **values})

    @classmethod
    def _round(cls, state="closed", **values):
        """A round with copies of today's criteria, in that state."""
        selection = cls.env["kam.selection"].create(
            {"name": "Round", "company_id": cls.company_a.id, **values}
        )
        cls.env["kam.criterion"]._copy_for_round(selection)
        selection.sudo().write({"state": state})
        return selection

    @classmethod
    def _judge(cls, selection, criterion, partner, marks, state="done"):
        """Marks of one assessor each, handed in; ``marks`` by the assessor."""
        [copy] = selection.criterion_ids.filtered(lambda c: c.origin_id == criterion)
        if partner not in selection.line_ids.partner_id:
            cls.env["kam.selection.line"].create(
                {"selection_id": selection.id, "partner_id": partner.id}
            )
        for user, mark in marks.items():
            assessment = selection.assessment_ids.filtered(
                lambda one, user=user: one.user_id == user
            ) or cls.env["kam.assessment"].create(
                {
                    "selection_id": selection.id,
                    "user_id": user.id,
                    "state": state,
                    "date_done": "2024-11-05 12:00:00",
                }
            )
            cls.env["kam.mark"].create(
                {
                    "assessment_id": assessment.id,
                    "partner_id": partner.id,
                    "criterion_id": copy.id,
                    "mark": mark,
                }
            )

    def _refresh(self):
        self.env["kam.score"]._refresh(self.company_a)

    def _score(self, partner, company=None):
        return self.env["kam.score"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", (company or self.company_a).id),
            ]
        )

    def _mark(self, partner, criterion):
        lines = self._score(partner).line_ids
        return lines.filtered(lambda line: line.criterion_id == criterion).mark
