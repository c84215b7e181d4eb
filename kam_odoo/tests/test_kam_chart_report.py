import io
import re

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from .people_common import PeopleCommon

BOX = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="154" height="([\d.]+)"')
SHEET = re.compile(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"')


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestChartReport(PeopleCommon):
    """The chart of who reports to whom in the printed plan, and read back from it."""

    def _charts(self, plan, user=None):
        paper = self.env["report.kam_odoo.report_plan"].with_user(user or self.kam_user)
        plan = plan.with_user(user or self.kam_user)
        self.env.invalidate_all()
        return [row["picture"] for row in paper._paper(plan)["reports_to"]]

    def _pages(self, plan):
        """Text of the pages, made by the real print engine, each in one line."""
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.kam_user)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("kam_odoo.report_plan", plan.ids)
        )
        self.assertEqual(kind, "pdf")
        return [
            " ".join(page.extract_text().split())
            for page in PdfFileReader(io.BytesIO(content)).pages
        ]

    def _team_of(self, superior, count):
        """So many people who report to one."""
        return [
            self._stakeholder(
                self._person(f"Person-{number:02}", function="Fitter"),
                parent_id=superior.id if superior else False,
            )
            for number in range(count)
        ]

    def test_positions(self):
        """Berta above Anna and Carl: boxes of two lines, 2 · 16 + 2 · 7 = 46 tall.

        Two of them, 12 apart, are 2 · 154 + 12 = 320 wide; hers is in the middle, at
        (320 − 154) ÷ 2 = 83, and theirs begin at 46 + 22 = 68.
        """
        self._stakeholder(self._person("Carl"), "user", parent_id=self.boss.id)
        chart, gap = self._charts(self._plan())
        self.assertEqual(
            BOX.findall(chart),
            [("83", "0", "46"), ("0", "68", "46"), ("166", "68", "46")],
        )
        self.assertLess(chart.index("Berta Boss"), chart.index("Anna Alt"))
        self.assertLess(chart.index("Anna Alt"), chart.index("Carl"))
        # only Berta is of high influence
        self.assertEqual(chart.count('stroke-width="2.5"'), 1)
        self.assertIn(">Sponsor<", gap)
        self.assertIn(">Nobody known<", gap)
        self.assertEqual(gap.count("stroke-dasharray"), 1)

    def test_no_gap_without_a_missing_role(self):
        self._stakeholder(self._person("Sara"), "sponsor")
        self.assertNotIn("Nobody known", "".join(self._charts(self._plan())))

    def test_who_left(self):
        """Drawn while somebody there reports to them, and said so."""
        carl = self._stakeholder(self._person("Carl"), parent_id=self.anna.id)
        self.anna.contact_id.active = False
        chart = self._charts(self._plan())[0]
        self.assertIn("Anna Alt", chart)
        # the words need two lines of the box
        self.assertIn(">The contact is<", chart)
        self.assertIn(">archived<", chart)
        carl.active = False
        self.assertNotIn("Anna Alt", "".join(self._charts(self._plan())))

    def test_only_for_the_team(self):
        """A colleague in the plan's team only does not find the people on paper."""
        plan = self._plan(team_ids=[Command.set(self.colleague.ids)])
        self.assertTrue(self._charts(plan))
        self.assertEqual(self._charts(plan, self.colleague), [])

    def test_many_people_are_not_made_smaller(self):
        """Anna and 79 others, five in a row, have no room on a sheet of 1080.

        Berta's second box needs a third line, so boxes are 62 tall and rows 84 apart:
        62 + 12 · 84 = 1070 are twelve rows on the first sheet, four on the second.
        """
        self._team_of(self.boss, 79)
        charts = self._charts(self._plan())
        drawn = "".join(charts)
        for number in range(79):
            self.assertIn(f">Person-{number:02}<", drawn)
        self.assertEqual([chart.count("<rect") for chart in charts], [61, 21, 1])
        self.assertIn(">continued<", charts[1])
        for chart in charts:
            [(width, height)] = SHEET.findall(chart)
            self.assertLessEqual(float(width), 870)
            self.assertLessEqual(float(height), 1080)

    def test_read_back(self):
        """Four alphabets, long names, several people at the top, gaps: from the PDF.

        Berta's chart is 11 rows tall, so it begins a new page, and its heading with it.
        """
        self._team_of(self.boss, 54)
        for name in ("Žofie Łoś", "Иван Шереметьев", "Αλέξανδρος Ω", "山田 太郎"):
            self._stakeholder(self._person(name))
        long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
        self._stakeholder(self._person(f"Max {long}", function=f"{long} <&> {long}"))
        pages = self._pages(self._plan())
        [first] = [
            number for number, page in enumerate(pages) if "reports to whom" in page
        ]
        # the heading stands on the page of the first boxes
        self.assertIn("Berta Boss", pages[first].split("reports to whom")[1])
        words = " ".join(pages[first:])
        for name in ("Žofie", "Łoś", "Иван", "Шереметьев", "Αλέξανδρος", "太郎"):
            self.assertIn(name, words)
        for number in range(54):
            self.assertIn(f"Person-{number:02}", words)
        self.assertIn("Max Donaudampf", words)
        self.assertIn("…", words)
        self.assertIn("Nobody known", words)
