import random
from collections import defaultdict

from odoo.tests import TransactionCase, tagged

LINE_FIELDS = (
    "price_subtotal",
    "price_tax",
    "price_total",
    "price_reduce_taxexcl",
    "price_reduce_taxinc",
    "purchase_price",
    "margin",
    "margin_percent",
    "state",
    "currency_id",
    "company_id",
    "order_partner_id",
    "salesman_id",
    "tax_ids",
    "name",
    "product_uom_id",
    "qty_to_invoice",
    "invoice_status",
    "untaxed_amount_to_invoice",
)
ORDER_FIELDS = (
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "margin",
    "margin_percent",
    "currency_rate",
    "invoice_status",
    "partner_invoice_id",
    "partner_shipping_id",
)


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """Each story of the demo shows in an analysis, and its figures are Odoo's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.demo"]._generate()
        cls.main = cls.env.ref("base.main_company")
        cls.second = cls.demo("company")
        cls.env = cls.env(
            context=dict(
                cls.env.context, allowed_company_ids=[cls.main.id, cls.second.id]
            )
        )
        cls.analysis = cls.demo("analysis").with_env(cls.env)
        cls.lines = {line.partner_id: line for line in cls.analysis.line_ids}

    @classmethod
    def demo(cls, name):
        """The demo record of that name."""
        return cls.env.ref(f"kam_demo.{name}")

    def line(self, name):
        """The analysis line of an account, None if it is not in the result."""
        return self.lines.get(self.demo(name))

    def orders(self, name):
        """Confirmed orders of an account at the main company."""
        return self.env["sale.order"].search(
            [
                ("partner_id.kam_account_id", "=", self.demo(name).id),
                ("state", "=", "sale"),
                ("company_id", "=", self.main.id),
            ],
            order="date_order",
        )

    def test_only_once(self):
        """A second call changes nothing."""
        before = self.env["sale.order"].search_count([])
        self.assertFalse(self.env["kam.demo"]._generate())
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_dominant(self):
        line = self.line("dominant")
        self.assertTrue(0.25 <= line.share <= 0.32, line.share)
        self.assertEqual((line.rank, line.abc, line.xyz), (1, "a", "x"))
        self.assertTrue(line.flag_concentration)

    def test_quarterly(self):
        line = self.line("quarterly")
        self.assertEqual(line.xyz, "y")
        self.assertEqual(line.order_count, 4)
        self.assertEqual(line.retention, "active")

    def test_star(self):
        self.assertGreater(self.line("star").growth, 0.5)

    def test_unprofitable(self):
        line = self.line("unprofitable")
        self.assertEqual(line.abc, "a")
        self.assertLess(line.margin_percent, 0.02)
        self.assertTrue(line.flag_unprofitable)
        self.assertLess(line.profit, line.margin)

    def test_lost(self):
        """Silent for half a year: lost, but in the result of the year."""
        self.assertEqual(self.line("lost").retention, "lost")
        self.assertGreater(self.line("lost").revenue, 0)

    def test_gone(self):
        """Silent for longer than the period: not in the result."""
        self.assertTrue(self.orders("gone"))
        self.assertIsNone(self.line("gone"))

    def test_overdue(self):
        self.assertEqual(self.line("at_risk").retention, "at_risk")
        self.assertEqual(self.line("due").retention, "due")

    def test_defecting(self):
        """One category stopped half a year ago, the account goes on buying."""
        line = self.line("defecting")
        self.assertEqual(line.retention, "active")
        sensors = self.demo("category_sensors")
        orders = self.orders("defecting")
        stopped = [
            order.date_order.date()
            for order in orders
            if sensors in order.order_line.product_id.categ_id
        ]
        self.assertGreater(len(stopped), 12)
        silent = (self.analysis.date_to - max(stopped)).days
        self.assertTrue(180 <= silent <= 220, silent)
        first = self.env["kam.defection"].search(
            [("analysis_id", "=", self.analysis.id)],
            order="value_at_risk desc",
            limit=1,
        )
        self.assertEqual(first.partner_id, self.demo("defecting"))
        self.assertEqual(first.categ_id, sensors)

    def test_new(self):
        line = self.line("new")
        self.assertFalse(line.xyz)
        self.assertLessEqual(line.active_months, 4)
        self.assertLess(line.years, 0.5)

    def test_group(self):
        """The group is A, none of its companies would be."""
        line = self.line("group")
        self.assertEqual(line.abc, "a")
        period = self.orders("group").filtered(
            lambda order: (
                self.analysis.date_from
                <= order.date_order.date()
                <= self.analysis.date_to
            )
        )
        revenue = defaultdict(float)
        for order in period:
            revenue[order.partner_id.commercial_partner_id] += order.amount_untaxed
        least = min(line.revenue for line in self.lines.values() if line.abc == "a")
        self.assertGreaterEqual(len(revenue), 5)
        self.assertLess(max(revenue.values()), least)

    def test_rhythms(self):
        self.assertEqual(self.line("weekly").xyz, "x")
        self.assertEqual(self.line("ruden").xyz, "x")
        self.assertEqual(self.line("project").xyz, "z")

    def test_apart(self):
        """A subsidiary that stands alone has a line of its own."""
        apart = self.demo("apart")
        self.assertEqual(apart.parent_id, self.demo("shipyard"))
        self.assertEqual(apart.kam_account_id, apart)
        self.assertTrue(self.line("apart") and self.line("shipyard"))

    def test_internal(self):
        """Sales to our own second company are there, but not in the result."""
        orders = self.env["sale.order"].search_count(
            [("partner_id", "=", self.second.partner_id.id), ("state", "=", "sale")]
        )
        self.assertGreater(orders, 30)
        self.assertNotIn(self.second.partner_id, self.lines)

    def test_both_companies(self):
        """One customer buys from both, from the main company in foreign currency."""
        self.assertTrue(self.line("both"))
        self.assertIn(
            self.demo("both"), self.demo("analysis_second").line_ids.partner_id
        )
        currencies = self.orders("both").currency_id
        self.assertEqual(currencies, self.second.currency_id)
        self.assertNotEqual(currencies, self.main.currency_id)

    def test_movements(self):
        """Three months earlier the classes were other ones."""
        self.assertEqual(self.analysis.previous_id, self.demo("analysis_before"))
        self.assertGreater(self.analysis.changed_count, 3)

    def test_costs(self):
        """The example rates reach the profit, meetings among them."""
        meetings = self.env["calendar.event"].search_count(
            [("partner_ids.kam_account_id", "=", self.demo("dominant").id)]
        )
        self.assertGreater(meetings, 10)
        self.assertGreater(self.line("dominant").cost_to_serve, 73 * 25)

    def test_programme(self):
        """Statuses, tiers and people are set; every customer with sales has a tier."""
        Partner = self.env["res.partner"]
        keys = Partner.search(
            [("kam_status", "=", "key"), ("kam_is_account", "=", True)]
        )
        self.assertEqual(len(keys), 12)
        self.assertEqual(len(keys.kam_manager_id), 2)
        self.assertEqual(len(keys.filtered("kam_sponsor_id")), 11)
        ours = self.env["ir.model.data"].search(
            [("module", "=", "kam_demo"), ("model", "=", "res.partner")]
        )
        for partner, line in self.lines.items():
            if partner.id in ours.mapped("res_id"):
                self.assertTrue(line.tier_id, partner.name)

    def test_users(self):
        """The users may enter both companies."""
        for login in ("kam_manager", "kam_user", "kam_user_2", "kam_sales"):
            user = self.demo(f"user_{login}")
            self.assertEqual(user.login, login)
            self.assertEqual(user.company_ids, self.main + self.second)
        manager = self.demo("user_kam_manager")
        self.assertTrue(manager.has_group("kam_odoo.group_kam_manager"))
        self.assertFalse(
            self.demo("user_kam_sales").has_group("kam_odoo.group_kam_user")
        )

    def test_figures_are_odoos(self):
        """Odoo recomputes a sample of orders to the very same figures."""
        orders = self.env["sale.order"].search([("name", "=like", "KAM0%")])
        sample = orders.browse(random.Random(7).sample(orders.ids, 250))
        # All that is special: foreign currency, second company, sections, prices.
        sample |= self.orders("both")[-20:]
        sample |= orders.order_line.filtered("display_type").order_id[:20]
        lines = sample.order_line
        before = self._snapshot(sample, ORDER_FIELDS) | self._snapshot(
            lines, LINE_FIELDS
        )
        for records, names in ((lines, LINE_FIELDS), (sample, ORDER_FIELDS)):
            for name in names:
                self.env.add_to_compute(records._fields[name], records)
        self.env.flush_all()
        self.env.invalidate_all()
        after = self._snapshot(sample, ORDER_FIELDS) | self._snapshot(
            lines, LINE_FIELDS
        )
        for key, value in before.items():
            if isinstance(value, float):
                self.assertAlmostEqual(after[key], value, 6, key)
            else:
                self.assertEqual(after[key], value, key)

    def _snapshot(self, records, names):
        """Values by (model, id, field)."""
        return {
            (records._name, record.id, name): record[name]
            for record in records
            for name in names
        }

    def test_invoices(self):
        """Both bases have something to show; real documents where there is a chart."""
        lines = self.env["sale.order.line"].search(
            [("order_id.name", "=like", "KAM0%"), ("state", "=", "sale")]
        )
        statuses = set(lines.mapped("invoice_status"))
        self.assertEqual(statuses, {"invoiced", "to invoice"})
        moves = lines.invoice_lines.move_id
        if self.main.chart_template:
            self.assertIn("out_refund", moves.mapped("move_type"))
            self.assertEqual(set(moves.mapped("state")), {"posted"})
        else:
            self.assertFalse(moves)
        # A line without documents is invoiced in full or not at all, see _invoiced.
        bare = lines.filtered(lambda line: not line.invoice_lines)
        self.assertTrue(
            all(line.qty_invoiced in (0, line.product_uom_qty) for line in bare)
        )

    def test_terms_and_discounts(self):
        """One quotation waits for its account's manager, one is approved, no more."""
        waiting, approved = (
            self.demo("quotation_waiting"),
            self.demo("quotation_approved"),
        )
        self.assertEqual(waiting.kam_discount_state, "requested")
        self.assertEqual(waiting.activity_ids.user_id, self.demo("user_kam_user"))
        self.assertEqual(approved.kam_discount_state, "approved")
        held = self.env["sale.order"].search(
            [("kam_discount_state", "in", ("needed", "requested", "refused"))]
        )
        self.assertEqual(held & waiting, waiting)
        self.assertLess(len(held), 5)
        terms = [self.demo(f"terms_{key}") for key in ("dominant", "quarterly", "star")]
        self.assertEqual(
            [found.validity or found.state for found in terms],
            ["current", "expired", "draft"],
        )

    def test_escalations(self):
        """Over half a year, most solved, a few open, one unanswered and late."""
        escalations = self.env["kam.escalation"].search(
            [("id", "in", self._made("kam.escalation"))]
        )
        self.assertEqual(len(escalations), 13)
        solved = escalations.filtered(lambda one: one.state == "solved")
        self.assertEqual(len(solved), 9)
        days = [one.date_raised.date() for one in escalations]
        self.assertGreater((max(days) - min(days)).days, 140)
        waiting = escalations.filtered(lambda one: one.state == "new")
        self.assertEqual(len(waiting.filtered("is_late")), 1)
        self.assertTrue(all(one.user_id for one in escalations))
        self.assertIn(
            "Escalation",
            [name for name, _count, _cost in self.line("dominant").cost_detail],
        )

    def test_opportunities_are_ranked(self):
        """Each class and field of the matrix has some, and a few are left to do."""
        leads = self.env["crm.lead"].search(
            [("id", "in", self._made("crm.lead")), ("won_status", "=", "pending")]
        )
        ranked = leads.filtered("kam_opportunity_rank")
        self.assertGreater(len(leads), len(ranked))
        self.assertEqual(
            set(ranked.mapped("kam_opportunity_class")), {"more", "service", "wider"}
        )
        key = ranked.filtered(lambda lead: lead.kam_account_status == "key")
        places = {(lead.kam_effort >= 3, lead.kam_benefit >= 3) for lead in key}
        self.assertEqual(len(places), 4)

    def _made(self, model):
        """Numbers of the demo's records of a model."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "kam_demo"), ("model", "=", model)]
        )
        return data.mapped("res_id")
