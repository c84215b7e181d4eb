"""A round in a real browser, from the invitation to the applied decision."""

from odoo import Command
from odoo.tests import HttpCase, tagged

from .selection_common import SelectionCommon


@tagged("post_install", "-at_install")
class TestKamSelectionJs(SelectionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Analyses of the tests are of 2024; the round takes the latest one.
        people = {
            "kam_manager_id": cls.kam_user.id,
            "kam_sponsor_id": cls.kam_manager.id,
        }
        (cls.alfa + cls.beta).write(people)

    def test_tour(self):
        """The manager at the screen; the assessors answer in between.

        Their own screens have tours of their own. Alfa scores 84 and takes the one
        place of Strategic; Beta, with 78, could be Key and is made to wait.
        """
        self.start_tour("/odoo", "kam_selection_tour_invite", login="kam_manager")
        selection = self.env["kam.selection"].search(
            [("name", "=", "Round of the tour")]
        )
        self.assertEqual(selection.state, "nomination")
        for user in (self.employee, self.kam_user):
            assessment = self._assessment(selection, user)
            self.assertTrue(assessment.sudo().activity_ids)
            assessment.nomination_ids = [
                Command.create({"partner_id": self.alfa.id, "reason": "The best"})
            ]
        self.start_tour("/odoo", "kam_selection_tour_score", login="kam_manager")
        self.assertEqual(selection.state, "scoring")
        for user in (self.employee, self.kam_user):
            marks = {self.alfa: (9, 7.5), self.beta: (8, 7.5)}
            marks.update(dict.fromkeys((self.gama, self.delta), (0, 0)))
            self._mark(selection, user, marks)
        self.start_tour("/odoo", "kam_selection_tour_decide", login="kam_manager")
        self.assertEqual(selection.state, "closed")
        self.assertEqual(self.alfa.kam_status, "key")
        self.assertEqual(self.alfa.kam_tier_id, self.tier_strategic)
        self.assertEqual(self.beta.kam_status, "candidate")
        self.assertEqual(
            self.env["kam.selection.line"].search([("waiting", "=", True)]).partner_id,
            self.beta,
        )
        self.assertEqual(selection.next_id.state, "draft")
