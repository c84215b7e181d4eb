import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .kam_escalation import OPEN
from .kam_escalation_work import RISEN

_logger = logging.getLogger(__name__)


class KamEscalation(models.Model):
    """What is late rises by itself: to the account manager, then to the sponsor."""

    _inherit = "kam.escalation"

    @api.model
    def _domain_unanswered(self, now):
        """No answer in time, and the account manager has not been told."""
        return Domain(
            [
                ("state", "in", OPEN),
                ("level", "=", "0"),
                ("date_responded", "=", False),
                ("response_deadline", "<", now),
            ]
        )

    @api.model
    def _domain_overdue(self, now):
        """No solution in time, or no answer in twice the time."""
        unanswered = Domain("date_responded", "=", False)
        return Domain([("state", "in", OPEN), ("level", "!=", "2")]) & (
            Domain("solution_deadline", "<", now)
            | (unanswered & Domain("sponsor_deadline", "<", now))
        )

    @api.model
    def _domain_orphaned(self):
        """Whose responsible left."""
        return Domain([("state", "in", OPEN), ("user_id.active", "=", False)])

    @api.model
    def _cron_rise(self):
        """Raise each late escalation one step, once; hand over what nobody has.

        One that fails is logged, tried again by the next run, and does not stop the
        others. The level is written with the activity in one transaction, so a killed
        run neither forgets a step nor does it twice.
        """
        now = fields.Datetime.now()
        due = self.search(
            self._domain_unanswered(now)
            | self._domain_overdue(now)
            | self._domain_orphaned()
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for escalation in due:
            try:
                with self.env.cr.savepoint():
                    if escalation.try_lock_for_update():
                        escalation._rise(now)
            except Exception:
                _logger.exception("Escalation %s did not rise", escalation.id)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _rise(self, now):
        """The steps that are due for one escalation, in their order."""
        self.ensure_one()
        escalation = self.with_company(self.company_id)
        if escalation.user_id and not escalation._usable(escalation.user_id):
            escalation.user_id = escalation._default_responsible()
        if escalation.filtered_domain(self._domain_unanswered(now)):
            escalation._rise_to("1")
        if escalation.filtered_domain(self._domain_overdue(now)):
            escalation._rise_to("2")

    def _rise_to(self, level):
        """Put it on the list of the next person, with a note of what happened."""
        self.ensure_one()
        users = self._rise_targets(level)
        self.level = level
        today = self._local_day(False)
        for user in users:
            self._put_on_list(RISEN, user, today, note=self._rise_words(user))
        reader = users[:1] or self.user_id
        told = self.with_context(lang=reader.lang or self.env.lang)
        self.message_post(
            body=told._rise_words(reader, users),
            subtype_xmlid="kam_odoo.mt_escalation_risen",
            author_id=self.env.ref("base.partner_root").id,
        )

    def _rise_targets(self, level):
        """Account manager, then sponsor; where one is missing, the heads.

        The responsible knows already, so nothing rises to the responsible.
        """
        self.ensure_one()
        account = self.partner_id.kam_account_id
        target = account.kam_manager_id if level == "1" else account.kam_sponsor_id
        return (
            self._usable(target) - self.user_id or self._heads() - self.user_id
        ).sudo()

    def _rise_words(self, reader, told=None):
        """What is late, in the language and the time zone of who reads it.

        :param told: res.users that were told, for the note in the chatter
        """
        self.ensure_one()
        env = self.with_context(lang=reader.lang or self.env.lang).env
        due = {
            "due": format_datetime(
                env,
                self.next_deadline,
                tz=reader.tz or self.company_id._kam_tz(),
                dt_format="short",
            )
        }
        if self.date_responded:
            words = env._("Not solved in time: the solution was due on %(due)s.", **due)
        else:
            words = env._("Not answered in time: an answer was due on %(due)s.", **due)
        if told is None:
            return words
        if not told:
            return f"{words} {env._('There was nobody to tell.')}"
        names = told.mapped("name")
        return f"{words} {env._('Told: %(people)s.', people=names)}"
