from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import MonetaryOrUnknown


class KamScore(models.Model):
    """The portfolio: scores of accounts as a picture, and who may see the money (S9).

    Everybody in the company may see how an account scores. What it buys is shown to
    those who manage or sponsor it, and to the managers, here as in the analysis.
    """

    _inherit = "kam.score"

    revenue = fields.Monetary(
        string="Revenue of every account", groups="kam_odoo.group_kam_manager"
    )
    analysis_id = fields.Many2one(groups="kam_odoo.group_kam_user")
    own_revenue = MonetaryOrUnknown(
        string="Revenue",
        compute="_compute_own_revenue",
        groups="kam_odoo.group_kam_user",
        help="Revenue in the current analysis; that of the accounts you manage or "
        "sponsor, managers see all.",
    )
    type_ids = fields.Many2many(related="partner_id.kam_type_ids", string="Types")
    sponsor_id = fields.Many2one(
        related="partner_id.kam_sponsor_id", string="Executive sponsor"
    )
    abc = fields.Selection(related="partner_id.kam_abc", string="ABC class")

    @api.model
    def _sees_all_revenue(self):
        return self.env.su or self.env.user.has_group("kam_odoo.group_kam_manager")

    @api.depends("revenue", "partner_id.kam_manager_id", "partner_id.kam_sponsor_id")
    @api.depends_context("uid")
    def _compute_own_revenue(self):
        everything = self._sees_all_revenue()
        for score, known in zip(self, self.sudo(), strict=True):
            mine = known.partner_id.kam_manager_id + known.partner_id.kam_sponsor_id
            score.own_revenue = (
                known.revenue if everything or self.env.user in mine else False
            )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Sums and orders of the revenue are of the accounts that the user may see."""
        if field_expr != "own_revenue":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        revenue = SQL.identifier(alias, "revenue", to_flush=self._fields["revenue"])
        if self._sees_all_revenue():
            return revenue
        partners = self.env["res.partner"]._fields
        return SQL(
            """(CASE WHEN EXISTS (
                SELECT FROM res_partner account
                WHERE account.id = %(account)s
                    AND %(user)s IN (account.kam_manager_id, account.kam_sponsor_id)
            ) THEN %(revenue)s END)%(flush)s""",
            account=SQL.identifier(alias, "partner_id"),
            user=self.env.uid,
            revenue=revenue,
            flush=SQL(
                "%s%s",
                SQL("", to_flush=partners["kam_manager_id"]),
                SQL("", to_flush=partners["kam_sponsor_id"]),
            ),
        )

    def action_open_account(self):
        """Open the account, where its score is explained."""
        self.ensure_one()
        return self.partner_id.get_formview_action()
