from odoo import fields, models
from odoo.tools import SQL

from ..fields import FloatOrUnknown, IntegerOrUnknown
from ..models.kam_cadence import CONTACT_KIND
from .kam_contact_touch import HOW, SOURCES


class KamContactRhythm(models.Model):
    """The planned rhythm of contacts against those that really took place (R6).

    One row an account, company and kind of contact, from what Odoo has anyway: nobody
    logs anything. It tells that and how there was a contact and when; meetings and
    mails themselves stay under Odoo's own rights. Days are local days of the company.
    """

    _name = "kam.contact.rhythm"
    _description = "Contact Rhythm"
    _auto = False
    _order = "urgency, overdue_days desc, id"
    _rec_name = "partner_id"
    _depends = {**SOURCES, "kam.cadence": ["days", "kind", "tier_id"]}

    partner_id = fields.Many2one("res.partner", string="Account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    tier_id = fields.Many2one("kam.tier", readonly=True)
    tier_color = fields.Integer(related="tier_id.color", string="Tier color")
    status = fields.Selection(related="partner_id.kam_status", string="Account status")
    manager_id = fields.Many2one(
        "res.users", string="Key account manager", readonly=True
    )
    sponsor_id = fields.Many2one("res.users", string="Executive sponsor", readonly=True)
    kind = fields.Selection(CONTACT_KIND, string="Kind of contact", readonly=True)
    days = fields.Integer(
        string="Days between contacts", readonly=True, aggregator=None
    )
    last_date = fields.Date(string="Last contact", readonly=True)
    how = fields.Selection(HOW, string="By", readonly=True)
    contact_count = fields.Integer(
        string="Contacts in 90 days",
        readonly=True,
        help="A meeting counts as a strategic contact and as an operational one too: "
        "add up within one kind only.",
    )
    days_since = IntegerOrUnknown(string="Days since", readonly=True, aggregator="avg")
    next_date = fields.Date(string="Next due", readonly=True)
    overdue_days = fields.Integer(string="Days overdue", readonly=True)
    state = fields.Selection(
        [
            ("overdue", "Overdue"),
            ("never", "Never yet"),
            ("soon", "Due soon"),
            ("on_time", "On time"),
            ("unplanned", "Not planned"),
        ],
        readonly=True,
    )
    kept = FloatOrUnknown(
        string="Rhythm kept",
        readonly=True,
        aggregator="avg",
        help="Share of the planned contacts that are neither overdue nor missing.",
    )
    urgency = fields.Integer(
        readonly=True, aggregator=None, help="Overdue ones come first."
    )

    @property
    def _table_query(self) -> SQL:
        return SQL(
            """
            SELECT rhythm.*,
                   array_position(ARRAY['overdue', 'never', 'soon', 'on_time',
                                        'unplanned'], rhythm.state) AS urgency,
                   CASE WHEN rhythm.state = 'unplanned' THEN NULL
                        WHEN rhythm.state IN ('overdue', 'never') THEN 0.0
                        ELSE 1.0 END AS kept
              FROM (%s) rhythm
            """,
            self._sql_rhythm(),
        )

    def _sql_rhythm(self):
        """The rows: the company that cares, and others that had such a contact."""
        return SQL(
            """
            SELECT (account.id::bigint * 4 + kind.number) * %(step)s + company.id AS id,
                   account.id AS partner_id, company.id AS company_id,
                   account.kam_tier_id AS tier_id, account.kam_manager_id AS manager_id,
                   account.kam_sponsor_id AS sponsor_id, kind.kind,
                   COALESCE(cadence.days, 0) AS days, last.last_date, last.how,
                   COALESCE(last.contact_count, 0) AS contact_count,
                   company.today - last.last_date AS days_since,
                   last.last_date + NULLIF(cadence.days, 0) AS next_date,
                   GREATEST(company.today - last.last_date - NULLIF(cadence.days, 0), 0)
                       AS overdue_days,
                   CASE WHEN COALESCE(cadence.days, 0) = 0 THEN 'unplanned'
                        WHEN last.last_date IS NULL THEN 'never'
                        WHEN company.today > last.last_date + cadence.days
                        THEN 'overdue'
                        WHEN last.last_date + cadence.days - company.today
                             <= 0.2 * cadence.days THEN 'soon'
                        ELSE 'on_time' END AS state
              FROM (%(accounts)s) account
        CROSS JOIN (%(companies)s) AS company (id, tz, today)
        CROSS JOIN (%(kinds)s) AS kind (number, kind, ways, manager, sponsor)
         LEFT JOIN kam_cadence cadence
                   ON cadence.tier_id = account.kam_tier_id AND cadence.kind = kind.kind
         LEFT JOIN (%(last)s) last
                   ON last.account_id = account.id AND last.company_id = company.id
                  AND last.kind = kind.kind
             WHERE (account.kam_status = 'key' OR cadence.days > 0)
               AND (account.home_id IS NULL OR account.home_id = company.id
                    OR last.last_date IS NOT NULL)
            """,
            step=self._id_step(),
            accounts=self._sql_accounts(),
            companies=self._sql_companies(),
            kinds=self._sql_kinds(),
            last=self._sql_last(),
        )

    def _id_step(self):
        """Room for the companies in a row's number; it stays when one is added."""
        latest = self.env["res.company"].sudo().search([], order="id desc", limit=1)
        return 1 << latest.id.bit_length()

    def action_schedule_meeting(self):
        """Open the own calendar; who has to take part is invited to what is added."""
        self.ensure_one()
        action = self.partner_id.schedule_meeting()
        people = self.partner_id + self.env.user.partner_id
        if self.kind == "strategic":
            people |= self.manager_id.partner_id
        if self.kind == "executive":
            people |= self.sponsor_id.partner_id
        action["domain"] = []  # not the account's meetings only: one looks for time
        action["context"] = {
            "default_partner_ids": people.ids,
            "default_name": self.partner_id.name,
        }
        return action

    def action_schedule_call(self):
        """Ask for the day of a call, which becomes an activity on the account."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Schedule a call"),
            "res_model": "mail.activity.schedule",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "active_model": "res.partner",
                "active_id": self.partner_id.id,
                "active_ids": self.partner_id.ids,
                "default_activity_type_id": self.env.ref(
                    "mail.mail_activity_data_call"
                ).id,
                "dialog_size": "medium",
            },
        }
