from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

from ..tools.progress import progress, status
from .reviews import AGENDA, ANNUAL, REVIEWS


class KamDemo(models.AbstractModel):
    """Reviews of the plans: held ones with their minutes, a late one, those to come."""

    _inherit = "kam.demo"

    @api.model
    def _make_reviews(self, today):
        """The reviews there would be if the plans had been lived by."""
        self._forget_reviews()
        self._date_actions()
        for number, source in enumerate(REVIEWS):
            self._make_review(source, number, today)
        self._make_annual_review(today)

    @api.model
    def _date_actions(self):
        """Actions were agreed some weeks before their deadline, not all of them now."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE kam_action
               SET create_date =
                   LEAST(create_date, date_deadline - INTERVAL '25 days')
             WHERE plan_id IN %s
            """,
            [tuple(self.env["kam.plan"].search([]).ids)],
        )
        self.env.invalidate_all()

    @api.model
    def _forget_reviews(self):
        """Those planned when the demo closed an old plan: it was reviewed in time."""
        plan = self._demo_ref("plan_dominant_before")
        plan.review_ids.unlink()

    @api.model
    def _make_review(self, source, number, today):
        plan = self._demo_ref(f"plan_{source.plan}")
        company = plan.company_id
        due = company._kam_working_day(
            plan.date_from + timedelta(days=source.day), plan.date_to
        )
        review = self._demo_create(
            "kam.review",
            {
                f"review_{source.plan}_{number + 1}": {
                    "plan_id": plan.id,
                    "kind": source.kind,
                    "date_planned": due,
                    "findings": source.findings,
                    "decisions": source.decisions,
                }
            },
        )[f"review_{source.plan}_{number + 1}"]
        person = self._demo_ref(f"{source.plan.split('_')[0]}_person_1", True)
        if source.kind == "quarterly" and person:
            review.participant_ids = [Command.link(person.id)]
        self.env["kam.action"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "review_id": review.id,
                    "plan_id": plan.id,
                    "name": name,
                    "user_id": self._user(login).id,
                    "date_deadline": today + timedelta(days=days),
                    "kind": kind,
                    "state": state,
                    "date_done": today + timedelta(days=days)
                    if state == "done"
                    else False,
                }
                for name, login, days, kind, state in source.actions
            ]
        )
        if source.late is not None:
            held = company._kam_working_day(due + timedelta(days=source.late))
            self._hold_review(review, min(held, today))

    @api.model
    def _hold_review(self, review, day):
        """Closed that evening, with the objectives as they were then."""
        review.write({"state": "held", "date_held": day})
        review.write(
            {
                "state": "closed",
                "date_closed": datetime.combine(day, time(16)),
                "snapshot": {
                    **review._known(),
                    "objectives": [
                        {**row, **self._objective_then(row["id"], day)}
                        for row in review._known_objectives()
                    ],
                },
            }
        )

    @api.model
    def _objective_then(self, objective_id, day):
        """How far an objective was on a day."""
        one = self.env["kam.objective"].browse(objective_id)
        actual = one._figures({one: (one.date_start, min(one.deadline, day))})[one]
        expected = one._expected_share(day)
        if actual is None:
            return {"actual": False, "progress": False, "status": False}
        reached = progress(one.baseline, one.target, actual, expected, one._is_sum())
        return {
            "actual": actual,
            "expected": expected,
            "progress": reached,
            "status": status(reached, expected),
        }

    @api.model
    def _make_annual_review(self, today):
        """Soon, with the customer's people, and its checklist begun."""
        key, days = ANNUAL
        account = self._demo_ref(key)
        review = self.env["kam.review"].search(
            [
                ("partner_id", "=", account.id),
                ("kind", "=", "annual"),
                ("state", "=", "planned"),
            ],
            limit=1,
        )
        person = self._demo_ref(f"{key}_person_1", True)
        review.write(
            {
                "date_planned": review.company_id._kam_working_day(
                    today + timedelta(days=days)
                ),
                "agenda": AGENDA,
                "participant_ids": [Command.link(person.id)] if person else [],
            }
        )
        review.date_due = review.date_planned
        review._start_checklist(review._annual_checklist())
