"""The account plans of the demo. Pure data: no Odoo import, every name invented."""

from typing import NamedTuple


class Goal(NamedTuple):
    """An objective.

    :param wanted: the share of what is expected by today that shall be reached, from
        which the target follows; None: ``target`` as it stands
    :param before: the baseline as a share of the present pace, instead of what came
        before
    :param at_the_end: nothing is expected before the last step
    :param readings: (days after the start, figure) of an objective read by hand
    """

    name: str
    customer: str
    metric: str
    wanted: float | None = None
    target: float = 0
    weight: int = 1
    categories: tuple = ()
    readings: tuple = ()
    baseline: float | None = None
    unit: str = ""
    before: float | None = None
    at_the_end: bool = False


class Plan(NamedTuple):
    """A plan.

    :param begun: days ago that it began; a negative number lies ahead
    :param actions: (name, owner, days from today to the deadline, kind, hours, number
        of the objective or None, state)
    :param messages: (message, audience, channel, days from today)
    """

    key: str
    account: str
    state: str
    begun: int
    days: int = 90
    confidential: bool = False
    team: tuple = ()
    texts: dict = {}
    goals: tuple = ()
    actions: tuple = ()
    messages: tuple = ()


PLANS = [
    Plan(
        "dominant_before",
        "dominant",
        "closed",
        147,
        team=("kam_user_2",),
        texts={
            "business_culture": "Family holding, third generation. Decides slowly, "
            "keeps its word, expects the same of suppliers.",
            "customer_goals": "One drive platform for all four companies.",
            "challenges": "Each plant still buys on its own.",
            "strategy_product": "The same servo family in all plants.",
            "strategy_price": "Volume bonus on the sum of the group.",
        },
        goals=(
            Goal(
                "Keep the group's volume",
                "Reliable supply",
                "revenue",
                0.96,
                before=0.9,
            ),
            Goal(
                "Meet all four plant managers",
                "One platform",
                "meetings",
                None,
                4,
                baseline=0,
            ),
        ),
        actions=(
            (
                "Map who buys what in each plant",
                "kam_user",
                -100,
                "internal",
                6,
                1,
                "done",
            ),
            ("Agree the group bonus", "kam_user", -75, "negotiation", 8, 0, "done"),
        ),
    ),
    Plan(
        "dominant",
        "dominant",
        "active",
        56,
        team=("kam_user_2",),
        texts={
            "business_culture": "Family holding, third generation; builds conveyors "
            "and presses for the car industry. Decisions are prepared in the plants "
            "and taken at the group's Monday meeting. Suppliers are kept for decades.",
            "customer_goals": "Cut the time from order to delivery of a press from 34 "
            "to 26 weeks. Grow in Italy by 20 %. Carry one drive platform in all "
            "plants.",
            "challenges": "Too few commissioning engineers; spare parts of four "
            "brands in each store; purchasing still splits the volume.",
            "decision_process": "Plant managers propose, the technical board decides "
            "in March and September, Dr. Lindner signs. Budgets are made in October.",
            "opportunities": "Retrofit of press line 4; frame contract for next year; "
            "safety packages for Italy.",
            "threats": "A competitor offers commissioning free of charge; more than a "
            "quarter of our revenue hangs on this one customer.",
            "strategy_product": "Pre-assembled drive cabinets that save two weeks of "
            "commissioning.",
            "strategy_price": "Group bonus from 2.5 million; no further discounts on "
            "single orders.",
            "strategy_promotion": "Reference day at press line 3 for the other plants.",
            "strategy_place": "Consignment stock of spare parts in Altenrode.",
            "resource_people": "Two application engineers for the retrofit, inside "
            "sales for the consignment stock.",
            "resource_hours": 320,
            "resource_budget": 18000,
        },
        goals=(
            Goal("Grow with the group", "Italy plus 20 %", "revenue", 1.02, weight=3),
            Goal(
                "Sensors in all plants",
                "One platform in all plants",
                "category_revenue",
                0.72,
                weight=2,
                categories=("sensors",),
            ),
            Goal(
                "Be in each plant once a month",
                "Shorter commissioning",
                "meetings",
                None,
                6,
                baseline=0,
            ),
            Goal(
                "Commissioning time of a press",
                "26 weeks from order to delivery",
                "manual",
                target=26,
                baseline=34,
                unit="weeks",
                readings=((5, 34), (28, 32), (50, 29)),
            ),
        ),
        actions=(
            (
                "Offer the pre-assembled cabinet for press line 4",
                "kam_user",
                -6,
                "sales",
                12,
                0,
                "open",
            ),
            (
                "Walk through the Borgolano store with Mr. Conti",
                "kam_sales",
                4,
                "service",
                8,
                1,
                "open",
            ),
            (
                "Prepare the frame contract",
                "kam_user",
                11,
                "negotiation",
                16,
                0,
                "open",
            ),
            (
                "Reference day at press line 3",
                "kam_user_2",
                20,
                "meeting",
                10,
                3,
                "open",
            ),
            (
                "Measure commissioning hours in Brunsfeld",
                "kam_user",
                -20,
                "service",
                6,
                3,
                "done",
            ),
            (
                "List the sensors in use at plant South",
                "kam_sales",
                -31,
                "internal",
                4,
                1,
                "done",
            ),
        ),
        messages=(
            (
                "Two weeks earlier with pre-assembled cabinets",
                "Plant managers",
                "event",
                20,
            ),
            (
                "Your bonus so far, and how to reach the next step",
                "Purchasing",
                "email",
                9,
            ),
            ("What press line 3 saved", "Technical board", "meeting", 31),
        ),
    ),
    Plan(
        "unprofitable",
        "unprofitable",
        "active",
        72,
        team=("kam_user",),
        texts={
            "business_culture": "Packaging group, bought by an investor two years "
            "ago; counts every cent and changes buyers often.",
            "customer_goals": "Save 6 % on purchased parts this year.",
            "challenges": "Small, urgent orders; every line is ordered by another "
            "planner.",
            "decision_process": "Purchasing in Grandval decides alone; the plants "
            "only ask.",
            "threats": "We pay to serve them: large revenue, hardly any margin.",
            "strategy_product": "Standard drives only; specials at list price.",
            "strategy_price": "Discount only for orders of more than 5 000.",
            "strategy_place": "Weekly collective delivery instead of daily parcels.",
        },
        goals=(
            Goal("Earn money with them", "", "profit", None, 45_000, weight=3),
            Goal(
                "Fewer, larger orders",
                "Less work in purchasing",
                "order_count",
                None,
                9,
            ),
            Goal(
                "Sell control systems too",
                "Save 6 % on purchased parts",
                "category_revenue",
                0.4,
                categories=("controls",),
            ),
        ),
        actions=(
            (
                "Show the cost of small orders to purchasing",
                "kam_user_2",
                -15,
                "negotiation",
                4,
                0,
                "open",
            ),
            (
                "Propose a weekly delivery day",
                "kam_user_2",
                -3,
                "service",
                3,
                1,
                "open",
            ),
            (
                "New conditions for next year",
                "kam_user_2",
                8,
                "negotiation",
                10,
                0,
                "open",
            ),
            (
                "Compare our prices of the last two years",
                "kam_sales",
                -40,
                "internal",
                5,
                0,
                "done",
            ),
        ),
        messages=(("What an order costs both of us", "Purchasing", "meeting", 5),),
    ),
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
