from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

RECENT_DAYS = 90


class KamContactRhythm(models.Model):
    """Where the contacts are found: meetings, done activities, mails (METHODS).

    Each source is SQL with account_id, company_id (NULL: of every company), how,
    source (its number in Odoo), moment (UTC) or day, by_manager, by_sponsor. Only that
    a contact took place is read, never what it was about.
    """

    _inherit = "kam.contact.rhythm"

    @api.model
    def _sql_accounts(self):
        """Accounts with a rhythm: key accounts, and others whose tier plans one.

        ``home_id`` is the company that cares: that of the manager.
        """
        return SQL(
            """
            SELECT account.id, account.kam_status, account.kam_tier_id,
                   account.kam_manager_id, account.kam_sponsor_id,
                   COALESCE(manager.company_id, sponsor.company_id, account.company_id)
                       AS home_id
              FROM res_partner account
         LEFT JOIN res_users manager ON manager.id = account.kam_manager_id
         LEFT JOIN res_users sponsor ON sponsor.id = account.kam_sponsor_id
             WHERE account.kam_is_account AND account.active
               AND (account.kam_status = 'key' OR EXISTS (
                       SELECT FROM kam_cadence cadence
                        WHERE cadence.tier_id = account.kam_tier_id
                          AND cadence.days > 0))
            """
        )

    @api.model
    def _sql_people(self):
        """Everybody at those accounts, archived ones too; not our own colleagues."""
        return SQL(
            """
            SELECT contact.id, account.id AS account_id, account.home_id,
                   account.kam_manager_id, account.kam_sponsor_id
              FROM (%s) account
              JOIN res_partner contact ON contact.kam_account_id = account.id
             WHERE NOT EXISTS (SELECT FROM res_users colleague
                                WHERE colleague.partner_id = contact.id
                                  AND NOT colleague.share)
            """,
            self._sql_accounts(),
        )

    @api.model
    def _sql_colleagues(self):
        """Our people, those who left too; the system's own user is nobody."""
        return SQL(
            "SELECT id, partner_id, company_id FROM res_users"
            " WHERE NOT share AND id != %s",
            SUPERUSER_ID,
        )

    @api.model
    def _sql_company(self):
        """Company of a colleague's contact: his own.

        A sponsor is often of another company of the group; what he does counts where
        the account is managed.
        """
        return SQL(
            """CASE WHEN colleague.id = person.kam_sponsor_id
                    THEN COALESCE(person.home_id, colleague.company_id)
                    ELSE colleague.company_id END"""
        )

    @api.model
    def _sql_meetings(self):
        """Meetings that are over, with at least one person of each side.

        Who declined was not there. A meeting cancelled is archived or deleted.
        """
        return SQL(
            """
            SELECT person.account_id, %(company)s AS company_id, 'meeting' AS how,
                   event.id AS source, event.start AS moment,
                   CASE WHEN event.allday THEN event.start_date END AS day,
                   bool_or(COALESCE(colleague.id = person.kam_manager_id, FALSE))
                       AS by_manager,
                   bool_or(COALESCE(colleague.id = person.kam_sponsor_id, FALSE))
                       AS by_sponsor
              FROM calendar_event event
              JOIN calendar_attendee theirs ON theirs.event_id = event.id
              JOIN (%(people)s) person ON person.id = theirs.partner_id
              JOIN calendar_attendee ours ON ours.event_id = event.id
              JOIN (%(colleagues)s) colleague ON colleague.partner_id = ours.partner_id
             WHERE event.active AND event.stop <= %(now)s
               AND theirs.state IS DISTINCT FROM 'declined'
               AND ours.state IS DISTINCT FROM 'declined'
          GROUP BY 1, 2, event.id
            """,
            company=self._sql_company(),
            people=self._sql_people(),
            colleagues=self._sql_colleagues(),
            now=fields.Datetime.now(),
        )

    @api.model
    def _sql_activities(self):
        """Calls and meetings marked as done, on contacts, opportunities and orders.

        An activity with a meeting in the calendar is left out: the meeting counts, when
        it was held. Odoo keeps the day an activity was done, not the hour.
        """
        return SQL(
            """
            SELECT person.account_id, %(company)s,
                   CASE type.category WHEN 'phonecall' THEN 'call' ELSE 'meeting' END,
                   activity.id, NULL::timestamp, activity.date_done,
                   COALESCE(colleague.id = person.kam_manager_id, FALSE),
                   COALESCE(colleague.id = person.kam_sponsor_id, FALSE)
              FROM mail_activity activity
              JOIN mail_activity_type type ON type.id = activity.activity_type_id
              JOIN (%(colleagues)s) colleague
                   ON colleague.id = COALESCE(activity.user_id, activity.write_uid)
         LEFT JOIN crm_lead lead
                   ON activity.res_model = 'crm.lead' AND lead.id = activity.res_id
         LEFT JOIN sale_order sale
                   ON activity.res_model = 'sale.order' AND sale.id = activity.res_id
              JOIN (%(people)s) person
                   ON person.id = CASE activity.res_model
                                       WHEN 'res.partner' THEN activity.res_id
                                       WHEN 'crm.lead' THEN lead.partner_id
                                       WHEN 'sale.order' THEN sale.partner_id END
             WHERE NOT activity.active AND activity.date_done IS NOT NULL
               AND activity.calendar_event_id IS NULL
               AND type.category IN ('phonecall', 'meeting')
            """,
            company=self._sql_company(),
            people=self._sql_people(),
            colleagues=self._sql_colleagues(),
        )

    @api.model
    def _sql_is_mail(self):
        """Written by a person for the other side: no log, no note among colleagues."""
        return SQL(
            """
                   message.message_type IN ('email', 'comment')
               AND message.is_internal IS NOT TRUE
               AND message.model IS DISTINCT FROM 'discuss.channel'
               AND NOT EXISTS (SELECT FROM mail_message_subtype subtype
                                WHERE subtype.id = message.subtype_id
                                  AND subtype.internal)
            """
        )

    @api.model
    def _sql_mails_sent(self):
        """Messages of colleagues that were delivered to a contact by mail."""
        return SQL(
            """
            SELECT person.account_id, %(company)s, 'mail_sent', message.id,
                   message.date, NULL::date, FALSE, FALSE
              FROM mail_notification notification
              JOIN mail_message message ON message.id = notification.mail_message_id
              JOIN (%(colleagues)s) colleague
                   ON colleague.partner_id = message.author_id
              JOIN (%(people)s) person ON person.id = notification.res_partner_id
             WHERE notification.notification_type = 'email'
               AND notification.notification_status IN ('pending', 'sent')
               AND %(is_mail)s
          GROUP BY 1, 2, message.id
            """,
            company=self._sql_company(),
            people=self._sql_people(),
            colleagues=self._sql_colleagues(),
            is_mail=self._sql_is_mail(),
        )

    @api.model
    def _sql_mails_received(self):
        """Mails of a contact, and what a contact writes in the portal."""
        return SQL(
            """
            SELECT person.account_id,
                   COALESCE(message.record_company_id, person.home_id),
                   'mail_received', message.id, message.date, NULL::date, FALSE, FALSE
              FROM mail_message message
              JOIN (%(people)s) person ON person.id = message.author_id
             WHERE %(is_mail)s
            """,
            people=self._sql_people(),
            is_mail=self._sql_is_mail(),
        )

    @api.model
    def _sql_contacts(self):
        """All contacts. Override this to add a source, such as telephone records."""
        return SQL(" UNION ALL ").join(
            [
                self._sql_meetings(),
                self._sql_activities(),
                self._sql_mails_sent(),
                self._sql_mails_received(),
            ]
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
        return SQL(
            "VALUES %s",
            SQL(", ").join(
                SQL(
                    "(%s, %s, %s::date)",
                    company.id,
                    company._kam_tz(),
                    fields.Date.context_today(self.with_context(tz=company._kam_tz())),
                )
                for company in self.env.companies
            ),
        )

    @api.model
    def _sql_last(self):
        """Last contact of each account, company and kind; the dearest one of a day."""
        return SQL(
            """
            SELECT account_id, company_id, kind, MAX(day) AS last_date,
                   (array_agg(how ORDER BY day DESC, array_position(ways, how)))[1]
                       AS how,
                   COUNT(*) FILTER (WHERE day > today - %(recent)s) AS contact_count
              FROM (
                   SELECT contact.account_id, company.id AS company_id, kind.kind,
                          kind.ways, contact.how, company.today,
                          COALESCE(contact.day, timezone(company.tz,
                              timezone('UTC', contact.moment))::date) AS day
                     FROM (%(contacts)s) contact
                     JOIN (%(companies)s) AS company (id, tz, today)
                          ON company.id = COALESCE(contact.company_id, company.id)
                     JOIN (%(kinds)s) AS kind (number, kind, ways, manager, sponsor)
                          ON contact.how = ANY (kind.ways)
                         AND (contact.by_manager OR NOT kind.manager)
                         AND (contact.by_sponsor OR NOT kind.sponsor)
                   ) dated
          GROUP BY account_id, company_id, kind
            """,
            recent=RECENT_DAYS,
            contacts=self._sql_contacts(),
            companies=self._sql_companies(),
            kinds=self._sql_kinds(),
        )
