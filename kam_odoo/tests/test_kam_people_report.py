from odoo import Command
from odoo.tests import freeze_time, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestPeopleReport(PeopleCommon):
    """People and market players in the printed plan."""

    def _html(self, plan, user):
        report = self.env["ir.actions.report"].with_user(user)
        return report._render_qweb_html("kam_odoo.report_plan", plan.ids)[0].decode()

    def test_map(self):
        """For the account's team; a colleague in the plan's team only gets the rest."""
        self.boss.attitude = "3"
        self.env["kam.player"].create(
            {"partner_id": self.account.id, "name": "Rival", "strengths": "Near by"}
        )
        plan = self._plan(team_ids=[Command.set(self.colleague.ids)])
        html = self._html(plan, self.kam_user)
        self.assertIn("how they see us", html)
        self.assertIn("Nobody known as", html)
        self.assertIn("Near by", html)
        html = self._html(plan, self.colleague)
        self.assertNotIn("how they see us", html)
        self.assertIn("Near by", html)

    def test_of_a_plan_that_is_over(self):
        """The figures are those of its end, the people those of today: it says so."""
        plan = self._active_plan()
        words = "not of the end of the plan"
        self.assertNotIn(words, self._html(plan, self.kam_user))
        plan.write({"lesson_keep": "Ask first"})
        plan._close()
        html = self._html(plan, self.kam_user)
        for title in ("how they see us", "Who reports to whom", "Who knows whom"):
            self.assertIn(words, html.split(title)[1][:300], title)

    def test_cells(self):
        """Everybody stands in one cell; an enemy is not somebody unknown."""
        self.boss.attitude = "0"
        self.boss.influence = self.anna.influence
        plan = self._plan()
        paper = self.env["report.kam_odoo.report_plan"].with_user(self.kam_user)
        rows = paper._paper(plan)["people"]["rows"]
        names = [
            [[person["name"] for person in cell] for cell in cells]
            for _word, cells in rows
        ]
        nobody = [[]] * 6
        expected = [["Anna Alt"], ["Berta Boss"], [], [], [], []]
        self.assertEqual(names, [nobody, expected, nobody])
