from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import health
from ..tools.periods import DAY, utc_start
from .kam_health_query import TOUCH_DAYS


class KamHealthSnapshot(models.Model):
    """Counting the health of accounts: set-based, one snapshot a week."""

    _inherit = "kam.health.snapshot"

    @api.model
    def _cron_weekly(self):
        """Count all accounts of each company, each company in its own transaction."""
        companies = self.env["res.company"].search([])
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(companies))
        for company in companies:
            if company.kam_facts_from:
                self.env["kam.sales.fact"]._rebuild(company, company.kam_facts_from)
            self._take(company)
            # All companies in one go: a second call of the job would begin anew.
            commit(1)

    @api.model
    def _take(self, company, as_of=None, accounts=None):
        """Count the health of a company's accounts as of a day, and keep it.

        The week's former snapshot is replaced, so counting again changes nothing but
        what has changed. Sales are read from the facts as they are. For a day in the
        past: sales, contacts, actions, objectives, payments and attitudes of that day;
        people, roles, tiers and the plan's targets of today.

        :param company: res.company
        :param date as_of: local day of the company, today by default
        :param accounts: res.partner; all managed accounts by default
        :return: the snapshots
        """
        self = self.sudo()
        company = company.sudo()
        scope = self._get_scope(company, as_of, accounts)
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL jit = off; SET LOCAL work_mem = '128MB'")
        self._make_tables(scope)
        self._write_snapshots(scope)
        self.env.cr.execute(
            "DROP TABLE kam_health_account, kam_health_sales, kam_health_touch,"
            " kam_health_person"
        )
        if accounts is None:
            # one of the figures that criteria read; single accounts wait for the night
            self.env["kam.score"]._schedule_refresh(company)
        self.invalidate_model()
        self.env["res.partner"].invalidate_model(["kam_health", "kam_health_band"])
        domain = [("company_id", "=", company.id), ("week", "=", scope["week"])]
        if accounts is not None:
            domain.append(("partner_id", "in", accounts.ids))
        return self.search(domain)

    @api.model
    def _get_scope(self, company, as_of, accounts):
        """What is counted; see ``kam_health_query.py``."""
        today = self.env["res.partner"]._kam_today(company)
        as_of = min(as_of or today, today)
        end = utc_start(as_of + DAY, company._kam_tz()) - timedelta(seconds=1)
        return {
            "company": company,
            "as_of": as_of,
            "is_today": as_of == today,
            "week": as_of - timedelta(days=as_of.weekday()),
            "since": utc_start(as_of - TOUCH_DAYS * DAY, company._kam_tz()),
            "until": min(end, fields.Datetime.now()),
            "accounts": accounts,
        }

    @api.model
    def _make_tables(self, scope):
        """What several drivers read, as tables of the transaction."""
        make = self.env["kam.score"]._make_table
        Touch = self.env["kam.contact.touch"]
        if scope["accounts"] is None:
            touched = SQL(
                "SELECT * FROM (%s) account"
                " WHERE account.id IN (SELECT account_id FROM kam_health_account)",
                Touch._sql_accounts(),
            )
        else:
            touched = Touch._sql_some_accounts(scope["accounts"])
        make("kam_health_account", self._sql_scoped_accounts(scope))
        make("kam_health_sales", self._sql_sales(scope))
        make(
            "kam_health_touch",
            Touch._sql_touches(
                touched,
                Touch._sql_companies(scope["company"], scope["as_of"]),
                scope["since"],
                scope["until"],
            ),
        )
        make("kam_health_person", self._sql_people(scope))

    @api.model
    def _write_snapshots(self, scope):
        """Replace the week's rows, and say which row of an account is current."""
        company, week = scope["company"], scope["week"]
        concerned = (
            SQL("TRUE")
            if scope["accounts"] is None
            else SQL("partner_id = ANY(%s)", scope["accounts"].ids or [0])
        )
        own = SQL("company_id = %s AND %s", company.id, concerned)
        execute = self.env.cr.execute
        execute(
            SQL("DELETE FROM kam_health_snapshot WHERE week = %s AND %s", week, own)
        )
        execute(self._sql_insert(scope))
        latest = SQL(
            """
            SELECT MAX(newest.date) FROM kam_health_snapshot newest
             WHERE newest.partner_id = snapshot.partner_id
               AND newest.company_id = snapshot.company_id
            """
        )
        # Accounts that nobody manages any more have a past and no present.
        managed = SQL(
            "snapshot.partner_id IN (SELECT account_id FROM kam_health_account)"
        )
        for is_latest in (False, True):  # never two at once, the index forbids it
            execute(
                SQL(
                    """
                    UPDATE kam_health_snapshot snapshot SET is_latest = %(value)s
                     WHERE %(own)s
                       AND is_latest IS DISTINCT FROM %(value)s
                       AND (snapshot.date = (%(latest)s) AND %(managed)s) = %(value)s
                    """,
                    value=is_latest,
                    own=own,
                    latest=latest,
                    managed=managed,
                )
            )

    @api.model
    def _sql_insert(self, scope):
        """The drivers, their weighted mean, the caps and the band, as new rows."""
        weights = scope["company"]._kam_health_weights()
        names = SQL(", ").join(map(SQL.identifier, health.DRIVERS))
        return SQL(
            """
            INSERT INTO kam_health_snapshot (
                   company_id, partner_id, date, week, date_counted, is_latest, health,
                   confidence, band, cap, coverage, %(names)s, weights,
                   evidence)
            SELECT %(company)s, result.account_id, %(as_of)s, %(week)s, %(now)s, FALSE,
                   result.health, result.confidence,
                   CASE WHEN result.health >= %(good)s THEN 'good'
                        WHEN result.health >= %(fair)s THEN 'fair' ELSE 'poor' END,
                   result.cap, result.coverage, %(names)s, %(weights)s::jsonb,
                   result.evidence
              FROM (
                   SELECT account.account_id, stakeholders.coverage, %(values)s,
                          jsonb_build_object(%(evidence)s) AS evidence, cap.cap,
                          CASE WHEN cap.cap IS NULL THEN total.mean
                               ELSE LEAST(total.mean, %(cap)s) END AS health,
                          ROUND(total.known / %(whole)s::numeric, 4) AS confidence
                     FROM kam_health_account account
                LEFT JOIN kam_health_sales sales USING (account_id)
                          %(joins)s
               CROSS JOIN LATERAL (
                          SELECT ROUND(SUM(part.weight * part.value)
                                       / NULLIF(SUM(part.weight), 0), 1) AS mean,
                                 SUM(part.weight) AS known
                            FROM (VALUES %(parts)s) AS part (weight, value)
                           WHERE part.value IS NOT NULL) total
               CROSS JOIN LATERAL (
                          SELECT CASE WHEN sales.retention = 'lost' THEN 'lost'
                                      WHEN account.sponsor_left THEN 'sponsor' END
                                 AS cap) cap
                   ) result
             WHERE result.health IS NOT NULL
          ORDER BY result.account_id
            """,
            names=names,
            company=scope["company"].id,
            as_of=scope["as_of"],
            week=scope["week"],
            now=fields.Datetime.now(),
            good=health.GOOD,
            fair=health.FAIR,
            cap=health.CAP,
            weights=SQL(
                "jsonb_build_object(%s)",
                SQL(", ").join(
                    SQL("%s, %s::numeric", name, str(weights[name]))
                    for name in health.DRIVERS
                ),
            ),
            whole=str(sum(weights.values())),
            values=SQL(", ").join(
                SQL("%s AS %s", SQL.identifier(name, "value"), SQL.identifier(name))
                for name in health.DRIVERS
            ),
            evidence=SQL(", ").join(
                SQL("%s, %s", name, SQL.identifier(name, "evidence"))
                for name in health.DRIVERS
            ),
            joins=SQL(" ").join(
                SQL(
                    "LEFT JOIN (%s) %s USING (account_id)",
                    getattr(self, f"_sql_driver_{name}")(scope),
                    SQL.identifier(name),
                )
                for name in health.DRIVERS
            ),
            parts=SQL(", ").join(
                SQL(
                    "(%s::numeric, %s)",
                    str(weights[name]),
                    SQL.identifier(name, "value"),
                )
                for name in health.DRIVERS
            ),
        )
