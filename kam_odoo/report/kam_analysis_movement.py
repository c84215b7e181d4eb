from odoo import fields, models
from odoo.tools import SQL

from ..models.res_partner import ABC


class KamAnalysisMovement(models.Model):
    """Who moved (A7): each customer's ABC class against the previous analysis.

    One row for each customer of an analysis or of the one it is compared with, so
    that those who no longer buy are seen as well. Amounts of both in the currency of
    their own analysis, which is the same for comparable ones.
    """

    _name = "kam.analysis.movement"
    _description = "Customer Movement"
    _auto = False
    _order = "analysis_id desc, revenue_before desc, id"
    _rec_name = "partner_id"
    _depends = {
        "kam.analysis": ["previous_id", "state"],
        "kam.analysis.line": ["abc", "analysis_id", "partner_id", "profit", "revenue"],
    }

    analysis_id = fields.Many2one("kam.analysis", readonly=True)
    previous_id = fields.Many2one("kam.analysis", string="Compared with", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    currency_id = fields.Many2one(related="analysis_id.currency_id")
    line_id = fields.Many2one("kam.analysis.line", string="Now", readonly=True)
    abc = fields.Selection(ABC, string="Class now", readonly=True)
    previous_abc = fields.Selection(ABC, string="Class before", readonly=True)
    movement = fields.Selection(
        [
            ("new_a", "New A"),
            ("lost_a", "Lost A"),
            ("up", "Up"),
            ("down", "Down"),
            ("new", "New customer"),
            ("gone", "No longer buys"),
            ("same", "Unchanged"),
        ],
        readonly=True,
    )
    revenue = fields.Monetary(string="Revenue now", readonly=True)
    revenue_before = fields.Monetary(string="Revenue before", readonly=True)
    revenue_change = fields.Monetary(string="Change of revenue", readonly=True)
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Key account manager"
    )

    @property
    def _table_query(self) -> SQL:
        """Lines of the analysis full-joined with the lines of its predecessor.

        Customers merged since have several lines in the older analysis: their best
        class and their sum count. A customer of the analysis has the number of the
        line. One who left is a pair
        of an analysis and an older line, numbered above all lines; several analyses
        may be compared with the same one.
        """
        return SQL(
            """
            SELECT line.id::bigint AS id, line.analysis_id,
                   analysis.previous_id, line.partner_id, line.id AS line_id,
                   line.abc, before.abc AS previous_abc,
                   CASE WHEN before.id IS NULL AND line.abc = 'a' THEN 'new_a'
                        WHEN before.id IS NULL THEN 'new'
                        WHEN line.abc IS NOT DISTINCT FROM before.abc THEN 'same'
                        WHEN line.abc = 'a' THEN 'new_a'
                        WHEN before.abc = 'a' THEN 'lost_a'
                        WHEN COALESCE(line.abc, 'd') < COALESCE(before.abc, 'd')
                        THEN 'up' ELSE 'down' END AS movement,
                   line.revenue, COALESCE(before.revenue, 0) AS revenue_before,
                   line.revenue - COALESCE(before.revenue, 0) AS revenue_change
              FROM kam_analysis_line line
              JOIN kam_analysis analysis ON analysis.id = line.analysis_id
                   AND analysis.previous_id IS NOT NULL
         LEFT JOIN LATERAL (
                   SELECT MIN(former.id) AS id, MIN(former.abc) AS abc,
                          SUM(former.revenue) AS revenue
                     FROM kam_analysis_line former
                    WHERE former.analysis_id = analysis.previous_id
                      AND former.partner_id = line.partner_id) before ON TRUE
         UNION ALL
            SELECT analysis.id::bigint * 2147483648 + before.id, analysis.id,
                   analysis.previous_id,
                   before.partner_id, NULL, NULL, before.abc,
                   CASE WHEN before.abc = 'a' THEN 'lost_a' ELSE 'gone' END,
                   0, before.revenue, -before.revenue
              FROM kam_analysis analysis
              JOIN kam_analysis_line before
                   ON before.analysis_id = analysis.previous_id
             WHERE analysis.state = 'done'
               AND NOT EXISTS (
                   SELECT FROM kam_analysis_line line
                    WHERE line.analysis_id = analysis.id
                      AND line.partner_id = before.partner_id)
            """
        )
