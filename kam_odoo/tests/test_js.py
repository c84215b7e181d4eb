"""The pictures in a real browser: their unit tests, and a walk of a manager."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import KamCommon

UNIT_TESTS = (
    "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=/@kam_odoo/"
)


@tagged("post_install", "-at_install")
class TestJs(KamCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        faithful = cls._account("Tour Faithful")
        rare = cls._account("Tour Rare")
        today = fields.Date.context_today(cls.env.user)
        rows = [
            cls._row(faithful, today + relativedelta(months=-month, day=10), 1000)
            for month in range(1, 13)
        ]
        rows.append(cls._row(rare, today + relativedelta(months=-2, day=5), 100))
        cls._orders(rows)

    def test_units(self):
        """Hoot tests of the field widgets."""
        self.browser_js(
            UNIT_TESTS,
            "",
            "",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
        )

    def test_tour(self):
        """A key account manager runs an analysis and follows a figure down."""
        self.start_tour("/odoo", "kam_analysis_tour", login="kam_manager")
        analysis = self.env["kam.analysis"].search(
            [("name", "=", "Analysis of the tour")]
        )
        self.assertEqual(analysis.state, "done")
        self.assertEqual(analysis.customer_count, 2)
