from odoo import api, fields, models
from odoo.tools import SQL


class KamCostDriver(models.Model):
    """What an escalation costs us on the average (A4)."""

    _inherit = "kam.cost.driver"

    kind = fields.Selection(
        selection_add=[("escalation", "Escalations raised")],
        ondelete={"escalation": "cascade"},
    )

    @api.model
    def _sql_count_escalation(self, company, scope):
        """By the day they were raised, whatever came of them; cancelled were none."""
        self.env["kam.escalation"].flush_model(
            ["company_id", "date_raised", "partner_id", "state"]
        )
        return self._sql_count_days(
            scope,
            SQL(
                """
                SELECT partner_id, company_id, (%s)::date AS day, 1 AS quantity
                  FROM kam_escalation
                 WHERE company_id = %s AND state != 'cancelled'
                   AND partner_id IS NOT NULL
                """,
                self.env["kam.sales.fact"]._sql_local(
                    SQL("date_raised"), company._kam_tz()
                ),
                company.id,
            ),
        )
