from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from .mail_activity_plan_template import SHIPPED_STEPS

ANNUAL = "kam_odoo.mail_activity_plan_annual_review"
_lt = LazyTranslate(__name__)
SHIPPED_STEPS += [
    _lt("Agree the date, the place and who takes part with the customer"),
    _lt("Ask colleagues and the customer what they want to speak about"),
    _lt("Prepare figures and results of the year, and the proposal for the next"),
    _lt("Go through the agenda with the executive sponsor"),
    _lt("Send the agenda to the customer"),
]


class KamReview(models.Model):
    """The checklist of an annual review, begun in time (D2).

    Its steps are Odoo activities on the review, with deadlines counted back from its
    day; they move with it, and go when it is over.
    """

    _inherit = "kam.review"

    date_checklist = fields.Date(
        string="Checklist started", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model
    def _annual_checklist(self):
        """The shipped plan; empty if it was deleted or archived."""
        plan = self.env.ref(ANNUAL, raise_if_not_found=False)
        plan = plan or self.env["mail.activity.plan"]
        return plan.sudo().filtered("active")

    @api.model
    def _cron_start_checklists(self):
        """Start the checklists of the annual reviews that come near."""
        checklist = self._annual_checklist()
        if not checklist:
            return
        tiers = self.env["kam.tier"].with_context(active_test=False).search([])
        latest = fields.Date.today() + timedelta(
            days=1 + max([30, *tiers.mapped("checklist_days")])
        )
        reviews = self.search(
            [
                ("kind", "=", "annual"),
                ("state", "=", "planned"),
                ("date_checklist", "=", False),
                ("date_planned", "<=", latest),
            ]
        ).filtered(lambda review: review._checklist_due())
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(reviews))
        for review in reviews:
            review._start_checklist(checklist)
            if not commit(1):
                break

    def _checklist_due(self):
        """Whether it is time to begin, by the tier; 30 days before without one."""
        tier = self.partner_id.kam_tier_id
        days = tier.checklist_days if tier else 30
        return self.date_planned - timedelta(days=days) <= self._today_of(
            self.company_id
        )

    def _start_checklist(self, checklist):
        """Schedule the steps once; no mail for each of them."""
        self.ensure_one()
        review = self.sudo().with_context(mail_activity_quick_update=True)
        for template in (
            checklist.template_ids - review._checklist_steps(checklist).kam_template_id
        ):
            found = template._determine_responsible(review.user_id, review)
            user = review._preparer(found["responsible"])
            review.activity_schedule(
                activity_type_id=template.activity_type_id.id,
                automated=False,
                summary=template._kam_summary(user.lang),
                note=template.note,
                user_id=user.id,
                date_deadline=review._step_deadline(template),
                kam_template_id=template.id,
            )
        review.date_checklist = self._today_of(review.company_id)

    def _preparer(self, user):
        """Who is meant, else the responsible, the account's manager, or the head."""
        head = self.env["kam.reminder"]._head(self.company_id)
        people = user, self.user_id, self.partner_id.kam_manager_id, head
        able = (one for one in people if one and self._can_be_prepared_by(one))
        return next(able, self.user_id)

    def _can_be_prepared_by(self, user):
        """Whether the step can be given to somebody: who is here and sees the review.

        A sponsor of the management may have no right on key accounts.
        """
        if not user.active:
            return False
        review = self.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        return review.has_access("read")

    def _step_deadline(self, template):
        """Counted from the day of the review; what is past becomes today's."""
        day = template._get_date_deadline(self.date_planned)
        company = self.company_id
        return company._kam_working_day(
            max(day, self._today_of(company)), self.date_planned
        )

    def _checklist_steps(self, checklist=None):
        """Steps that are still to be done."""
        checklist = self._annual_checklist() if checklist is None else checklist
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("kam_template_id", "in", checklist.template_ids.ids),
                ]
            )
        )

    def _move_checklists(self):
        """The open steps keep their distance to the day of the review."""
        for review in self.sudo().filtered("date_checklist"):
            if review.state != "planned":
                continue
            for step in review._checklist_steps():
                deadline = review._step_deadline(step.kam_template_id)
                if step.date_deadline != deadline:
                    step.date_deadline = deadline

    def _end_preparing(self):
        """Nothing is left to prepare, and nobody has to be reminded until tonight."""
        self.filtered("date_checklist")._checklist_steps().unlink()
        self.env["mail.activity"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("kam_reminder_id", "!=", False),
            ]
        ).unlink()
