from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisPreview(KamCommon):
    """What is shown of an analysis: preview, pictures, and the way to the orders."""

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

    def test_own_accounts_orders_can_be_opened(self):
        """What a key account user's figures consist of, sold by somebody else."""
        self._order(self.alfa, "2024-07-01", 10, user_id=self.salesperson.id)
        self.env["sale.order"].search(
            [("partner_id", "=", self.alfa.id)]
        ).user_id = self.salesperson
        analysis = self._analysis()
        line = self._line(analysis, self.alfa)
        domain = line.action_open_order_lines()["domain"]
        lines = self.env["sale.order.line"].with_user(self.kam_user).search(domain)
        self.assertFalse(lines)
        self.alfa.kam_manager_id = self.kam_user
        lines = self.env["sale.order.line"].with_user(self.kam_user).search(domain)
        self.assertEqual(sum(lines.mapped("price_subtotal")), line.revenue)
        self.assertEqual(lines.order_id.with_user(self.kam_user)[0].state, "sale")
        with self.assertRaises(AccessError):
            lines.order_id.with_user(self.kam_user)[0].client_order_ref = "X"

    def test_preview_shows_what_a_run_gives(self):
        """From the facts, before anything is saved; then the run finds the same."""
        self._analysis()
        draft = self._analysis(run=False, measure="margin", limit_a=0.3)
        preview = draft.matrix_data
        self.assertTrue(preview["preview"])
        self.assertEqual(preview["changes"], 0)
        self.assertEqual(preview["customers"][0]["name"], "Alfa")
        draft.with_user(self.kam_manager).action_run()
        draft.invalidate_recordset()
        self.assertEqual(draft.matrix_data["cells"], preview["cells"])
        self.assertNotIn("preview", draft.matrix_data)

    def test_preview_counts_a_day_and_a_month_once(self):
        """Head office and branch order on the same five days, 80 days apart.

        By hand: 5 of 12 months are too few for X, equal intervals make Y. Counted
        twice, 10 months would make X, and intervals of no days Z.
        """
        head = self._account("Gamma")
        branch = self.env["res.partner"].create(
            {"name": "Gamma North", "parent_id": head.id, "is_company": True}
        )
        days = ("2024-01-10", "2024-03-30", "2024-06-18", "2024-09-06", "2024-11-25")
        self._orders(
            [self._row(partner, day, 1) for day in days for partner in (head, branch)]
        )
        run = self._analysis()
        self.assertEqual(self._line(run, head).xyz, "y")
        for method in ("rhythm", "variation"):
            values = {"xyz_method": method, "x_limit": 0.75, "y_limit": 0.9}
            draft = self._analysis(run=False, **values)
            cells = draft.matrix_data["cells"]
            draft.with_user(self.kam_manager).action_run()
            draft.invalidate_recordset()
            self.assertEqual(draft.matrix_data["cells"], cells, method)

    def test_preview_says_what_is_missing(self):
        draft = self._analysis(run=False)
        self.assertIn("not been read", draft.matrix_data["message"])
        self._analysis()
        draft = self._analysis(run=False, date_from="2024-12-31", date_to="2024-01-01")
        self.assertIn("reversed", draft.matrix_data["message"])

    def test_preview_is_for_those_who_run(self):
        """A draft shows everybody's customers, so a key account user sees none."""
        self._analysis()
        draft = self._analysis(run=False)
        self.assertIn("customers", draft.matrix_data)
        draft.invalidate_recordset()
        data = draft.with_user(self.kam_user).matrix_data
        self.assertNotIn("customers", data)
        self.assertIn("not been run", data["message"])

    def test_public_names(self):
        """Names that other programs rely on (the contract of the analysis)."""
        for model, names in {
            "kam.analysis": "name company_id currency_id date_from date_to basis "
            "measure abc_method limit_a limit_b xyz_method x_limit y_limit state "
            "line_ids customer_count total hhi effective_customers top_share "
            "key_share wape",
            "kam.analysis.line": "analysis_id partner_id revenue margin cost_to_serve "
            "profit margin_percent order_count line_count active_months "
            "first_order_date last_order_date years share share_before rank abc cv "
            "interval_cv xyz abc_xyz previous_abc growth forecast_revenue "
            "forecast_profit forecast_error median_interval days_since_order "
            "retention flag_concentration flag_unprofitable key_status tier_id",
        }.items():
            missing = set(names.split()) - set(self.env[model]._fields)
            self.assertFalse(missing, model)
        analysis = self._analysis().with_user(self.kam_manager)
        self.assertEqual(analysis.action_export_xlsx()["type"], "ir.actions.act_url")
        with self.assertRaisesRegex(UserError, "Run the analysis first"):
            self._analysis(run=False).action_export_xlsx()

    def test_pareto_data(self):
        analysis = self._analysis()
        bars = analysis.pareto_data["bars"]
        self.assertEqual([bar["name"] for bar in bars], ["Alfa", "Beta"])
        self.assertEqual([bar["amount"] for bar in bars], [1200, 12])
        self.assertAlmostEqual(bars[0]["cumulative"], 1200 / 1212)
        self.assertAlmostEqual(bars[1]["cumulative"], 1)
        whale = analysis.pareto_data["whale"]
        self.assertEqual([bar["amount"] for bar in whale], [480, 12])

    def test_pareto_groups_the_small(self):
        """100 customers: thirty bars alone, seventy in twenty groups, none lost."""
        self._orders(
            self._row(self._account(f"Small {number}"), "2024-03-01", 1 + number / 100)
            for number in range(98)
        )
        bars = self._analysis().pareto_data["bars"]
        self.assertEqual(len(bars), 50)
        self.assertEqual(sum(bar["customers"] for bar in bars), 100)
        self.assertEqual(bars[-1]["last"], 100)
        self.assertAlmostEqual(bars[-1]["cumulative"], 1)

    def test_figures_lead_to_their_orders(self):
        """The order lines that a customer's line opens sum up to its figures."""
        analysis = self._analysis()
        line = self._line(analysis, self.alfa)
        action = line.action_open_order_lines()
        lines = self.env["sale.order.line"].search(action["domain"])
        self.assertEqual(sum(lines.mapped("price_subtotal")), line.revenue)
        self.assertEqual(sum(lines.mapped("margin")), line.margin)
        action = line.action_open_orders()
        orders = self.env["sale.order"].search(action["domain"])
        self.assertEqual(len(orders), line.order_count)
