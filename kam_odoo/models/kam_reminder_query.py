import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .kam_reminder import OWN_ACTIVITY


class KamReminder(models.Model):
    """One statement per rule: what should be on lists, against what is (D1)."""

    _inherit = "kam.reminder"

    def _is_dated(self):
        """Whether the causes of the trigger have a day, before which one can remind.

        Override it together with ``_sql_<trigger>`` of another trigger.
        """
        undated = {"plan_missing", "sponsor_missing", "manager_missing", "customer"}
        return self.trigger not in undated

    def _sql_company(self):
        """Companies with their time zone, the day it is there, and their head."""
        rows = [
            SQL(
                "(%s, %s, %s::date, %s::integer)",
                company.id,
                company._kam_tz(),
                fields.Date.context_today(self.with_context(tz=company._kam_tz())),
                self._head(company).id or None,
            )
            for company in self._companies()
        ]
        return SQL(
            "SELECT * FROM (VALUES %s) AS found (id, tz, today, head_id)",
            SQL(", ").join(rows or [SQL("(0, 'UTC', NULL::date, NULL::integer)")]),
        )

    @api.model
    def _sql_account(self):
        """Accounts; the company that cares is that of the manager."""
        return SQL(
            """
            SELECT partner.id, partner.kam_status AS status,
                   partner.kam_tier_id AS tier_id,
                   partner.kam_manager_id AS manager_id,
                   partner.kam_sponsor_id AS sponsor_id,
                   partner.kam_retention AS retention,
                   COALESCE(manager.company_id, sponsor.company_id, partner.company_id,
                            %s) AS company_id
              FROM res_partner partner
         LEFT JOIN res_users manager ON manager.id = partner.kam_manager_id
         LEFT JOIN res_users sponsor ON sponsor.id = partner.kam_sponsor_id
             WHERE partner.active AND partner.kam_is_account
            """,
            self._main_company().id,
        )

    def _sql_known(self):
        """Activities of the rule, open ones and those ticked off, with what they mean.

        One put on the account, as its responsible may not read the record, keeps in
        its key which record it is about. After a merge of contacts two may mean the
        same: what was done counts.
        """
        return SQL(
            """
            SELECT activity.id, activity.active, activity.user_id,
                   activity.kam_reminder_step AS step,
                   activity.kam_reminder_date AS date,
                   activity.kam_reminder_due AS due,
                   activity.kam_reminder_user_id AS chosen_id, cause.identity,
                   row_number() OVER (
                       PARTITION BY cause.identity, activity.kam_reminder_step
                           ORDER BY activity.active, activity.id) AS number
              FROM mail_activity activity
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN starts_with(activity.kam_reminder_key, '@')
                               THEN substr(activity.kam_reminder_key, 2)
                               ELSE activity.res_model || ',' || activity.res_id || ','
                                    || activity.kam_reminder_key END AS identity) cause
             WHERE activity.kam_reminder_id = %s
               AND activity.kam_reminder_key IS NOT NULL
            """,
            self.id,
        )

    def _sql_first(self):
        """Step 0: what is due, with its responsible."""
        self.ensure_one()
        return SQL(
            "SELECT due.*, 0 AS step, 1::bigint AS number, %s AS user_id FROM due",
            self._sql_pick(
                self.responsible, SQL("COALESCE(due.knows, '{}'::integer[])")
            ),
        )

    @api.model
    def _sql_told(self):
        """What is due, with the activity that its responsible got.

        Joined in full, which PostgreSQL never does row by row: it cannot know how many
        activities there are, and would take them for one.
        """
        return SQL(
            """
            SELECT first.*, told.due AS told_due, told.date AS told_date,
                   told.active AS told_active, told.chosen_id AS told_chosen_id,
                   told.user_id AS told_user_id
              FROM first
         FULL JOIN known told ON told.identity = first.identity
                   AND told.step = first.step AND told.number = first.number
            """
        )

    def _sql_risen(self):
        """Step 1: what is still there some days after the deadline, for who is above.

        It rises from the deadline that the responsible got, so that postponing it by
        hand does not put that off. A new day or a new responsible gets the time anew.
        """
        self.ensure_one()
        own = self.trigger in OWN_ACTIVITY
        since = SQL(
            """CASE WHEN due.told_date IS NOT DISTINCT FROM due.date
                     AND (NOT due.told_active OR due.told_chosen_id = due.user_id)
                    THEN due.told_due END"""
        )
        return SQL(
            """
            SELECT due.identity, due.res_model, due.res_id, due.key, due.date,
                   due.company_id, due.account_id, due.today, 1 AS step, due.number,
                   %(pick)s AS user_id
              FROM told due
             WHERE due.identity IS NOT NULL AND %(since)s + %(after)s <= due.today
            """,
            pick=self._sql_pick(
                self.escalate_to,
                SQL(
                    "COALESCE(due.knows, '{}'::integer[])"
                    " || due.told_chosen_id || due.told_user_id"
                ),
            ),
            since=SQL("due.date") if own else since,
            after=self.escalate_after_days,
        )

    def _sql_wanted(self):
        """What should be on lists today."""
        self.ensure_one()
        columns = SQL(
            "identity, res_model, res_id, key, date, company_id, account_id, today,"
            " step, number, user_id"
        )
        steps = []
        if self.trigger not in OWN_ACTIVITY:
            steps.append(SQL("SELECT %s FROM first", columns))
        if self.escalate_to:
            steps.append(self._sql_risen())
        nothing = SQL("SELECT %s FROM first WHERE FALSE", columns)
        return SQL(" UNION ALL ").join(steps or [nothing])

    def _sql_with(self, select):
        """The statement around what is selected from ``wanted`` and ``known``."""
        self.ensure_one()
        return SQL(
            """
            WITH company AS (%(company)s),
                 account AS (%(account)s),
                 cause AS (%(cause)s),
                 known AS (%(known)s),
                 due AS (
                     SELECT cause.*, company.today, company.head_id,
                            cause.res_model || ',' || cause.res_id || ',' || cause.key
                                AS identity
                       FROM cause
                       JOIN company ON company.id = cause.company_id
                      WHERE cause.date IS NULL
                         OR cause.date - %(days)s <= company.today),
                 first AS (%(first)s),
                 told AS MATERIALIZED (%(told)s),
                 wanted AS (%(wanted)s)
            %(select)s
            """,
            company=self._sql_company(),
            account=self._sql_account(),
            cause=getattr(self, f"_sql_{self.trigger}")(),
            known=self._sql_known(),
            days=self.days_before if self._is_dated() else 0,
            first=self._sql_first(),
            told=self._sql_told(),
            wanted=self._sql_wanted(),
            select=select,
        )

    def _difference(self):
        """What there is to do: nothing, if the lists are as they should be.

        What was ticked off counts for its day: a review put off is a new one. By
        people, since rights, language and followers are asked for each of them.

        :return: list of dicts, without ``user_id`` for what nobody wants any more
        """
        self.env.flush_all()
        return self.env.execute_query_dict(
            self._sql_with(
                SQL(
                    """
                    SELECT wanted.identity, wanted.res_model, wanted.res_id, wanted.key,
                           wanted.date, wanted.company_id, wanted.account_id,
                           wanted.today, wanted.step, wanted.user_id,
                           known.id AS activity_id, known.active,
                           known.chosen_id IS DISTINCT FROM wanted.user_id AS other
                      FROM wanted
                 FULL JOIN known ON known.identity = wanted.identity
                           AND known.step = wanted.step
                           AND known.number = wanted.number
                     WHERE known.id IS NULL AND wanted.user_id IS NOT NULL
                        OR wanted.identity IS NULL
                        OR known.date IS DISTINCT FROM wanted.date
                        OR known.active
                           AND known.chosen_id IS DISTINCT FROM wanted.user_id
                  ORDER BY wanted.user_id NULLS FIRST, known.id, wanted.identity,
                           wanted.step
                    """
                )
            )
        )

    def _preview(self):
        """Model and numbers of the records that the rule wants on lists now."""
        self.ensure_one()
        self.env.flush_all()
        select = SQL("SELECT DISTINCT res_model, res_id FROM wanted")
        try:
            with self.env.cr.savepoint():
                rows = self.env.execute_query(self._sql_with(select))
        except psycopg2.Error as error:
            raise UserError(
                self.env._("This reminder could not be evaluated: %s", str(error))
            ) from error
        model = rows[0][0] if rows else "res.partner"
        return model, [number for name, number in rows if name == model]
