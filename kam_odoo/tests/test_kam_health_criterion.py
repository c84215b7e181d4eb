from odoo import Command
from odoo.modules.module import get_module_path, load_script
from odoo.tests import tagged

from .health_common import HealthCommon


@tagged("post_install", "-at_install")
class TestKamHealthCriterion(HealthCommon):
    """The criterion "Stakeholder coverage" reads the current health (METHODS §8)."""

    def setUp(self):
        super().setUp()
        self.criterion = self.env.ref("kam_odoo.kam_criterion_people")

    def _line(self):
        self.env["kam.score"]._refresh(self.company_a)
        return self.env["kam.score.line"].search(
            [
                ("score_id.partner_id", "=", self.account.id),
                ("score_id.company_id", "=", self.company_a.id),
                ("criterion_id", "=", self.criterion.id),
            ]
        )

    def test_mark(self):
        """Boss (3) covered fully, Ana (1) not: 3 of 4, 75 %, mark 8."""
        self._stakeholder(
            self.boss_contact, "decision_maker", influence="3", cadence_days=30
        )
        self._stakeholder(self.person, "user", influence="1", cadence_days=30)
        for days in (3, 20, 40):
            self._met(days, self.kam_user, person=self.boss_contact)
        self.assertEqual(self._take().coverage, 0.75)
        line = self._line()
        self.assertEqual((line.value, line.mark), (0.75, 8))
        words = self.env["kam.score"]._explain(self.account, self.company_a)
        said = str(words[self.account])
        self.assertIn("of the planned contact with the stakeholders is kept", said)

    def test_unknown(self):
        self.assertIs(self._take().coverage, False)
        self.assertFalse(self._line().mark)

    def _migrate(self):
        self.env.flush_all()
        path = get_module_path("kam_odoo")
        script = f"{path}/migrations/19.0.1.2.0/post-stakeholder_coverage.py"
        load_script(script, "kam_migration").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def _judged(self):
        """As it was shipped before: marked by people."""
        self.criterion.write(
            {
                "kind": "judged",
                "source": False,
                "band_ids": [
                    Command.clear(),
                    Command.create({"mark": 0, "description": "Nobody"}),
                    Command.create({"mark": 10, "description": "All levels"}),
                ],
            }
        )

    def _bands(self):
        return sorted((band.value, band.mark) for band in self.criterion.band_ids)

    def test_migration(self):
        """What was shipped as judged reads what the data file gives new ones."""
        shipped = self._bands()
        self._judged()
        self._migrate()
        self.assertEqual(self.criterion.kind, "measured")
        self.assertEqual(self.criterion.source, "stakeholders")
        self.assertEqual(self._bands(), shipped)

    def test_migration_leaves_what_people_marked(self):
        self._judged()
        selection = self.env["kam.selection"].create({"name": "Round"})
        copy = self.env["kam.criterion"]._copy_for_round(selection)
        copy = copy.filtered(lambda one: one.origin_id == self.criterion)
        self.env["kam.selection.line"].create(
            {"selection_id": selection.id, "partner_id": self.account.id}
        )
        assessment = self.env["kam.assessment"].create(
            {"selection_id": selection.id, "user_id": self.kam_manager.id}
        )
        self.env["kam.mark"].sudo().create(
            {
                "assessment_id": assessment.id,
                "partner_id": self.account.id,
                "criterion_id": copy.id,
                "mark": 5,
            }
        )
        self._migrate()
        self.assertEqual(self.criterion.kind, "judged")

    def test_migration_leaves_what_was_changed(self):
        self.criterion.source = "years"
        self._migrate()
        self.assertEqual(self.criterion.source, "years")
