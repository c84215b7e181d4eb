"""The whole analysis computed a second time, in plain Python from exported tables.

Written from the definitions in ``docs/methods.md`` for the tests to compare the addon
with; it shares no code with it. Here: accounts and sales; a run of the analysis is in
``reference_run.py``, the cost to serve in ``reference_costs.py``, the rules of classes
and statuses in ``reference_rules.py``.

Tables are lists of dicts named as Odoo's columns; amounts are ``Decimal``, ratios
``float``, ``None`` is *unknown* or *unclassified*.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from zoneinfo import ZoneInfo

BASES = ("ordered", "invoiced")
SETTINGS = {
    "exclude_internal": True,
    "history_months": 36,
    "xyz_min_months": 6,
    "xyz_min_days": 3,
    "min_customers": 10,
    "retention_min_days": 4,
    "retention_due": 1.0,
    "retention_risk": 1.5,
    "retention_lost": 3.0,
    "percentile_risk": 0.8,
    "percentile_lost": 0.9,
    "trend_min": 0.5,
    "trend_max": 2.0,
    "trend_damping": 0.5,
    "defection_ratio": 2.0,
    "share_notice": 0.1,
    "share_warning": 0.3,
    "low_profit": 0.05,
}


@dataclass
class Run:
    """What is asked of one analysis; ``now`` is a UTC datetime without zone."""

    company_ids: tuple
    currency_id: int
    date_from: datetime.date
    date_to: datetime.date
    now: datetime.datetime
    basis: str = "ordered"
    measure: str = "revenue"
    abc_method: str = "share"
    limit_a: float = 0.8
    limit_b: float = 0.95
    xyz_method: str = "rhythm"
    x_limit: float = 0.75
    y_limit: float = 0.5
    settings: dict = field(default_factory=dict)


@dataclass
class Order:
    """A confirmed order, its amounts by basis in the currency of its company."""

    contact: int
    company: int
    day: datetime.date
    lines: int = 0
    revenue: dict = field(default_factory=lambda: dict.fromkeys(BASES, Decimal()))
    margin: dict = field(default_factory=lambda: dict.fromkeys(BASES, Decimal()))
    parts: dict = field(default_factory=dict)  # {category: (revenue, margin)}


def month_of(day):
    """Number of a calendar month; the next month has the next number."""
    return day.year * 12 + day.month - 1


def first_day(month):
    """First day of a numbered month.

    >>> first_day(month_of(datetime.date(2025, 12, 31)) + 1)
    datetime.date(2026, 1, 1)
    """
    return datetime.date(month // 12, month % 12 + 1, 1)


def local_day(moment, tz):
    """The day on the wall calendar of a time zone, of a UTC moment."""
    utc = moment.replace(tzinfo=datetime.timezone.utc)
    return utc.astimezone(ZoneInfo(tz or "UTC")).date()


def accounts_of(contacts):
    """Account per contact id: the top-most company of the chain of parents."""
    by_id = {contact["id"]: contact for contact in contacts}
    accounts = {}

    def account(contact):
        if contact["id"] not in accounts:
            found = contact["id"]
            if contact["parent_id"]:
                above = account(by_id[contact["parent_id"]])
                starts_own = contact["is_company"] and (
                    contact["kam_stands_alone"] or not by_id[above]["is_company"]
                )
                found = found if starts_own else above
            accounts[contact["id"]] = found
        return accounts[contact["id"]]

    for contact in contacts:
        account(contact)
    return accounts


def line_amounts(line):
    """Revenue and margin of an order line by basis, in the currency of the order."""

    def number(name):
        return line[name] or Decimal()

    margin = line["margin"]
    if margin is None:
        margin = number("price_subtotal") - number("purchase_price") * number(
            "product_uom_qty"
        )
    revenue = {
        "ordered": number("price_subtotal"),
        "invoiced": number("untaxed_amount_invoiced"),
    }
    cost_invoiced = number("purchase_price") * number("qty_invoiced")
    return revenue, {"ordered": margin, "invoiced": revenue["invoiced"] - cost_invoiced}


class History:
    """The exported tables, made ready for any number of runs.

    ``tables``: contacts, companies (with tz), currencies, rates, orders, lines,
    events (with company_id of the owner and partner_ids), moves, escalations,
    receivables (posted items), driver_rates ({(company id, kind): rate in its
    currency}).
    """

    def __init__(self, tables):
        self.contacts = {contact["id"]: contact for contact in tables["contacts"]}
        self.companies = {company["id"]: company for company in tables["companies"]}
        self.digits = {
            currency["id"]: Decimal(str(currency["rounding"])).normalize()
            for currency in tables["currencies"]
        }
        self.rates = tables["rates"]
        self.driver_rates = tables["driver_rates"]
        self.account = accounts_of(tables["contacts"])
        own = {company["partner_id"] for company in tables["companies"]}
        self.internal = {
            contact["id"]
            for contact in tables["contacts"]
            if contact["commercial_partner_id"] in own
            or self.account[contact["id"]] in own
        }
        with localcontext() as context:
            context.prec = 50
            self.orders = list(self._orders(tables["orders"], tables["lines"]))
        self.analyses = {}  # for reference_run.py
        self.events = tables["events"]
        self.moves, self.receivables = tables["moves"], tables["receivables"]
        self.escalations = tables["escalations"]
        self.quotations = [row for row in tables["orders"] if row["state"] != "sale"]

    def day(self, company, moment):
        """Local day of a company."""
        return local_day(moment, self.companies[company]["tz"])

    def hides(self, contact, run):
        """Whether a contact is our own company's and own sales are left out."""
        exclude = run.settings.get("exclude_internal", SETTINGS["exclude_internal"])
        return exclude and contact in self.internal

    def _orders(self, headers, lines):
        of_order = defaultdict(list)
        for line in lines:
            if not line["display_type"]:
                of_order[line["order_id"]].append(line)
        for row in headers:
            if row["state"] != "sale":
                continue
            order = Order(
                row["partner_id"],
                row["company_id"],
                self.day(row["company_id"], row["date_order"]),
                len(of_order[row["id"]]),
            )
            rate = row["currency_rate"] or self._missing_rate(row)
            for line in of_order[row["id"]]:
                part = order.parts.setdefault(
                    line["categ_id"],
                    (dict.fromkeys(BASES, Decimal()), dict.fromkeys(BASES, Decimal())),
                )
                revenue, margin = line_amounts(line)
                for basis in BASES:
                    order.revenue[basis] += revenue[basis] / rate
                    order.margin[basis] += margin[basis] / rate
                    part[0][basis] += revenue[basis] / rate
                    part[1][basis] += margin[basis] / rate
            yield order

    def _missing_rate(self, order):
        """An imported order has no rate of its own: the one of its day."""
        company = self.companies[order["company_id"]]
        return self.conversion(
            company["id"],
            company["currency_id"],
            order["currency_id"] or company["currency_id"],
            order["date_order"].date(),
        )

    def rate(self, company, currency, date):
        """Units of the currency for one of the reference currency, as Odoo keeps it."""
        known = [
            row
            for row in self.rates
            if row["currency_id"] == currency and row["company_id"] in (company, None)
        ]
        for rows in (
            [r for r in known if r["company_id"] and r["name"] <= date],
            [r for r in known if r["name"] <= date],
        ):
            if rows:
                return max(rows, key=lambda row: row["name"])["rate"]
        return min(known, key=lambda row: row["name"])["rate"] if known else Decimal(1)

    def conversion(self, company, source, target, date):
        """What one unit of a currency is worth in another on a date."""
        if source == target:
            return Decimal(1)
        return self.rate(company, target, date) / self.rate(company, source, date)

    def rounded(self, amount, currency):
        """Amount in the smallest unit of its currency, half away from zero."""
        unit = self.digits[currency]
        return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
