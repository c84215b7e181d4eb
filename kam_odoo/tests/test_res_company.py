from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestResCompany(KamCommon):
    """Settings with which no analysis could run are refused when they are entered."""

    def test_senseless_settings(self):
        for values in (
            {"kam_limit_a": 0},
            {"kam_limit_a": 0.99, "kam_limit_b": 0.9},
            {"kam_limit_b": 1.1},
            {"kam_period_months": 0},
            {"kam_period_months": 40, "kam_history_months": 36},
            {"kam_percentile_risk": 0.95, "kam_percentile_lost": 0.9},
            {"kam_trend_min": 0},
            {"kam_trend_min": 3, "kam_trend_max": 2},
            {"kam_rhythm_x": 1.2},
            {"kam_rhythm_y": 0},
            {"kam_variation_x": 2, "kam_variation_y": 1},
            {"kam_retention_min_days": 1},
            {"kam_retention_risk": 5},
            {"kam_capital_rate": -0.1},
            {"kam_keep_months": 0},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.company_a.write(values)

    def test_new_analysis_takes_the_settings(self):
        self.company_a.write(
            {
                "kam_basis": "invoiced",
                "kam_measure": "profit",
                "kam_abc_method": "computed",
                "kam_limit_a": 0.7,
                "kam_limit_b": 0.9,
                "kam_xyz_method": "variation",
                "kam_variation_x": 0.1,
                "kam_variation_y": 0.25,
            }
        )
        analysis = self.env["kam.analysis"].create({})
        self.assertEqual(analysis.basis, "invoiced")
        self.assertEqual(analysis.measure, "profit")
        self.assertEqual(analysis.abc_method, "computed")
        self.assertEqual((analysis.limit_a, analysis.limit_b), (0.7, 0.9))
        self.assertEqual((analysis.x_limit, analysis.y_limit), (0.1, 0.25))
        given = self.env["kam.analysis"].create({"xyz_method": "rhythm"})
        self.assertEqual((given.x_limit, given.y_limit), (0.75, 0.5))
