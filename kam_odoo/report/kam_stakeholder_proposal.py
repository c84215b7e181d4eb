from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .kam_contact_touch import SOURCES


class KamStakeholderProposal(models.Model):
    """People we already deal with who are not among the stakeholders (R1).

    From the orders, the opportunities, the meetings, calls and mails of 12 months. Only
    how many there were and when the last one was leaves these records: of a private
    meeting too, and never what it was about. Orders and opportunities are those of the
    open companies. Somebody put off is not proposed again.
    """

    _name = "kam.stakeholder.proposal"
    _description = "Person We Already Deal With"
    _auto = False
    _order = "last_date desc, id"
    _rec_name = "contact_id"
    _depends = {
        **SOURCES,
        "crm.lead": [*SOURCES["crm.lead"], "company_id", "type"],
        "kam.stakeholder": ["contact_id", "partner_id"],
        "kam.stakeholder.dismissal": ["contact_id", "partner_id"],
        "res.partner": [*SOURCES["res.partner"], "is_company"],
        "sale.order": [*SOURCES["sale.order"], "company_id", "date_order", "state"],
    }

    partner_id = fields.Many2one("res.partner", string="Account", readonly=True)
    contact_id = fields.Many2one("res.partner", string="Person", readonly=True)
    name = fields.Char(related="contact_id.name")
    function = fields.Char(related="contact_id.function")
    order_count = fields.Integer(string="Orders", readonly=True)
    opportunity_count = fields.Integer(string="Opportunities", readonly=True)
    meeting_count = fields.Integer(string="Meetings and calls", readonly=True)
    mail_count = fields.Integer(string="Mails", readonly=True)
    last_date = fields.Date(string="Last", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("dismissed", "Put off")], readonly=True
    )
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Key account manager"
    )

    @property
    def _table_query(self) -> SQL:
        return SQL(
            """
            SELECT person.id, found.account_id AS partner_id, person.id AS contact_id,
                   COUNT(DISTINCT found.source) FILTER (WHERE found.kind = 'order')
                       AS order_count,
                   COUNT(DISTINCT found.source) FILTER (WHERE found.kind = 'lead')
                       AS opportunity_count,
                   COUNT(DISTINCT (found.kind, found.source))
                       FILTER (WHERE found.kind IN ('calendar.event', 'mail.activity'))
                       AS meeting_count,
                   COUNT(DISTINCT found.source)
                       FILTER (WHERE found.kind = 'mail.message') AS mail_count,
                   MAX(found.day) AS last_date,
                   CASE WHEN EXISTS (
                       SELECT FROM kam_stakeholder_dismissal off
                        WHERE off.partner_id = found.account_id
                          AND off.contact_id = person.id)
                        THEN 'dismissed' ELSE 'open' END AS state
              FROM (%(dealings)s) found
              JOIN res_partner person ON person.id = found.contact_id
             WHERE person.active AND person.is_company IS NOT TRUE
               AND person.id != found.account_id
               AND NOT EXISTS (SELECT FROM kam_stakeholder known
                                WHERE known.partner_id = found.account_id
                                  AND known.contact_id = person.id)
               AND NOT EXISTS (SELECT FROM res_users colleague
                                WHERE colleague.partner_id = person.id
                                  AND NOT colleague.share)
          GROUP BY person.id, found.account_id
            """,
            dealings=self._sql_dealings(),
        )

    @api.model
    def _sql_accounts(self):
        """Accounts that somebody looks after; the others need no map of people."""
        return SQL(
            """
            SELECT * FROM (%s) account
             WHERE account.kam_manager_id IS NOT NULL
                OR account.kam_status IN ('key', 'candidate', 'prospect')
            """,
            self.env["kam.contact.touch"]._sql_accounts(),
        )

    @api.model
    def _sql_dealings(self):
        """Orders, opportunities and contacts of 12 months.

        :return: SQL with account_id, contact_id, kind, source, day
        """
        touch = self.env["kam.contact.touch"].sudo()
        accounts = self._sql_accounts()
        since = fields.Datetime.now() - relativedelta(years=1)
        documents = SQL(
            """
            SELECT person.kam_account_id AS account_id, person.id AS contact_id,
                   document.kind, document.source,
                   timezone(company.tz, timezone('UTC', document.moment))::date AS day
              FROM (
                   SELECT partner_id, company_id, 'order' AS kind, id AS source,
                          date_order AS moment
                     FROM sale_order
                    WHERE state = 'sale' AND date_order >= %(since)s
                UNION ALL
                   SELECT partner_id, company_id, 'lead', id, create_date
                     FROM crm_lead
                    WHERE type = 'opportunity' AND create_date >= %(since)s
                   ) document
              JOIN res_partner person ON person.id = document.partner_id
              JOIN (%(accounts)s) account ON account.id = person.kam_account_id
              JOIN (%(companies)s) AS company (id, tz, today)
                   ON COALESCE(document.company_id = company.id, TRUE)
            """,
            since=since,
            accounts=accounts,
            companies=touch._sql_companies(),
        )
        touches = SQL(
            "SELECT account_id, contact_id, model AS kind, source, day FROM (%s) touch",
            touch._sql_touches(accounts, touch._sql_companies(), since),
        )
        return SQL("%s UNION ALL %s", documents, touches)

    def _still_there(self):
        """Somebody may have accepted or put them off since the screen was loaded."""
        return self.search([("id", "in", self.ids)])

    def action_accept(self):
        """Make them stakeholders; role, influence and attitude can be noted later."""
        people = self._still_there()
        people._dismissals().unlink()
        stakeholders = self.env["kam.stakeholder"].create(
            [
                {"partner_id": row.partner_id.id, "contact_id": row.contact_id.id}
                for row in people
            ]
        )
        self.env.invalidate_all()
        return stakeholders._added()

    def action_dismiss(self):
        """Do not propose them again."""
        self.env["kam.stakeholder.dismissal"].create(
            [
                {"partner_id": row.partner_id.id, "contact_id": row.contact_id.id}
                for row in self._still_there()
                if row.state == "open"
            ]
        )
        self.env.invalidate_all()

    def action_reopen(self):
        """Propose them again after all."""
        self._dismissals().unlink()
        self.env.invalidate_all()

    def _dismissals(self):
        return self.env["kam.stakeholder.dismissal"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("contact_id", "in", self.contact_id.ids),
            ]
        )
