from markupsafe import Markup

from odoo import models
from odoo.tools import format_date

from .kam_assessment import RUNNING

TASK = {
    "nomination": "kam_odoo.mail_activity_type_nominate",
    "scoring": "kam_odoo.mail_activity_type_score",
}
REMINDER = "kam_odoo.mail_activity_type_hand_in"


class KamAssessment(models.Model):
    """What is asked of an assessor, as activities: invited, done.

    Who is late is reminded by a rule (``kam_reminder_plan.py``).
    """

    _inherit = "kam.assessment"

    def _invite(self):
        """Ask each assessor for what the step of the round wants, in their language.

        Odoo sends the mail about an activity that somebody else has planned.
        """
        for assessment in self:
            step = assessment.selection_id.state
            if step in RUNNING:
                assessment._for_assessor()._schedule_task(TASK[step])

    def _for_assessor(self):
        """The assessment in the language of its assessor."""
        return self.with_context(lang=self.user_id.lang, tz=self.user_id.tz)

    def _schedule_task(self, activity_type):
        """Plan one activity for the assessor, with the deadline and the way there."""
        self.ensure_one()
        names = {
            "round": self.selection_id.name,
            "date": format_date(self.env, self.date_deadline),
        }
        if self.selection_id.state == "nomination":
            summary = self.env._("Nominate key accounts")
            text = self.env._(
                "“%(round)s”: which customers should be key accounts, and why? Please "
                "answer by %(date)s.",
                **names,
            )
        else:
            summary = self.env._("Mark the candidates")
            text = self.env._(
                "“%(round)s”: please mark the candidates and hand in by %(date)s. "
                "Nobody sees your marks before the scoring ends.",
                **names,
            )
        self.activity_schedule(
            activity_type,
            date_deadline=self.date_deadline,
            summary=summary,
            note=Markup('<p>%s</p><p><a href="/odoo/kam-assessments/%s">%s</a></p>')
            % (text, self.id, self.env._("Open my assessment")),
            user_id=self.user_id.id,
        )

    def _close_tasks(self):
        """Nothing is asked any more."""
        self.sudo().activity_unlink([*TASK.values(), REMINDER])

    def _move_tasks(self):
        """The deadlines have moved: so do the tasks, and the rules' reminders by night.

        A reminder of a day that has been put off would be wrong until then.
        """
        for assessment in self.sudo():
            assessment.activity_reschedule(
                [*TASK.values(), REMINDER], date_deadline=assessment.date_deadline
            )

    def action_hand_in(self):
        result = super().action_hand_in()
        inner = self.sudo()
        inner.activity_unlink([REMINDER])
        inner.activity_feedback(list(TASK.values()))
        return result

    def action_take_back(self):
        result = super().action_take_back()
        # Planned by the assessor: no mail about one's own doing.
        self.sudo()._invite()
        return result
