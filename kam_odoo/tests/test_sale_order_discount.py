from odoo.fields import Command
from odoo.tests import Form, tagged

from .discount_common import DiscountCommon


@tagged("post_install", "-at_install")
class TestEffectiveDiscount(DiscountCommon):
    """Cases worked out by hand: what a line gives away of the customer's list price."""

    def test_line_discount_and_cut_price(self):
        """18 %; a price of 82 is 18 %; 90 with 10 % is 19 %; 120 is none."""
        order = self._quotation(
            {"discount": 18},
            {"price_unit": 82},
            {"price_unit": 90, "discount": 10},
            {"price_unit": 120},
            {"price_unit": 120, "discount": 20},
        )
        self.assertEqual(self._effective(order), [18, 18, 19, 0, 4])

    def test_whole_quotation(self):
        """50 off 1000 is 5 % on each; 10 % on a line of its own make 14.5 %.

        The lines come to 1000 + 900; the line of 95 takes 5 % of that.
        """
        order = self._quotation(
            {},
            {"discount": 10},
            {"price_unit": -95, "product_uom_qty": 1},
        )
        self.assertEqual(self._effective(order), [5, 14.5])
        order = self._quotation({}, {"price_unit": 50, "product_uom_qty": -1})
        self.assertEqual(self._effective(order), [5], "a negative quantity as well")

    def test_discount_wizard(self):
        """Odoo's discount wizard makes a line that counts."""
        self.company_a.sale_discount_product_id = self.env["product.product"].create(
            {"name": "Discount", "type": "service", "list_price": 0}
        )
        order = self._quotation({}, {"price_unit": 90})
        self.env["sale.order.discount"].with_user(self.salesperson).create(
            {
                "sale_order_id": order.id,
                "discount_type": "so_discount",
                "discount_percentage": 0.08,
            }
        ).action_apply_discount()
        self.assertEqual(self._effective(order), [8, 17.2])
        self.assertIn("8 %", order.kam_discount_message)
        self.assertIn("whole quotation", order.kam_discount_message)

    def test_what_is_no_row(self):
        """Sections and notes give nothing; numbers count the lines one can see."""
        order = self._quotation(
            {
                "display_type": "line_section",
                "name": "Drives",
                "product_id": False,
                "product_uom_qty": 0,
            },
            {"discount": 18},
            {
                "display_type": "line_note",
                "name": "Thanks",
                "product_id": False,
                "product_uom_qty": 0,
            },
            {"product_id": False, "name": "Freight", "price_unit": 40, "discount": 7},
        )
        rows = order._kam_discount_rows()
        self.assertEqual([row.number for row in rows], [1, 2])
        self.assertEqual(self._effective(order), [18, 7])
        self.assertFalse(self._quotation()._kam_discount_rows())

    def test_nothing_but_a_credit(self):
        order = self._quotation({"price_unit": -100})
        self.assertEqual(self._effective(order), [100])

    def test_free_line_and_quantity_zero(self):
        order = self._quotation(
            {"price_unit": 0}, {"product_uom_qty": 0, "discount": 30}
        )
        self.assertEqual(self._effective(order), [100, 30])

    def _pricelists(self):
        self.env.ref("base.group_user").implied_ids += self.env.ref(
            "product.group_product_pricelist"
        )
        Pricelist = self.env["product.pricelist"]
        rule = {"compute_price": "percentage", "applied_on": "3_global"}
        return Pricelist.create(
            [
                {
                    "name": f"{percent} %",
                    "currency_id": self.eur.id,
                    "company_id": self.company_a.id,
                    "item_ids": [
                        Command.create({**rule, "percent_price": percent}),
                        Command.create(
                            {**rule, "percent_price": percent + 5, "min_quantity": 50}
                        ),
                    ],
                }
                for percent in (10, 40)
            ]
        )

    def test_discount_of_the_price_list(self):
        """The customer's list gives 10 %, from 50 pieces 15 %: nobody's discount.

        He pays 90 by the list; 19 % off 100 is 81, which is 10 % less.
        """
        own, cheap = self._pricelists()
        self.contact.with_company(
            self.company_a
        ).specific_property_product_pricelist = own
        order = self._quotation({}, {"product_uom_qty": 50}, {"discount": 19})
        self.assertEqual(order.pricelist_id, own)
        self.assertEqual(
            order.order_line.mapped("discount"), [10, 15, 19], "as Odoo computes it"
        )
        self.assertEqual(self._effective(order), [0, 0, 10])
        # 60 instead of 90: choosing a cheaper list is a discount of a third.
        order = self._quotation({}, pricelist_id=cheap.id)
        self.assertEqual(order.order_line.discount, 40)
        self.assertEqual(self._effective(order), [33.33])

    def test_foreign_currency(self):
        """100 EUR are 125 USD; 112.50 USD are 10 % less."""
        pricelist = self._pricelist(self.usd, self.company_a)
        order = self._quotation({}, {"price_unit": 112.5}, pricelist_id=pricelist.id)
        self.assertEqual(order.order_line[0].price_unit, 125)
        self.assertEqual(self._effective(order), [0, 10])

    def test_other_unit(self):
        """A dozen costs 1200; 1080 for it are 10 % less."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._quotation({"product_uom_id": dozen.id, "price_unit": 1080})
        self.assertEqual(self._effective(order), [10])

    def test_tax_taken_into_the_price(self):
        """The same 100 with 25 % tax inside leave us 80: a fifth less.

        With 125 on the line, nothing is lost.
        """
        country = self.company_a.account_fiscal_country_id or self.env.ref("base.si")
        group = self.env["account.tax.group"].create(
            {
                "name": "25 %",
                "company_id": self.company_a.id,
                "country_id": country.id,
            }
        )
        tax = self.env["account.tax"].create(
            {
                "name": "25 % inside",
                "amount": 25,
                "price_include_override": "tax_included",
                "tax_group_id": group.id,
                "company_id": self.company_a.id,
                "country_id": country.id,
            }
        )
        inside = [Command.set(tax.ids)]
        order = self._quotation(
            {"price_unit": 100, "tax_ids": inside},
            {"price_unit": 125, "tax_ids": inside},
        )
        self.assertEqual(self._effective(order), [20, 0])

    def test_rounding_is_no_trespass(self):
        """5 % of 9.99 is 0.4995, so the discount line says 0.50."""
        order = self._quotation(
            {"price_unit": 9.99, "product_uom_qty": 1},
            {"price_unit": -0.5, "product_uom_qty": 1},
        )
        self.product.list_price = 9.99
        self.assertFalse(order._kam_beyond_salespeople())

    def test_state_on_the_form(self):
        """The banner comes and goes while one types."""
        with Form(self.env["sale.order"].with_user(self.salesperson)) as form:
            form.partner_id = self.contact
            with form.order_line.new() as line:
                line.product_id = self.product
                line.discount = 18
            self.assertEqual(form.kam_discount_state, "needed")
            self.assertEqual(
                form.kam_discount_message,
                "Line 1, Product of Machines, gives 18 %. You may give 5 %; "
                f"approval by {self.kam_user.name} is needed.",
            )
            with form.order_line.edit(0) as line:
                line.discount = 5
            self.assertFalse(form.kam_discount_state)

    def test_other_accounts_are_left_alone(self):
        beta = self._account("Beta", kam_status="candidate")
        order = self._quotation({"discount": 90}, partner=beta)
        self.assertFalse(order.kam_discount_state)
        order.action_confirm()
        order.order_line.discount = 95

    def test_queries(self):
        """A screen of 40 lines takes no more queries than one of 4."""
        counts = []
        for size in (4, 40):
            order = self._quotation(
                *[{"discount": 18, "sequence": n} for n in range(size)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(order.kam_discount_state, "needed")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_queries_of_the_filter(self):
        """A list of 24 quotations takes as many queries as one of 4, or hardly more.

        Each of another customer, and of another day for the rules of the price list.
        """
        counts, names = [], ["needed", "requested", "refused"]
        for size in (4, 20):
            for number in range(size):
                partner = self._account(f"Customer {number}", self.account)
                self._quotation(
                    {"discount": 18},
                    partner=partner,
                    date_order=f"2024-05-{number + 1:02} 12:00:00",
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders = self.env["sale.order"].with_user(self.salesperson)
            found = orders.search([("kam_discount_state", "in", names)])
            found.mapped("kam_discount_message")
            counts.append(self.env.cr.sql_log_count - before)
            self.assertGreaterEqual(len(found), size)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_queries_of_the_requests(self):
        """Nor does the list of what waits for one's decision."""
        counts = []
        for size in (2, 10):
            for number in range(size):
                partner = self._account(f"Customer {number}", self.account)
                self._ask(self._quotation({"discount": 18}, partner=partner))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            approvals = self.env["kam.discount.approval"].with_user(self.kam_user)
            found = approvals.search([("can_decide", "=", True)])
            self.assertTrue(all(found.mapped("can_decide")))
            counts.append(self.env.cr.sql_log_count - before)
            self.assertGreaterEqual(len(found), size)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_writing_other_orders_reads_no_prices(self):
        """Orders of others pay a glance at the account, not a computation."""
        beta = self._account("Beta")
        order = self._quotation({}, partner=beta)
        order.order_line.discount = 1
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        order.order_line.discount = 2
        self.assertLessEqual(self.env.cr.sql_log_count - before, 3)
