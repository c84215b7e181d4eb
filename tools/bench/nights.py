"""What becomes due in a night, and what is settled, for each reminder rule.

One statement per rule, on the accounts of :mod:`tools.bench.accounts`: ``DUE`` brings
the cause about, ``SETTLED`` takes it away. In both, ``account`` is the account (a row
of bench_account) and {today} the day. Plans are an exception by nature: an account's
plan is about to end, or is over, or is missing, never all three.
"""

from __future__ import annotations

CONTACTS = ("calendar_event", "start", "stop"), ("mail_message", "date")

DUE = {
    "review": """
        UPDATE kam_review review SET date_planned = {today}::date + 3
          FROM account WHERE review.partner_id = account.id
                         AND review.state = 'planned'""",
    "plan_ending": """
        UPDATE kam_plan plan SET date_to = {today}::date + 10
          FROM account WHERE plan.partner_id = account.id AND account.n % 4 < 2
                         AND plan.state = 'active'""",
    "plan_successor": """
        UPDATE kam_plan plan SET state = 'closed', date_closed = {today}::date
          FROM account WHERE plan.partner_id = account.id AND account.n % 4 = 2
                         AND plan.state = 'active'""",
    "plan_missing": """
        UPDATE kam_plan plan SET state = 'cancelled'
          FROM account WHERE plan.partner_id = account.id AND account.n % 4 = 3""",
    "contact": """
        WITH meeting AS (
            UPDATE calendar_event event
               SET start = start - interval '400 days',
                   stop = stop - interval '400 days'
              FROM account
              JOIN bench_person person ON person.account_id = account.id
              JOIN calendar_attendee theirs ON theirs.partner_id = person.id
             WHERE theirs.event_id = event.id)
        , mail AS (
            UPDATE mail_message message SET date = date - interval '400 days'
              FROM account
             WHERE message.model = 'res.partner' AND message.res_id = account.id)
        UPDATE mail_activity activity SET date_done = date_done - 400
          FROM account
          JOIN bench_person person ON person.account_id = account.id
         WHERE activity.res_model = 'res.partner' AND activity.res_id = person.id
           AND NOT activity.active""",
    "customer": """
        UPDATE res_partner partner
           SET kam_retention = jsonb_build_object(account.company_id::text, 'at_risk')
          FROM account WHERE partner.id = account.id""",
    "action": """
        UPDATE kam_action action SET date_deadline = {today}::date - 10
          FROM account WHERE action.partner_id = account.id
                         AND action.state = 'open'""",
    "escalation": """
        UPDATE kam_escalation escalation
           SET state = 'in_progress', level = '2',
               next_deadline = {today}::date - 10
          FROM account WHERE escalation.partner_id = account.id""",
    "sponsor_missing": """
        UPDATE res_partner partner SET kam_sponsor_id = NULL
          FROM account WHERE partner.id = account.id""",
    "manager_missing": """
        UPDATE res_partner partner SET kam_manager_id = NULL
          FROM account WHERE partner.id = account.id""",
    "terms": """
        UPDATE kam_terms terms SET date_to = {today}::date + 20
          FROM account WHERE terms.partner_id = account.id""",
    "round": "UPDATE kam_selection SET date_scoring = {today}::date + 1",
}
SETTLED = {
    "review": """
        UPDATE kam_review review SET date_planned = {today}::date + 30
          FROM account WHERE review.partner_id = account.id
                         AND review.state = 'planned'""",
    "plan": """
        UPDATE kam_plan plan
           SET date_to = {today}::date + 60, date_closed = NULL,
               state = CASE WHEN account.n % 4 < 3 THEN 'active' ELSE 'draft' END
          FROM account WHERE plan.partner_id = account.id""",
    "contact": """
        UPDATE calendar_event event
           SET start = {today}::date - 1, stop = {today}::date - 1
          FROM account
          JOIN bench_person person ON person.account_id = account.id
          JOIN calendar_attendee theirs ON theirs.partner_id = person.id
         WHERE theirs.event_id = event.id AND person.k = 0""",
    "customer": """
        UPDATE res_partner partner
           SET kam_retention = jsonb_build_object(account.company_id::text, 'active')
          FROM account WHERE partner.id = account.id""",
    "action": """
        UPDATE kam_action action SET date_deadline = {today}::date + 20
          FROM account WHERE action.partner_id = account.id
                         AND action.state = 'open'""",
    "escalation": """
        UPDATE kam_escalation escalation SET state = 'solved', next_deadline = NULL
          FROM account WHERE escalation.partner_id = account.id""",
    "people": """
        UPDATE res_partner partner
           SET kam_manager_id = account.manager_id,
               kam_sponsor_id = account.sponsor_id
          FROM account WHERE partner.id = account.id""",
    "terms": """
        UPDATE kam_terms terms SET date_to = {today}::date + 200
          FROM account WHERE terms.partner_id = account.id""",
    "round": "UPDATE kam_selection SET date_scoring = {today}::date + 30",
}


def change(cr, statements, today, share, only=None, salt=0):
    """Run statements for a share of the accounts, another one for each rule.

    :param only: rule → its own share, such as few accounts without a manager
    """
    for place, (rule, statement) in enumerate(statements.items()):
        part = (only or {}).get(rule, share)
        cr.execute(
            f"""CREATE TEMP TABLE account ON COMMIT DROP AS
                SELECT * FROM bench_account
                 WHERE abs(hashint8extended(n, {salt + place})) % 1000
                       < {round(1000 * part)};
                ANALYZE account"""
        )
        cr.execute(statement.format(today=f"'{today}'"))
        cr.execute("DROP TABLE account")
