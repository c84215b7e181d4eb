from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

HOW = [
    ("meeting", "Meeting"),
    ("call", "Call"),
    ("mail_sent", "Mail sent"),
    ("mail_received", "Mail received"),
]
# What is read, so that Odoo writes pending changes of it first.
SOURCES = {
    "calendar.attendee": ["event_id", "partner_id", "state"],
    "calendar.event": ["active", "allday", "start", "start_date", "stop", "user_id"],
    "crm.lead": ["partner_id"],
    "mail.activity": [
        "active",
        "activity_type_id",
        "calendar_event_id",
        "date_done",
        "res_id",
        "res_model",
        "user_id",
    ],
    "mail.activity.type": ["category"],
    "mail.message": [
        "author_id",
        "date",
        "is_internal",
        "message_type",
        "model",
        "partner_ids",
        "record_company_id",
        "subtype_id",
    ],
    "mail.message.subtype": ["internal"],
    "mail.notification": [
        "mail_message_id",
        "notification_status",
        "notification_type",
        "res_partner_id",
    ],
    "res.partner": [
        "active",
        "company_id",
        "kam_account_id",
        "kam_is_account",
        "kam_manager_id",
        "kam_sponsor_id",
        "kam_status",
        "kam_tier_id",
    ],
    "res.users": ["company_id", "partner_id", "share"],
    "sale.order": ["partner_id"],
}


class KamContactTouch(models.Model):
    """Who was in contact with whom, when and how: one row an event, colleague and
    person (R3). The one definition: rhythm, coverage and health read it.

    From what Odoo has anyway; nobody logs anything. A row tells that there was a
    contact, of a private meeting too, and nothing of what it was about: the record
    behind it stays under Odoo's own rights. Days are local days of the company.
    """

    _name = "kam.contact.touch"
    _description = "Contact with a Person"
    _auto = False
    _order = "day desc, id"
    _rec_name = "contact_id"
    _depends = SOURCES

    partner_id = fields.Many2one("res.partner", string="Account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    contact_id = fields.Many2one("res.partner", string="Person", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        readonly=True,
        help="Empty where Odoo does not know to whom a mail was written.",
    )
    how = fields.Selection(HOW, string="By", readonly=True)
    day = fields.Date(readonly=True)
    started_by_customer = fields.Boolean(string="Customer started it", readonly=True)
    # Which record it is, for those who may open it; the number alone says nothing.
    model = fields.Char(readonly=True, export_string_translation=False)
    source = fields.Integer(
        readonly=True, aggregator=None, export_string_translation=False
    )

    @property
    def _table_query(self) -> SQL:
        return SQL(
            """
            SELECT %(number)s AS id, touch.account_id AS partner_id, touch.company_id,
                   touch.contact_id, touch.user_id, touch.how, touch.day,
                   touch.started_by_customer, touch.model, touch.source
              FROM (%(touches)s) touch
            """,
            number=self._sql_number(),
            touches=self._sql_touches(
                self._sql_accounts(),
                self._sql_companies(),
            ),
        )

    def _sql_number(self):
        """A number for the row that stays: 52 bits, what a browser can count to."""
        return SQL(
            """
            hashtextextended(concat_ws('.', touch.model, touch.source, touch.contact_id,
                COALESCE(touch.user_id, 0), touch.company_id), 0)
            & 4503599627370495
            """
        )

    def action_open_source(self):
        """Open the record behind the contact, as far as the user may read it.

        :raises UserError: if there is none, such as behind a mail that was written on
            no record, or on one of an app that is no longer installed
        """
        self.ensure_one()
        record = self._source_record()
        if record is None or not record.exists():
            raise UserError(
                self.env._(
                    "There is no record to open: all that Odoo knows is that this "
                    "contact took place."
                )
            )
        if not record.has_access("read"):
            raise AccessError(
                self.env._(
                    "You may see that there was a contact, not what it was about: the "
                    "record belongs to colleagues."
                )
            )
        return record.get_formview_action()

    def _source_record(self):
        """The meeting; or what a mail or an activity is about, as far as the user may
        read the mail or activity itself. None if it is about no record."""
        source = self.env[self.model].with_context(active_test=False)
        source = source.browse(self.source).exists()
        if self.model == "calendar.event" or not source.has_access("read"):
            return source
        model = source.model if self.model == "mail.message" else source.res_model
        if not model or model not in self.env or not source.res_id:
            return None
        return self.env[model].browse(source.res_id)
