from odoo.tests import freeze_time, tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisSchedule(KamCommon):
    """The daily job: a fresh snapshot of the month, the past kept and pruned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa = cls._account("Alfa")
        cls._orders(
            cls._row(cls.alfa, f"2024-{month:02}-10", 100) for month in range(1, 13)
        )
        cls.env["res.company"].search([]).kam_auto_analysis = False
        cls.companies.kam_auto_analysis = True
        cls.cron = cls.env.ref("kam_odoo.ir_cron_kam_analysis")

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        return self.env["kam.analysis"].search(
            [("scheduled", "=", True)], order="date_to"
        )

    def _days(self, analyses):
        return [(str(a.date_from), str(a.date_to)) for a in analyses]

    def test_snapshots(self):
        """Through a month's end: the running month is replaced, the past one stays."""
        with freeze_time("2024-10-05 03:00:00"):
            self.assertEqual(
                self._days(self._run_cron()), [("2023-10-05", "2024-10-04")]
            )
        with freeze_time("2024-10-06 03:00:00"):
            snapshots = self._run_cron()
            self.assertEqual(self._days(snapshots), [("2023-10-06", "2024-10-05")])
            again = self._run_cron()
            self.assertEqual(self._days(again), [("2023-10-06", "2024-10-05")])
        with freeze_time("2024-11-01 03:00:00"):
            final = self._run_cron()
            self.assertEqual(self._days(final), [("2023-11-01", "2024-10-31")])
        with freeze_time("2024-11-02 03:00:00"):
            kept = self._run_cron()
            self.assertEqual(
                self._days(kept),
                [("2023-11-01", "2024-10-31"), ("2023-11-02", "2024-11-01")],
            )
            self.assertEqual(kept[0], final)
            self.assertEqual(kept[1].previous_id, final)
            self.assertEqual(self.alfa.kam_abc, "a")
            self.assertIn("(automatic)", kept[1].display_name)

    def test_pruned_by_setting(self):
        self.companies.kam_keep_months = 2
        for day in ("2024-06-30", "2024-07-31", "2024-08-31", "2024-09-15"):
            with freeze_time(f"{day} 23:00:00"):
                snapshots = self._run_cron()
        self.assertEqual(
            [str(a.date_to) for a in snapshots],
            ["2024-07-30", "2024-08-30", "2024-09-14"],
        )

    def test_analyses_of_people_are_never_pruned(self):
        own = self._analysis()
        self.companies.kam_keep_months = 1
        with freeze_time("2025-06-15 03:00:00"):
            self._run_cron()
        self.assertTrue(own.exists())

    @freeze_time("2024-10-05 03:00:00")
    def test_company_without_sales_does_not_stop_the_others(self):
        """Company B sold nothing; it is first in line, and A is done all the same."""
        self.company_b.sequence = -10
        self.company_a.sequence = 10
        self.assertEqual(self._run_cron().company_id, self.company_a)

    @freeze_time("2024-10-05 03:00:00")
    def test_failed_refresh_keeps_the_former(self):
        """Nothing to classify today: yesterday's snapshot stays."""
        with freeze_time("2024-10-04 03:00:00"):
            former = self._run_cron()
        self.env["sale.order"].search(
            [("company_id", "=", self.company_a.id)]
        )._action_cancel()
        self.assertEqual(self._run_cron(), former)

    @freeze_time("2024-10-05 03:00:00")
    def test_switched_off(self):
        self.companies.kam_auto_analysis = False
        self.assertFalse(self._run_cron())
