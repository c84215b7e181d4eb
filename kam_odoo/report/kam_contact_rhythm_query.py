from odoo import api, models
from odoo.tools import SQL

RECENT_DAYS = 90


class KamContactRhythm(models.Model):
    """The contacts that took place (``kam.contact.touch``), by the kind they count for.

    Only that a contact took place is read, never what it was about.
    """

    _inherit = "kam.contact.rhythm"

    @api.model
    def _sql_accounts(self):
        """Accounts with a rhythm: key accounts, and others whose tier plans one.

        ``home_id`` is the company that cares: that of the manager.
        """
        return SQL(
            """
            SELECT * FROM (%s) account
             WHERE account.kam_status = 'key' OR EXISTS (
                   SELECT FROM kam_cadence cadence
                    WHERE cadence.tier_id = account.kam_tier_id
                      AND cadence.days > 0)
            """,
            self.env["kam.contact.touch"]._sql_accounts(),
        )

    @api.model
    def _sql_kinds(self):
        """The four kinds, and which contact counts for each."""
        return SQL(
            """
            VALUES (0, 'operational', ARRAY['meeting', 'call', 'mail_sent',
                                            'mail_received'], FALSE, FALSE),
                   (1, 'status', ARRAY['meeting', 'call'], FALSE, FALSE),
                   (2, 'strategic', ARRAY['meeting'], TRUE, FALSE),
                   (3, 'executive', ARRAY['meeting'], FALSE, TRUE)
            """
        )

    @api.model
    def _sql_companies(self):
        """The open companies, with their time zone and the day it is there."""
        return self.env["kam.contact.touch"]._sql_companies()

    @api.model
    def _sql_contacts(self):
        """The contacts, each once for an account and company, and who took part."""
        return SQL(
            """
            SELECT touch.account_id, touch.company_id, touch.how, touch.day,
                   touch.today,
                   bool_or(touch.user_id = account.kam_manager_id) AS by_manager,
                   bool_or(touch.user_id = account.kam_sponsor_id) AS by_sponsor
              FROM (%(touches)s) touch
              JOIN (%(accounts)s) account ON account.id = touch.account_id
          GROUP BY touch.account_id, touch.company_id, touch.model, touch.source,
                   touch.how, touch.day, touch.today
            """,
            touches=self.env["kam.contact.touch"]._sql_touches(
                self._sql_accounts(), self._sql_companies()
            ),
            accounts=self._sql_accounts(),
        )

    @api.model
    def _sql_last(self):
        """Last contact of each account, company and kind; the dearest one of a day."""
        return SQL(
            """
            SELECT account_id, company_id, kind.kind, MAX(day) AS last_date,
                   (array_agg(how ORDER BY day DESC, array_position(ways, how)))[1]
                       AS how,
                   COUNT(*) FILTER (WHERE day > today - %(recent)s) AS contact_count
              FROM (%(contacts)s) contact
              JOIN (%(kinds)s) AS kind (number, kind, ways, manager, sponsor)
                   ON contact.how = ANY (kind.ways)
                  AND (contact.by_manager OR NOT kind.manager)
                  AND (contact.by_sponsor OR NOT kind.sponsor)
          GROUP BY account_id, company_id, kind.kind
            """,
            recent=RECENT_DAYS,
            contacts=self._sql_contacts(),
            kinds=self._sql_kinds(),
        )
