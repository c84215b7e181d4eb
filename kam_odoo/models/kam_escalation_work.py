from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from .kam_escalation import OPEN

# Types of the activities that an escalation puts on lists of people.
ANSWER = "kam_odoo.mail_activity_type_escalation_answer"
SOLVE = "kam_odoo.mail_activity_type_escalation_solve"
ASSIGN = "kam_odoo.mail_activity_type_escalation_assign"
RISEN = "kam_odoo.mail_activity_type_escalation_risen"


class KamEscalation(models.Model):
    """From raised to solved, with the next step on the list of the right person."""

    _inherit = "kam.escalation"

    def _usable(self, users):
        """Those of the users who can work: active, internal, with this company."""
        self.ensure_one()
        return users.sudo().filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )

    def _default_responsible(self):
        """The account's key account manager, or else its salesperson."""
        self.ensure_one()
        account = self.partner_id.kam_account_id
        return (
            self._usable(account.kam_manager_id)
            or self._usable(self.contact_id.user_id)
            or self._usable(account.user_id)
        ).with_env(self.env)

    def _heads(self):
        """Who gets what nobody else can take: the head, or else all KAM managers."""
        self.ensure_one()
        managers = self.env.ref("kam_odoo.group_kam_manager").sudo().all_user_ids
        return self._usable(self.company_id.kam_escalation_user_id) or self._usable(
            managers
        )

    @api.constrains("user_id", "company_id")
    def _check_user_id(self):
        for escalation in self:
            user = escalation.user_id
            if user and not escalation._usable(user):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be responsible: not an active colleague of "
                        "%(company)s.",
                        user=user.name,
                        company=escalation.company_id.name,
                    )
                )

    def _check_open(self):
        for escalation in self:
            if escalation.state not in OPEN:
                raise UserError(
                    self.env._(
                        "“%(escalation)s” is closed. Reopen it first.",
                        escalation=escalation.name,
                    )
                )

    def action_take(self):
        """Become responsible."""
        self._check_open()
        self.write({"user_id": self.env.uid})

    def action_respond(self):
        """The customer has an answer, by whatever way it was given."""
        self.check_access("write")
        self._check_open()
        self._respond()

    def _respond(self, user=None):
        """Stamp the first answer; who answers what is nobody's takes it.

        Without an account it stays new until one is given.

        :param user: who answered, by default the current user
        """
        user = user or self.env.user
        for escalation in self.sudo():
            if escalation.date_responded or escalation.state not in OPEN:
                continue
            values = {"date_responded": fields.Datetime.now()}
            if not escalation.user_id and escalation._usable(user):
                values["user_id"] = user.id
            escalation.write(values)
        self._begin_answered()

    def _begin_answered(self):
        """What is answered and has an account is being worked on."""
        begun = self.sudo().filtered(
            lambda one: one.state == "new" and one.date_responded and one.partner_id
        )
        if begun:
            begun.write({"state": "in_progress"})

    def action_solve(self):
        """Close it; how it was solved and why it came are wanted for the next time."""
        self.check_access("write")
        self._check_open()
        for escalation in self:
            if not (escalation.solution or "").strip() or not escalation.reason_id:
                raise UserError(
                    self.env._(
                        "Write how “%(escalation)s” was solved and choose its reason "
                        "before you close it.",
                        escalation=escalation.name,
                    )
                )
        self._respond()
        self.sudo().write({"state": "solved", "date_solved": fields.Datetime.now()})

    def action_cancel(self):
        """It was none, or is there twice: it no longer counts."""
        self.check_access("write")
        self._check_open()
        self.sudo().write({"state": "cancelled"})

    def action_reopen(self):
        """Not solved after all: the time to solve starts anew, the record stays."""
        self.check_access("write")
        now = fields.Datetime.now()
        for escalation in self.sudo():
            if escalation.state in OPEN:
                continue
            if escalation.date_solved:
                escalation._note_reopened()
            deadlines = escalation._deadlines(now)
            if escalation.date_responded:
                # The promise of an answer was kept or not; that stays on record.
                deadlines = {"solution_deadline": deadlines["solution_deadline"]}
            answered = escalation.date_responded and escalation.partner_id
            escalation.write(
                {
                    "state": "in_progress" if answered else "new",
                    "level": "0",
                    "date_solved": False,
                    "date_reopened": now,
                    **deadlines,
                }
            )

    def _note_reopened(self):
        """Keep what had been written as the solution."""
        self.ensure_one()
        self._message_log(
            author_id=self.env.user.partner_id.id,
            body=self.env._(
                "Reopened. It had been solved on %(date)s: %(solution)s",
                date=format_datetime(self.env, self.date_solved),
                solution=self.solution,
            ),
        )

    def _activity_fields(self):
        """Fields that decide who has what to do until when."""
        return {
            "active",
            "company_id",
            "date_responded",
            "partner_id",
            "response_deadline",
            "severity",
            "solution_deadline",
            "state",
            "user_id",
        }

    def _wanted_activities(self):
        """Who should have which next step on the list: list of (type, user)."""
        self.ensure_one()
        if self.state not in OPEN or not self.active:
            return []
        if not self.user_id:
            return [(ASSIGN, user) for user in self._heads()]
        return [(SOLVE if self.date_responded else ANSWER, self.user_id)]

    def _keeps_risen(self):
        """Whether the cause for which it rose is still there."""
        self.ensure_one()
        open_ = self.active and self.state in OPEN
        return open_ and (not self.date_responded or self.is_late)

    def _sync_activities(self):
        """Make the activities what they should be; doing it twice changes nothing.

        Activities that rose to somebody are made once, by the job, and only taken
        away here when their cause is gone.
        """
        types = {
            self.env.ref(xmlid).id: xmlid for xmlid in (ANSWER, SOLVE, ASSIGN, RISEN)
        }
        found = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "in", list(types)),
                ]
            )
        )
        by_escalation = found.grouped("res_id")
        for escalation in self.sudo():
            wanted = escalation._wanted_activities()
            day = escalation._local_day(escalation.next_deadline)
            for activity in by_escalation.get(escalation.id, found.browse()):
                key = types[activity.activity_type_id.id], activity.user_id
                if key[0] == RISEN:
                    if not escalation._keeps_risen():
                        activity.unlink()
                elif key not in wanted:
                    activity.unlink()
                else:
                    wanted.remove(key)
                    if activity.date_deadline != day:
                        activity.date_deadline = day
            for xmlid, user in wanted:
                escalation._put_on_list(xmlid, user, day)

    def _put_on_list(self, xmlid, user, day, note=""):
        """One activity, in the language of the person.

        Becoming responsible is told by Odoo's own notification already, so only the
        others get one of the activity.
        """
        self.ensure_one()
        self.with_context(
            mail_activity_quick_update=xmlid in (ANSWER, SOLVE),
            lang=user.lang,
        ).activity_schedule(xmlid, date_deadline=day, user_id=user.id, note=note)

    def _local_day(self, moment):
        """Day of a moment at the company; today for none."""
        self.ensure_one()
        local = self.with_context(tz=self.company_id._kam_tz())
        return fields.Datetime.context_timestamp(
            local, moment or fields.Datetime.now()
        ).date()

    @api.model
    def _action_raise(self, contact, account=None, company=None, order=None, lead=None):
        """Open a new escalation, filled in from where it is raised."""
        account = account or contact.kam_account_id
        context = {
            "default_company_id": (company or self.env.company).id,
            "default_contact_id": False if contact == account else contact.id,
            "default_partner_id": account.id,
            "default_order_id": order.id if order else False,
            "default_lead_id": lead.id if lead else False,
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Raise an escalation"),
            "res_model": self._name,
            "view_mode": "form",
            "context": context,
        }
