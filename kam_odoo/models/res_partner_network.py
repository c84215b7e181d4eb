from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..tools import relations
from .kam_account_relation import LEVEL
from .kam_relation import WISHED


class ResPartner(models.Model):
    """Who knows whom: the people of an account against our team (R3).

    Read with sudo, for the account's team only: what leaves the meetings and mails are
    numbers and days, of private ones too.
    """

    _inherit = "res.partner"

    kam_network = fields.Json(
        string="Who knows whom",
        compute="_compute_kam_network",
        groups="base.group_user",
    )

    @api.depends_context("allowed_company_ids", "lang", "uid")
    def _compute_kam_network(self):
        for partner in self:
            if partner.kam_is_account and partner.kam_in_team:
                partner.kam_network = partner._origin._kam_network()
            else:
                partner.kam_network = {
                    "message": self.env._("The account's team sees who knows whom.")
                }

    def _kam_network(self):
        """Both sides, their contacts and wishes, and what is missing, as plain data."""
        self.ensure_one()
        domain = [("partner_id", "=", self.id), ("has_left", "=", False)]
        # chosen under the user's rights: a company may keep contacts to itself
        stakeholders = self.env["kam.stakeholder"].search(domain).sudo()
        contacts = self._kam_contacts(relations.RECENT_DAYS)
        wishes = {
            (wish.stakeholder_id.id, wish.user_id.id): int(wish.wished)
            for wish in stakeholders.relation_ids
        }
        colleagues = self._kam_colleagues(stakeholders, contacts, wishes)
        people = [one._network_person() for one in self._by_level(stakeholders)]
        ours = [self._network_colleague(user, info) for user, info in colleagues]
        cells = self._network_cells(stakeholders, contacts, wishes)
        return {
            "account": self.id,
            "name": self.display_name,
            "people": people,
            "colleagues": ours,
            "cells": cells,
            "levels": [
                {"id": int(value), "name": name}
                for value, name in self.env["kam.relation"]
                ._fields["wished"]
                ._description_selection(self.env)
            ],
            "warnings": self._network_warnings(people, ours, cells, contacts),
            "score": self._network_score(stakeholders),
            "since": fields.Date.to_string(
                self._kam_today(self.env.company)
                - relativedelta(days=relations.RECENT_DAYS - 1)
            ),
            "can_edit": self.env["kam.relation"].has_access("create"),
        }

    def _kam_contacts(self, days):
        """Pairs in contact within so many days, by colleagues of the open companies.

        :return: list of dicts with account_id, contact_id, user_id (None: unknown),
            days (different ones), count (events), last (day), contact_there, user_there
        """
        Touch = self.env["kam.contact.touch"].sudo()
        self.env.flush_all()
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT touch.account_id, touch.contact_id, touch.user_id,
                       COUNT(DISTINCT touch.day) AS days, COUNT(*) AS count,
                       MAX(touch.day) AS last,
                       person.active AS contact_there,
                       colleague.active IS NOT FALSE AS user_there
                  FROM (%s) touch
                  JOIN res_partner person
                    ON person.id = touch.contact_id AND person.is_company IS NOT TRUE
             LEFT JOIN res_users colleague ON colleague.id = touch.user_id
                 WHERE touch.day > touch.today - %s
              GROUP BY 1, 2, 3, person.active, colleague.active
                """,
                Touch._sql_touches(
                    Touch._sql_some_accounts(self),
                    Touch._sql_companies(),
                    # local days differ by one at most; the exact days are below
                    since=fields.Datetime.now() - relativedelta(days=days + 2),
                ),
                days,
            )
        )

    @api.model
    def _by_level(self, stakeholders):
        """Board first, then by influence."""
        order = {code: number for number, (code, _name) in enumerate(LEVEL)}
        return stakeholders.sorted(
            lambda one: (order.get(one.level, 9), -one.influence_value, one.name or "")
        )

    def _kam_colleagues(self, stakeholders, contacts, wishes):
        """Our side: the team, and whoever else is in contact or should be.

        :return: list of (res.users, dict level, role, in_team), board first
        """
        account = self.sudo()
        team = account._kam_team_users()
        members = account.kam_team_member_ids.filtered("is_current")
        by_user = {member.user_id: member for member in members}
        known = {stakeholder.contact_id.id for stakeholder in stakeholders}
        ids = {row["user_id"] for row in contacts if row["contact_id"] in known}
        ids |= {user for (_stakeholder, user), level in wishes.items() if level}
        users = team | self.env["res.users"].sudo().with_context(
            active_test=False
        ).browse(ids - {None})
        usual = dict(account._kam_usual_levels())
        found = []
        for user in users:
            member = by_user.get(user)
            level = (member and member.level) or usual.get(user, False)
            found.append((user, {"level": level, "in_team": user in team}))
        order = {code: number for number, (code, _name) in enumerate(LEVEL)}
        return sorted(
            found,
            key=lambda pair: (
                order.get(pair[1]["level"], 9),
                not pair[1]["in_team"],
                pair[0].name or "",
            ),
        )

    def _level_name(self, level):
        labels = self.env["kam.team.member"]._fields["level"]
        return dict(labels._description_selection(self.env)).get(level, "")

    def _network_colleague(self, user, info):
        return {
            "id": user.id,
            "name": user.name,
            "level": info["level"],
            "level_name": self._level_name(info["level"]),
            "in_team": info["in_team"],
            "gone": not user.active,
        }

    def _network_cells(self, stakeholders, contacts, wishes):
        """One for each pair with a contact or a wish."""
        numbers = {one.contact_id.id: one.id for one in stakeholders}
        found = {
            (numbers[row["contact_id"]], row["user_id"]): row
            for row in contacts
            if row["user_id"] and row["contact_id"] in numbers
        }
        cells = []
        for stakeholder, user in dict.fromkeys([*found, *wishes]):
            row = found.get((stakeholder, user), {})
            level = relations.contact_level(row.get("days", 0))
            wished = wishes.get((stakeholder, user), 0)
            cells.append(
                {
                    "stakeholder": stakeholder,
                    "user": user,
                    "count": row.get("count", 0),
                    "days": row.get("days", 0),
                    "last": format_date(self.env, row["last"]) if row else "",
                    "level": level,
                    "wished": wished,
                    "gap": max(wished - level, 0),
                }
            )
        return cells

    def _network_warnings(self, people, colleagues, cells, contacts):
        """What is missing, in words."""
        warnings = []
        theirs, ours = self._kam_threads(contacts)
        if relations.is_single_thread(theirs, ours):
            warnings.append(
                self.env._(
                    "The relationship hangs on few threads: in 90 days %(theirs)s of "
                    "their people and %(ours)s of ours were in contact. Three of "
                    "theirs and two of ours are the least.",
                    theirs=theirs,
                    ours=ours,
                )
            )
        missing = self._kam_missing_roles()[self]
        if missing:
            warnings.append(
                self.env._(
                    "Nobody is known as: %s.",
                    ", ".join(missing.with_env(self.env).mapped("name")),
                )
            )
        met = {(cell["stakeholder"], cell["user"]) for cell in cells if cell["days"]}
        for level, _name in LEVEL:
            equals = [one for one in people if one["level"] == level]
            mirror = [one for one in colleagues if one["level"] == level]
            if equals and not any(
                (one["id"], other["id"]) in met for one in equals for other in mirror
            ):
                warnings.append(
                    self.env._(
                        "No equal of ours is in contact with their level %(level)s "
                        "(%(people)s).",
                        level=self._level_name(level),
                        people=", ".join(one["name"] for one in equals),
                    )
                )
        gaps = sum(bool(cell["gap"]) for cell in cells)
        if gaps:
            warnings.append(
                self.env._("Less close than wished: %s pairs of people.", gaps)
            )
        return warnings

    @api.model
    def _kam_threads(self, contacts):
        """How many of their people and of ours are in contact, who left aside.

        :param contacts: of ``_kam_contacts``
        """
        there = [row for row in contacts if row["contact_there"] and row["user_there"]]
        ours = {row["user_id"] for row in there} - {None}
        return len({row["contact_id"] for row in there}), len(ours)

    def _network_score(self, stakeholders):
        """The relationship score of this moment; False without stakeholders."""
        capped = bool(self._kam_missing_roles()[self])
        people = [
            (
                one.influence_value,
                None if one.attitude_value is False else one.attitude_value,
                one.coverage,
            )
            for one in stakeholders
        ]
        score = relations.relationship_score(people, capped)
        return False if score is None else {"value": score, "capped": capped}

    def action_kam_wish(self, stakeholder_id, user_id, wished):
        """Say how close two people should be (0 to 3); the picture calls it."""
        self.ensure_one()
        stakeholder = self.env["kam.stakeholder"].browse(stakeholder_id).exists()
        user = self.env["res.users"].sudo().browse(user_id).exists()
        levels = [int(value) for value, _name in WISHED]
        if (
            stakeholder.partner_id != self
            or wished not in levels
            or not user
            or user.share
        ):
            raise UserError(self.env._("This wish makes no sense here."))
        stakeholder.check_access("write")
        wishes = self.env["kam.relation"]
        wish = wishes.search(
            [("stakeholder_id", "=", stakeholder.id), ("user_id", "=", user_id)]
        )
        if wish:
            wish.wished = str(wished)
        elif wished:
            wishes.create(
                {
                    "stakeholder_id": stakeholder.id,
                    "user_id": user_id,
                    "wished": str(wished),
                }
            )
        return True

    def action_kam_network(self):
        """Open the picture of who knows whom."""
        self.ensure_one()
        if not self.kam_in_team:
            raise AccessError(self.env._("The account's team sees who knows whom."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who knows whom: %s", self.display_name),
            "res_model": "res.partner",
            "res_id": self.id,
            "views": [
                (self.env.ref("kam_odoo.res_partner_network_view_form").id, "form")
            ],
        }
