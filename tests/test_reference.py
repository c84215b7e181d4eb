"""The second computation itself, by cases worked out on paper."""

import datetime
from decimal import Decimal
from fractions import Fraction
from math import isclose, sqrt

from tests.reference import History, Run, accounts_of, local_day
from tests.reference_run import analyse


def test_accounts():
    def contact(number, parent, company=True, alone=False):
        return {
            "id": number,
            "parent_id": parent,
            "is_company": company,
            "kam_stands_alone": alone,
        }

    found = accounts_of(
        [
            contact(3, 2),  # C below B below A
            contact(2, 1),
            contact(1, None),
            contact(4, 3, company=False),
            contact(5, 2, alone=True),
            contact(6, 5, company=False),
            contact(7, 2, company=False, alone=True),  # a person cannot stand alone
            contact(8, None, company=False),
            contact(9, 8),  # a company below a person
            contact(10, 9, company=False),
            contact(11, 8, company=False),
        ]
    )
    assert found == {1: 1, 2: 1, 3: 1, 4: 1, 5: 5, 6: 5, 7: 1, 8: 8, 9: 9, 10: 9, 11: 8}


def test_local_days():
    moment = datetime.datetime(2025, 3, 1, 7, 59, 59)
    assert local_day(moment, "America/Los_Angeles") == datetime.date(2025, 2, 28)
    assert local_day(moment, None) == datetime.date(2025, 3, 1)
    moment = datetime.datetime(2025, 2, 28, 15)
    assert local_day(moment, "Asia/Tokyo") == datetime.date(2025, 3, 1)


def table(orders, contacts=(10, 20), **more):
    """Tables of one company in UTC; orders: (contact, day, revenue, margin)."""
    empty = dict.fromkeys(
        ("rates", "events", "moves", "receivables", "escalations"), []
    )
    return {
        **empty,
        "contacts": [
            {
                "id": number,
                "parent_id": None,
                "is_company": True,
                "kam_stands_alone": False,
                "commercial_partner_id": number,
                "kam_status": "key" if number == 10 else None,
                "kam_tier_id": None,
            }
            for number in (1, *contacts)
        ],
        "companies": [
            {
                "id": 1,
                "partner_id": 1,
                "currency_id": 1,
                "tz": None,
                "kam_capital_rate": 0,
            }
        ],
        "currencies": [{"id": 1, "rounding": 0.01}],
        "driver_rates": {(1, "order"): 10, (1, "order_line"): 1, (1, "meeting"): 0},
        "orders": [
            {
                "id": number,
                "company_id": 1,
                "partner_id": contact,
                "state": "sale",
                "date_order": datetime.datetime.combine(day, datetime.time(9)),
                "validity_date": None,
                "currency_id": 1,
                "currency_rate": Decimal(1),
            }
            for number, (contact, day, _revenue, _margin) in enumerate(orders)
        ],
        "lines": [
            {
                "order_id": number,
                "display_type": None,
                "price_subtotal": Decimal(revenue),
                "margin": Decimal(margin),
                "purchase_price": Decimal(0),
                "product_uom_qty": Decimal(1),
                "qty_invoiced": Decimal(0),
                "untaxed_amount_invoiced": Decimal(0),
                "categ_id": None,
            }
            for number, (_contact, _day, revenue, margin) in enumerate(orders)
        ],
        **more,
    }


def year_2024(orders, now=datetime.datetime(2025, 2, 3), **options):
    run = Run(
        company_ids=(1,),
        currency_id=1,
        date_from=datetime.date(2024, 1, 1),
        date_to=datetime.date(2024, 12, 31),
        now=now,
        **options,
    )
    return analyse(History(table(orders)), run)


def monthly(contact, year, amount, months=range(1, 13)):
    """An order on the 15th of each month; 40 % of the amount is margin."""
    return [
        (contact, datetime.date(year, month, 15), amount, amount * Decimal("0.4"))
        for month in months
    ]


GROWING = [
    *monthly(10, 2022, 50),
    *monthly(10, 2023, 100),
    *monthly(10, 2024, 400),
    (20, datetime.date(2024, 6, 1), 1200, 100),
]


def test_a_growing_customer():
    """2022: 600, 2023: 1200, 2024: 4800, of which 40 % are margin."""
    header, lines, statuses, _stopped = year_2024(GROWING)
    line = lines[10]
    assert (line["revenue"], line["margin"]) == (4800, 1920)
    assert line["cost_to_serve"] == 12 * 10 + 12 * 1
    assert line["profit"] == 1788
    assert line["margin_percent"] == 0.4
    assert line["years"] == 2.96  # 1081 days from 15 January 2022
    assert line["growth"] == 3
    # four times, clamped to twice, damped by the root
    assert line["forecast_revenue"] == Decimal("6788.23")
    assert line["forecast_profit"] == Decimal("2528.61")
    # a year before: 1200 after 600
    assert line["backtest_revenue"] == Decimal("1697.06")
    assert isclose(line["forecast_error"], (4800 - 1200 * sqrt(2)) / 4800)
    assert isclose(header["wape"], line["forecast_error"])
    assert (line["month_count"], line["active_months"], line["cv"]) == (12, 12, 0)
    assert line["xyz"] == "x"
    # 35 intervals: 20 of 31 days, 12 of 30, 3 of 28 or 29
    assert (line["order_days"], line["median_interval"]) == (36, 31)
    assert (line["days_since_order"], statuses[10]) == (16, "active")


def test_header_of_two_customers():
    """4800 and 1200: shares 80 and 20 %, HHI 6400 + 400."""
    header, lines, *_rest = year_2024(GROWING)
    assert (header["customer_count"], header["total"]) == (2, 6000)
    assert header["hhi"] == 6800
    assert header["effective_customers"] == Fraction(100, 68)
    assert (header["largest_share"], header["top_share"]) == (Fraction(4, 5), 1)
    assert header["key_share"] == Fraction(4, 5)
    assert [lines[key]["abc"] for key in (10, 20)] == ["a", "b"]
    assert lines[20]["flag_concentration"] == "notice"
    assert lines[10]["flag_concentration"] == "warning"


def test_one_order_is_not_classified_by_rhythm():
    _header, lines, statuses, _stopped = year_2024(GROWING)
    line = lines[20]
    assert (line["month_count"], line["period_order_days"]) == (7, 1)
    assert (line["xyz"], line["interval_cv"], line["growth"]) == (None, None, None)
    # 213 days since the first of June, all intervals of the other are 31 at most
    assert (line["days_since_order"], statuses[20]) == (213, "lost")


def test_large_but_unprofitable():
    """Nobody is larger, and of 1000 only 39 are left after the cost to serve."""
    _header, lines, *_rest = year_2024(
        [
            (10, datetime.date(2024, 5, 2), 1000, 300),
            (20, datetime.date(2024, 5, 2), 1000, 50),
        ]
    )
    assert (lines[10]["flag_unprofitable"], lines[20]["flag_unprofitable"]) == (0, 1)
    assert lines[20]["profit"] == 50 - 10 - 1


def test_running_month_is_not_counted():
    """On 10 December 2024 the year has eleven complete months."""
    now = datetime.datetime(2024, 12, 10)
    orders = monthly(10, 2024, 100, range(1, 12)) + [
        (10, datetime.date(2024, 12, 3), 900, 0)
    ]
    _header, lines, *_rest = year_2024(orders, now=now)
    line = lines[10]
    assert (line["revenue"], line["order_count"]) == (2000, 12)
    assert (line["month_count"], line["active_months"], line["cv"]) == (11, 11, 0)
    assert line["period_order_days"] == 11
    assert line["days_since_order"] == 7
