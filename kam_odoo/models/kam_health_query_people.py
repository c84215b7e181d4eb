from odoo import api, models
from odoo.tools import SQL

from ..tools import health
from ..tools.relations import RECENT_DAYS


class KamHealthSnapshot(models.Model):
    """The drivers that come from the contacts with people (METHODS §§10, 11)."""

    _inherit = "kam.health.snapshot"

    @api.model
    def _sql_people(self, scope):
        """Stakeholders who are there: influence, attitude on that day, coverage."""
        Stakeholder = self.env["kam.stakeholder"]
        attitude = SQL("stakeholder.attitude_value")
        if not scope["is_today"]:
            attitude = SQL(
                """
                (SELECT past.attitude::integer / 4.0
                   FROM kam_stakeholder_attitude past
                  WHERE past.stakeholder_id = stakeholder.id AND past.date <= %s
               ORDER BY past.date DESC, past.id DESC LIMIT 1)
                """,
                scope["as_of"],
            )
        covered = Stakeholder._sql_covered(
            SQL("SELECT * FROM kam_health_touch"),
            SQL(
                "stakeholder.partner_id IN (SELECT account_id FROM kam_health_account)"
                " AND %s",
                Stakeholder._sql_present(),
            ),
        )
        return SQL(
            """
            SELECT covered.account_id, covered.contact_id, covered.coverage,
                   covered.contact_days, stakeholder.influence_value AS influence,
                   (%(attitude)s)::numeric AS attitude
              FROM (%(covered)s) covered
              JOIN kam_stakeholder stakeholder
                ON stakeholder.id = covered.stakeholder_id
            """,
            attitude=attitude,
            covered=covered,
        )

    @api.model
    def _sql_driver_stakeholders(self, scope):
        """The relationship score of the people we know."""
        Stakeholder = self.env["kam.stakeholder"]
        return SQL(
            """
            SELECT account_id, score AS value, coverage,
                   jsonb_build_object('people', people, 'covered', covered,
                       'capped', capped, 'plain', plain) AS evidence
              FROM (%s) rated
            """,
            Stakeholder._sql_relationship(
                SQL("SELECT * FROM kam_health_person"),
                Stakeholder._sql_missing_role(SQL("account")),
            ),
        )

    @api.model
    def _sql_driver_engagement(self, scope):
        """Contacts, fading with their age (METHODS §11), each event once.

        Unknown where no contact is planned and none took place.
        """
        weights = SQL(" ").join(
            SQL("WHEN %s THEN %s", how, weight)
            for how, weight in health.TOUCH_WEIGHTS.items()
        )
        return SQL(
            """
            SELECT account.account_id,
                   ROUND(100 * LEAST(
                       1, COALESCE(faded.points, 0) / %(target)s)::numeric, 1) AS value,
                   jsonb_build_object('meeting', COALESCE(faded.meeting, 0),
                       'call', COALESCE(faded.call, 0),
                       'mail', COALESCE(faded.mail, 0),
                       'by_customer', COALESCE(faded.by_customer, 0),
                       'points', ROUND(COALESCE(faded.points, 0)::numeric, 1),
                       'target', %(target)s, 'cadence', account.cadence,
                       'theirs', COALESCE(people.theirs, 0),
                       'ours', COALESCE(people.ours, 0)) AS evidence
              FROM kam_health_account account
         LEFT JOIN (
                   SELECT event.account_id,
                          SUM(CASE event.how %(weights)s END
                              * CASE WHEN event.started THEN %(by_customer)s ELSE 1 END
                              * power(2.0::float8, -event.age / own.cadence::float8))
                              AS points,
                          COUNT(*) FILTER (WHERE how = 'meeting' AND age < %(recent)s)
                              AS meeting,
                          COUNT(*) FILTER (WHERE how = 'call' AND age < %(recent)s)
                              AS call,
                          COUNT(*) FILTER (
                              WHERE how LIKE 'mail%%' AND age < %(recent)s) AS mail,
                          COUNT(*) FILTER (WHERE started AND age < %(recent)s)
                              AS by_customer
                     FROM (SELECT account_id, how, today - day AS age,
                                  bool_or(started_by_customer) AS started
                             FROM kam_health_touch
                         GROUP BY account_id, model, source, how, today, day) event
                     JOIN kam_health_account own USING (account_id)
                 GROUP BY event.account_id
                   ) faded USING (account_id)
         LEFT JOIN (%(threads)s) people USING (account_id)
             WHERE account.planned_days IS NOT NULL OR faded.points IS NOT NULL
            """,
            target=scope["company"].kam_health_target,
            weights=weights,
            by_customer=health.BY_CUSTOMER,
            recent=RECENT_DAYS,
            threads=self._sql_threads(SQL("SELECT * FROM kam_health_touch")),
        )

    @api.model
    def _sql_threads(self, touches):
        """How many of their people and of ours were in contact within 90 days.

        The account's own address, a company, is nobody; who has left holds nothing.
        """
        return SQL(
            """
            SELECT touch.account_id, COUNT(DISTINCT touch.contact_id) AS theirs,
                   COUNT(DISTINCT touch.user_id) AS ours
              FROM (%s) touch
              JOIN res_partner person
                ON person.id = touch.contact_id AND person.is_company IS NOT TRUE
               AND person.active
         LEFT JOIN res_users colleague ON colleague.id = touch.user_id
             WHERE touch.day > touch.today - %s AND colleague.active IS NOT FALSE
          GROUP BY touch.account_id
            """,
            touches,
            RECENT_DAYS,
        )
