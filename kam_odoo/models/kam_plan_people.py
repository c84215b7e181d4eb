from odoo import api, fields, models


class KamPlan(models.Model):
    """The people of a plan's account, and who else is in its market (P11)."""

    _inherit = "kam.plan"

    team_ids = fields.Many2many(
        compute="_compute_team_ids", store=True, readonly=False, precompute=True
    )
    kam_in_team = fields.Boolean(
        related="partner_id.kam_in_team",
        related_sudo=False,
        string="In the account's team",
    )
    kam_people = fields.Json(
        related="partner_id.kam_people", related_sudo=False, string="Stakeholders"
    )
    kam_ladder_picture = fields.Json(
        related="partner_id.kam_ladder_picture", related_sudo=False, string="Ladder"
    )
    kam_player_ids = fields.One2many(
        related="partner_id.kam_player_ids",
        related_sudo=False,
        string="Market players",
    )

    kam_may_change = fields.Boolean(
        string="May change", compute="_compute_kam_may_change"
    )

    @api.depends("user_id", "sponsor_id", "team_ids", "confidential", "partner_id")
    @api.depends_context("uid")
    def _compute_kam_may_change(self):
        """The account's team reads a plan; its own people work on it."""
        writable = self._origin._filtered_access("write")
        for plan in self:
            plan.kam_may_change = not plan._origin or plan._origin in writable

    @api.depends("partner_id")
    def _compute_team_ids(self):
        """Those of the account's team who may work on plans; of a draft only."""
        may = self.env.ref("kam_odoo.group_kam_user")
        for plan in self:
            members = plan.sudo().partner_id.kam_team_member_ids
            users = members.filtered("is_current").user_id
            plan.team_ids = (
                users.filtered(lambda user: may in user.all_group_ids)
                if plan.state == "draft"
                else plan.team_ids
            )

    def action_kam_players(self):
        """Open the market players around the account."""
        return self.partner_id.action_kam_players()

    def action_kam_stakeholders(self):
        """Open the stakeholders of the account."""
        return self.partner_id.action_kam_stakeholders()
