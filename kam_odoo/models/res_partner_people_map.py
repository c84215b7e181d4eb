from odoo import api, fields, models

from .kam_account_relation import LEVEL


class ResPartner(models.Model):
    """The picture of an account's people, and the ways from it."""

    _inherit = "res.partner"

    kam_people = fields.Json(
        string="People",
        compute="_compute_kam_people",
        groups="base.group_user",
    )
    kam_proposal_count = fields.Integer(
        string="People we already deal with",
        compute="_compute_kam_proposal_count",
        groups="base.group_user",
    )
    kam_can_staff = fields.Boolean(
        string="May change the team",
        compute="_compute_kam_can_staff",
        groups="base.group_user",
    )
    kam_can_list_players = fields.Boolean(
        string="May change the market players",
        compute="_compute_kam_can_list_players",
        groups="base.group_user",
    )
    kam_player_ids = fields.One2many(
        "kam.player",
        "partner_id",
        string="Market players",
        copy=False,
        groups="base.group_user",
    )
    kam_stakeholder_id = fields.Many2one(
        "kam.stakeholder",
        string="Stakeholder",
        compute="_compute_kam_stakeholder_id",
        groups="base.group_user",
        help="What is noted about this person, if you may see it.",
    )

    @api.depends("kam_account_id")
    @api.depends_context("uid")
    def _compute_kam_stakeholder_id(self):
        people = self.env["kam.stakeholder"].search([("contact_id", "in", self.ids)])
        known = {(row.contact_id, row.partner_id): row for row in people}
        for partner in self:
            partner.kam_stakeholder_id = known.get(
                (partner._origin, partner.kam_account_id), False
            )

    @api.depends("kam_manager_id", "kam_sponsor_id")
    @api.depends_context("uid")
    def _compute_kam_can_staff(self):
        """As the rules have it: manager and sponsor for their own accounts."""
        for partner in self:
            partner.kam_can_staff = partner._kam_may_see_figures()

    @api.depends_context("uid")
    def _compute_kam_can_list_players(self):
        """As the rules have it: the account's team, if they work with key accounts."""
        may = self.env["kam.player"].has_access("create")
        all_accounts = self.env.user.has_group("kam_odoo.group_kam_manager")
        for partner in self:
            partner.kam_can_list_players = may and (all_accounts or partner.kam_in_team)

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_kam_proposal_count(self):
        accounts = self.filtered(lambda partner: partner.kam_in_team and partner.id)
        counts = dict(
            self.env["kam.stakeholder.proposal"]._read_group(
                [("partner_id", "in", accounts.ids), ("state", "=", "open")],
                ["partner_id"],
                ["__count"],
            )
            if accounts
            else ()
        )
        for partner in self:
            partner.kam_proposal_count = counts.get(partner, 0)

    @api.depends(
        "kam_missing_role_ids",
        "kam_stakeholder_ids.attitude",
        "kam_stakeholder_ids.career",
        "kam_stakeholder_ids.influence",
        "kam_stakeholder_ids.level",
        "kam_stakeholder_ids.parent_id",
        "kam_stakeholder_ids.role_ids",
        "kam_team_user_ids",
    )
    @api.depends_context("uid", "lang")
    def _compute_kam_people(self):
        """Influence and attitude of the people, the roles nobody has, who is whose
        equal; False for an account whose people the user may not see."""
        seen = self.filtered(lambda partner: partner._origin and partner.kam_in_team)
        people = self.env["kam.stakeholder"].search(
            [("partner_id", "in", seen._origin.ids)]
        )
        by_account = people.grouped("partner_id")
        for partner in self:
            partner.kam_people = partner in seen and partner._kam_people_known(
                by_account.get(partner._origin, people.browse())
            )

    def _kam_people_known(self, people):
        """Plain values for the picture; words that depend on them are the screen's."""
        self.ensure_one()
        return {
            "account_id": self._origin.id,
            "people": [
                {
                    "id": person.id,
                    "name": person.name,
                    "function": person.function,
                    "roles": [
                        {"name": role.name, "color": role.color, "code": role.code}
                        for role in person.role_ids
                    ],
                    "influence": int(person.influence),
                    "attitude": int(person.attitude) if person.attitude else False,
                    "career": person.career,
                    "level": person.level,
                    "left": person.left_note,
                    "parent": person.parent_id.id,
                }
                for person in people
            ],
            "gaps": [
                {"id": role.id, "name": role.name, "color": role.color}
                for role in self.kam_missing_role_ids
            ],
            "levels": self._kam_levels(people),
        }

    def _kam_levels(self, people):
        """Who is whose equal: their board and ours, and so on down.

        The sponsor is of the board and the manager of the management, unless the team
        says otherwise.
        """
        members = self.sudo().kam_team_member_ids.filtered("is_current")
        ours = {user: level for user, level in self._kam_usual_levels() if user}
        ours |= {member.user_id: member.level for member in members if member.level}
        return [
            {
                "key": key,
                "name": name,
                "theirs": [
                    person.name
                    for person in people
                    if person.level == key and not person.has_left
                ],
                "ours": [user.name for user, level in ours.items() if level == key],
            }
            for key, name in self.env["kam.stakeholder"]
            ._fields["level"]
            ._description_selection(self.env)
        ]

    def _kam_usual_levels(self):
        account = self.sudo()
        board, management = LEVEL[0][0], LEVEL[1][0]
        return [
            (account.kam_manager_id, management),
            (account.kam_sponsor_id, board),
        ]

    def _kam_people_action(self, xmlid, title, **context):
        """Open relations of this account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("partner_id", "=", self.kam_account_id.id)]
        action["context"] = {
            "default_partner_id": self.kam_account_id.id,
            "kam_account_id": self.kam_account_id.id,
            **context,
        }
        action["display_name"] = title
        return action

    def action_kam_stakeholders(self):
        """Open the stakeholders of the account."""
        return self._kam_people_action(
            "kam_odoo.kam_stakeholder_action",
            self.env._("People: %s", self.kam_account_id.display_name),
        )

    def action_kam_reports_to(self):
        """Open the chart of who reports to whom."""
        action = self.action_kam_stakeholders()
        views = sorted(action["views"], key=lambda view: view[1] != "hierarchy")
        return {**action, "views": views, "view_mode": ",".join(v[1] for v in views)}

    def action_kam_proposals(self):
        """Open the people we deal with who are no stakeholders yet."""
        return self._kam_people_action(
            "kam_odoo.kam_stakeholder_proposal_action",
            self.env._("People we deal with: %s", self.kam_account_id.display_name),
            search_default_open=1,
        )

    def action_kam_team(self):
        """Open the team of the account."""
        return self._kam_people_action(
            "kam_odoo.kam_team_member_action",
            self.env._("Team: %s", self.kam_account_id.display_name),
            search_default_current=1,
        )

    def action_kam_players(self):
        """Open the market players around the account."""
        return self._kam_people_action(
            "kam_odoo.kam_player_action",
            self.env._("Market players: %s", self.kam_account_id.display_name),
        )

    def action_kam_open_plans(self):
        """Open the account's plans that the user may read: the team reads them too."""
        return self._kam_people_action(
            "kam_odoo.kam_plan_action",
            self.env._("Plans: %s", self.kam_account_id.display_name),
        )

    def action_kam_stakeholder(self):
        """Open what is noted about this person."""
        self.ensure_one()
        return self.kam_stakeholder_id.get_formview_action()

    def action_kam_add_stakeholder(self, role_id=False):
        """Enter a stakeholder, with the role that nobody has yet.

        :param int role_id: kam.stakeholder.role
        """
        self.ensure_one()
        role = self.env["kam.stakeholder.role"].browse(role_id)
        return {
            "type": "ir.actions.act_window",
            "name": role.name or self.env._("Add a person"),
            "res_model": "kam.stakeholder",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.kam_account_id.id,
                "default_role_ids": role.ids,
                "kam_account_id": self.kam_account_id.id,
            },
        }
