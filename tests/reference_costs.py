"""Cost to serve of the second computation; see :mod:`tests.reference`."""

from __future__ import annotations

from decimal import Decimal


def services(analysis, first, last):
    """(kind, contact, count, price of one) of all that costs between two days."""
    history, run = analysis.history, analysis.run
    for (company, kind), rate in history.driver_rates.items():
        if company in run.company_ids and rate > 0:
            price = Decimal(str(rate)) * analysis.worth[company]
            for contact, day, count in activities(analysis, company, kind):
                if first <= day <= last:
                    yield kind, contact, count, price
    for item in history.receivables:
        company = item["company_id"]
        rate = history.companies[company]["kam_capital_rate"]
        if company in run.company_ids and rate and item["date"] <= last:
            # the balance of each day costs a 365th of the yearly rate
            price = Decimal(str(rate)) / 365 * analysis.worth[company]
            days = (last - max(item["date"], first)).days + 1
            yield "capital", item["partner_id"], item["balance"] * days, price


def activities(analysis, company, kind):
    """(contact, day, quantity) of everything that a cost driver counts."""
    history = analysis.history
    if kind in ("order", "order_line"):
        for order in history.orders:
            if order.company == company:
                count = 1 if kind == "order" else order.lines
                yield order.contact, order.day, count
    elif kind == "lost_quotation":
        for row in history.quotations:
            late = row["validity_date"] and row["validity_date"] < analysis.end
            if row["company_id"] == company and (row["state"] == "cancel" or late):
                day = history.day(company, row["date_order"])
                yield row["partner_id"], day, 1
    elif kind == "invoice":
        for row in history.moves:
            if (
                row["company_id"] == company
                and row["state"] == "posted"
                and row["move_type"] in ("out_invoice", "out_refund")
                and row["partner_id"]
                and row["invoice_date"]
            ):
                yield row["partner_id"], row["invoice_date"], 1
    elif kind == "escalation":
        for row in history.escalations:
            known = row["partner_id"] and row["state"] != "cancelled"
            if row["company_id"] == company and known:
                yield row["partner_id"], history.day(company, row["date_raised"]), 1
    elif kind == "meeting":
        yield from meetings(history, company, analysis.run)


def meetings(history, company, run):
    """Hours of past meetings, once per account and meeting."""
    for event in history.events:
        if event["company_id"] != company or not event["active"]:
            continue
        if event["allday"]:
            days = (event["stop_date"] - event["start_date"]).days + 1
            day, hours = event["start_date"], 8 * days
        else:
            length = event["stop"] - event["start"]
            day = history.day(company, event["start"])
            hours = Decimal(length.total_seconds()) / 3600
        guests = [one for one in event["partner_ids"] if not history.hides(one, run)]
        if event["stop"] <= run.now:
            for guest in {history.account[one]: one for one in guests}.values():
                yield guest, day, hours
