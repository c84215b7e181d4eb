from odoo.tests import HttpCase, tagged

from .assessment_common import AssessmentCommon


@tagged("post_install", "-at_install")
class TestKamAssessmentTour(AssessmentCommon, HttpCase):
    """An employee without any sales right works on the screens, in a browser."""

    def test_mark_by_keyboard_and_hand_in(self):
        self.start_tour(
            f"/odoo/kam-assessments/{self.mine.id}",
            "kam_assessment_tour",
            login=self.employee.login,
        )
        self.assertEqual(
            self._marks(self.mine),
            {
                ("Alfa", "Potential"): 8,
                ("Alfa", "Share of wallet"): 0,
                ("Beta", "Potential"): 10,
                ("Beta", "Share of wallet"): 5,
                ("Gama", "Potential"): 7,
                ("Gama", "Share of wallet"): 2,
            },
        )
        self.assertEqual(
            self.mine.sudo().mark_ids.filtered("comment").mapped("comment"),
            ["Grows each year"],
        )
        self.assertEqual(self.mine.sudo().state, "done")

    def test_nominate(self):
        self._account("Tour Alfa")
        prospect = self._account("Tour Prospect")
        self.env["crm.lead"].sudo().create(
            {
                "name": "Deal",
                "partner_id": prospect.id,
                "company_id": self.company_a.id,
                "kam_need": "2",
                "kam_solvency": "2",
                "kam_authority": "2",
            }
        )
        naming = self._round(self.env["res.partner"], "nomination")
        mine = self._assessment(naming, self.employee)
        self.start_tour(
            f"/odoo/kam-assessments/{mine.id}",
            "kam_nomination_tour",
            login=self.employee.login,
        )
        self.assertEqual(mine.sudo().nomination_ids.partner_id, prospect)
        self.assertEqual(mine.sudo().state, "done")
