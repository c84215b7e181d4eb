from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisRun(KamCommon):
    """A run is all or nothing, finished for good, and says why it finds nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa = cls._account("Alfa")
        cls.beta = cls._account("Beta")
        cls._orders(
            [
                cls._row(cls.alfa, f"2024-{month:02}-10", 100, cost=60)
                for month in range(1, 13)
            ]
            + [cls._row(cls.beta, f"2024-{month:02}-20", 1) for month in range(1, 13)]
        )

    def _facts(self):
        domain = [("company_id", "=", self.company_a.id)]
        return self.env["kam.sales.fact"].search_count(domain)

    def test_classes_reach_the_customers(self):
        """Written per company: company B, which sold nothing, knows no class."""
        analysis = self._analysis()
        self.assertEqual(self._classes(analysis), {"Alfa": "AX", "Beta": "CX"})
        self.assertEqual((self.alfa.kam_abc, self.alfa.kam_xyz), ("a", "x"))
        self.assertEqual((self.beta.kam_abc, self.beta.kam_abc_xyz), ("c", "CX"))
        self.assertFalse(self.alfa.with_company(self.company_b).kam_abc)
        self.assertEqual(analysis.changed_count, 2)
        found = self.env["res.partner"].search([("kam_abc", "=", "a")])
        self.assertIn(self.alfa, found)
        self.assertNotIn(self.beta, found)

    def test_only_changed_customers_are_written(self):
        self._analysis()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id, xmin, ctid FROM res_partner WHERE id IN %s",
            (tuple((self.alfa + self.beta).ids),),
        )
        before = self.env.cr.fetchall()
        again = self._analysis()
        self.assertEqual(again.changed_count, 0)
        self.env.cr.execute(
            "SELECT id, xmin, ctid FROM res_partner WHERE id IN %s",
            (tuple((self.alfa + self.beta).ids),),
        )
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_class_goes_when_the_customer_leaves(self):
        """Beta's orders are cancelled: no class, no retention any more."""
        self._analysis()
        orders = self.env["sale.order"].search([("partner_id", "=", self.beta.id)])
        orders._action_cancel()
        analysis = self._analysis()
        self.assertFalse(self.beta.kam_abc)
        self.assertFalse(self.beta.kam_retention)
        self.assertEqual(analysis.customer_count, 1)

    def test_same_figures_twice(self):
        """A finished analysis is left alone; a second one finds the same."""
        analysis = self._analysis()
        names = [
            name
            for name, field in self.env["kam.analysis.line"]._fields.items()
            if field.store and name not in ("id", "analysis_id", "previous_abc")
        ]
        lines = analysis.line_ids
        first = lines.read(names)
        date_run = analysis.date_run
        analysis.action_run()
        self.assertEqual(analysis.line_ids, lines)
        self.assertEqual(analysis.date_run, date_run)
        second = self._analysis().line_ids.read(names)
        for row in first + second:
            del row["id"]
        self.assertEqual(second, first)

    def test_finished_is_finished(self):
        """Nobody edits a finished analysis or its lines, by screen or by RPC."""
        analysis = self._analysis().with_user(self.kam_manager)
        with self.assertRaises(UserError):
            analysis.measure = "profit"
        with self.assertRaises(UserError):
            analysis.write({"state": "draft"})
        with self.assertRaises(AccessError):
            analysis.line_ids[0].write({"abc": "c"})
        with self.assertRaises(AccessError):
            analysis.line_ids[0].unlink()
        analysis.name = "Board meeting"
        self.assertEqual(analysis.name, "Board meeting")
        copy = analysis.copy()
        self.assertEqual((copy.state, len(copy.line_ids)), ("draft", 0))

    def test_nobody_bought(self):
        """Says why, and leaves facts, classes and the draft as they were."""
        self._analysis()
        draft = self._analysis(
            run=False, date_from="2021-01-01", date_to="2021-12-31"
        ).with_user(self.kam_manager)
        facts = self._facts()
        with self.assertRaisesRegex(UserError, "no confirmed order of KAM East"):
            with self.env.cr.savepoint():
                draft.action_run()
        self.assertEqual(draft.state, "draft")
        self.assertEqual(self._facts(), facts)
        self.assertEqual(self.alfa.kam_abc, "a")

    def test_only_internal_sales(self):
        self._order(self.company_b.partner_id, "2020-03-01", 10)
        with self.assertRaisesRegex(UserError, "our own companies"):
            self._analysis(date_from="2020-01-01", date_to="2020-12-31")

    def test_reversed_dates(self):
        with self.assertRaisesRegex(UserError, "dates are reversed"):
            self._analysis(date_from="2024-12-31", date_to="2024-01-01")

    def test_senseless_limits(self):
        for values in (
            {"limit_a": 0.9, "limit_b": 0.8},
            {"limit_a": 0},
            {"limit_b": 1.2},
            {"x_limit": 0},
            {"x_limit": 1.5},
            {"xyz_method": "variation", "x_limit": 2, "y_limit": 1},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self._analysis(**values)

    def test_company_of_others(self):
        """A manager of company A alone cannot analyse company B."""
        self.kam_manager.company_ids = [(3, self.company_b.id)]
        draft = self.env["kam.analysis"].create({"company_id": self.company_b.id})
        with self.assertRaises(UserError):
            draft.with_user(self.kam_manager).sudo(False).action_run()

    def test_previous_and_movements(self):
        """2023: Gamma large, Alfa small. 2024: Alfa new A, Gamma gone as a lost A."""
        gamma = self._account("Gamma")
        delta = self._account("Delta")
        self._orders(
            [
                self._row(gamma, "2023-05-01", 1000),
                self._row(self.alfa, "2023-06-01", 10),
                self._row(self.beta, "2023-06-01", 1),
                self._row(delta, "2023-06-01", 5),
            ]
        )
        before = self._analysis(date_from="2023-01-01", date_to="2023-12-31")
        self._analysis(date_from="2023-02-01", date_to="2023-12-30", measure="profit")
        analysis = self._analysis()
        self.assertEqual(analysis.previous_id, before, "same measure only")
        line = self._line(analysis, self.alfa)
        self.assertEqual((line.previous_abc, line.abc), ("c", "a"))
        movements = self.env["kam.analysis.movement"].search(
            [("analysis_id", "=", analysis.id)]
        )
        self.assertEqual(
            {row.partner_id: row.movement for row in movements},
            {self.alfa: "new_a", self.beta: "same", gamma: "lost_a", delta: "gone"},
        )
        by_partner = {row.partner_id: row for row in movements}
        self.assertEqual(by_partner[gamma].revenue_change, -1000)
        self.assertEqual(by_partner[self.alfa].revenue_change, 1190)
        self.assertFalse(by_partner[gamma].line_id)

    def test_rows_of_two_comparisons_never_mix(self):
        """Two analyses compared with the same one list its lost customer twice."""
        gamma = self._account("Gamma")
        self._order(gamma, "2023-05-01", 1000)
        self._analysis(date_from="2023-01-01", date_to="2023-12-31")
        first = self._analysis()
        second = self._analysis()
        rows = self.env["kam.analysis.movement"].search([("partner_id", "=", gamma.id)])
        self.assertEqual(rows.analysis_id, first + second)
        self.assertEqual(len(rows), 2)

    def test_movements_after_a_merge(self):
        """Alfa and Beta become one: the older analysis has two lines of it.

        Before: A (1200) and C (12), together A with 1212; one row now.
        """
        self._analysis(date_from="2023-12-01", date_to="2024-11-30")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.alfa + self.beta).ids, self.alfa, extra_checks=False)
        analysis = self._analysis()
        self.assertEqual(analysis.line_ids.partner_id, self.alfa)
        self.assertEqual(len(analysis.line_ids), 1)
        self.assertEqual(analysis.line_ids.previous_abc, "a")
        rows = self.env["kam.analysis.movement"].search(
            [("analysis_id", "=", analysis.id)]
        )
        self.assertEqual(len(rows), 1)
        self.assertEqual((rows.movement, rows.revenue_before), ("same", 1111))

    def test_changed_counts_customers_once(self):
        """Two companies, one customer: one customer changed."""
        analysis = self._analysis(company_id=False)
        self.assertEqual(analysis.changed_count, 2)

    def test_earlier_period_never_overwrites(self):
        """An analysis of 2023 run afterwards leaves the classes of 2024 standing."""
        self._order(self.beta, "2023-05-01", 1000)
        self._analysis()
        old = self._analysis(date_from="2023-01-01", date_to="2023-12-31")
        self.assertEqual(old.line_ids.abc, "a")
        self.assertEqual(self.beta.kam_abc, "c")
        self.assertEqual(old.changed_count, 0)

    def test_without_writing(self):
        analysis = self._analysis(write_classes=False)
        self.assertEqual(analysis.line_ids[0].abc, "a")
        self.assertFalse(self.alfa.kam_abc)

    def test_all_companies_write_for_each(self):
        self._order(self.beta, "2024-03-01", 100000, company=self.company_b)
        self._analysis(company_id=False)
        self.assertEqual(self.beta.kam_abc, "a")
        self.assertEqual(self.beta.with_company(self.company_b).kam_abc, "a")

    def test_unchanged_settings_are_kept(self):
        """A finished run remembers the limits it used, whatever the settings become."""
        analysis = self._analysis()
        self.company_a.kam_retention_lost = 9
        self.assertEqual(analysis.parameters["retention_lost"], 3)
        self.assertEqual(analysis.parameters["window_from"], "2022-01-01")

    @mute_logger("odoo.sql_db")
    def test_error_in_the_middle_changes_nothing(self):
        """The facts are rebuilt before the lines are written; both or none."""
        self._analysis()
        facts = self._facts()
        self._order(self.beta, "2024-07-01", 10, category=self.other_category)
        draft = self._analysis(run=False)
        self.env.flush_all()
        self.patch(
            type(self.env["kam.analysis"]),
            "_portfolio_figures",
            lambda self: self.env.cr.execute("SELECT 1 / 0"),
        )
        with self.assertRaises(errors.DivisionByZero), self.env.cr.savepoint():
            draft.action_run()
        draft.invalidate_recordset()
        self.assertEqual(draft.state, "draft")
        self.assertFalse(draft.line_ids)
        self.assertEqual(self._facts(), facts)

    def test_results_come_from_runs_only(self):
        """No result, state or comparison can be written in by RPC, nor by default."""
        Analysis = self.env["kam.analysis"].with_user(self.kam_manager)
        other = self._analysis(company_id=self.company_b.id, run=False)
        draft = self._analysis(run=False).with_user(self.kam_manager)
        for values in (
            {"state": "done"},
            {"previous_id": other.id},
            {"total": 1},
            {"covered_company_ids": [(6, 0, self.companies.ids)]},
            {"parameters": {"limit_a": 1}},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                draft.write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                Analysis.create({"company_id": self.company_a.id, **values})
        with self.assertRaises(AccessError):
            Analysis.with_context(default_state="done").create({})
        draft.action_run()
        self.assertEqual(draft.state, "done")

    def test_only_like_is_compared_with_like(self):
        """Another currency, other companies, and a passing snapshot are no base."""
        self._order(self.beta, "2023-05-01", 10)
        period = {"date_from": "2023-01-01", "date_to": "2023-12-31"}
        self._analysis(**period, currency_id=self.usd.id)
        self.assertFalse(self._analysis().previous_id)
        together = self._analysis(**period, company_id=False)
        self.assertFalse(self._analysis().previous_id)
        again = self._analysis(company_id=False)
        self.assertEqual(again.previous_id, together)

    def test_archived_later_analysis_does_not_stand(self):
        """A later one put away by hand no longer keeps the classes from being given."""
        late = self._analysis(date_to="2025-06-30")
        self._order(self.beta, "2024-05-01", 100000)
        self.assertEqual(self._analysis().changed_count, 0)
        late.with_user(self.kam_manager).action_archive()
        self.assertGreater(self._analysis().changed_count, 0)
        self.assertEqual(self.beta.kam_abc, "a")
