from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.rhythm import next_after, progress_days
from .kam_review_schedule import OPEN, YEARLY

# Days from the first annual review to the first planning day.
FIRST_LATER = {"planning": 14}


class KamPlan(models.Model):
    """An approved plan has its reviews."""

    _inherit = "kam.plan"

    review_ids = fields.One2many("kam.review", "plan_id", string="Reviews")
    review_count = fields.Integer(
        string="Number of reviews", compute="_compute_review_count"
    )
    late_review_count = fields.Integer(
        string="Late reviews", compute="_compute_review_count"
    )
    next_review_date = fields.Date(
        string="Next review", compute="_compute_review_count"
    )

    def _compute_review_count(self):
        """All but the cancelled ones, those that are late, and the day of the next."""
        Review = self.env["kam.review"]
        domain = Domain("plan_id", "in", self.ids) & Domain("state", "!=", "cancelled")
        counts = dict(Review._read_group(domain, ["plan_id"], ["__count"]))
        late = dict(
            Review._read_group(
                domain & Domain("is_late", "=", True), ["plan_id"], ["__count"]
            )
        )
        days = dict(
            Review._read_group(
                domain & Domain("state", "=", "planned"),
                ["plan_id"],
                ["date_planned:min"],
            )
        )
        for plan in self:
            plan.review_count = counts.get(plan, 0)
            plan.late_review_count = late.get(plan, 0)
            plan.next_review_date = days.get(plan, False)

    def _schedule_reviews(self):
        """Plan what the tier asks for and is not planned yet; twice changes nothing."""
        plans = self.sudo().filtered(lambda plan: plan.state == "active")
        Review = self.env["kam.review"].sudo()
        there = {
            (plan, kind)
            for plan, kind in Review._read_group(
                Domain("plan_id", "in", plans.ids)
                & (
                    Domain("state", "in", OPEN)
                    # the end of a plan is reviewed once
                    | (
                        Domain("state", "=", "closed")
                        & Domain("kind", "=", "quarterly")
                    )
                ),
                ["plan_id", "kind"],
            )
        }
        wanted = []
        for plan in plans:
            today = Review._today_of(plan.company_id)
            if (plan, "progress") not in there:
                wanted += plan._progress_review(today - timedelta(days=1))
            if (plan, "quarterly") not in there and plan._tier().quarterly_review:
                values = plan._review_values("quarterly", max(plan.date_to, today))
                wanted.append((values, max(plan.date_to, today)))
        wanted += plans._yearly_reviews()
        return Review._plan_reviews(wanted)

    def _tier(self):
        return self.sudo().partner_id.kam_tier_id

    def _review_values(self, kind, day):
        return {
            "kind": kind,
            "plan_id": self.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "date_planned": day,
        }

    def _progress_review(self, after):
        """The next progress review after a day, within the plan; a list of one or none.

        Without a tier every 30 days, as the steps of the objectives.
        """
        self.ensure_one()
        tier = self._tier()
        step = tier.review_days if tier else tier._kam_review_days()
        days = progress_days(
            self.date_from, self.date_to, step, not tier.quarterly_review
        )
        day = next_after(days, after)
        return [(self._review_values("progress", day), self.date_to)] if day else []

    def _yearly_reviews(self):
        """Annual reviews and planning days of the accounts, counted from the last one.

        The first annual one comes a year after the plan began, and the first planning
        day once it has been heard what the customer says there; one that should have
        been before today leaves time to prepare it.
        """
        Review = self.env["kam.review"].sudo()
        last = {
            (account, company, kind): day
            for account, company, kind, day in Review._read_group(
                Domain("partner_id", "in", self.partner_id.ids)
                & Domain("kind", "in", list(YEARLY))
                & Domain("state", "in", ["held", "closed"]),
                ["partner_id", "company_id", "kind"],
                ["date_held:max"],
            )
        }
        days = {}
        for plan in self:
            for kind in YEARLY:
                key = (plan.partner_id, plan.company_id, kind)
                later = timedelta(days=FIRST_LATER.get(kind, 0))
                days[key] = last.get(key) or plan.date_from + later
        return Review._next_yearly(days, soon=True)

    def action_approve(self):
        result = super().action_approve()
        self._schedule_reviews()
        return result

    def write(self, vals):
        ends = {plan: plan.date_to for plan in self} if "date_to" in vals else {}
        result = super().write(vals)
        for plan, before in ends.items():
            if plan.date_to != before:
                plan._move_last_review(before)
        return result

    def _move_last_review(self, before):
        """The review of the end moves with it, unless people chose its day.

        :param before: last day of the plan until now
        """
        self.ensure_one()
        company = self.company_id
        usual = company._kam_working_day(before, before)
        last = self._planned_reviews().filtered(
            lambda one: (
                one.kind == "quarterly"
                and one.date_planned == usual
                and not one.event_id
            )
        )
        if last:
            day = company._kam_working_day(self.date_to, self.date_to)
            last.write({"date_planned": day, "date_due": day})

    def _close(self):
        """What was to be reviewed on the way is over; the end is still reviewed."""
        result = super()._close()
        self._planned_reviews().filtered(
            lambda review: review.kind == "progress"
        )._cancel()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._planned_reviews()._cancel()
        return result

    def _planned_reviews(self):
        return (
            self.env["kam.review"]
            .sudo()
            .search([("plan_id", "in", self.ids), ("state", "=", "planned")])
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reviewed(self):
        """Reviews that were held are history, and so is their plan."""
        held = (
            self.env["kam.review"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [("plan_id", "in", self.ids), ("state", "in", ["held", "closed"])],
                limit=1,
            )
        )
        if held:
            raise UserError(
                self.env._(
                    "“%(plan)s” was reviewed and stays as a record. Archive it "
                    "instead.",
                    plan=held.plan_id.name,
                )
            )

    def unlink(self):
        """Reviews that never took place go with the plan.

        So do actions and objectives, by the program: the database alone would leave
        their activities on people's lists.
        """
        reviews = (
            self.env["kam.review"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [("plan_id", "in", self.ids), ("state", "in", ["planned", "cancelled"])]
            )
        )
        self.check_access("unlink")
        self._unlink_except_approved()
        reviews.unlink()
        every = self.sudo().with_context(active_test=False)
        every.action_ids.unlink()
        every.objective_ids.unlink()
        return super().unlink()
