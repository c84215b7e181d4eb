from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

# Written by the program only.
BY_PROGRAM = {
    "date_checklist",
    "date_closed",
    "date_due",
    "days_late",
    "event_id",
    "on_time",
    "snapshot",
    "state",
}
# May still change on a review that is over.
AFTER_THE_END = {"active"}
OVER = ("closed", "cancelled")


class KamReview(models.Model):
    """From planned to closed: who may do which step, and what is kept of it."""

    _inherit = "kam.review"

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create([self._guarded(vals) for vals in vals_list])
        reviews._check_own_account()
        if not self.env.su:
            for plan in reviews.sudo().plan_id:
                if plan.state in OVER:
                    raise UserError(
                        self.env._(
                            "“%(plan)s” is over: plan the review in the next one.",
                            plan=plan.name,
                        )
                    )
        return reviews

    @api.model
    def _guarded(self, vals):
        """Values of a new review, which is planned, whatever the caller says."""
        if self.env.su:
            return vals
        typed = {name for name in BY_PROGRAM | {"date_held"} if vals.get(name)}
        if typed - {"state"} or vals.get("state", "planned") != "planned":
            raise AccessError(self._typed_result_message())
        # explicit, so that no default from a context slips in either
        fixed = {"state": "planned", "date_held": False, "date_closed": False}
        return {**vals, **fixed, "snapshot": False}

    def _typed_result_message(self):
        return self.env._(
            "State and results of a review come from its buttons; nobody can type them "
            "in."
        )

    def write(self, vals):
        names = set(vals)
        if not self.env.su:
            self._check_written(names)
        result = super().write(vals)
        if {"partner_id", "plan_id"} & names:
            self._check_own_account()
        return result

    def _check_written(self, names):
        if names & BY_PROGRAM:
            raise AccessError(self._typed_result_message())
        for review in self:
            if review.state in OVER and names - AFTER_THE_END:
                raise UserError(
                    self.env._(
                        "“%(review)s” is over and stays as it was.",
                        review=review.name,
                    )
                )
            if review.state == "held" and names & {
                "company_id",
                "date_planned",
                "kind",
                "partner_id",
                "plan_id",
            }:
                raise UserError(
                    self.env._(
                        "“%(review)s” was held: what it was about and when it was "
                        "planned stays.",
                        review=review.name,
                    )
                )
            if review.state == "planned" and "date_held" in names:
                raise UserError(
                    self.env._(
                        "“%(review)s” was not held yet. Press Held first.",
                        review=review.name,
                    )
                )

    @api.constrains("date_held", "state")
    def _check_date_held(self):
        for review in self:
            if review.state not in ("held", "closed"):
                continue
            if not review.date_held:
                raise ValidationError(
                    self.env._("On which day was “%s” held?", review.name)
                )
            if review.date_held > self._today_of(review.company_id):
                raise ValidationError(
                    self.env._("“%s” cannot have been held in the future.", review.name)
                )

    @api.constrains("participant_ids", "sponsor_id", "state")
    def _check_customer(self):
        """An annual review is one with the customer and our executive sponsor."""
        self.filtered(lambda one: one.state in ("held", "closed"))._check_annual()

    def _check_annual(self):
        for review in self.filtered(lambda one: one.kind == "annual"):
            if not review.sponsor_id:
                raise ValidationError(
                    self.env._(
                        "“%(review)s” needs an executive sponsor: the customer's "
                        "management meets ours.",
                        review=review.name,
                    )
                )
            if not review._customer_people():
                raise ValidationError(
                    self.env._(
                        "“%(review)s” needs somebody of the customer among the "
                        "participants.",
                        review=review.name,
                    )
                )

    def _track_subtype(self, init_values):
        self.ensure_one()
        if "state" in init_values and self.state == "closed":
            return self.env.ref("kam_odoo.mt_review_closed")
        if "date_planned" in init_values and self.state == "planned":
            return self.env.ref("kam_odoo.mt_review_planned")
        return super()._track_subtype(init_values)

    def _creation_subtype(self):
        return self.env.ref("kam_odoo.mt_review_planned")

    def _check_step(self, states, refusal):
        """A step that the state does not allow is refused in words."""
        self.check_access("write")
        for review in self:
            if review.state not in states:
                raise UserError(refusal % review.name)

    def action_hold(self):
        """It took place: on the day of its meeting if that is over, else today."""
        self._check_step(["planned"], self.env._("“%s” is not planned."))
        self._check_annual()
        for review in self:
            today = self._today_of(review.company_id)
            met = review.event_id and review.date_planned <= today
            review.sudo().write(
                {"state": "held", "date_held": review.date_planned if met else today}
            )
        self._end_preparing()
        return True

    def action_close(self):
        """Keep what is known now, and plan the next one.

        One that is only planned took place, or nobody would close it.
        """
        self._check_step(
            ["planned", "held"], self.env._("“%s” cannot be closed any more.")
        )
        self.filtered(lambda review: review.state == "planned").action_hold()
        for review in self:
            review.sudo().write(
                {
                    "state": "closed",
                    "date_closed": fields.Datetime.now(),
                    "snapshot": review._known(),
                }
            )
        self._schedule_next()
        return True

    def action_cancel(self):
        """It will not take place; the rhythm goes on with the next one."""
        self._check_step(["planned"], self.env._("“%s” is not planned any more."))
        self._cancel()
        self._schedule_next()
        return True

    def _cancel(self):
        self.sudo().write({"state": "cancelled"})
        self._end_preparing()
        self._tell_of_meetings()

    def _tell_of_meetings(self):
        """Who invited people has to tell them; the program disinvites nobody."""
        now = fields.Datetime.now()
        for review in self.sudo():
            meeting = review.event_id
            if meeting.active and meeting.start > now:
                person = review.user_id or meeting.user_id
                env = review.with_context(lang=person.lang).env
                review.message_notify(
                    partner_ids=person.partner_id.ids,
                    subject=review.name,
                    body=env._(
                        "The review was cancelled, but its meeting on %(day)s is still "
                        "in the calendar. Tell the participants and delete it there.",
                        day=format_date(env, meeting.start),
                    ),
                )

    def action_reopen(self):
        """It did not take place after all, or it will."""
        self._check_step(
            ["held", "cancelled"], self.env._("“%s” cannot be planned again.")
        )
        for plan in self.sudo().plan_id:
            if plan.state == "cancelled":
                raise UserError(
                    self.env._(
                        "“%(plan)s” was cancelled, and its reviews with it.",
                        plan=plan.name,
                    )
                )
        self.sudo().write(
            {"state": "planned", "date_held": False, "date_checklist": False}
        )
        return True
