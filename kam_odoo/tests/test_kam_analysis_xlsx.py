import io
import zipfile

from odoo.tests import tagged

from .xlsx_common import NAMES, XlsxCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisXlsx(XlsxCommon):
    def test_sheets(self):
        book = self._book(self._file())
        self.assertEqual(
            book.sheetnames,
            ["Summary", "Matrix", "Pareto", "Customers", "Movements", "Method"],
        )
        customers = book["Customers"]
        self.assertEqual(customers.freeze_panes, "B4")
        self.assertEqual(customers.auto_filter.ref, f"A3:AQ{3 + len(NAMES) - 1}")
        self.assertEqual(book["Summary"]["A1"].value, self.analysis.name)

    def test_customers_equal_the_lines(self):
        """Each column holds what the line holds; unknown is an empty cell."""
        rows = self._table(self._book(self._file())["Customers"])
        lines = self.analysis.line_ids.sorted(lambda line: (line.rank, line.id))
        self.assertEqual(len(rows), len(lines))
        skipped = {"analysis_id", "partner_id", "currency_id", "date_to", "company_id"}
        compared = 0
        for name, field in lines._fields.items():
            label = self._label(name)
            if name in skipped or label not in rows[0]:
                continue
            compared += 1
            for row, line in zip(rows, lines, strict=True):
                value, wanted = row[label], line[name]
                if field.type in ("float", "monetary", "integer"):
                    unknown = wanted is False
                    if unknown:
                        self.assertIsNone(value, name)
                    else:
                        self.assertAlmostEqual(value, wanted, places=6, msg=name)
                elif field.type == "date":
                    self.assertEqual(value.date(), wanted)
                elif field.type == "selection":
                    labels = dict(field._description_selection(self.env))
                    self.assertEqual(value, labels.get(wanted), name)
                elif field.type == "boolean":
                    self.assertEqual(bool(value), wanted, name)
                elif field.type == "many2one":
                    self.assertEqual(value or "", wanted.display_name or "", name)
                else:
                    self.assertEqual(value or False, wanted, name)
        self.assertGreater(compared, 35)
        unknown = [row[self._label("growth")] for row in rows]
        self.assertIn(None, unknown)
        self.assertTrue(any(unknown))

    def test_formulas_give_the_stored_values(self):
        self.assertRecalculated(self._file())

    def test_formulas_are_live(self):
        """Shares, rates, profit and totals are formulas, not numbers."""
        sheet = self._book(self._file(), values=False)["Customers"]
        heads = {cell.value: cell.column for cell in sheet[3]}
        for name in ("margin_percent", "profit", "profit_percent", "share"):
            self.assertEqual(sheet.cell(4, heads[self._label(name)]).data_type, "f")
        total = sheet.cell(2, heads[self._label("revenue")])
        self.assertIn("SUBTOTAL(109,", total.value)
        self.assertEqual(sheet.cell(4, heads["Cumulative share"]).data_type, "f")

    def test_key_figures_are_those_of_the_analysis(self):
        sheet = self._book(self._file())["Summary"]
        found = {
            row[0]: row[1:4]
            for row in sheet.iter_rows(values_only=True, max_col=4)
            if row[0]
        }
        names = ("hhi", "effective_customers", "largest_share", "top_share")
        for name in (*names, "key_share", "wape"):
            here, stored, words = found[self._label(name, "kam.analysis")]
            self.assertAlmostEqual(here, self.analysis[name], 6, name)
            self.assertAlmostEqual(stored, self.analysis[name], 6, name)
            self.assertTrue(words, name)
        self.assertEqual(found["Customers"][:2], (len(NAMES) - 1,) * 2)
        revenue = sum(self.analysis.line_ids.mapped("revenue"))
        self.assertAlmostEqual(found["Revenue"][0], revenue, 2)
        self.assertAlmostEqual(found["Revenue"][1], self.analysis.total, 2)
        self.assertIn("concentrated", found[self._label("hhi", "kam.analysis")][2])

    def test_matrix_counts_every_customer_once(self):
        sheet = self._book(self._file())["Matrix"]
        block = [[cell.value for cell in row] for row in sheet["A5:F10"]]
        self.assertEqual(block[0][1:], ["X", "Y", "Z", "Not classified", "Total"])
        classes = [(ln.abc, ln.xyz) for ln in self.analysis.line_ids]
        for label, *cells in block[1:4]:
            for xyz, count in zip("xyz", cells, strict=False):
                self.assertEqual(count, classes.count((label.lower(), xyz)))
        self.assertEqual(block[5][5], len(self.analysis.line_ids))
        self.assertEqual(sum(block[5][1:5]), block[5][5])

    def test_movements(self):
        moved = self.env["kam.analysis.movement"].search(
            [("analysis_id", "=", self.analysis.id), ("movement", "!=", "same")]
        )
        rows = self._table(self._book(self._file())["Movements"])
        self.assertEqual(len(rows), len(moved))
        labels = dict(moved._fields["movement"]._description_selection(self.env))
        self.assertCountEqual(
            [row["Movement"] for row in rows],
            [labels[line.movement] for line in moved],
        )
        self.assertIn("Lost A", [row["Movement"] for row in rows])

    def test_first_analysis_has_nobody_to_compare_with(self):
        data = self._file(self.before)
        self.assertRecalculated(data)
        title = self._book(data)["Movements"]["A1"].value
        self.assertIn("no earlier analysis", title)

    def test_charts(self):
        data = self._file()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            charts = [n for n in archive.namelist() if n.startswith("xl/charts/")]
            self.assertEqual(len(charts), 2)
            pareto = archive.read("xl/charts/chart1.xml").decode()
        self.assertIn("<c:barChart>", pareto)
        self.assertIn("<c:lineChart>", pareto)
        self.assertIn("'Pareto'!" if "'Pareto'!" in pareto else "Pareto!", pareto)
        self.assertIn("<c:numCache>", pareto)

    def test_negative_profit_and_no_shares(self):
        """With nothing to have a share of, shares are empty, not zero."""
        loser = self._account("Only losses")
        self._order(loser, "2021-03-05", 100, cost=150)
        analysis = self._analysis(
            measure="margin", date_from="2021-01-01", date_to="2021-12-31"
        )
        data = self._file(analysis)
        self.assertRecalculated(data)
        [row] = self._table(self._book(data)["Customers"])
        self.assertIsNone(row["Share"])
        self.assertIsNone(row["Cumulative share"])
        self.assertEqual(row["Margin"], -50)
        by_profit = self._analysis(measure="profit")
        self.assertRecalculated(self._file(by_profit))

    def test_language_and_currency(self):
        """Dates, amounts and headers follow the language and the currency."""
        self.env["res.lang"]._activate_lang("de_DE")
        book = self._book(self._file(lang="de_DE"))
        sheet = book.worksheets[3]
        heads = [cell.value for cell in sheet[3]]
        field = self.env["kam.analysis.line"].with_context(lang="de_DE")._fields
        env = self.env(context={"lang": "de_DE"})
        revenue = heads.index(field["revenue"]._description_string(env))
        first = heads.index(field["first_order_date"]._description_string(env))
        self.assertIn('"€"', sheet.cell(4, revenue + 1).number_format.replace(" ", ""))
        self.assertEqual(
            sheet.cell(4, first + 1).number_format.replace("\\", ""), "dd.mm.yyyy"
        )
