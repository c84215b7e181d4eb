"""Key accounts with people, plans and work, by SQL, on top of a generated history.

Nothing is due in what is made: :mod:`tools.bench.nights` lets causes come and go.
Every figure comes from a hash, as in :mod:`tools.history`.
"""

from __future__ import annotations

import datetime

from tools.history_base import Ground, partner_values

# Roles, actions, and days of the past that each account gets.
HELD_REVIEWS = 2
SNAPSHOTS = 4
ACTIONS = 3


class KeyAccounts(Ground):
    """The steps run in the order they stand here; the caller commits."""

    def __init__(self, cr, seed, today, companies):
        super().__init__(cr, seed, today, 42)
        self.today = today
        self.company_ids = companies

    def day(self, days):
        """SQL: so many days (an expression, may be negative) from today."""
        return f"(DATE '{self.today}' + ({days})::int)"

    def pick(self, ids, salt, *numbers):
        """SQL: one of some numbers."""
        listed = ", ".join(str(number) for number in ids)
        place = f"1 + floor({len(ids)} * {self.u(salt, *numbers)})::int"
        return f"(ARRAY[{listed}])[{place}]"

    def insert(self, table, values, source):
        self.cr.execute(self.insert_sql(table, values, source))

    def accounts(self, count, managers, sponsors, colleagues):
        """Key accounts out of the companies of the history; returns how many.

        ``managers`` and ``colleagues``: users by company. Two in three accounts are of
        the first company; one in five is strategic.
        """
        first, second = self.company_ids

        def of_company(users, salt):
            return (
                f"CASE WHEN first THEN {self.pick(users[first], salt, 'n')}"
                f" ELSE {self.pick(users[second], salt, 'n')} END"
            )

        self.cr.execute(
            f"""DROP TABLE IF EXISTS bench_account;
            CREATE TABLE bench_account AS
            SELECT n::int, id, CASE WHEN first THEN {first} ELSE {second} END
                       AS company_id,
                   {of_company(managers, 71)} AS manager_id,
                   {of_company(colleagues, 72)} AS colleague_id,
                   {self.pick(sponsors, 73, "n")} AS sponsor_id,
                   (SELECT res_id FROM ir_model_data WHERE module = 'kam_odoo'
                       AND name = CASE WHEN {self.u(74, "n")} < 0.2
                           THEN 'kam_tier_strategic' ELSE 'kam_tier_key' END) AS tier_id
              FROM (SELECT partner.id, n, {self.u(70, "n")} < 0.67 AS first
                      FROM (SELECT id, row_number() OVER (ORDER BY id) AS n
                              FROM res_partner
                             WHERE kam_is_account AND is_company AND active
                               AND name LIKE 'History account %') partner
                     WHERE n <= {count}) numbered;
            ALTER TABLE bench_account ADD PRIMARY KEY (n);
            CREATE UNIQUE INDEX ON bench_account (id);
            ANALYZE bench_account;
            UPDATE res_partner partner
               SET kam_status = 'key', kam_tier_id = account.tier_id,
                   kam_manager_id = account.manager_id,
                   kam_sponsor_id = account.sponsor_id,
                   kam_retention =
                       jsonb_build_object(account.company_id::text, 'active')
              FROM bench_account account WHERE account.id = partner.id;
            SELECT count(*) FROM bench_account"""
        )
        made = self.cr.fetchone()[0]
        if made != count:
            raise RuntimeError(f"{made} accounts instead of {count}")
        self.follow("res.partner", "account.id", "manager_id")
        self.follow("res.partner", "account.id", "sponsor_id")
        return made

    def follow(self, model, record, user):
        """Followers with the subtypes that Odoo proposes to colleagues."""
        self.cr.execute(
            f"""WITH follower AS (
                INSERT INTO mail_followers (res_model, res_id, partner_id)
                SELECT '{model}', {record}, follower.partner_id
                  FROM bench_account account
                  JOIN res_users follower ON follower.id = account.{user}
                    ON CONFLICT DO NOTHING RETURNING id)
            INSERT INTO mail_followers_mail_message_subtype_rel
                   (mail_followers_id, mail_message_subtype_id)
            SELECT follower.id, subtype.id FROM follower, mail_message_subtype subtype
             WHERE subtype.default AND (subtype.res_model IS NULL
                                        OR subtype.res_model = '{model}')"""
        )

    def people(self, count):
        """So many people per account, each a stakeholder: table bench_person."""
        self.cr.execute("SELECT count(*) FROM bench_account")
        contacts = self.cr.fetchone()[0] * count
        first = self.reserve("res_partner", contacts)
        self.cr.execute(
            f"""DROP TABLE IF EXISTS bench_person;
            CREATE TABLE bench_person AS
            SELECT account.n, k, {first} + (account.n - 1) * {count} + k + 1 AS id,
                   account.id AS account_id
              FROM bench_account account, generate_series(0, {count - 1}) AS k;
            CREATE UNIQUE INDEX ON bench_person (n, k);
            ANALYZE bench_person"""
        )
        values = partner_values("id", "'Stakeholder ' || n || '-' || k")
        values.update(
            parent_id="account_id",
            commercial_partner_id="account_id",
            is_company="FALSE",
            kam_account_id="account_id",
            kam_is_account="FALSE",
            kam_status="'none'",
        )
        self.insert("res_partner", values, "FROM bench_person")
        start = self.reserve("kam_stakeholder", contacts)
        influence = f"1 + floor(3 * {self.u(80, 'n', 'k')})::int"
        attitude = f"floor(5 * {self.u(81, 'n', 'k')})::int"
        number = f"{start} + (n - 1) * {count} + k + 1"
        values = {
            "id": number,
            "partner_id": "account_id",
            "contact_id": "id",
            "influence": f"({influence})::text",
            "influence_value": influence,
            "attitude": f"({attitude})::text",
            "attitude_value": f"{attitude} / 4.0",
            "career": "'none'",
            "active": "TRUE",
        }
        self.insert("kam_stakeholder", values, "FROM bench_person")
        self.cr.execute(
            f"""INSERT INTO kam_stakeholder_kam_stakeholder_role_rel
                SELECT {number}, role.id FROM bench_person
                  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place
                          FROM kam_stakeholder_role) role
                       ON role.place = 1 + k % 6"""
        )

    def contacts(self, meetings, calls, mails):
        """Meetings, calls and mails of a year, so many of each per account.

        The first meeting was three days ago, with manager and sponsor.
        """
        ago = f"CASE WHEN j = 0 THEN 3 ELSE 8 + floor(357 * {self.u(82, 'n', 'j')}) END"
        source = """FROM (
            SELECT account.*, j, manager.partner_id AS ours,
                   sponsor.partner_id AS above, person.id AS person_id,
                   other.id AS other_id
              FROM bench_account account
        CROSS JOIN generate_series(0, {count} - 1) AS j
              JOIN res_users manager ON manager.id = account.manager_id
              JOIN res_users sponsor ON sponsor.id = account.sponsor_id
        CROSS JOIN (SELECT count(*) AS count FROM bench_person WHERE n = 1) people
              JOIN bench_person person
                   ON person.n = account.n AND person.k = j % people.count
              JOIN bench_person other
                   ON other.n = account.n AND other.k = (j + 1) % people.count
            ) contact"""
        self._meetings(meetings, f"{self.day(f'-({ago})')}", source)
        self._calls(calls, source)
        self._mails(mails, source)

    def _meetings(self, count, day, source):
        self.cr.execute("SELECT count(*) FROM bench_account")
        event = self.reserve("calendar_event", self.cr.fetchone()[0] * count)
        number = f"{event} + (n - 1) * {count} + j + 1"
        values = {
            "id": number,
            "name": "'Meeting'",
            "user_id": "manager_id",
            "privacy": "'public'",
            "show_as": "'busy'",
            "active": "TRUE",
            "allday": "FALSE",
            "start": f"{day} + interval '9 hours'",
            "stop": f"{day} + interval '10 hours'",
            "duration": "1",
        }
        rows = source.format(count=count)
        self.insert("calendar_event", values, rows)
        sides = "CROSS JOIN LATERAL (VALUES (ours), (person_id), (other_id),"
        sides += " (CASE WHEN j = 0 THEN above END)) AS side (partner)"
        values = {
            "event_id": number,
            "partner_id": "partner",
            "state": "'accepted'",
        }
        rows = f"{rows} {sides} WHERE partner IS NOT NULL"
        self.insert("calendar_attendee", values, rows)

    def _calls(self, count, source):
        day = self.day(f"-(8 + floor(357 * {self.u(83, 'n', 'j')}))")
        values = {
            "res_model_id": "(SELECT id FROM ir_model WHERE model = 'res.partner')",
            "res_model": "'res.partner'",
            "res_id": "person_id",
            "activity_type_id": """(SELECT res_id FROM ir_model_data
                WHERE module = 'mail' AND name = 'mail_activity_data_call')""",
            "user_id": "manager_id",
            "date_deadline": day,
            "date_done": day,
            "active": "FALSE",
        }
        self.insert("mail_activity", values, source.format(count=count))

    def _mails(self, count, source):
        self.cr.execute("SELECT count(*) FROM bench_account")
        message = self.reserve("mail_message", self.cr.fetchone()[0] * count)
        number = f"{message} + (n - 1) * {count} + j + 1"
        day = self.day(f"-(8 + floor(357 * {self.u(84, 'n', 'j')}))")
        values = {
            "id": number,
            "model": "'res.partner'",
            "res_id": "id",
            "message_type": "CASE WHEN j % 2 = 0 THEN 'comment' ELSE 'email' END",
            "subtype_id": """(SELECT res_id FROM ir_model_data
                WHERE module = 'mail' AND name = 'mt_comment')""",
            "author_id": "CASE WHEN j % 2 = 0 THEN ours ELSE person_id END",
            "record_company_id": "company_id",
            "is_internal": "FALSE",
            "date": f"{day} + interval '9 hours'",
        }
        rows = source.format(count=count)
        self.insert("mail_message", values, rows)
        values = {
            "mail_message_id": number,
            "res_partner_id": "person_id",
            "notification_type": "'email'",
            "notification_status": "'sent'",
        }
        self.insert("mail_notification", values, f"{rows} WHERE j % 2 = 0")

    def plans(self):
        """A plan with an objective, reviews and actions each; every fourth a draft."""
        self.cr.execute("SELECT count(*) FROM bench_account")
        accounts = self.cr.fetchone()[0]
        plan = self.reserve("kam_plan", accounts)
        active = "n % 4 < 3"
        common = {
            "partner_id": "id",
            "company_id": "company_id",
            "user_id": "manager_id",
            "active": "TRUE",
        }
        rows = "FROM bench_account account"
        values = {
            **common,
            "id": f"{plan} + n",
            "name": "'Plan ' || n",
            "sponsor_id": "sponsor_id",
            "state": f"CASE WHEN {active} THEN 'active' ELSE 'draft' END",
            "date_from": self.day("-30"),
            "date_to": self.day("60"),
            "date_approved": f"CASE WHEN {active} THEN {self.day('-30')} END",
            "confidential": "n % 10 = 0",
        }
        self.insert("kam_plan", values, rows)
        self.follow("kam.plan", f"{plan} + n", "manager_id")
        values = {
            **common,
            "plan_id": f"{plan} + n",
            "plan_state": "'active'",
            "name": "'More of it'",
            "metric": "'revenue'",
            "won_by": "'count'",
            "weight": "1",
            "baseline": "0",
            "target": "1000",
            "date_start": self.day("-30"),
            "deadline": self.day("60"),
        }
        self.insert("kam_objective", values, f"{rows} WHERE {active}")
        values = {
            **common,
            "plan_id": f"{plan} + n",
            "sponsor_id": "sponsor_id",
            "kind": "'progress'",
            "state": "CASE WHEN j = 0 THEN 'planned' ELSE 'closed' END",
            "date_planned": self.day("30 - 31 * j"),
            "date_due": self.day("30 - 31 * j"),
            "date_held": f"CASE WHEN j > 0 THEN {self.day('30 - 31 * j')} END",
        }
        self.insert(
            "kam_review", values, f"{rows}, generate_series(0, {HELD_REVIEWS}) AS j"
        )
        self._actions(plan, accounts, common)

    def _actions(self, plan, accounts, common):
        """Actions of a colleague, two of three open; each open one is an activity."""
        action = self.reserve("kam_action", accounts * ACTIONS)
        activity = self.reserve("mail_activity", accounts * ACTIONS)
        place = f"(n - 1) * {ACTIONS} + j + 1"
        rows = f"FROM bench_account account, generate_series(0, {ACTIONS - 1}) AS j"
        deadline = self.day("CASE WHEN j = 0 THEN -20 ELSE 20 END")
        values = {
            "id": f"{activity} + {place}",
            "res_model_id": "(SELECT id FROM ir_model WHERE model = 'kam.action')",
            "res_model": "'kam.action'",
            "res_id": f"{action} + {place}",
            "res_name": "'Action ' || n || '-' || j",
            "activity_type_id": """(SELECT res_id FROM ir_model_data
                WHERE module = 'mail' AND name = 'mail_activity_data_todo')""",
            "user_id": "colleague_id",
            "date_deadline": deadline,
            "automated": "TRUE",
            "active": "TRUE",
        }
        self.insert("mail_activity", values, f"{rows} WHERE j > 0")
        values = {
            **common,
            "id": f"{action} + {place}",
            "plan_id": f"{plan} + n",
            "user_id": "colleague_id",
            "activity_id": f"CASE WHEN j > 0 THEN {activity} + {place} END",
            "name": "'Action ' || n || '-' || j",
            "kind": "'sales'",
            "state": "CASE WHEN j = 0 THEN 'done' ELSE 'open' END",
            "date_deadline": deadline,
            "date_done": f"CASE WHEN j = 0 THEN {self.day('-20')} END",
        }
        self.insert("kam_action", values, rows)

    def work(self, colleagues):
        """Escalations (solved), terms, snapshots of health, and a selection round."""
        rows = "FROM bench_account account"
        moment = f"{self.day('-30')} + interval '9 hours'"
        values = {
            "company_id": "company_id",
            "partner_id": "id",
            "user_id": "colleague_id",
            "name": "'Escalation ' || n",
            "severity": "'normal'",
            "state": "'solved'",
            "level": "'0'",
            "date_raised": moment,
            "date_solved": moment,
            "active": "TRUE",
        }
        self.insert("kam_escalation", values, rows)
        values = {
            "partner_id": "id",
            "state": "'approved'",
            "submitted_by": "manager_id",
            "date_from": self.day("-165"),
            "date_to": self.day("200"),
        }
        self.insert("kam_terms", values, rows)
        monday = self.today - datetime.timedelta(days=self.today.weekday() + 7)
        week = f"(DATE '{monday}' - 7 * j)"
        values = {
            "company_id": "company_id",
            "partner_id": "id",
            "date": week,
            "week": week,
            "health": "60",
            "confidence": "0.5",
            "band": "'fair'",
            "is_latest": "j = 0",
        }
        self.insert(
            "kam_health_snapshot",
            values,
            f"{rows}, generate_series(0, {SNAPSHOTS - 1}) AS j",
        )
        selection = self.reserve("kam_selection", 1) + 1
        values = {
            "id": str(selection),
            "name": "'Round'",
            "company_id": "NULL::int",
            "user_id": "2",
            "state": "'scoring'",
            "date_scoring": self.day("30"),
            "active": "TRUE",
        }
        self.insert("kam_selection", values, "")
        values = {
            "selection_id": str(selection),
            "user_id": "id",
            "function": "'sales'",
            "state": "'open'",
        }
        listed = ", ".join(f"({number})" for number in colleagues)
        self.insert("kam_assessment", values, f"FROM (VALUES {listed}) AS found (id)")
