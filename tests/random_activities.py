"""Meetings, invoices, escalations of the random history; see ``random_history.py``."""

import datetime

from random_ground import FIRST, LAST, insert


def meetings(ground, trees):
    """Calendar events with one or two customers, of all kinds."""
    env, rng = ground.env, ground.rng
    rows, guests = [], []
    span = (LAST - FIRST).days + 60
    for number in range(350):
        day = FIRST + datetime.timedelta(days=rng.randrange(span // 2, span))
        start = datetime.datetime.combine(day, datetime.time(rng.randrange(24)))
        length = datetime.timedelta(minutes=15 * rng.randrange(1, 17))
        whole = rng.random() < 0.2
        until = day + datetime.timedelta(days=rng.randrange(3))
        if whole:
            start = datetime.datetime.combine(day, datetime.time(8))
            stop = datetime.datetime.combine(until, datetime.time(18))
        else:
            stop = start + length
        rows.append(
            {
                "name": f"Meeting {number}",
                "show_as": "busy",
                "user_id": rng.choice([*ground.users.ids, *ground.users.ids, None]),
                "active": rng.random() > 0.05,
                "allday": whole,
                "start": start,
                "stop": stop,
                "start_date": day if whole else None,
                "stop_date": until if whole else None,
                "duration": 0 if whole else length.total_seconds() / 3600,
            }
        )
        tree = rng.choice(trees)
        guests.append({rng.choice(tree), rng.choice(tree), rng.choice(trees)[0]})
    events = insert(env, "calendar_event", rows)
    pairs = [
        {"calendar_event_id": event, "res_partner_id": partner}
        for event, partners in zip(events, guests, strict=True)
        for partner in sorted(partners)
    ]
    insert(env, "calendar_event_res_partner_rel", pairs)


def escalations(ground, trees):
    """Problems of all severities and states, some near midnight, some of strangers."""
    env, rng = ground.env, ground.rng
    rows = []
    for number in range(400):
        day = FIRST + datetime.timedelta(days=rng.randrange((LAST - FIRST).days + 30))
        time = datetime.time(rng.choice([0, 7, 8, 14, 15, 23]), rng.randrange(60))
        rows.append(
            {
                "name": f"Escalation {number}",
                "company_id": rng.choice(ground.companies).id,
                "partner_id": rng.choice([None, *(rng.choice(trees)[0],) * 9]),
                "severity": rng.choice(["low", "normal", "high", "critical"]),
                "state": rng.choice(["new", "in_progress", "solved", "cancelled"]),
                "level": "0",
                "active": rng.random() > 0.1,
                "date_raised": datetime.datetime.combine(day, time),
            }
        )
    insert(env, "kam_escalation", rows)


def invoices(ground, trees):
    """Heads of journal entries of all kinds and states."""
    env, rng = ground.env, ground.rng
    journals = {
        company.id: env["account.journal"]
        .with_company(company)
        .create({"name": "Test", "code": "TST", "type": "general"})
        .id
        for company in ground.companies
    }
    rows = []
    for number in range(1200):
        company = rng.choice(ground.companies)
        day = FIRST + datetime.timedelta(days=rng.randrange((LAST - FIRST).days + 30))
        kinds = ["out_invoice"] * 6 + ["out_refund", "in_invoice", "out_receipt"]
        rows.append(
            {
                "name": f"INV/{number}",
                "journal_id": journals[company.id],
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "partner_id": rng.choice(rng.choice(trees)),
                "state": rng.choice(["posted"] * 8 + ["draft", "cancel"]),
                "move_type": rng.choice([*kinds, "entry"]),
                "auto_post": "no",
                "date": day,
                "invoice_date": day,
            }
        )
    accounts = {
        company.id: [
            env["account.account"]
            .with_company(company)
            .create({"name": kind, "code": f"99{number}", "account_type": kind})
            .id
            for number, kind in enumerate(["asset_receivable", "asset_current"])
        ]
        for company in ground.companies
    }
    items = []
    for row, move in zip(rows, insert(env, "account_move", rows), strict=True):
        amount = round(rng.uniform(-300, 1000), 0)
        for account, sign in zip(accounts[row["company_id"]], (1, -1), strict=True):
            items.append(
                {
                    "move_id": move,
                    "account_id": account,
                    "display_type": "product",
                    "parent_state": row["state"],
                    "balance": sign * amount,
                    "debit": max(sign * amount, 0),
                    "credit": max(-sign * amount, 0),
                    "amount_currency": sign * amount,
                    **{
                        name: row[name]
                        for name in ("company_id", "partner_id", "date", "currency_id")
                    },
                }
            )
    insert(env, "account_move_line", items)
