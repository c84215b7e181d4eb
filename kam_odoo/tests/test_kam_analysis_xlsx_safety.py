import io
import os
import tempfile
from unittest.mock import patch

import xlsxwriter

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..report import kam_analysis_xlsx
from ..report.kam_worksheet import RowSheet
from .excel_formulas import Calculator
from .xlsx_common import NAMES, XlsxCommon


@tagged("post_install", "-at_install")
class TestKamAnalysisXlsxSafety(XlsxCommon):
    def test_text_stays_text(self):
        """Names are never formulas, links or markup, and do not break the file."""
        data = self._file()
        book = self._book(data, values=False)
        sheet = book["Customers"]
        cells = [sheet.cell(row, 1) for row in range(4, 4 + len(NAMES) - 1)]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        found = {cell.value for cell in cells}
        for name in NAMES[:3] + NAMES[4:5] + NAMES[7:]:
            self.assertIn(name, found)
        self.assertIn("<r><t>bold</t></r>", {name.strip() for name in found})
        self.assertFalse(any(cell.hyperlink for cell in cells))
        text = self._all_text(data)
        self.assertNotIn("<f>1+1", text)
        self.assertIn("_x005F_x0041_ &amp; Söhne GmbH", text)

    def test_own_accounts_only(self):
        """A key account user gets own accounts, and is told so."""
        data = self._file(user=self.kam_user)
        self.assertRecalculated(data)
        book = self._book(data)
        rows = self._table(book["Customers"])
        self.assertEqual(
            {row["Customer"] for row in rows}, set(self.own.mapped("name"))
        )
        for row in rows:
            partner = self.own.filtered(lambda p, r=row: p.name == r["Customer"])
            line = self._line(self.analysis, partner)
            self.assertAlmostEqual(row["Share"], line.share, 9)
            self.assertEqual(row["Rank"], line.rank)
        words = [cell.value for cell in book["Summary"]["A"] if cell.value]
        self.assertTrue(any("2 of the 9 customers" in word for word in words))
        self.assertNotIn("Zadnji", self._all_text(data))
        self.assertIn("Zadnji", self._all_text(self._file()))

    def test_nobody_to_see(self):
        self.own.kam_manager_id = False
        data = self._file(user=self.kam_user)
        book = self._book(data)
        self.assertEqual(self._table(book["Customers"]), [])
        calculator = Calculator(self._book(data, values=False))
        for key in calculator.formulas:
            calculator.value(*key)

    def test_batches(self):
        with patch.object(kam_analysis_xlsx, "BATCH", 2):
            small = self._table(self._book(self._file())["Customers"])
        self.assertEqual(small, self._table(self._book(self._file())["Customers"]))

    def test_rows_are_like_ordinary_ones(self):
        """Whole rows come out as the same cells as one by one."""
        contents = []
        for whole in (True, False):
            target = io.BytesIO()
            options = {"constant_memory": True, "strings_to_formulas": False}
            with xlsxwriter.Workbook(target, options) as workbook:
                sheet = workbook.add_worksheet("Rows", RowSheet)
                style = workbook.add_format({"bold": True})
                rows = [["a & <b>", 1.5, 3], ["=1", None, 1 / 3], [" _x0041_", 7, 0]]
                sheet.prepare_rows([(style, "", None)] * 2 + [(style, "=B{0}*2", None)])
                for row, values in enumerate(rows):
                    if whole:
                        sheet.write_data_row(row, values)
                        continue
                    sheet.write_string(row, 0, values[0].strip(), style)
                    if values[1] is not None:
                        sheet.write_number(row, 1, values[1], style)
                    formula = f"=B{row + 1}*2"
                    sheet.write_formula(row, 2, formula, style, values[2])
            cells = self._book(target.getvalue(), values=False)["Rows"]
            results = self._book(target.getvalue())["Rows"]
            contents.append(
                [
                    [(c.value, c.data_type, c.font.b) for row in cells for c in row],
                    [c.value for row in results for c in row],
                ]
            )
        for whole, plain in zip(*contents, strict=True):
            for left, right in zip(whole, plain, strict=True):
                if isinstance(left, float):
                    self.assertAlmostEqual(left, right)
                else:
                    self.assertEqual(left, right)

    def test_draft_has_no_workbook(self):
        draft = self._analysis(run=False)
        with self.assertRaises(UserError):
            self._file(draft)

    def test_nothing_stays_behind(self):
        """Whatever happens, no part of a workbook stays in the temporary folder."""
        with tempfile.TemporaryDirectory() as folder:
            with patch.object(tempfile, "tempdir", folder):
                self._file()
                self.assertEqual(os.listdir(folder), [])
                Writer = self.env.registry["kam.analysis.xlsx"]
                with patch.object(Writer, "_sheet_method", side_effect=ValueError):
                    with self.assertRaises(ValueError):
                        self._file()
                self.assertEqual(os.listdir(folder), [])


@tagged("post_install", "-at_install")
class TestKamAnalysisWorkbookRoute(XlsxCommon, HttpCase):
    def _get(self, user, analysis=None):
        if user:
            self.authenticate(user.login, user.login.ljust(8, "x"))
        number = (analysis or self.analysis).id
        return self.url_open(
            f"/kam_odoo/analysis/{number}/workbook", allow_redirects=False
        )

    def test_manager(self):
        action = self.analysis.with_user(self.kam_manager).action_export_xlsx()
        self.assertEqual(
            action["url"], f"/kam_odoo/analysis/{self.analysis.id}/workbook"
        )
        self.analysis.name = 'Sales: 1/2024 "best" – ø'
        answer = self._get(self.kam_manager)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml.sheet", answer.headers["Content-Type"])
        disposition = answer.headers["Content-Disposition"]
        self.assertTrue(disposition.startswith("attachment;"))
        self.assertIn("Sales-%201-2024%20-best-%20", disposition)
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        rows = self._table(self._book(answer.content)["Customers"])
        self.assertEqual(len(rows), len(self.analysis.line_ids))

    def test_key_account_user(self):
        answer = self._get(self.kam_user)
        rows = self._table(self._book(answer.content)["Customers"])
        self.assertEqual(len(rows), 2)

    @mute_logger("odoo.http")
    def test_refused(self):
        for user in (self.salesperson, self.employee, self.portal):
            with self.subTest(user.login):
                self.assertEqual(self._get(user).status_code, 403)

    @mute_logger("odoo.http")
    def test_not_found(self):
        """Another company's analysis is like one that does not exist."""
        self.assertEqual(self._get(self.other_user).status_code, 404)
        missing = self.env["kam.analysis"].browse(self.analysis.id + 1000)
        self.assertEqual(self._get(self.kam_manager, missing).status_code, 404)

    @mute_logger("odoo.http")
    def test_draft(self):
        draft = self._analysis(run=False)
        self.assertEqual(self._get(self.kam_manager, draft).status_code, 422)

    def test_logged_out(self):
        answer = self._get(None)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])
