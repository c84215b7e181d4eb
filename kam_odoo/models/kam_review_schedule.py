from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.rhythm import rolled
from .kam_review import OPEN

# The tier's field with the months from one to the next, by kind.
YEARLY = {"annual": "annual_months", "planning": "planning_day_months"}
# Days that are left to prepare one that should have been long ago.
NOTICE_DAYS = {"annual": 30, "planning": 14}


class KamReview(models.Model):
    """The rhythm: which reviews come next, on which working day (P2, P8).

    A kind that is planned already is never planned twice, and nothing that is in the
    calendar is moved.
    """

    _inherit = "kam.review"

    @api.model
    def _plan_reviews(self, wanted):
        """Make reviews, each on a working day of its company.

        No mail to each responsible: the reviews are in the plan they approved or own.

        :param wanted: list of (values, latest day or None)
        """
        companies = {}
        for values, latest in wanted:
            companies.setdefault(values["company_id"], []).append((values, latest))
        for company_id, rows in companies.items():
            company = self.env["res.company"].browse(company_id)
            days = company._kam_move_to_working_days(
                [(values["date_planned"], latest) for values, latest in rows]
            )
            for (values, _latest), day in zip(rows, days, strict=True):
                values["date_planned"] = day
        return (
            self.sudo()
            .with_context(mail_auto_subscribe_no_notify=True)
            .create([values for values, _latest in wanted])
        )

    @api.model
    def _one_planned_each(self, accounts):
        """Leave each account one planned review of a kind where two came together.

        The one that people are invited to stays, else the earlier one; a second one
        that people are invited to stays as well, since nobody is disinvited unasked.
        Reviews of a plan belong to the plan, except the yearly ones.
        """
        for reviews in (
            self.sudo()
            .search(
                [
                    ("partner_id", "in", accounts.ids),
                    ("state", "=", "planned"),
                    ("kind", "!=", "quarterly"),
                ],
                order="date_planned, id",
            )
            .filtered(lambda one: one.kind in YEARLY or not one.plan_id)
            .grouped(lambda one: (one.partner_id, one.company_id, one.kind))
            .values()
        ):
            invited = reviews.filtered(lambda one: one.event_id.active)
            stays = invited or reviews[:1]
            spare = reviews - stays
            spare._message_log_batch(
                bodies={
                    review.id: self.env._(
                        "Two accounts became one, and it has another review of this "
                        "kind planned: %(review)s, %(day)s.",
                        review=stays[0].name,
                        day=format_date(self.env, stays[0].date_planned),
                    )
                    for review in spare
                }
            )
            spare._cancel()

    @api.model
    def _today_of(self, company):
        return self.env["res.partner"]._kam_today(company)

    def _schedule_next(self):
        """Plan the next one of each kind, unless one is planned or none is due."""
        wanted = []
        reviews = self.sudo()
        for review in reviews.filtered(lambda one: one.kind == "progress"):
            wanted += review._next_progress()
        yearly = reviews.filtered(lambda one: one.kind in YEARLY)
        pairs = {
            (review.partner_id, review.company_id, review.kind): review.date_due
            for review in yearly.sorted("date_due")
        }
        wanted += self._next_yearly(pairs)
        self._plan_reviews(wanted)

    def unlink(self):
        """A progress review that is deleted is cancelled: the plan keeps its rhythm."""
        self.check_access("unlink")
        progress = self.filtered(
            lambda one: one.plan_id and (one.kind, one.state) == ("progress", "planned")
        )
        progress._cancel()
        progress._schedule_next()
        return super().unlink()

    def _next_progress(self):
        """Values of the progress review after this one: of the plan, else alone."""
        self.ensure_one()
        plan, company = self.plan_id, self.company_id
        domain = Domain("kind", "=", "progress") & Domain("state", "in", OPEN)
        if plan:
            if plan.state != "active" or self.search_count(
                domain & Domain("plan_id", "=", plan.id), limit=1
            ):
                return []
            after = max(self.date_due, self._today_of(company))
            return plan._progress_review(after)
        step = self.partner_id.kam_tier_id.review_days
        if not step or self.search_count(
            domain
            & Domain("partner_id", "=", self.partner_id.id)
            & Domain("company_id", "=", company.id),
            limit=1,
        ):
            return []
        values = {
            "kind": "progress",
            "partner_id": self.partner_id.id,
            "company_id": company.id,
            "date_planned": rolled(self.date_due, self._today_of(company), days=step),
        }
        return [(values, None)]

    @api.model
    def _next_yearly(self, last_days, soon=False):
        """Values of annual reviews and planning days, where none is planned.

        :param last_days: dict (account, company, kind) → day to count from
        :param bool soon: one that should have been by now comes soon, with time to
            prepare it; else its day in the next year is kept
        """
        if not last_days:
            return []
        booked = {
            (account, company, kind)
            for account, company, kind in self.sudo()._read_group(
                Domain("state", "in", OPEN)
                & Domain("kind", "in", list(YEARLY))
                & Domain("partner_id", "in", [key[0].id for key in last_days]),
                ["partner_id", "company_id", "kind"],
            )
        }
        wanted = []
        for (account, company, kind), last in last_days.items():
            months = account.sudo().kam_tier_id[YEARLY[kind]]
            if not months or (account, company, kind) in booked:
                continue
            today = self._today_of(company)
            day = rolled(last, today, months=months)
            if soon and rolled(last, last, months=months) < day:
                day = today + timedelta(days=NOTICE_DAYS[kind])
            values = {
                "kind": kind,
                "partner_id": account.id,
                "company_id": company.id,
                "date_planned": day,
            }
            wanted.append((values, None))
        return wanted
