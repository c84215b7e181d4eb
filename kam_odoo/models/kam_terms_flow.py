from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import format_date

from .kam_terms import ACTIVITY, TEXTS


class KamTerms(models.Model):
    """From draft to approval, and to the next version (R9)."""

    _inherit = "kam.terms"

    def action_submit(self):
        """Ask the Key Accounts managers for approval."""
        self.check_access("write")
        for terms in self:
            terms._check_state("draft")
            if not any(terms[name] for name in TEXTS):
                raise UserError(
                    self.env._("%(terms)s say nothing yet.", terms=terms.display_name)
                )
            terms.sudo().write({"state": "submitted", "submitted_by": self.env.uid})
            terms._schedule_approval()

    def action_back_to_draft(self):
        """Take submitted or refused terms back to change them."""
        self.check_access("write")
        for terms in self:
            terms._check_state("submitted", "refused")
            terms.sudo().write(
                {
                    "state": "draft",
                    "decided_by": False,
                    "decision_date": False,
                    "decision_comment": False,
                }
            )
            terms._close_activities()

    def action_approve(self):
        """Approve; the version that is replaced ends."""
        for terms in self:
            terms._check_decider()
            terms._lock_subject()
            terms.sudo()._end_origin()
            terms._record_decision("approved")

    def action_refuse(self):
        """Ask why, then refuse."""
        self.ensure_one()
        self._check_decider()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse terms"),
            "res_model": "kam.terms.refusal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_terms_id": self.id},
        }

    def action_withdraw(self):
        """Give up a draft or a request; approved terms are ended instead."""
        self.check_access("write")
        for terms in self:
            terms._check_state("draft", "submitted", "refused")
            terms.sudo().write({"state": "withdrawn"})
            terms._close_activities()

    def action_end(self):
        """End approved terms today; those that have not begun are withdrawn."""
        self.check_access("write")
        self._check_manager()
        today = fields.Date.context_today(self)
        for terms in self:
            terms._check_state("approved")
            if terms.date_from > today:
                terms.sudo().write({"state": "withdrawn"})
            elif not terms.date_to or terms.date_to > today:
                terms.sudo().write({"date_to": today})

    def action_revise(self):
        """Open a draft of the next version."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("approved")
        open_draft = self.sudo().search(
            [("origin_id", "=", self.id), ("state", "in", ("draft", "submitted"))],
            limit=1,
        )
        draft = open_draft or self.sudo().copy(
            {
                "origin_id": self.id,
                "date_from": max(fields.Date.context_today(self), self.date_from),
                "date_to": self.date_to
                if self.date_to and self.date_to >= fields.Date.context_today(self)
                else False,
            }
        )
        return draft.sudo(False).get_formview_action()

    def _refuse(self, comment):
        self.ensure_one()
        self._check_decider()
        self._record_decision("refused", comment)

    def _record_decision(self, state, comment=False):
        """Write who decided, close the activities, and tell who submitted."""
        self.ensure_one()
        self.sudo().write(
            {
                "state": state,
                "decided_by": self.env.uid,
                "decision_date": fields.Datetime.now(),
                "decision_comment": comment,
            }
        )
        self._close_activities()
        decided = (
            self.env._("The terms were approved.")
            if state == "approved"
            else self.env._("The terms were refused: %(why)s", why=comment)
        )
        self.sudo().message_post(
            body=decided,
            subtype_xmlid="mail.mt_note",
            partner_ids=(self.submitted_by - self.env.user).partner_id.ids,
        )

    def _check_state(self, *states):
        self.ensure_one()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(terms)s: this cannot be done, the state is “%(state)s”.",
                    terms=self.display_name,
                    state=labels[self.state],
                )
            )

    def _check_manager(self):
        if not self.env.user.has_group("kam_odoo.group_kam_manager"):
            raise AccessError(
                self.env._("Only a Key Accounts manager decides on terms.")
            )

    def _check_decider(self):
        """Approved by two people: one submits, a Key Accounts manager decides."""
        self.ensure_one()
        self.check_access("write")
        self._check_manager()
        self._check_state("submitted")
        if self.submitted_by == self.env.user:
            raise AccessError(
                self.env._(
                    "You submitted these terms yourself; another Key Accounts manager "
                    "must decide."
                )
            )

    def _schedule_approval(self):
        """An activity for each manager who may decide; the first one closes them."""
        self.ensure_one()
        managers = self.env["res.users"]._kam_managers(self.company_id)
        for manager in managers - self.submitted_by:
            self.sudo().activity_schedule(ACTIVITY, user_id=manager.id)

    def _close_activities(self):
        self.sudo().activity_unlink([ACTIVITY])

    def _lock_subject(self):
        """Let nobody else approve terms of the same account or tier meanwhile."""
        try:
            for name in ("partner_id", "tier_id"):
                self.sudo()[name].lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is changing this just now. Try again.")
            ) from error

    def _end_origin(self):
        """End the version that these terms replace, the day before they begin."""
        self.ensure_one()
        origin = self.origin_id
        if origin.state != "approved":
            return
        if self.date_from < origin.date_from:
            raise UserError(
                self.env._(
                    "The new version begins before the one that it replaces "
                    "(%(date)s).",
                    date=format_date(self.env, origin.date_from),
                )
            )
        if self.date_from == origin.date_from:
            origin.write({"state": "withdrawn"})
        elif not origin.date_to or origin.date_to >= self.date_from:
            origin.write({"date_to": self.date_from - relativedelta(days=1)})
