"""How plans of the demo ended. Pure data: no Odoo import, every name invented."""

from .plan_parts import Goal, Plan

# Plan → what worked, what is done differently next time.
LESSONS = {
    "dominant_before": (
        "Meeting the plant managers before the purchasers: two of three wishes came "
        "from them.",
        "Agree the delivery dates with our own production first; two offers came too "
        "late.",
    ),
    "quarterly_before": (
        "Showing them the energy bill of one pump, measured over two weeks.",
        "Speak to the works committee before the budget round, not after it.",
    ),
}

# It ended last week; what is unfinished goes on in the draft that follows.
ENDED = Plan(
    "quarterly_before",
    "quarterly",
    "active",
    96,
    texts={
        "business_culture": "Municipal water works: careful, loyal, plans far ahead.",
        "challenges": "Half of the pumps are older than 20 years, and every purchase "
        "above 50,000 passes the works committee.",
        "decision_process": "The head of operations proposes, the works committee "
        "decides in March and October.",
        "strategy_product": "Measure one pump, then renew the station.",
        "strategy_place": "Service technician within four hours.",
    },
    goals=(
        Goal(
            "Service as they grade it",
            "Water without interruption",
            "manual",
            None,
            9,
            readings=((5, 7), (60, 8)),
            baseline=7,
            unit="points",
        ),
        Goal("Speak to operations each month", "", "meetings", None, 3, baseline=0),
    ),
    actions=(
        ("Report on the energy of pump 1", "kam_user_2", -40, "service", 6, 0, "done"),
        (
            "Invite the plant engineers to the test bench",
            "kam_user_2",
            9,
            "meeting",
            4,
            0,
            "open",
        ),
    ),
)
