from typing import NamedTuple

from odoo import api, fields, models

from .kam_demo import MAIN_TZ


class Story(NamedTuple):
    """One escalation of the demo; all hours are working hours.

    :param ago: hours before the moment of the demo that it was raised
    :param answer: hours until the customer had an answer; None: not yet
    :param solve: hours until it was solved; None: not yet
    """

    account: str
    ago: float
    answer: float | None
    solve: float | None
    severity: str
    raised_by: str
    reason: str
    cost: float
    name: str
    what: str
    solution: str


ESCALATIONS = [
    Story(
        "weekly",
        930,
        2,
        14,
        "normal",
        "kam_sales",
        "delivery",
        0,
        "Two pallets of cable missing",
        "The delivery note says four pallets, two arrived. The cutting shop waits.",
        "The forwarder had left two pallets in Graz; delivered the next morning. "
        "Labels now say “1 of 4”.",
    ),
    Story(
        "dominant",
        850,
        1,
        7,
        "critical",
        "kam_user",
        "technical",
        4200,
        "Press line 3 stops every hour",
        "Since the update of the controller the press line stops with error F-17.",
        "Firmware taken back on site, new release tested with the customer before it "
        "goes out.",
    ),
    Story(
        "unprofitable",
        760,
        6,
        17,
        "high",
        "kam_user",
        "invoice",
        1500,
        "Freight invoiced against the agreement",
        "Three invoices carry freight although the frame agreement is free of it.",
        "Credit notes for all three; the agreement is now in the price list.",
    ),
    Story(
        "star",
        640,
        1.5,
        22,
        "normal",
        "kam_user_2",
        "quality",
        600,
        "Sensor housings leak",
        "Eight of two hundred housings failed the pressure test at goods-in.",
        "Lot replaced, supplier's test report now comes with each lot.",
    ),
    Story(
        "orbey",
        560,
        5,
        40,
        "high",
        "kam_sales",
        "communication",
        0,
        "No answer about the wing jigs for two weeks",
        "Purchasing wrote three times and got no date.",
        "Weekly call on Tuesdays with the project leader, dates in writing.",
    ),
    Story(
        "defecting",
        470,
        9,
        44,
        "normal",
        "kam_sales",
        "delivery",
        0,
        "Light curtains two weeks late",
        "The order was confirmed for the 10th, and nobody told them it slips.",
        "Delivered in two parts; delays are now told the day we learn of them.",
    ),
    Story(
        "quarterly",
        380,
        3,
        16,
        "low",
        "kam_user_2",
        "contract",
        0,
        "Wrong warranty term in the confirmation",
        "The confirmation says 12 months, the contract says 24.",
        "Confirmation corrected, text block repaired.",
    ),
    Story(
        "dominant",
        290,
        1.5,
        14,
        "normal",
        "kam_manager",
        "quality",
        2800,
        "Gear units louder than specified",
        "Measured 74 dB, agreed are 70 dB; acceptance of the line is at stake.",
        "Six units exchanged, acceptance passed with 69 dB.",
    ),
    Story(
        "ruden",
        180,
        2,
        15,
        "high",
        "kam_sales",
        "customer",
        0,
        "Valve actuators do not start",
        "The new shift cannot start the test stand.",
        "Emergency stop was wired wrongly at the customer; half a day of training.",
    ),
    Story(
        "unprofitable",
        26,
        3,
        None,
        "high",
        "kam_user",
        "",
        0,
        "They want to hold back payment",
        "Until the case packer runs with full speed, 64 000 stay unpaid.",
        "",
    ),
    Story(
        "dominant",
        3,
        None,
        None,
        "normal",
        "kam_sales",
        "",
        0,
        "Spare drive for Borgolano not shipped",
        "Promised for this morning, the carrier knows nothing of it.",
        "",
    ),
    Story(
        "weekly",
        1,
        None,
        None,
        "normal",
        "kam_sales",
        "",
        0,
        "Cable lengths mixed up",
        "The drums are labelled 500 m but hold 300 m.",
        "",
    ),
    Story(
        "brew",
        5,
        1,
        None,
        "critical",
        "kam_user_2",
        "",
        0,
        "Bottling line stands still",
        "Line 2 does not start after the night shift, summer stock is not filled.",
        "",
    ),
]


class KamDemo(models.AbstractModel):
    """Escalations of the last half year: most solved, some open, one late."""

    _inherit = "kam.demo"

    @api.model
    def _make_escalations(self, today):
        """Their moments are counted back in working hours of the company."""
        for company in self._companies():
            company.kam_escalation_user_id = self._user("kam_manager")
        # Near midnight the day of the demo is not that of UTC.
        local = fields.Date.context_today(self.with_context(tz=MAIN_TZ))
        now = fields.Datetime.now() + (today - local)
        self._demo_create(
            "kam.escalation",
            {
                f"escalation_{number + 1}": self._escalation_values(story, now)
                for number, story in enumerate(ESCALATIONS)
            },
        )

    @api.model
    def _escalation_values(self, story, now):
        main, second = self._companies()
        partner = self._demo_ref(story.account)
        company = second if story.account == "brew" else main
        raised = company._kam_working_moment(now, -story.ago)

        def after(hours):
            return hours is not None and company._kam_working_moment(raised, hours)

        state = "in_progress" if story.answer is not None else "new"
        reason = story.reason and self.env.ref(
            f"kam_odoo.kam_escalation_reason_{story.reason}"
        )
        return {
            "name": story.name,
            "description": story.what,
            "company_id": company.id,
            "contact_id": (
                self._demo_ref(f"{story.account}_person_1", True) or partner
            ).id,
            "severity": story.severity,
            "state": "solved" if story.solve is not None else state,
            "raised_by_id": self._user(story.raised_by).id,
            "date_raised": raised,
            "date_responded": after(story.answer),
            "date_solved": after(story.solve),
            "reason_id": reason.id if reason else False,
            "cost": story.cost,
            "solution": story.solution,
        }
