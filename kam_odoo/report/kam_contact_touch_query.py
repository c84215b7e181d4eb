from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL


class KamContactTouch(models.Model):
    """Where contacts are found: meetings, done activities, mails (METHODS).

    Each source is SQL with the columns of ``COLUMNS``. Only that, when and between
    whom a contact took place is read, never what it was about. An account is given as
    SQL with id, home_id (the company that cares, or NULL) and kam_sponsor_id.
    """

    _inherit = "kam.contact.touch"

    @api.model
    def _sql_accounts(self):
        """All accounts. ``home_id`` is the company that cares: that of the manager."""
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
            """
        )

    @api.model
    def _sql_some_accounts(self, accounts):
        """The same for given res.partner records."""
        return SQL(
            "SELECT * FROM (%s) account WHERE account.id = ANY(%s)",
            self._sql_accounts(),
            accounts.ids or [0],
        )

    @api.model
    def _sql_people(self, accounts):
        """Everybody at those accounts, archived ones too; not our own colleagues."""
        return SQL(
            """
            SELECT contact.id, account.id AS account_id, account.home_id,
                   account.kam_sponsor_id
              FROM (%s) account
              JOIN res_partner contact ON contact.kam_account_id = account.id
             WHERE NOT EXISTS (SELECT FROM res_users colleague
                                WHERE colleague.partner_id = contact.id
                                  AND NOT colleague.share)
            """,
            accounts,
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
    def _sql_between(self, column, since, until):
        """Condition on a column of UTC moments or of days; None is open."""
        conditions = [SQL("%s IS NOT NULL", column)]
        if since:
            conditions.append(SQL("%s >= %s", column, since))
        if until:
            conditions.append(SQL("%s <= %s", column, until))
        return SQL(" AND ").join(conditions)

    @api.model
    def _sql_meetings(self, accounts, since, until):
        """Meetings that are over, with at least one person of each side.

        Who declined was not there. A meeting cancelled is archived or deleted. The
        customer started it if one of its people organises it.
        """
        return SQL(
            """
            SELECT person.account_id, %(company)s AS company_id,
                   person.id AS contact_id, colleague.id AS user_id, 'meeting' AS how,
                   'calendar.event' AS model, event.id AS source,
                   event.start AS moment,
                   CASE WHEN event.allday THEN event.start_date END AS day,
                   COALESCE(host.kam_account_id = person.account_id, FALSE)
                       AS started_by_customer
              FROM calendar_event event
              JOIN calendar_attendee theirs ON theirs.event_id = event.id
              JOIN (%(people)s) person ON person.id = theirs.partner_id
              JOIN calendar_attendee ours ON ours.event_id = event.id
              JOIN (%(colleagues)s) colleague ON colleague.partner_id = ours.partner_id
         LEFT JOIN res_users organiser
                   ON organiser.id = event.user_id AND organiser.share
         LEFT JOIN res_partner host ON host.id = organiser.partner_id
             WHERE event.active AND %(over)s
               AND theirs.state IS DISTINCT FROM 'declined'
               AND ours.state IS DISTINCT FROM 'declined'
            """,
            company=self._sql_company(),
            people=self._sql_people(accounts),
            colleagues=self._sql_colleagues(),
            over=self._sql_between(
                SQL("event.stop"), since, until or fields.Datetime.now()
            ),
        )

    @api.model
    def _sql_activities(self, accounts, since, until):
        """Calls and meetings marked as done, on contacts, opportunities and orders.

        An activity with a meeting in the calendar is left out: the meeting counts, when
        it was held. Odoo keeps the day an activity was done, not the hour.
        """
        return SQL(
            """
            SELECT person.account_id, %(company)s, person.id, colleague.id,
                   CASE type.category WHEN 'phonecall' THEN 'call' ELSE 'meeting' END,
                   'mail.activity', activity.id, NULL::timestamp, activity.date_done,
                   FALSE
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
             WHERE NOT activity.active AND %(done)s
               AND activity.calendar_event_id IS NULL
               AND type.category IN ('phonecall', 'meeting')
            """,
            company=self._sql_company(),
            people=self._sql_people(accounts),
            colleagues=self._sql_colleagues(),
            done=self._sql_between(
                SQL("activity.date_done"),
                since and since.date(),
                until and until.date(),
            ),
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
    def _sql_mails_sent(self, accounts, since, until):
        """Messages of colleagues that were delivered to a contact by mail."""
        return SQL(
            """
            SELECT person.account_id, %(company)s, person.id, colleague.id, 'mail_sent',
                   'mail.message', message.id, message.date, NULL::date, FALSE
              FROM mail_notification notification
              JOIN mail_message message ON message.id = notification.mail_message_id
              JOIN (%(colleagues)s) colleague
                   ON colleague.partner_id = message.author_id
              JOIN (%(people)s) person ON person.id = notification.res_partner_id
             WHERE notification.notification_type = 'email'
               AND notification.notification_status IN ('pending', 'sent')
               AND %(date)s
               AND %(is_mail)s
            """,
            company=self._sql_company(),
            people=self._sql_people(accounts),
            colleagues=self._sql_colleagues(),
            date=self._sql_between(SQL("message.date"), since, until),
            is_mail=self._sql_is_mail(),
        )

    @api.model
    def _sql_mails_received(self, accounts, since, until):
        """Mails of a contact, and what a contact writes in the portal.

        To the colleagues it is addressed to, one row each; mostly Odoo knows none, for
        answers go to the address of a document. Then the colleague is unknown.
        """
        return SQL(
            """
            SELECT person.account_id,
                   COALESCE(message.record_company_id, person.home_id),
                   person.id, colleague.id, 'mail_received', 'mail.message',
                   message.id, message.date, NULL::date, TRUE
              FROM mail_message message
              JOIN (%(people)s) person ON person.id = message.author_id
         LEFT JOIN (mail_message_res_partner_rel addressed
                    JOIN (%(colleagues)s) colleague
                         ON colleague.partner_id = addressed.res_partner_id)
                   ON addressed.mail_message_id = message.id
             WHERE %(date)s
               AND %(is_mail)s
            """,
            people=self._sql_people(accounts),
            colleagues=self._sql_colleagues(),
            date=self._sql_between(SQL("message.date"), since, until),
            is_mail=self._sql_is_mail(),
        )

    @api.model
    def _sql_sources(self, accounts, since=None, until=None):
        """All contacts. Override this to add a source, such as telephone records.

        :param accounts: SQL with id, home_id, kam_sponsor_id of the accounts
        :param datetime since, until: UTC moments within which the contacts end, both
            included; what is in the future is no contact
        """
        return SQL(" UNION ALL ").join(
            source(accounts, since, until)
            for source in (
                self._sql_meetings,
                self._sql_activities,
                self._sql_mails_sent,
                self._sql_mails_received,
            )
        )

    @api.model
    def _sql_companies(self, companies=None, today=None):
        """Companies with their time zone and the day it is there.

        :param companies: the open ones by default
        :param date today: take this as the current day
        """
        return SQL(
            "VALUES %s",
            SQL(", ").join(
                SQL(
                    "(%s, %s, %s::date)",
                    company.id,
                    company._kam_tz(),
                    today
                    or fields.Date.context_today(
                        self.with_context(tz=company._kam_tz())
                    ),
                )
                for company in companies or self.env.companies
            ),
        )

    @api.model
    def _sql_touches(self, accounts, companies, since=None, until=None):
        """Contacts with the local day of the company: one row an event × colleague ×
        person (× company, for a mail that belongs to none).

        The day of an activity is that of Greenwich, in America tomorrow by the
        evening: no contact is later than today.

        Whether the company fits is an expression that tells the planner nothing: with
        an equality it expects next to no colleagues, begins with them and reads all
        mails for the page of one account.

        :param accounts, since, until: see ``_sql_sources``
        :param companies: see ``_sql_companies``
        :return: SQL with account_id, company_id, contact_id, user_id (NULL: unknown),
            how, model, source, day, today, started_by_customer
        """
        return SQL(
            """
            SELECT found.account_id, company.id AS company_id, found.contact_id,
                   found.user_id, found.how, found.model, found.source, company.today,
                   LEAST(company.today, COALESCE(found.day, timezone(company.tz,
                       timezone('UTC', found.moment))::date)) AS day,
                   found.started_by_customer
              FROM (%(sources)s) found
              JOIN (%(companies)s) AS company (id, tz, today)
                   ON COALESCE(found.company_id = company.id, TRUE)
            """,
            sources=self._sql_sources(accounts, since, until),
            companies=companies,
        )
