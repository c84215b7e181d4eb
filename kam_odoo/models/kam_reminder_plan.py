from odoo import api, models
from odoo.tools import SQL

FIRST_PLAN = "kam_odoo.mail_activity_plan_onboarding_plan"


class KamReminder(models.Model):
    """Triggers of plans, reviews, actions, escalations and rounds.

    Each is SQL with the columns

    - res_model, res_id: what the activity is about
    - key: what else tells one cause from another one of the same record
    - date: the day of the cause; NULL for what simply is so
    - company_id, account_id
    - owner_id, manager_id, sponsor_id, plan_owner_id: who may be responsible
    - knows: array of users who have it on the list in another way, and are left alone

    and may use ``company`` (id, tz, today, head_id) and ``account`` (id, status,
    manager_id, sponsor_id, company_id, …) of ``kam_reminder_query.py``.
    """

    _inherit = "kam.reminder"

    @api.model
    def _sql_review(self):
        """Planned reviews."""
        return SQL(
            """
            SELECT 'kam.review' AS res_model, review.id AS res_id, '' AS key,
                   review.date_planned AS date, review.company_id,
                   account.id AS account_id, review.user_id AS owner_id,
                   account.manager_id,
                   COALESCE(review.sponsor_id, account.sponsor_id) AS sponsor_id,
                   plan.user_id AS plan_owner_id, NULL::integer[] AS knows
              FROM kam_review review
              JOIN account ON account.id = review.partner_id
         LEFT JOIN kam_plan plan ON plan.id = review.plan_id
             WHERE review.state = 'planned' AND review.active
               AND review.date_planned IS NOT NULL
            """
        )

    @api.model
    def _sql_plan(self, date):
        """Columns of a plan as the cause."""
        return SQL(
            """
            SELECT 'kam.plan' AS res_model, plan.id AS res_id, '' AS key,
                   %s AS date, plan.company_id, account.id AS account_id,
                   plan.user_id AS owner_id, account.manager_id,
                   COALESCE(plan.sponsor_id, account.sponsor_id) AS sponsor_id,
                   plan.user_id AS plan_owner_id, NULL::integer[] AS knows
            """,
            date,
        )

    @api.model
    def _sql_plan_ending(self):
        """Active plans up to their last day; from then on they lack a successor."""
        return SQL(
            """
            %s
              FROM kam_plan plan
              JOIN account ON account.id = plan.partner_id
              JOIN company ON company.id = plan.company_id
             WHERE plan.active AND plan.state = 'active'
               AND plan.date_to >= company.today
            """,
            self._sql_plan(SQL("plan.date_to")),
        )

    @api.model
    def _sql_plan_missing(self):
        """Key accounts that never had a plan, nor are working on one.

        The checklist of a new key account has it as a step, with time enough.
        """
        step = self.env.ref(FIRST_PLAN, raise_if_not_found=False)
        return SQL(
            """
            SELECT 'res.partner' AS res_model, account.id AS res_id, '' AS key,
                   NULL::date AS date, account.company_id, account.id AS account_id,
                   account.manager_id AS owner_id, account.manager_id,
                   account.sponsor_id, NULL::integer AS plan_owner_id,
                   NULL::integer[] AS knows
              FROM account
              JOIN company ON company.id = account.company_id
             WHERE account.status = 'key'
               AND NOT EXISTS (SELECT FROM kam_plan plan
                                WHERE plan.partner_id = account.id AND plan.active
                                  AND plan.state != 'cancelled')
               AND NOT EXISTS (SELECT FROM mail_activity activity
                                WHERE activity.res_model = 'res.partner'
                                  AND activity.res_id = account.id
                                  AND activity.kam_template_id = %s
                                  AND activity.active
                                  AND activity.date_deadline >= company.today)
            """,
            step.id if step else None,
        )

    @api.model
    def _sql_plan_successor(self):
        """The last plan of a key account, closed or past its end.

        Who closed it without a next one on purpose has said why.
        """
        return SQL(
            """
            %s
              FROM (SELECT DISTINCT ON (partner_id, company_id) *
                      FROM kam_plan
                     WHERE active AND state IN ('active', 'closed')
                  ORDER BY partner_id, company_id, state, date_to DESC, id DESC) plan
              JOIN account ON account.id = plan.partner_id
              JOIN company ON company.id = plan.company_id
             WHERE account.status = 'key'
               AND (plan.state = 'closed' OR plan.date_to < company.today)
               AND plan.no_next_reason IS NULL
            """,
            self._sql_plan(
                SQL(
                    "LEAST(plan.date_to,"
                    " timezone(company.tz, timezone('UTC', plan.date_closed))::date)"
                )
            ),
        )

    @api.model
    def _sql_action(self):
        """Open actions; each is an activity of its owner already."""
        return SQL(
            """
            SELECT 'kam.action' AS res_model, action.id AS res_id, '' AS key,
                   action.date_deadline AS date, action.company_id,
                   account.id AS account_id, action.user_id AS owner_id,
                   account.manager_id,
                   COALESCE(plan.sponsor_id, account.sponsor_id) AS sponsor_id,
                   plan.user_id AS plan_owner_id, ARRAY[action.user_id] AS knows
              FROM kam_action action
              JOIN account ON account.id = action.partner_id
         LEFT JOIN kam_plan plan ON plan.id = action.plan_id
             WHERE action.active AND action.state = 'open'
            """
        )

    @api.model
    def _sql_escalation(self):
        """Late escalations that rose as far as they do (``kam_escalation_rise.py``).

        Those who have been told of it by its own steps are not told again.
        """
        return SQL(
            """
            SELECT 'kam.escalation' AS res_model, escalation.id AS res_id, '' AS key,
                   timezone(company.tz, timezone('UTC', escalation.next_deadline))::date
                       AS date,
                   escalation.company_id, account.id AS account_id,
                   escalation.user_id AS owner_id, account.manager_id,
                   account.sponsor_id, NULL::integer AS plan_owner_id,
                   ARRAY(SELECT activity.user_id
                           FROM mail_activity activity
                          WHERE activity.res_model = 'kam.escalation'
                            AND activity.res_id = escalation.id
                            AND activity.active AND activity.kam_reminder_id IS NULL
                            AND activity.user_id IS NOT NULL) AS knows
              FROM kam_escalation escalation
              JOIN company ON company.id = escalation.company_id
              JOIN account ON account.id = escalation.partner_id
             WHERE escalation.active AND escalation.state IN ('new', 'in_progress')
               AND escalation.level = '2' AND escalation.next_deadline IS NOT NULL
            """
        )

    @api.model
    def _sql_round(self):
        """Assessments still open in the running step of their round.

        Whoever is invited from another company is reminded there.
        """
        return SQL(
            """
            SELECT 'kam.assessment' AS res_model, assessment.id AS res_id,
                   selection.state AS key,
                   CASE selection.state WHEN 'nomination'
                        THEN selection.date_nomination
                        ELSE selection.date_scoring END AS date,
                   COALESCE(member.cid, assessor.company_id) AS company_id,
                   NULL::integer AS account_id, assessment.user_id AS owner_id,
                   selection.user_id AS manager_id, NULL::integer AS sponsor_id,
                   NULL::integer AS plan_owner_id, NULL::integer[] AS knows
              FROM kam_assessment assessment
              JOIN kam_selection selection ON selection.id = assessment.selection_id
              JOIN res_users responsible ON responsible.id = selection.user_id
              JOIN res_users assessor
                   ON assessor.id = assessment.user_id AND assessor.active
         LEFT JOIN res_company_users_rel member
                   ON member.user_id = assessor.id
                  AND member.cid =
                      COALESCE(selection.company_id, responsible.company_id)
             WHERE assessment.state = 'open' AND selection.active
               AND selection.state IN ('nomination', 'scoring')
            """
        )
