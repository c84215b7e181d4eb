"""The account plans of the demo. Pure data: no Odoo import, every name invented."""

from .plan_parts import Goal, Plan
from .plans_large import LARGE

PLANS = [
    *LARGE,
    Plan(
        "star",
        "star",
        "active",
        24,
        confidential=True,
        texts={
            "business_culture": "Young battery maker, doubles every year; engineers "
            "lead, everything is a project.",
            "customer_goals": "Second cell line running by summer; hire 60 people.",
            "challenges": "Cannot test as fast as they build.",
            "decision_process": "The head of engineering chooses, finance only asks "
            "for payment terms.",
            "opportunities": "Cell formation line, phase 3. An acquisition is being "
            "talked about: keep it confidential.",
            "threats": "The buyer may bring its own suppliers.",
            "strategy_product": "Test benches together with the drives.",
            "strategy_price": "Instalments by milestones.",
            "strategy_promotion": "Joint talk at the battery fair.",
            "strategy_place": "One engineer on site during commissioning.",
            "resource_people": "One project engineer, full time.",
            "resource_hours": 400,
        },
        goals=(
            Goal(
                "Win phase 3",
                "Second cell line by summer",
                "won_opportunities",
                None,
                1,
                weight=2,
                baseline=0,
                at_the_end=True,
            ),
            Goal("Grow with their growth", "Double again", "revenue", 1.15, weight=2),
            Goal(
                "Order more often, in small steps",
                "Test as fast as they build",
                "order_count",
                1.05,
            ),
        ),
        actions=(
            (
                "Talk to the head of engineering about the owners",
                "kam_user",
                2,
                "meeting",
                3,
                0,
                "open",
            ),
            (
                "Offer for phase 3 with milestones",
                "kam_user",
                9,
                "sales",
                20,
                0,
                "open",
            ),
            (
                "Reserve the project engineer",
                "kam_manager",
                -2,
                "internal",
                1,
                0,
                "open",
            ),
        ),
        messages=(("Test and drive from one hand", "Engineering", "event", 40),),
    ),
    Plan(
        "weekly",
        "weekly",
        "active",
        41,
        team=("kam_user_2",),
        texts={
            "business_culture": "Logistics group that never stops: what counts is the "
            "hour, not the price.",
            "customer_goals": "No standstill of a sorter in the Christmas season.",
            "challenges": "Maintenance at night only; staff changes all the time.",
            "decision_process": "The technical manager decides up to 50 000, above it "
            "the board.",
            "opportunities": "Sorter modernisation; maintenance contract.",
            "strategy_product": "Spare parts package with exchange within four hours.",
            "strategy_place": "Stock in their own hub.",
            "resource_people": "On-call service team.",
            "resource_hours": 90,
            "resource_budget": 6000,
        },
        goals=(
            Goal("Hold the weekly business", "No standstill", "revenue", 0.94),
            Goal(
                "Spare parts agreement for all hubs",
                "Exchange within four hours",
                "category_revenue",
                0.95,
                categories=("spare",),
                before=0.9,
            ),
            Goal("Monthly service talk", "Short ways", "meetings", None, 2, baseline=0),
        ),
        actions=(
            (
                "Count the spare parts in Sankt Orten",
                "kam_sales",
                6,
                "service",
                6,
                1,
                "open",
            ),
            (
                "Present the modernisation to the board",
                "kam_user",
                16,
                "meeting",
                5,
                0,
                "open",
            ),
            (
                "Night visit with the service team",
                "kam_user",
                -10,
                "service",
                5,
                2,
                "done",
            ),
        ),
        messages=(
            ("Four hours, day and night", "Hub managers", "newsletter", 12),
            ("Standstill costs more than stock", "Board", "meeting", 16),
        ),
    ),
    Plan(
        "project",
        "project",
        "submitted",
        -5,
        team=("kam_user",),
        texts={
            "business_culture": "State-owned power stations; everything is tendered, "
            "quality counts 60 %.",
            "customer_goals": "Renew 14 turbine governors in five years.",
            "challenges": "Old drawings, little time between the floods.",
            "decision_process": "Tenders in February and August, technical committee "
            "first.",
            "opportunities": "Turbine governors; service of the old plants.",
            "threats": "A local supplier with the better references.",
            "strategy_product": "Governor retrofit without new piping.",
            "strategy_price": "Life-cycle cost instead of price.",
            "strategy_promotion": "Visit of a retrofitted station.",
        },
        goals=(
            Goal(
                "Two tenders won",
                "14 governors in five years",
                "won_opportunities",
                None,
                2,
                at_the_end=True,
            ),
            Goal("Get to know the committee", "", "meetings", None, 4),
        ),
        actions=(
            (
                "Ask for the drawings of Storvika",
                "kam_sales",
                14,
                "sales",
                3,
                0,
                "open",
            ),
        ),
    ),
    Plan(
        "quarterly",
        "quarterly",
        "draft",
        0,
        texts={
            "business_culture": "Municipal water works: careful, loyal, plans far "
            "ahead.",
            "customer_goals": "20 % less energy for pumping.",
        },
        goals=(
            Goal("Second pumping station", "Less energy", "won_opportunities", None, 1),
        ),
        actions=(
            ("Measure the energy of pump 2", "kam_user_2", 18, "service", 8, 0, "open"),
        ),
    ),
]
