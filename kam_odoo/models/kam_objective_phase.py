from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..tools.progress import phase_share, phase_target, time_share


class KamObjectivePhase(models.Model):
    """A step on the way to the target: the figure to be reached by a day (P3).

    Steps are made with the objective, one each review of the tier, in proportion to
    time. The figures can be changed; a new target puts them in proportion again.
    """

    _name = "kam.objective.phase"
    _description = "Step of an Objective"
    _inherit = ["kam.place.guard"]
    _kam_place = ("objective_id",)
    _order = "objective_id, date_end, id"

    objective_id = fields.Many2one(
        "kam.objective", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="objective_id.company_id", store=True)
    sequence = fields.Integer(string="Step")
    date_end = fields.Date(string="Until", required=True)
    target = fields.Float(
        string="Figure by then",
        compute="_compute_target",
        store=True,
        readonly=False,
        aggregator=None,
        help="Counted from the start of the objective, not of the step.",
    )

    @api.constrains("date_end")
    def _check_date_end(self):
        for phase in self:
            objective = phase.objective_id
            if not objective.date_start <= phase.date_end <= objective.deadline:
                raise ValidationError(
                    self.env._(
                        "The steps of “%(objective)s” lie between its start and its "
                        "deadline.",
                        objective=objective.name,
                    )
                )

    @api.depends("objective_id.target", "objective_id.baseline", "date_end")
    def _compute_target(self):
        for phase in self:
            objective = phase.objective_id
            phase.target = phase_target(
                objective.baseline,
                objective.target,
                phase._time_share(),
                objective._is_sum(),
                objective._is_count(),
            )

    def _time_share(self):
        """Share of the objective's days that are over when the step ends."""
        self.ensure_one()
        objective = self.objective_id
        if not (objective.date_start and objective.deadline and self.date_end):
            return 0.0
        return time_share(objective.date_start, objective.deadline, self.date_end)

    def _share(self):
        """Share of the way that its figure stands for; None where none can be told."""
        self.ensure_one()
        objective = self.objective_id
        return phase_share(
            objective.baseline, objective.target, self.target, objective._is_sum()
        )

    def _set_share(self, share):
        """Give it the figure of this share of the way, if that is another one."""
        self.ensure_one()
        objective = self.objective_id
        if share is None:
            return
        target = phase_target(
            objective.baseline,
            objective.target,
            share,
            objective._is_sum(),
            objective._is_count(),
        )
        if round(target - self.target, 2):
            self.target = target

    @api.model_create_multi
    def create(self, vals_list):
        phases = super().create(vals_list)
        phases.objective_id._check_plan_open()
        return phases

    def write(self, vals):
        """Bent steps change what is expected, so the plan is told."""
        before = {phase: (phase.date_end, phase.target) for phase in self}
        if not self.env.su:
            self.objective_id._check_plan_open()
        result = super().write(vals)
        for phase, (day, target) in before.items():
            objective = phase.objective_id
            changes = []
            if phase.date_end != day:
                changes.append(
                    f"{format_date(self.env, day)} → "
                    f"{format_date(self.env, phase.date_end)}"
                )
            if "target" in vals and phase.target != target:
                changes.append(
                    f"{objective._in_words(target)} → "
                    f"{objective._in_words(phase.target)}"
                )
            objective._tell_plan(
                [
                    self.env._(
                        "Step until %(date)s: %(change)s",
                        date=format_date(self.env, phase.date_end),
                        change=change,
                    )
                    for change in changes
                ]
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        self.objective_id._check_plan_open()
