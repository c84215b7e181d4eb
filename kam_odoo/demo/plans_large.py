"""Plans of large accounts of the demo. Pure data: no Odoo, every name invented."""

from .plan_parts import Goal, Plan

LARGE = [
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
]
