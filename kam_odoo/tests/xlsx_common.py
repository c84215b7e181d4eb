import io
import warnings
import zipfile

from openpyxl import load_workbook

from .common import KamCommon
from .excel_formulas import Calculator

# Names that a spreadsheet must take for text, and that must not break the file.
NAMES = [
    "=1+1",
    "+SUM(1;2)",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "<r><t>bold</t></r>",
    "_x0041_ & Söhne \x07\n GmbH",
    "https://example.com/ <b>",
    "#N/A",
    "Zadnji d.o.o.",
]


class XlsxCommon(KamCommon):
    """Ten customers over three years, and the workbooks of their analyses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = [cls._account(name) for name in NAMES]
        rows = []
        for at, account in enumerate(cls.accounts):
            for year in (2022, 2023, 2024):
                if (at, year) in ((1, 2022), (2, 2023), (3, 2024)):
                    continue
                if at > 5 and year < 2024:
                    continue
                for month in range(1, 13, 2 + at % 3):
                    amount = 1000.0 * (10 - at) + 10 * month + 50 * at * (year - 2022)
                    cost = amount * (1.2 if at == 4 else 0.6)
                    day = f"{year}-{month:02}-{5 + at}"
                    rows.append(cls._row(account, day, amount, cost=cost))
        cls._orders(rows)
        cls.own = cls.accounts[0] + cls.accounts[8]
        cls.own.kam_manager_id = cls.kam_user
        cls.accounts[0].write(
            {"kam_status": "key", "kam_tier_id": cls.tier_strategic.id}
        )
        cls.env["kam.cost.driver"].search([("kind", "=", "order")]).with_company(
            cls.company_a
        ).rate = 7.5
        cls.before = cls._analysis(date_from="2023-01-01", date_to="2023-12-31")
        cls.analysis = cls._analysis()

    def _file(self, analysis=None, user=None, **context):
        """The workbook as bytes, by the manager unless told otherwise."""
        analysis = (analysis or self.analysis).with_user(user or self.kam_manager)
        analysis = analysis.with_context(**context)
        target = io.BytesIO()
        analysis.env["kam.analysis.xlsx"]._write(analysis, target)
        return target.getvalue()

    def _book(self, data, values=True):
        with warnings.catch_warnings():
            # openpyxl tells that it would not keep the bars in the cells
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), data_only=values)

    def _table(self, sheet, header=3):
        """Rows below the header as dicts by label."""
        heads = [cell.value for cell in sheet[header]]
        return [
            dict(zip(heads, row, strict=True))
            for row in sheet.iter_rows(min_row=header + 1, values_only=True)
            if row[0] is not None
        ]

    def _all_text(self, data):
        """Everything that is written anywhere in the file."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(archive.read(n).decode() for n in archive.namelist())

    def _label(self, name, model="kam.analysis.line"):
        return self.env[model]._fields[name]._description_string(self.env)

    def assertRecalculated(self, data):
        """Every formula gives the value that is stored with it."""
        calculator = Calculator(self._book(data, values=False))
        stored = self._book(data)
        self.assertGreater(len(calculator.formulas), 50)
        for (sheet, row, column), formula in calculator.formulas.items():
            cell = stored[sheet].cell(row, column)
            found = calculator.value(sheet, row, column)
            where = f"{sheet}!{cell.coordinate} {formula}"
            if isinstance(found, str):
                self.assertEqual(cell.value or "", found, where)
            else:
                limit = max(1e-6, 1e-7 * abs(found))
                self.assertAlmostEqual(cell.value, found, delta=limit, msg=where)
