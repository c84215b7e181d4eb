from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class KamSelection(models.Model):
    """The steps of a round, forth and back, each checked and all or nothing."""

    _inherit = "kam.selection"

    def _check_step(self, *states):
        """Refuse a step for whom may not take it, or when it is not its turn."""
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for selection in self:
            if selection.state not in states:
                raise UserError(
                    self.env._(
                        "“%(name)s” is in the step %(step)s: this is not possible now.",
                        name=selection.name,
                        step=labels[selection.state],
                    )
                )

    def _refuse(self, problem):
        """Say what is missing, with the round's name in front.

        :raises UserError: if there is a problem
        """
        if problem:
            raise UserError(
                self.env._("%(round)s: %(problem)s", round=self.name, problem=problem)
            )

    def _start_problem(self):
        """Why the round cannot start, in the user's words, or False."""
        self.ensure_one()
        if not self.assessment_ids:
            return self.env._("Name the assessors first, better several than one.")
        if not self.analysis_id:
            return self.env._(
                "There is no analysis to take the candidates and figures from. Run one "
                "under Key Accounts → Analyses."
            )
        if self.analysis_id.state != "done":
            return self.env._("Run the analysis “%s” first.", self.analysis_id.name)
        if not self.env["kam.criterion"]._get_live():
            return self.env._(
                "There is no criterion to score by. Agree on criteria under Key "
                "Accounts → Configuration → Criteria."
            )
        return self._deadline_problem(self.date_nomination) or self._deadline_problem(
            self.date_scoring
        )

    def _deadline_problem(self, deadline):
        """Why nobody could meet the deadline, or False."""
        if not deadline:
            return self.env._("Enter until when to nominate and until when to score.")
        if deadline < fields.Date.context_today(self):
            return self.env._(
                "The deadline %s has already passed.", format_date(self.env, deadline)
            )
        return False

    def action_start_nomination(self):
        """Agree on the criteria as they are today, and invite the assessors."""
        self._check_step("draft")
        for selection in self:
            if not selection.analysis_id:
                selection.analysis_id = selection._current_analysis()
            selection._refuse(selection._start_problem())
            self.env["kam.criterion"]._copy_for_round(selection)
            selection._enter("nomination")
        return True

    def action_start_scoring(self):
        """End the nominations: make the list of candidates, ask for the marks."""
        self._check_step("nomination")
        for selection in self:
            selection._refuse(selection._deadline_problem(selection.date_scoring))
            selection.sudo()._make_candidates()
            if not selection.sudo().line_ids:
                selection._refuse(
                    self.env._(
                        "There are no candidates: nobody was nominated, there is no "
                        "key account, and no customer is of the chosen classes."
                    )
                )
            selection._enter("scoring")
        return True

    def action_end_scoring(self):
        """End the scoring: everything said becomes visible, and a list is proposed."""
        self._check_step("scoring")
        for selection in self:
            assessments = selection.sudo().assessment_ids
            late = assessments.filtered(lambda one: one.state == "open")
            if late == assessments:
                selection._refuse(self.env._("Nobody has handed in an assessment yet."))
            selection._enter("decision")
            selection.sudo()._compute_result()
            selection.message_post(body=selection._scoring_summary(late))
        return True

    def _scoring_summary(self, late):
        """What the chatter keeps of the end of scoring.

        :param late: assessments that were not handed in, whose marks do not count
        """
        if not late:
            return self.env._("Scoring has ended; everybody has handed in.")
        return self.env._(
            "Scoring has ended. Not handed in, so not counted: %(names)s.",
            names=late.user_id.mapped("name"),
        )

    def action_back(self):
        """Take the round back one step, as long as nothing was applied.

        What the assessors said is kept; what was worked out from it is not.
        """
        before = {"nomination": "draft", "scoring": "nomination", "decision": "scoring"}
        self._check_step(*before)
        for selection in self:
            step = selection.state
            inner = selection.sudo()
            if step == "nomination":
                inner.criterion_ids.unlink()
            elif step == "scoring":
                inner.line_ids.unlink()
            selection._enter(before[step])
            if step == "decision":
                inner._clear_result()
        return True

    def _enter(self, state):
        """Enter a step; what it asks of the assessors is asked anew."""
        self.ensure_one()
        former = self.state
        self.sudo().state = state
        assessments = self.sudo().assessment_ids
        assessments._close_tasks()
        if {former, state} != {"scoring", "decision"}:
            assessments.write({"state": "open", "date_done": False})
        assessments.filtered(lambda one: one.state == "open")._invite()
        # Assessors without the CRM app have a menu as long as they assess.
        self.env.registry.clear_cache()

    def _get_companies(self):
        """Companies whose scores the round bears on."""
        self.ensure_one()
        return self.company_id or self.analysis_id.covered_company_ids
