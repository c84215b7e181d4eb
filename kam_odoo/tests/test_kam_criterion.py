from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .score_common import ScoreCommon


@tagged("post_install", "-at_install")
class TestKamCriterion(ScoreCommon):
    """Criteria: what is refused, which count, and what a round keeps."""

    def test_defaults(self):
        """The criteria that come with the addon weigh 100 on each axis, and count."""
        criteria = (
            self.env["kam.criterion"]
            .with_context(active_test=False)
            .search([("selection_id", "=", False), ("create_uid", "=", 1)])
            .filtered(lambda c: c.get_external_id()[c.id].startswith("kam_odoo."))
        )
        for axis in ("attractiveness", "strength"):
            weights = criteria.filtered(lambda c, a=axis: c.axis == a).mapped("weight")
            self.assertEqual(sum(weights), 100, axis)
        judged = criteria.filtered(lambda c: c.kind == "judged")
        for criterion in judged:
            self.assertEqual(
                criterion.band_ids.mapped("mark"), [0, 2, 5, 8, 10], criterion.name
            )

    def test_nonsense_is_refused(self):
        bands = [(0, 0), (1, 10)]
        cases = [
            ("must be between 0 and 1000", {"weight": -1}),
            ("must be between 0 and 1000", {"weight": 1000.1}),
            (
                "dates .* are reversed",
                {"date_from": "2024-02-01", "date_to": "2024-01-31"},
            ),
            ("choose the figure", {"bands": bands}),
            ("at least two bands", {"source": "growth", "bands": bands[:1]}),
            (
                "same value",
                {"source": "growth", "bands": [(0, 0), (0, 10), (1, 10)]},
            ),
            ("a mark is between 0 and 10", {"source": "growth", "bands": [(0, 11)]}),
            ("a mark is between 0 and 10", {"source": "growth", "bands": [(0, -1)]}),
            ("more is better", {"source": "growth", "bands": [(0, 10), (1, 0)]}),
            (
                "less is better",
                {"source": "growth", "bands": bands, "direction": "lower"},
            ),
            (
                "described twice",
                {
                    "band_ids": [
                        Command.create({"mark": 5}),
                        Command.create({"mark": 5}),
                    ]
                },
            ),
        ]
        for message, values in cases:
            with self.subTest(message=message, values=values):
                with self.assertRaisesRegex(ValidationError, message):
                    self._criterion("Bad", **values)

    def test_bands_are_looked_at_as_a_whole(self):
        """Turning the marks round passes through a state without sense."""
        criterion = self._criterion("Growth", source="growth", bands=[(0, 0), (1, 10)])
        low, high = criterion.band_ids.sorted("value")
        criterion.write(
            {
                "direction": "lower",
                "band_ids": [
                    Command.update(low.id, {"mark": 10}),
                    Command.update(high.id, {"mark": 0}),
                ],
            }
        )
        high.mark = 5
        with self.assertRaisesRegex(ValidationError, "less is better"):
            low.mark = 3
        with self.assertRaisesRegex(ValidationError, "at least two bands"):
            high.unlink()

    def test_direction_turns_the_bands(self):
        criterion = self._criterion(
            "Growth", source="growth", bands=[(0, 0), (0.5, 8), (1, 10)]
        )
        with Form(criterion.with_user(self.kam_manager)) as form:
            form.direction = "lower"
        self.assertEqual(
            sorted(criterion._edges()), [(0.0, 10.0), (0.5, 8.0), (1.0, 0.0)]
        )

    def test_only_valid_criteria_count(self):
        today = "2024-06-15"
        names = {
            "always": {},
            "began": {"date_from": today},
            "ends": {"date_to": today},
            "over": {"date_to": "2024-06-14"},
            "to come": {"date_from": "2024-06-16"},
            "put away": {"active": False},
        }
        for name, values in names.items():
            self._criterion(name, **values)
        live = self.env["kam.criterion"]._get_live(today)
        self.assertEqual(sorted(live.mapped("name")), ["always", "began", "ends"])

    def test_a_round_keeps_its_criteria(self):
        """No copy is changed by anybody, by no way; the original is free."""
        criterion = self._criterion("Growth", source="growth", bands=[(0, 0), (1, 10)])
        selection = self._round()
        copy = selection.criterion_ids
        self.assertRecordValues(
            copy, [{"origin_id": criterion.id, "name": "Growth", "weight": 10}]
        )
        self.assertEqual(copy._edges(), criterion._edges())
        copy, criterion, selection = (
            record.with_user(self.kam_manager)
            for record in (copy, criterion, selection)
        )
        band = copy.band_ids[0]
        attempts = [
            lambda: copy.write({"weight": 1}),
            lambda: copy.write({"selection_id": False}),
            lambda: copy.unlink(),
            lambda: copy.write({"band_ids": [Command.clear()]}),
            lambda: band.write({"mark": 3}),
            lambda: band.unlink(),
            lambda: band.create({"criterion_id": copy.id, "value": 3, "mark": 3}),
            lambda: criterion.band_ids[0].write({"criterion_id": copy.id}),
            lambda: criterion.create({"name": "x", "selection_id": selection.id}),
            lambda: criterion.with_context(
                default_selection_id=selection.id, kam_saving=True
            ).create({"name": "x"}),
            lambda: band.with_context(kam_saving=True).write({"mark": 3}),
            lambda: criterion.write({"selection_id": selection.id}),
        ]
        for number, attempt in enumerate(attempts):
            with self.subTest(attempt=number):
                with self.assertRaisesRegex(UserError, "of a selection round"):
                    attempt()
        criterion.weight = 77
        self.assertEqual(copy.weight, 10)
        with self.assertRaisesRegex(UserError, "Archive it"):
            criterion.unlink()
        criterion.active = False

    def test_rights(self):
        """Everybody reads, managers change."""
        criterion = self._criterion("Potential")
        for user in (self.employee, self.salesperson, self.kam_user):
            mine = criterion.with_user(user)
            self.assertEqual(mine.name, "Potential")
            for attempt in (
                lambda mine=mine: mine.write({"weight": 1}),
                lambda mine=mine: mine.create({"name": "x"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.preview,
                lambda mine=mine: mine.env["kam.criterion.weighing"].create({}),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        with self.assertRaises(AccessError):
            _name = criterion.with_user(self.portal).name
        criterion.with_user(self.kam_manager).weight = 33

    def test_settings_are_bounded(self):
        cases = {
            "kam_weight_attractiveness": (-0.1, 1.1),
            "kam_split_attractiveness": (-1, 101),
            "kam_split_strength": (-1, 101),
            "kam_disagreement": (-1, 5.1),
            "kam_hysteresis": (-1, 101),
        }
        for name, values in cases.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    with self.assertRaises(ValidationError):
                        self.company_a[name] = value
        self.assertRecordValues(
            self.env["res.company"].create({"name": "Fresh"}),
            [
                {
                    "kam_weight_attractiveness": 0.6,
                    "kam_split_attractiveness": 50,
                    "kam_split_strength": 50,
                    "kam_disagreement": 2.5,
                    "kam_hysteresis": 5,
                }
            ],
        )


@tagged("post_install", "-at_install")
class TestWeighing(ScoreCommon):
    """The ranking before anything is saved is the ranking after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.revenue = cls._criterion(
            "Revenue", source="revenue", weight=10, bands=[(0, 0), (1000, 10)]
        )
        cls.years = cls._criterion(
            "Years", source="years", weight=10, bands=[(0, 0), (1, 10)]
        )
        cls.loyalty = cls._criterion(
            "Loyalty", source="years", axis="strength", bands=[(0, 0), (1, 10)]
        )
        cls._order(cls.alfa, "2024-12-01", 1000)
        cls._order(cls.beta, "2024-01-01", 100)
        cls._order(cls.gama, "2024-07-01", 400)
        cls._analysis()

    def _ranking(self):
        scores = self.env["kam.score"].search([("company_id", "=", self.company_a.id)])
        return [(s.partner_id.id, s.score) for s in scores.sorted("id")]

    def _then(self, preview):
        return sorted((row["id"], row["score_next"]) for row in preview["rows"])

    def test_weighing(self):
        """Only years count, then: Beta is first instead of last."""
        weighing = self.env["kam.criterion.weighing"].with_user(self.kam_manager)
        before = self._ranking()
        form = Form(weighing)
        self.assertEqual(
            [(row["rank_now"], row["rank_next"]) for row in form.preview["rows"]],
            [(1, 1), (2, 2), (3, 3)],
            "no change yet",
        )
        with form.line_ids.edit(0) as line:
            line.weight = 0
        weighing = form.save()
        weighing.weight_attractiveness = 0.9
        preview = weighing.preview
        self.assertEqual(self._ranking(), before, "nothing is applied")
        self.assertEqual(preview["rows"][0]["name"], "Beta")
        weighing.action_apply()
        self.env.cr.flush()
        self.assertEqual(sorted(self._ranking()), self._then(preview))
        self.assertEqual(self.revenue.weight, 0)
        self.assertEqual(self.company_a.kam_weight_attractiveness, 0.9)

    def test_form_of_a_criterion(self):
        """Bands, weight and validity as they are on the screen."""
        with Form(self.revenue.with_user(self.kam_manager)) as form:
            with form.band_ids.edit(0) as band:
                band.value = -1000
            form.weight = 30
            preview = form.preview
        self.env.cr.flush()
        self.assertEqual(sorted(self._ranking()), self._then(preview))
        # Alfa: (30 × 10 + 10 × 30 ÷ 365.25 × 10) ÷ 40 × 10, and so on
        with Form(self.revenue.with_user(self.kam_manager)) as form:
            form.date_to = "2020-01-01"
            preview = form.preview
        self.env.cr.flush()
        self.assertEqual(sorted(self._ranking()), self._then(preview))

    def test_new_criterion(self):
        form = Form(self.env["kam.criterion"].with_user(self.kam_manager))
        form.name = "Margin"
        form.kind = "measured"
        form.source = "margin"
        self.assertIn("at least two bands", form.preview["message"])
        for value, mark in ((0, 0), (400, 10)):
            with form.band_ids.new() as band:
                band.value = value
                band.mark = mark
        form.weight = 40
        preview = form.preview
        form.save()
        self.env.cr.flush()
        self.assertEqual(sorted(self._ranking()), self._then(preview))

    def test_nonsense_is_said(self):
        form = Form(self.env["kam.criterion.weighing"].with_user(self.kam_manager))
        with form.line_ids.edit(0) as line:
            line.weight = -1
        self.assertIn("below zero", form.preview["message"])
        with self.assertRaisesRegex(ValidationError, "between 0 and"):
            form.save().action_apply()
