from odoo import api, fields, models
from odoo.tools import SQL

# Terms that ran out longer ago were let go, not forgotten.
EXPIRED_DAYS = 30


class KamReminder(models.Model):
    """Triggers of accounts: people, contacts, retention, terms."""

    _inherit = "kam.reminder"

    @api.model
    def _sql_account_columns(self, key, date, company, owner):
        """Columns of a cause that lies with the account itself."""
        return SQL(
            """
            SELECT 'res.partner' AS res_model, account.id AS res_id, %s AS key,
                   %s AS date, %s AS company_id, account.id AS account_id,
                   %s AS owner_id, account.manager_id, account.sponsor_id,
                   (SELECT plan.user_id FROM kam_plan plan
                     WHERE plan.partner_id = account.id AND plan.state = 'active'
                       AND plan.company_id = %s) AS plan_owner_id,
                   NULL::integer[] AS knows
            """,
            key,
            date,
            company,
            owner,
            company,
        )

    @api.model
    def _sql_nobody(self, user):
        """Whether nobody, or nobody who still works here."""
        return SQL(
            "NOT EXISTS (SELECT FROM res_users found WHERE found.id = %s"
            " AND found.active AND NOT found.share)",
            user,
        )

    @api.model
    def _sql_sponsor_missing(self):
        """Key accounts of a tier that wants a sponsor."""
        return SQL(
            """
            %s
              FROM account
              JOIN kam_tier tier ON tier.id = account.tier_id
             WHERE account.status = 'key' AND tier.sponsor_required AND %s
            """,
            self._sql_account_columns(
                SQL("''"),
                SQL("NULL::date"),
                SQL("account.company_id"),
                SQL("account.manager_id"),
            ),
            self._sql_nobody(SQL("account.sponsor_id")),
        )

    @api.model
    def _sql_manager_missing(self):
        return SQL(
            "%s FROM account WHERE account.status = 'key' AND %s",
            self._sql_account_columns(
                SQL("''"),
                SQL("NULL::date"),
                SQL("account.company_id"),
                SQL("account.sponsor_id"),
            ),
            self._sql_nobody(SQL("account.manager_id")),
        )

    @api.model
    def _sql_contact(self):
        """Planned contacts: one reminder of the manager's kinds, one of the sponsor's.

        A meeting serves all kinds at once, so a reminder for each would be a flood.
        The day is the first one of the kinds; without any contact yet there is none.
        Where there is no sponsor, one is missing, not a contact of theirs.
        """
        everywhere = self.env["res.company"].sudo().search([])
        rhythm = (
            self.env["kam.contact.rhythm"]
            .sudo()
            .with_context(allowed_company_ids=everywhere.ids)
        )
        return SQL(
            """
            %(columns)s
              FROM (SELECT partner_id, company_id, kind = 'executive' AS executive,
                           CASE WHEN bool_or(next_date IS NULL) THEN NULL
                                ELSE MIN(next_date) END AS date
                      FROM (%(rhythm)s) kinds
                     WHERE state != 'unplanned'
                  GROUP BY 1, 2, 3) rhythm
              JOIN account ON account.id = rhythm.partner_id
             WHERE (account.status = 'key' OR account.manager_id IS NOT NULL)
               AND (account.sponsor_id IS NOT NULL OR NOT rhythm.executive)
            """,
            columns=self._sql_account_columns(
                SQL(
                    "rhythm.company_id || CASE WHEN rhythm.executive"
                    " THEN ':executive' ELSE ':contact' END"
                ),
                SQL("rhythm.date"),
                SQL("rhythm.company_id"),
                SQL(
                    "CASE WHEN rhythm.executive"
                    " THEN account.sponsor_id ELSE account.manager_id END"
                ),
            ),
            rhythm=rhythm._sql_rhythm(),
        )

    @api.model
    def _sql_customer(self):
        """Customers at risk or lost in the current analysis of a company.

        Of key accounts, and of others that somebody manages: to win back everybody is
        nobody's job. Lost after at risk is news.
        """
        return SQL(
            """
            %s
              FROM account
        CROSS JOIN company
             WHERE account.retention ->> company.id::text IN ('at_risk', 'lost')
               AND (account.status = 'key' OR account.manager_id IS NOT NULL)
            """,
            self._sql_account_columns(
                SQL(
                    "company.id || ':' || (account.retention ->> company.id::text)",
                ),
                SQL("NULL::date"),
                SQL("company.id"),
                SQL("account.manager_id"),
            ),
        )

    @api.model
    def _sql_terms(self):
        """Approved terms with an end, after which nothing else was agreed yet."""
        return SQL(
            """
            SELECT 'kam.terms' AS res_model, terms.id AS res_id, '' AS key,
                   terms.date_to AS date,
                   COALESCE(terms.company_id, account.company_id, %(main)s)
                       AS company_id,
                   account.id AS account_id,
                   COALESCE(account.manager_id, terms.submitted_by) AS owner_id,
                   account.manager_id, account.sponsor_id,
                   NULL::integer AS plan_owner_id, NULL::integer[] AS knows
              FROM (SELECT *, MAX(date_from) OVER (
                               PARTITION BY partner_id, tier_id, company_id) AS last
                      FROM kam_terms
                     WHERE state IN ('submitted', 'approved')) terms
         LEFT JOIN account ON account.id = terms.partner_id
             WHERE terms.state = 'approved' AND terms.date_from = terms.last
               AND terms.date_to >= %(today)s::date - %(expired)s
               AND (terms.partner_id IS NULL OR account.id IS NOT NULL)
            """,
            main=self._main_company().id,
            today=fields.Date.today(),
            expired=EXPIRED_DAYS,
        )
