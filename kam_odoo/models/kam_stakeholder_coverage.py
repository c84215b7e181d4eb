from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import IntegerOrUnknown
from ..tools import relations


class KamStakeholder(models.Model):
    """How well we keep in contact with a person, from what took place (METHODS §10)."""

    _inherit = "kam.stakeholder"

    coverage = fields.Float(
        string="Contact kept (0–1)",
        compute="_compute_coverage",
        digits=(3, 2),
        help="Contacts of the last 90 days against the planned ones, in quarters; by "
        "colleagues of the open companies.",
    )
    contact_days = fields.Integer(
        string="Days with contact",
        compute="_compute_coverage",
        help="In the last 90 days.",
    )
    last_contact = fields.Date(compute="_compute_coverage")
    days_since_contact = IntegerOrUnknown(
        string="Days since", compute="_compute_coverage"
    )
    colleague_count = fields.Integer(
        string="Colleagues in contact",
        compute="_compute_coverage",
        help="Different colleagues in the last 90 days.",
    )

    @api.depends("cadence_days", "contact_id", "partner_id")
    @api.depends_context("allowed_company_ids")
    def _compute_coverage(self):
        self.coverage = self.contact_days = self.colleague_count = 0
        self.last_contact = self.days_since_contact = False
        saved = self.filtered("id")
        if not saved:
            return
        Touch = self.env["kam.contact.touch"].sudo()
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            self._sql_covered(
                Touch._sql_touches(
                    Touch._sql_some_accounts(saved.sudo().partner_id),
                    Touch._sql_companies(),
                ),
                SQL("stakeholder.id = ANY(%s)", saved._origin.ids),
            )
        )
        known = {row["stakeholder_id"]: row for row in rows}
        for stakeholder in saved:
            row = known.get(stakeholder._origin.id)
            if row:
                stakeholder.coverage = row["coverage"]
                stakeholder.contact_days = row["contact_days"]
                stakeholder.last_contact = row["last_day"]
                stakeholder.days_since_contact = row["days_since"]
                stakeholder.colleague_count = row["colleagues"]

    @api.model
    def _sql_covered(self, touches, condition):
        """Coverage of stakeholders, the rule of ``tools/relations.coverage`` in SQL.

        :param touches: SQL of ``kam.contact.touch._sql_touches``; of one company or of
            the open ones together
        :param condition: SQL on ``stakeholder``
        :return: SQL with stakeholder_id, account_id, contact_id, cadence, contact_days
            and colleagues (of 90 days, or one cadence), last_day (ever), days_since,
            coverage
        """
        return SQL(
            """
            SELECT known.*,
                   CASE WHEN known.days_in = 0 THEN 0
                        ELSE LEAST(
                             GREATEST(FLOOR(4.0 * known.days_in * known.cadence
                                            / GREATEST(%(recent)s, known.cadence)), 1),
                             CASE WHEN known.days_since > 2 * known.cadence
                                  THEN 2 ELSE 4 END) / 4.0 END AS coverage
              FROM (
                   SELECT stakeholder.id AS stakeholder_id,
                          stakeholder.partner_id AS account_id,
                          stakeholder.contact_id, stakeholder.cadence_days AS cadence,
                          COUNT(DISTINCT touch.day) FILTER (
                              WHERE touch.day > touch.today
                                    - GREATEST(%(recent)s, stakeholder.cadence_days))
                              AS days_in,
                          COUNT(DISTINCT touch.day) FILTER (
                              WHERE touch.day > touch.today - %(recent)s)
                              AS contact_days,
                          COUNT(DISTINCT touch.user_id) FILTER (
                              WHERE touch.day > touch.today - %(recent)s)
                              AS colleagues,
                          MAX(touch.day) AS last_day,
                          MIN(touch.today - touch.day) AS days_since
                     FROM kam_stakeholder stakeholder
                LEFT JOIN (%(touches)s) touch
                       ON touch.contact_id = stakeholder.contact_id
                      AND touch.account_id = stakeholder.partner_id
                    WHERE %(condition)s
                 GROUP BY stakeholder.id
                   ) known
            """,
            recent=relations.RECENT_DAYS,
            touches=touches,
            condition=condition,
        )

    @api.model
    def _sql_present(self):
        """Condition on ``stakeholder``: in use, and still at the account."""
        return SQL("stakeholder.active AND %s", self._sql_there())

    @api.model
    def _sql_there(self):
        """Condition on ``stakeholder``: still at the account, in use or not."""
        return SQL(
            """
            EXISTS (
                SELECT FROM res_partner present
                 WHERE present.id = stakeholder.contact_id AND present.active
                   AND present.kam_account_id = stakeholder.partner_id)
            """
        )

    @api.model
    def _sql_missing_role(self, account):
        """Whether a role that the tier of an account asks for is nobody's.

        :param account: SQL of the account's row of ``res_partner``
        """
        required = self.env["kam.tier"]._fields["required_role_ids"]
        own = self._fields["role_ids"]
        return SQL(
            """
            EXISTS (
                SELECT FROM %(required)s required
                  JOIN kam_stakeholder_role role
                    ON role.id = required.%(required_role)s AND role.active
                 WHERE required.%(tier)s = %(account)s.kam_tier_id
                   AND NOT EXISTS (
                       SELECT FROM kam_stakeholder stakeholder
                         JOIN %(own)s own ON own.%(own_stakeholder)s = stakeholder.id
                        WHERE stakeholder.partner_id = %(account)s.id
                          AND own.%(own_role)s = role.id
                          AND %(present)s))
            """,
            required=SQL.identifier(required.relation),
            tier=SQL.identifier(required.column1),
            required_role=SQL.identifier(required.column2),
            own=SQL.identifier(own.relation),
            own_stakeholder=SQL.identifier(own.column1),
            own_role=SQL.identifier(own.column2),
            account=account,
            present=self._sql_present(),
        )

    @api.model
    def _sql_relationship(self, people, missing):
        """The relationship score (``tools/relations.relationship_score``) in SQL.

        :param people: SQL with account_id, influence, attitude (0–1), coverage
        :param missing: SQL expression over ``people`` and the row ``account``: a role
            is nobody's
        :return: SQL with account_id, people, covered (how many), coverage (by
            influence), capped, plain and score
        """
        return SQL(
            """
            SELECT rated.*,
                   CASE WHEN rated.capped THEN LEAST(rated.plain, %(cap)s)
                        ELSE rated.plain END AS score
              FROM (
                   SELECT person.account_id, COUNT(*) AS people,
                          COUNT(*) FILTER (WHERE person.coverage >= 0.5) AS covered,
                          ROUND(SUM(person.influence * person.coverage)
                                / SUM(person.influence), 4) AS coverage,
                          bool_or(%(missing)s) AS capped,
                          ROUND(100 * SUM(person.influence * (
                                    0.6 * COALESCE(person.attitude, 0.5)
                                    + 0.4 * person.coverage))::numeric
                                / SUM(person.influence), 1) AS plain
                     FROM (%(people)s) person
                     JOIN res_partner account ON account.id = person.account_id
                 GROUP BY person.account_id
                   ) rated
            """,
            people=people,
            missing=missing,
            cap=relations.SCORE_CAP,
        )
