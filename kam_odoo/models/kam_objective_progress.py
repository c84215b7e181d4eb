from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.progress import (
    expected_share,
    phase_ends,
    phase_share,
    progress,
    status,
)

OVER = ("closed", "cancelled")


class KamObjective(models.Model):
    """How far objectives are, and how far they should be (METHODS §12)."""

    _inherit = "kam.objective"

    @api.depends(
        "baseline",
        "categ_ids",
        "contact_ids",
        "date_start",
        "deadline",
        "log_ids.date",
        "log_ids.value",
        "metric",
        "phase_ids.date_end",
        "phase_ids.target",
        "plan_id.partner_id",
        "plan_id.state",
        "target",
        "won_by",
    )
    def _compute_progress(self):
        """Live while the plan is open; as last counted when it is over."""
        over = self.filtered(lambda one: one.plan_id.state in OVER)
        for objective in over:
            objective.actual = objective.last_actual
            objective.progress = objective.last_progress
            objective.expected = objective.last_expected
            objective.status = objective.last_status
        running = self - over
        days = running._today()
        figures = running._figures(
            {
                one: (one.date_start, min(one.deadline, days[one]))
                for one in running
                if one.date_start and one.deadline
            }
        )
        for one in running:
            one.actual = figures.get(one)
            one.expected = one._expected_share(days[one])
            if one.actual is False:
                one.progress, one.status = None, False
                continue
            one.progress = progress(
                one.baseline, one.target, one.actual, one.expected, one._is_sum()
            )
            one.status = status(one._lasting_progress(), one.expected)

    def _make_phases(self):
        """Steps at the tier's rhythm of reviews, in place of those there were."""
        self.phase_ids.sudo().unlink()
        self.env["kam.objective.phase"].sudo().create(
            [
                {
                    "objective_id": objective.id,
                    "sequence": number + 1,
                    "date_end": day,
                }
                for objective in self
                for number, day in enumerate(
                    phase_ends(
                        objective.date_start,
                        objective.deadline,
                        objective.partner_id.sudo().kam_tier_id._kam_review_days(),
                    )
                )
            ]
        )

    def _is_sum(self):
        """Whether the figure grows from zero over the period; readings are levels."""
        self.ensure_one()
        return self.metric != "manual"

    def _is_count(self):
        """Whether it counts things, of which there is no third."""
        self.ensure_one()
        return self._is_sum() and not self.is_money

    def _check_targets(self):
        """Nothing before and nothing wanted would be reached from the first day."""
        for objective in self:
            if objective._is_sum() and not (objective.target or objective.baseline):
                raise UserError(
                    self.env._(
                        "“%(objective)s” has no target yet: how much shall it be?",
                        objective=objective.name,
                    )
                )

    def _lasting_progress(self):
        """Progress that nothing can undo: a small sum is reached only at the end."""
        self.ensure_one()
        shrinks = self._is_sum() and self.target < self.baseline
        return (
            min(self.progress, 0.999)
            if shrinks and self.expected < 1
            else (self.progress)
        )

    def _today(self):
        """The local day of each objective's company."""
        days = {
            company: self.env["res.partner"]._kam_today(company or self.env.company)
            for company in self.plan_id.company_id | self.env["res.company"]
        }
        today = self.env["res.partner"]._kam_today(self.env.company)
        return {one: days.get(one.plan_id.company_id, today) for one in self}

    def _expected_share(self, today):
        """Part of the way that should be behind us as ``today`` begins."""
        self.ensure_one()
        if not (self.date_start and self.deadline):
            return 0.0
        phases = []
        for phase in self.phase_ids.filtered("date_end").sorted("date_end"):
            share = phase_share(
                self.baseline, self.target, phase.target, self._is_sum()
            )
            if share is None:
                share = phase._time_share()
            phases.append((phase.date_end, share))
        if not phases or phases[-1][0] < self.deadline:
            phases.append((self.deadline, 1.0))
        return expected_share(self.date_start, phases, today)

    @api.model
    def _search_status(self, operator, value):
        """By the live status; the objectives of open plans are counted for it."""
        if operator != "in":
            return NotImplemented
        running = self.search([("plan_id.state", "not in", OVER)])
        found = running.filtered(lambda one: one.status in value)
        return Domain("id", "in", found.ids) | (
            Domain("plan_id.state", "in", OVER) & Domain("last_status", "in", value)
        )

    def _freeze(self):
        """Keep the figures of this moment in the columns ``last_…``."""
        for objective in self:
            values = {
                "last_actual": objective.actual,
                "last_progress": objective.progress,
                "last_expected": objective.expected,
                "last_status": objective.status,
            }
            if any(objective[name] != value for name, value in values.items()):
                objective.sudo().with_context(tracking_disable=True).write(values)

    def _attainment(self):
        """Progress by weight, each at most 100 %; unknown without any figure."""
        known = [one for one in self if one.progress is not False and one.weight]
        if not known:
            return False
        total = sum(one.weight for one in known)
        reached = sum(one.weight * min(1.0, one.progress) for one in known)
        return round(reached / total, 4)

    @api.model
    def _cron_count(self):
        """Note the figures of all running objectives, for grouping and reports."""
        running = self.search([("plan_id.state", "=", "active")])
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(running))
        for start in range(0, len(running), 500):
            batch = running[start : start + 500]
            batch._freeze()
            if not commit(len(batch)):
                break
