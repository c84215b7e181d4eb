from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools import health
from ..tools.progress import progress

ACTION_DAYS = 90


class KamHealthSnapshot(models.Model):
    """The drivers that come from plans and from invoices (METHODS §11)."""

    _inherit = "kam.health.snapshot"

    @api.model
    def _sql_actions(self, scope):
        """Actions whose deadline was in the 90 days before, as they stood then."""
        return SQL(
            """
            SELECT action.partner_id AS account_id,
                   COUNT(*) FILTER (WHERE action.date_done <= action.date_deadline)
                       AS on_time,
                   COUNT(*) FILTER (WHERE action.date_done > action.date_deadline
                                      AND action.date_done <= %(as_of)s) AS done_late,
                   COUNT(*) FILTER (WHERE action.date_done IS NULL
                                       OR action.date_done > %(as_of)s) AS late
              FROM kam_action action
              JOIN kam_health_account account ON account.account_id = action.partner_id
             WHERE action.company_id = %(company)s AND action.active
               AND action.state != 'cancelled'
               AND action.date_deadline > %(as_of)s::date - %(recent)s
               AND (action.date_deadline < %(as_of)s
                    OR action.date_deadline = %(as_of)s
                       AND action.date_done <= %(as_of)s)
          GROUP BY action.partner_id
            """,
            as_of=scope["as_of"],
            company=scope["company"].id,
            recent=ACTION_DAYS,
        )

    @api.model
    def _objectives_parts(self, scope):
        """How far the objectives of running plans were on that day.

        :return: dict account id → (part 0 to 100, number of objectives)
        """
        as_of, company, end = scope["as_of"], scope["company"], scope["until"]
        domain = [
            ("plan_id.company_id", "=", company.id),
            ("plan_id.state", "in", ["active", "closed"]),
            ("plan_id.date_approved", "!=", False),
            ("plan_id.date_approved", "<=", end),
            "|",
            ("plan_id.date_closed", "=", False),
            ("plan_id.date_closed", ">", end),
            ("date_start", "<=", as_of),
        ]
        if scope["accounts"] is not None:
            domain.append(("plan_id.partner_id", "in", scope["accounts"].ids))
        objectives = self.env["kam.objective"].sudo().search(domain)
        figures = objectives._figures(
            {one: (one.date_start, min(one.deadline, as_of)) for one in objectives}
        )
        by_account = {}
        for one in objectives:
            figure = figures[one]
            if figure is None or figure is False:
                continue
            expected = one._expected_share(as_of)
            reached = progress(
                one.baseline, one.target, figure, expected, one._is_sum()
            )
            by_account.setdefault(one.plan_id.partner_id.id, []).append(
                (one.weight, reached, expected)
            )
        return {
            account: (health.objectives_part(known), len(known))
            for account, known in by_account.items()
        }

    @api.model
    def _sql_driver_execution(self, scope):
        """Objectives against what is expected by now, and actions done in time."""
        rows = [
            SQL("(%s, %s::numeric, %s)", account, str(part), count)
            for account, (part, count) in self._objectives_parts(scope).items()
            if part is not None
        ] or [SQL("(NULL::integer, NULL::numeric, NULL::integer)")]
        return SQL(
            """
            SELECT account_id,
                   ROUND((COALESCE(objective.part, action.part)
                          + COALESCE(action.part, objective.part)) / 2, 1) AS value,
                   jsonb_build_object('objectives', objective.part,
                       'objective_count', objective.number, 'actions', action.part,
                       'on_time', action.on_time, 'done_late', action.done_late,
                       'late', action.late) AS evidence
              FROM kam_health_account account
         LEFT JOIN (VALUES %(rows)s) AS objective (account_id, part, number)
                   USING (account_id)
         LEFT JOIN (SELECT *, ROUND(100 * (on_time + %(done_late)s * done_late)::numeric
                                    / (on_time + done_late + late), 1) AS part
                      FROM (%(actions)s) counted) action USING (account_id)
             WHERE COALESCE(objective.part, action.part) IS NOT NULL
            """,
            rows=SQL(", ").join(rows),
            done_late=health.DONE_LATE,
            actions=self._sql_actions(scope),
        )

    @api.model
    def _sql_driver_payment(self, scope):
        """Days that invoices due in 12 months are paid after their day, by amount.

        Each payment counts with its amount; what is still open counts with the days so
        far, also of older ones.
        """
        return SQL(
            """
            SELECT account_id, ROUND(%(value)s, 1) AS value,
                   jsonb_build_object('invoices', invoices, 'days', ROUND(days, 1),
                       'overdue', ROUND(overdue, 2), 'open', open) AS evidence
              FROM (
                   SELECT account_id, COUNT(DISTINCT move_id) AS invoices,
                          SUM(amount * GREATEST(
                              0, COALESCE(paid, %(as_of)s::date) - due))
                          / SUM(amount) AS days,
                          COALESCE(SUM(amount) FILTER (WHERE paid IS NULL), 0)
                              AS overdue,
                          COUNT(DISTINCT move_id) FILTER (WHERE paid IS NULL) AS open
                     FROM (
                          SELECT account.account_id, line.move_id, share.*,
                                 COALESCE(line.date_maturity, line.date) AS due
                            FROM account_move_line line
                            JOIN account_account ledger
                              ON ledger.id = line.account_id
                             AND ledger.account_type = 'asset_receivable'
                            JOIN res_partner contact ON contact.id = line.partner_id
                            JOIN kam_health_account account
                              ON account.account_id = contact.kam_account_id
              CROSS JOIN LATERAL (
                          SELECT amount, max_date AS paid
                            FROM account_partial_reconcile
                           WHERE debit_move_id = line.id AND max_date <= %(as_of)s
                       UNION ALL
                          SELECT line.debit - COALESCE(SUM(amount), 0), NULL
                            FROM account_partial_reconcile
                           WHERE debit_move_id = line.id AND max_date <= %(as_of)s
                          ) share
                           WHERE line.company_id = %(company)s
                             AND line.parent_state = 'posted' AND line.debit > 0
                             AND line.payment_id IS NULL
                             AND line.date <= %(as_of)s
                             AND share.amount > 0
                          ) part
                    WHERE due < %(as_of)s
                      AND (due > %(year)s OR paid IS NULL)
                 GROUP BY account_id
                   ) account
            """,
            value=self._sql_by_edges(SQL("days"), health.PAYMENT_EDGES),
            as_of=scope["as_of"],
            year=scope["as_of"] - relativedelta(years=1),
            company=scope["company"].id,
        )
