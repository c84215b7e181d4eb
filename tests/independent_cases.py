"""The analyses that ``test_independent.py`` runs twice."""

import itertools
from dataclasses import dataclass, field

NOW = "2025-08-15 12:00:00"
COMPANIES = {"both": None, "west": 0, "east": 1}  # by where their time zones are
PERIODS = {
    "months": ("2024-06-01", "2025-05-31"),
    "days": ("2023-09-12", "2025-06-13"),
}
LIMITS = {"rhythm": (0.75, 0.5), "variation": (0.5, 1.0)}
METHODS = {
    "basis": ("ordered", "invoiced"),
    "measure": ("revenue", "margin", "profit"),
    "abc_method": ("share", "computed"),
    "xyz_method": ("rhythm", "variation"),
}
COMBINATIONS = [
    dict(zip(METHODS, values, strict=True))
    for values in itertools.product(*METHODS.values())
]


@dataclass
class Case:
    """One analysis to run; company 0, 1 or None for both."""

    company: int | None
    period: tuple
    options: dict = field(default_factory=dict)
    now: str = NOW
    settings: dict = field(default_factory=dict)


OTHER_SETTINGS = {
    "history_months": 24,
    "exclude_internal": False,
    "xyz_min_months": 4,
    "xyz_min_days": 5,
    "min_customers": 3,
    "retention_min_days": 6,
    "retention_due": 0.8,
    "retention_risk": 1.2,
    "retention_lost": 2.5,
    "percentile_risk": 0.7,
    "percentile_lost": 0.85,
    "trend_min": 0.7,
    "trend_max": 1.3,
    "trend_damping": 0.8,
    "defection_ratio": 1.2,
    "share_notice": 0.02,
    "share_warning": 0.05,
    "low_profit": 0.2,
}
RUNNING = {"period": ("2024-07-01", "2025-06-30"), "now": "2025-06-18 10:00:00"}
# It is the last of June in the west and the first of July in the east.
BORDER = {"period": ("2024-07-01", "2025-06-30"), "now": "2025-07-01 03:00:00"}
CASES = {
    f"{company}-{period}": [
        Case(COMPANIES[company], PERIODS[period], options)
        for number, options in enumerate(COMBINATIONS)
        # with broken months, each company has half of the combinations
        if period == "months" or company == "both" or number % 2 == COMPANIES[company]
    ]
    for company in COMPANIES
    for period in PERIODS
}
CASES |= {
    "running-month": [
        Case(company, options=options, **RUNNING)
        for company in COMPANIES.values()
        for options in ({}, {"basis": "invoiced", "xyz_method": "variation"})
    ],
    "border-of-month": [Case(company, **BORDER) for company in (0, 1)],
    "other-limits": [
        Case(
            company,
            PERIODS["months"],
            {"limit_a": 0.5, "limit_b": 0.6, "x_limit": 0.4, "y_limit": 0.7},
        )
        for company in COMPANIES.values()
    ],
    "other-settings": [
        Case(company, PERIODS["days"], {"measure": "profit"}, settings=OTHER_SETTINGS)
        for company in COMPANIES.values()
    ],
    "other-currency": [
        Case(0, PERIODS["months"], {"currency": "EUR", "measure": "profit"}),
        Case(1, PERIODS["months"], {"currency": "USD"}),
        Case(None, PERIODS["days"], {"currency": "JPY", "measure": "margin"}),
    ],
    "long": [Case(company, ("2021-04-10", "2025-04-30")) for company in (None, 0)],
    "short": [
        Case(company, ("2025-05-10", "2025-05-20"), {"abc_method": method})
        for company in (None, 1)
        for method in METHODS["abc_method"]
    ],
    "one-day": [
        Case(0, (day, day), {"abc_method": method})
        for day in ("2025-04-01", "2019-05-07", "2019-06-04")
        for method in METHODS["abc_method"]
    ],
    # The last one, whose classes stay on the contacts.
    "latest": [
        Case(1, ("2024-08-01", "2025-07-31"), {"measure": "margin"}),
        Case(0, ("2024-08-01", "2025-07-31"), {"measure": "margin"}),
    ],
}
