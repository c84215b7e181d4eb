from datetime import date, datetime

from .plan_common import PlanCommon


class ReviewCommon(PlanCommon):
    """Reviews of the account of ``PlanCommon``; its tier reviews by the usual rhythm.

    1 January 2026 is a Thursday. The company works Monday to Friday from 8 to 17, and
    has one holiday, Monday 2 February.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier_key.write(
            {
                "plan_days": 90,
                "review_days": 30,
                "quarterly_review": True,
                "annual_months": 12,
                "planning_day_months": 12,
                "checklist_days": 30,
            }
        )
        calendar = cls.env["resource.calendar"].create(
            {"name": "Office", "company_id": cls.company_a.id, "tz": "UTC"}
        )
        cls.company_a.resource_calendar_id = calendar
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": cls.company_a.id,
                "date_from": datetime(2026, 2, 2),
                "date_to": datetime(2026, 2, 2, 23, 59, 59),
            }
        )
        cls.Review = cls.env["kam.review"]

    @classmethod
    def _review(cls, user=None, **values):
        """A review of the account, by its manager unless told otherwise."""
        return (
            cls.env["kam.review"]
            .with_user(user or cls.kam_user)
            .create({"partner_id": cls.account.id, **values})
        )

    def _reviews(self, plan=None, **values):
        """Reviews of a plan or of the account, oldest first."""
        domain = [("plan_id", "=", plan.id)] if plan else []
        domain += [(name, "=", value) for name, value in values.items()]
        return self.Review.search(
            [*domain, ("partner_id", "=", self.account.id)], order="date_planned, id"
        )

    def _days(self, reviews):
        return [(one.kind, one.date_planned) for one in reviews]

    @staticmethod
    def _day(month, day, year=2026):
        return date(year, month, day)
