from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The people of an account on both sides: its stakeholders and our team."""

    _inherit = "res.partner"

    kam_stakeholder_ids = fields.One2many(
        "kam.stakeholder",
        "partner_id",
        string="Stakeholders",
        copy=False,
        groups="base.group_user",
    )
    kam_team_member_ids = fields.One2many(
        "kam.team.member",
        "partner_id",
        string="Team",
        copy=False,
        groups="base.group_user",
    )
    kam_team_user_ids = fields.Many2many(
        "res.users",
        string="Everybody in the team",
        compute="_compute_kam_team_user_ids",
        search="_search_kam_team_user_ids",
        compute_sudo=True,
        groups="base.group_user",
        help="Manager, sponsor and the members of the team now: who may read what is "
        "known of the account's people.",
    )
    kam_in_team = fields.Boolean(
        string="In my team",
        compute="_compute_kam_in_team",
        groups="base.group_user",
        help="Whether you may see what is known of the account's people.",
    )
    kam_missing_role_ids = fields.Many2many(
        "kam.stakeholder.role",
        string="Roles nobody has",
        compute="_compute_kam_missing_role_ids",
        search="_search_kam_missing_role_ids",
        groups="base.group_user",
        help="Roles that the account's tier asks for, and nobody at the account has.",
    )

    @api.depends(
        "kam_manager_id",
        "kam_sponsor_id",
        "kam_team_member_ids.active",
        "kam_team_member_ids.date_from",
        "kam_team_member_ids.date_to",
        "kam_team_member_ids.user_id",
    )
    def _compute_kam_team_user_ids(self):
        members = self.env["kam.team.member"]
        users = dict(
            members._read_group(
                members._current_domain() & Domain("partner_id", "in", self.ids),
                ["partner_id"],
                ["user_id:recordset"],
            )
        )
        for partner in self:
            partner.kam_team_user_ids = (
                partner.kam_manager_id
                | partner.kam_sponsor_id
                | users.get(partner._origin, self.env["res.users"])
            )

    @api.model
    def _search_kam_team_user_ids(self, operator, value):
        """One condition for all record rules; two indexes and the members' table."""
        if operator != "in":
            return NotImplemented
        users = list(value)
        current = self.env["kam.team.member"]._current_domain()
        return (
            Domain("kam_manager_id", "in", users)
            | Domain("kam_sponsor_id", "in", users)
            | Domain(
                "kam_team_member_ids", "any!", current & Domain("user_id", "in", users)
            )
        )

    def _kam_team_users(self):
        """Manager, sponsor and members of the accounts' teams now (sudo)."""
        return self.sudo().kam_team_user_ids

    @api.depends("kam_team_user_ids")
    @api.depends_context("uid")
    def _compute_kam_in_team(self):
        every = self._kam_may_decide()
        for partner in self:
            partner.kam_in_team = every or self.env.user in partner._kam_team_users()

    @api.depends(
        "kam_tier_id.required_role_ids",
        "kam_stakeholder_ids.active",
        "kam_stakeholder_ids.has_left",
        "kam_stakeholder_ids.role_ids",
    )
    @api.depends_context("uid")
    def _compute_kam_missing_role_ids(self):
        """For those who may see the account's people; to others nothing is missing."""
        missing = self._kam_missing_roles()
        for partner in self:
            partner.kam_missing_role_ids = (
                missing[partner].with_env(self.env) if partner.kam_in_team else False
            )

    def _kam_missing_roles(self):
        """Roles that the tier asks for and nobody has who is still there (sudo).

        :return: dict account → kam.stakeholder.role
        """
        taken = {}
        people = self.env["kam.stakeholder"].sudo()
        for account, role in people._read_group(
            [("partner_id", "in", self.ids), ("has_left", "=", False)],
            ["partner_id", "role_ids"],
        ):
            taken[account.id] = taken.get(account.id, role) | role
        return {
            partner: partner.sudo().kam_tier_id.required_role_ids
            - taken.get(partner._origin.id, people.role_ids)
            for partner in self
        }

    @api.model
    def _search_kam_missing_role_ids(self, operator, value):
        """Accounts whose tier asks for one of these roles, and nobody has it."""
        if operator not in ("in", "any") or isinstance(value, Domain):
            return NotImplemented
        roles = self.env["kam.stakeholder.role"].browse(id_ for id_ in value if id_)
        if False in value:
            every = self.env["kam.stakeholder.role"].search([])
            complete = ~Domain.OR(self._kam_missing_domain(role) for role in every)
            return complete | Domain.OR(
                self._kam_missing_domain(role) for role in roles
            )
        return Domain.OR(self._kam_missing_domain(role) for role in roles)

    @api.model
    def _kam_missing_domain(self, role):
        team = Domain.TRUE
        if not (self.env.su or self._kam_may_decide()):
            team = Domain("kam_team_user_ids", "in", [self.env.uid])
        return (
            team
            & Domain("kam_tier_id.required_role_ids", "in", role.ids)
            & ~Domain(
                "kam_stakeholder_ids",
                "any",
                [
                    ("active", "=", True),
                    ("role_ids", "in", role.ids),
                    ("has_left", "=", False),
                ],
            )
        )

    def write(self, vals):
        """Relations follow an account that comes under a group."""
        result = super().write(vals)
        if {"parent_id", "is_company", "kam_stands_alone"} & set(vals):
            self.flush_recordset(["kam_is_account", "kam_account_id"])
            self.env["kam.account.relation"]._follow_accounts(self)
        return result

    @api.model
    def _kam_mend_accounts(self):
        mended = super()._kam_mend_accounts()
        if mended:
            self.env["kam.account.relation"]._follow_accounts()
        return mended
