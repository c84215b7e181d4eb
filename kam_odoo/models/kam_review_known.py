from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .kam_review_state import OVER

DAY = timedelta(days=1)


class KamReview(models.Model):
    """What changed since the last review, read anew until the review is closed (P2).

    One dict of plain values, kept at closing; words are added by the screen, in the
    reader's language. The sales of as many days before stand beside, so that a figure
    can be judged. Whoever may read the review may read them.
    """

    _inherit = "kam.review"

    previous_id = fields.Many2one(
        "kam.review", string="Last review", compute="_compute_previous_id"
    )
    known = fields.Json(string="What changed", compute="_compute_known")

    @api.depends("company_id", "date_held", "kind", "partner_id", "state")
    def _compute_previous_id(self):
        """The last closed review: of any kind before a progress review, else of the
        same kind, as a year is compared with a year."""
        for review in self:
            last = review.date_held or self._today_of(
                review.company_id or self.env.company
            )
            domain = (
                Domain("partner_id", "=", review.partner_id._origin.id)
                & Domain("company_id", "=", review.company_id.id)
                & Domain("state", "=", "closed")
                & Domain("date_held", "<=", last)
                & Domain("id", "!=", review._origin.id)
            )
            if review.kind != "progress":
                domain &= Domain("kind", "=", review.kind)
            domain &= review._visible_plans()
            review.previous_id = self.sudo().search(
                domain, order="date_held desc, id desc", limit=1
            )

    def _visible_plans(self):
        """No glimpse of a confidential plan in the review of something else."""
        return (
            Domain("plan_id", "=", False)
            | Domain("plan_id.confidential", "=", False)
            | Domain("plan_id", "=", self.plan_id._origin.id)
        )

    @api.depends("company_id", "date_held", "kind", "partner_id", "plan_id", "state")
    @api.depends_context("lang")
    def _compute_known(self):
        for review in self:
            if review.state == "closed":
                review.known = review.sudo().snapshot
            elif review.state == "cancelled" or not review.partner_id:
                review.known = False
            else:
                review.known = review._shows_figures() and review._known()

    def _known(self):
        """The whole dict; a part that Odoo has no data for is False."""
        self.ensure_one()
        review = self.sudo().with_company(self.company_id)
        first, last = review._span()
        return {
            "as_of": fields.Date.to_string(last),
            "date_from": fields.Date.to_string(first),
            "date_to": fields.Date.to_string(last),
            "days": max(0, (last - first).days + 1),
            "previous_id": review.previous_id.id,
            "currency_id": review.company_id.currency_id.id,
            "account_id": review.partner_id._origin.id,
            "company_id": review.company_id.id,
            "sales": review._known_sales(first, last),
            "standing": review._known_standing(),
            "objectives": review._known_objectives(),
            "actions": review._known_actions(first, last),
            "escalations": review._known_escalations(first, last),
            "opportunities": review._known_opportunities(first, last),
            "rhythm": review._known_rhythm(),
        }

    def _span(self):
        """First and last day looked at: from the day after the last review, else from
        the start of the plan, else of the usual length; up to today or the meeting."""
        self.ensure_one()
        last = self.date_held or self._today_of(self.company_id)
        if self.previous_id:
            return self.previous_id.date_held + DAY, last
        if self.kind in ("annual", "planning"):
            return last - relativedelta(years=1) + DAY, last
        if self.plan_id:
            return self.plan_id.date_from, last
        days = self.partner_id.kam_tier_id._kam_review_days()
        return last - timedelta(days=days - 1), last

    def _plan_of_actions(self):
        """The plan that what is decided belongs to, if one is open: its own, else the
        active plan of the account that the user may see."""
        self.ensure_one()
        plan = self.sudo().plan_id
        if plan and plan.state not in OVER:
            return plan
        return self.env["kam.plan"].sudo(False).search(self._active_plan(), limit=1)

    def _active_plan(self):
        return (
            Domain("partner_id", "=", self.sudo().partner_id._origin.id)
            & Domain("company_id", "=", self.sudo().company_id.id)
            & Domain("state", "=", "active")
        )

    def _reviewed_plan(self):
        """Whose objectives are looked at: its own plan, else the one that runs."""
        self.ensure_one()
        return self.plan_id or self.env["kam.plan"].search(
            self._active_plan() & Domain("confidential", "=", False), limit=1
        )

    def _twin(self):
        """A plan that is not saved, to ask what a plan knows about an account."""
        return self.env["kam.plan"].new(
            {"partner_id": self.partner_id._origin.id, "company_id": self.company_id.id}
        )

    def _known_sales(self, first, last):
        """The days since the last review against as many before."""
        days = (last - first).days + 1
        if days < 1:
            return False
        spans = (first, last), (first - timedelta(days=days), first - DAY)
        requests = [
            (self.partner_id._origin.id, self.company_id, *span) for span in spans
        ]
        known = self.env["res.partner"]._kam_figures(requests)
        now, then = (known[request] for request in requests)
        return {
            "before_from": fields.Date.to_string(spans[1][0]),
            "before_to": fields.Date.to_string(spans[1][1]),
            **{name: now[name] for name in ("revenue", "margin", "orders")},
            **{
                f"{name}_before": then[name] for name in ("revenue", "margin", "orders")
            },
        }

    def _known_standing(self):
        """Classes now and at the last review, else when the plan was approved."""
        standing = self._twin()._known_standing()
        before = (self.previous_id.snapshot or {}).get("standing") or (
            self.plan_id.snapshot_approved or {}
        ).get("standing")
        names = ("abc", "xyz", "retention", "score")
        return {
            **{name: standing[name] for name in names},
            "before": {name: before.get(name, False) for name in names}
            if before
            else False,
        }

    def _known_rhythm(self):
        """Planned contacts of the account, those overdue first."""
        rows = (
            self.env["kam.contact.rhythm"]
            .with_context(allowed_company_ids=self.company_id.ids)
            .search_fetch(
                [
                    ("partner_id", "=", self.partner_id._origin.id),
                    ("company_id", "=", self.company_id.id),
                    ("state", "!=", "unplanned"),
                ],
                ["kind", "state", "last_date", "next_date", "days", "overdue_days"],
            )
        )
        return [
            {
                "kind": row.kind,
                "state": row.state,
                "last": fields.Date.to_string(row.last_date),
                "next": fields.Date.to_string(row.next_date),
                "overdue": row.overdue_days,
            }
            for row in rows
        ]
