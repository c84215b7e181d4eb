from datetime import date

from odoo.tests import freeze_time, tagged

from .common import KamCommon

FROM = date(2025, 1, 1)


@freeze_time("2025-06-15 12:00:00")
@tagged("post_install", "-at_install")
class TestKamSalesRebuild(KamCommon):
    """Facts follow the orders, and only months whose orders changed are read anew.

    Orders of January, March and April 2025 in company A, of March in company B. Every
    change is made by SQL, as an import would: nothing may depend on the ORM noticing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa, cls.beta = cls._account("Alfa"), cls._account("Beta")
        cls.january, cls.march, cls.april = cls._orders(
            [
                cls._row(cls.alfa, "2025-01-10", 100),
                cls._row(cls.alfa, "2025-03-10", 200),
                cls._row(cls.beta, "2025-04-10", 400),
            ]
        )
        cls._order(cls.alfa, "2025-03-20", 1000, company=cls.company_b)
        cls.fact = cls.env["kam.sales.fact"]
        cls._rebuild()

    @classmethod
    def _rebuild(cls, date_from=FROM, companies=None):
        return cls.fact._rebuild(companies or cls.companies, date_from)

    def _rows(self, table, columns):
        self.env.cr.execute(
            f"SELECT {columns} FROM {table} WHERE company_id = ANY(%s)"
            " ORDER BY company_id, month, partner_id",
            [self.companies.ids],
        )
        return self.env.cr.fetchall()

    def _facts(self):
        return self._rows(
            "kam_sales_fact",
            "company_id, partner_id, categ_id, month, day_mask, revenue, line_count",
        )

    def _months(self):
        return self._rows(
            "kam_sales_month",
            "company_id, partner_id, month, day_mask, order_count, revenue",
        )

    def assertReadAnew(self, count):
        """So many months are read anew, and the result is that of reading all."""
        self.assertEqual(self._rebuild(), count)
        found = self._facts(), self._months()
        self.companies.kam_facts_versions = False
        self._rebuild()
        self.assertEqual(found, (self._facts(), self._months()))

    def _sql(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(statement, values)

    def test_what_is_stored(self):
        """By hand: bit 9 is the 10th of the month; months know orders, facts lines."""
        first, alfa = self.company_a.id, self.alfa.id
        self.assertEqual(
            self._months()[:2],
            [
                (first, alfa, date(2025, 1, 1), 1 << 9, 1, 100),
                (first, alfa, date(2025, 3, 1), 1 << 9, 1, 200),
            ],
        )
        self.assertEqual(
            self._facts()[0],
            (first, alfa, self.category.id, date(2025, 1, 1), 1 << 9, 100, 1),
        )

    def test_nothing_changed(self):
        before = self._rows("kam_sales_fact", "id")
        self.assertEqual(self._rebuild(), 0)
        self.assertEqual(self._rows("kam_sales_fact", "id"), before)

    def test_changed_line(self):
        self._sql(
            "UPDATE sale_order_line SET price_subtotal = 250 WHERE order_id = %s",
            self.march.id,
        )
        self.assertReadAnew(1)
        self.assertIn(250, [row[-1] for row in self._months()])

    def test_deleted_lines_leave_the_order_day(self):
        self._sql("DELETE FROM sale_order_line WHERE order_id = %s", self.march.id)
        self.assertReadAnew(1)
        self.assertEqual(self._months()[1][3:], (1 << 9, 1, 0))

    def test_cancelled_order(self):
        self._sql("UPDATE sale_order SET state = 'cancel' WHERE id = %s", self.april.id)
        self.assertReadAnew(1)
        self.assertNotIn(self.beta.id, [row[1] for row in self._months()])

    def test_moved_order(self):
        """It is missing in the one month and new in the other."""
        self._sql(
            "UPDATE sale_order SET date_order = '2025-02-01' WHERE id = %s",
            self.march.id,
        )
        self.assertReadAnew(2)

    def test_new_order(self):
        self._order(self.beta, "2025-05-31 23:59:59", 50)
        self.assertReadAnew(1)

    def test_order_dated_ahead(self):
        """The last month has no end, however far ahead an order is dated."""
        for day in ("2025-09-01", "2026-02-01"):
            order = self._order(self.beta, day, 50)
            self.assertReadAnew(1)
        self.assertEqual(self._months()[-2][2], date(2026, 2, 1))
        self._sql("DELETE FROM sale_order WHERE id = %s", order.id)
        self.assertReadAnew(1)

    def test_category_of_a_product(self):
        """A new product changes nothing, another category of a sold one everything."""
        self.env["product.product"].create({"name": "Not sold yet"})
        self.env.flush_all()
        self.assertEqual(self._rebuild(), 0)
        self._sql(
            "UPDATE product_template SET categ_id = %s WHERE categ_id = %s",
            self.other_category.id,
            self.category.id,
        )
        self.assertGreater(self._rebuild(), 4)
        self.assertEqual({row[2] for row in self._facts()}, {self.other_category.id})

    def test_category_of_a_product_that_came_later(self):
        """What was new at the last run is known at the next."""
        category = self.env["product.category"].create({"name": "Later"})
        self._order(self.beta, "2025-05-02", 50, category=category)
        self._rebuild()
        self._sql(
            "UPDATE product_template SET categ_id = %s WHERE categ_id = %s",
            self.other_category.id,
            category.id,
        )
        self.assertGreater(self._rebuild(), 4)

    def test_time_zone(self):
        """An order at noon of the 10th in UTC is of the 11th in Auckland."""
        self.company_a.partner_id.tz = "Pacific/Auckland"
        self.assertGreater(self._rebuild(), 4)
        self.assertEqual(self._months()[0][3], 1 << 10)

    def test_window_moves(self):
        """Older months go; when they are wanted again only they are read."""
        self.assertEqual(self._rebuild(date(2025, 3, 1)), 0)
        self.assertEqual(self._months()[0][2], date(2025, 3, 1))
        self.assertEqual(self._rebuild(), 1)
        self.assertEqual(self._months()[0][2], date(2025, 1, 1))

    def test_other_company(self):
        """A rebuild of one company leaves the facts of the other as they are."""
        self._sql("UPDATE sale_order_line SET price_subtotal = price_subtotal + 1")
        self.assertEqual(self._rebuild(companies=self.company_b), 1)
        amounts = [row[-1] for row in self._months()]
        self.assertEqual(amounts, [100, 200, 400, 1001])

    def test_half_written_run(self):
        """Versions are stored with the facts: what is undone is read again."""
        self._sql(
            "UPDATE sale_order_line SET price_subtotal = 250 WHERE order_id = %s",
            self.march.id,
        )
        with self.env.cr.savepoint() as savepoint:
            self._rebuild()
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertReadAnew(1)

    def test_edges_of_months(self):
        """The first and last second of a local month are of that month."""
        self.company_a.partner_id.tz = "America/New_York"
        self._rebuild()
        # 03:59:59 UTC of the 1st of June is still May in New York
        self._orders(
            [
                self._row(self.beta, "2025-06-01 03:59:59", 1),
                self._row(self.beta, "2025-06-01 04:00:00", 2),
            ]
        )
        self.assertReadAnew(2)
        self.assertEqual(
            [(row[2], row[-1]) for row in self._months() if row[2].month in (5, 6)],
            [(date(2025, 5, 1), 1), (date(2025, 6, 1), 2)],
        )
