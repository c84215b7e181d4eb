from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from .kam_demo import MAIN_TZ
from .kam_demo_partner import domain_of, mail_of
from .kam_demo_score import QUESTIONS
from .people import DOMINANT, LADDER, NOT_YET, OTHERS, PLAYERS, TEAMS
from .schedule import working_day


class KamDemo(models.AbstractModel):
    """Stakeholders of one account down to the shift leader, of others with gaps."""

    _inherit = "kam.demo"

    @api.model
    def _make_relations(self, today):
        """People on both sides, and who else is in the market."""
        for account, people in {"dominant": DOMINANT, **OTHERS}.items():
            self._make_stakeholders(self._demo_ref(account), people, today)
        self._make_strangers(today)
        self._make_team_member_user()
        self._make_teams(today)
        self._make_players()
        self._lose_to_competitors()
        self._make_earlier_ladder(today)

    @api.model
    def _make_stakeholders(self, account, people, today):
        """The stakeholders with the history of their attitudes."""
        self._make_contacts_of(
            account,
            [(person.key, person.name, person.function) for person in people],
        )
        made = {}
        for person in people:
            contact = self._demo_ref(person.key, optional=True)
            if not contact:
                continue  # the account has fewer people than that
            made |= self._demo_create(
                "kam.stakeholder",
                {
                    f"stakeholder_{person.key}": {
                        "partner_id": account.id,
                        "contact_id": contact.id,
                        "role_ids": [
                            Command.link(
                                self.env.ref(f"kam_odoo.kam_stakeholder_role_{role}").id
                            )
                            for role in person.roles.split()
                        ],
                        "influence": person.influence,
                        "career": person.career,
                        "level": person.level,
                        "note": person.note,
                        "parent_id": self._stakeholder(person.above).id,
                    }
                },
            )
        for person in people:
            stakeholder = made.get(f"stakeholder_{person.key}")
            if stakeholder and person.attitudes:
                self.env["kam.stakeholder.attitude"].create(
                    [
                        {
                            "stakeholder_id": stakeholder.id,
                            "date": today - timedelta(days=ago),
                            "attitude": attitude,
                            "user_id": account.kam_manager_id.id,
                        }
                        for ago, attitude in person.attitudes
                    ]
                )
                stakeholder.attitude = person.attitudes[-1][1]

    @api.model
    def _stakeholder(self, key):
        """The stakeholder of that key, an empty one without."""
        known = key and self._demo_ref(f"stakeholder_{key}", optional=True)
        return known or self.env["kam.stakeholder"]

    @api.model
    def _make_contacts_of(self, account, people):
        """Contacts who are not there yet: key, name, function."""
        self._demo_create(
            "res.partner",
            {
                key: {
                    "name": name,
                    "function": function,
                    "parent_id": account.id,
                    "email": mail_of(name, domain_of(account.name)),
                }
                for key, name, function in people
                if name and not self._demo_ref(key, optional=True)
            },
        )

    @api.model
    def _make_strangers(self, today):
        """People who write to us, and whom nobody has noted yet."""
        account = self._demo_ref("dominant")
        self._make_contacts_of(account, [person[:3] for person in NOT_YET])
        self._demo_create(
            "mail.message",
            {
                f"relation_mail_{key}_{ago}": self._mail_values(
                    self._demo_ref(key),
                    account,
                    working_day(today - timedelta(days=ago)),
                )
                for key, _name, _function, days in NOT_YET
                for ago in days
                if not self._demo_ref(f"relation_mail_{key}_{ago}", optional=True)
            },
        )

    @api.model
    def _make_team_member_user(self):
        """A colleague without any right in sales, who is in teams."""
        if self._demo_ref("user_kam_service", optional=True):
            return
        main = self._companies()[0]
        self._demo_create(
            "res.users",
            {
                "user_kam_service": {
                    "name": "Luka Hrovat",
                    "login": "kam_service",
                    "password": "kam_service",
                    "email": "kam_service@kam.example",
                    "tz": MAIN_TZ,
                    "company_id": main.id,
                    "company_ids": [Command.set(main.ids)],
                    "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
                }
            },
        )

    @api.model
    def _make_teams(self, today):
        """Our side, one who has left included."""
        self._demo_create(
            "kam.team.member",
            {
                f"member_{account}_{login}": {
                    "partner_id": self._demo_ref(account).id,
                    "user_id": (
                        self.env.ref("base.user_admin")
                        if login == "admin"
                        else self._user(login)
                    ).id,
                    "role": role,
                    "level": level,
                    "date_from": today - timedelta(days=since),
                    "date_to": left and today - timedelta(days=left),
                    "note": note,
                }
                for account, members in TEAMS.items()
                for login, role, level, since, left, note in members
            },
        )

    @api.model
    def _make_players(self):
        """Market players, with the categories they hold."""
        self._demo_create(
            "kam.player",
            {
                f"player_{account}_{number + 1}": {
                    "partner_id": self._demo_ref(account).id,
                    "name": name,
                    "kind": kind,
                    "level": level,
                    "strength": strength,
                    "categ_ids": [
                        Command.set(
                            [self._demo_ref(f"category_{key}").id for key in held]
                        )
                    ],
                    "strengths": strengths,
                    "weaknesses": weaknesses,
                }
                for account, players in PLAYERS.items()
                for number, (
                    name,
                    kind,
                    level,
                    strength,
                    held,
                    strengths,
                    weaknesses,
                ) in enumerate(players)
            },
        )

    @api.model
    def _make_earlier_ladder(self, today):
        """How the relationship has moved; the latest answers are those that count."""
        self._demo_create(
            "kam.ladder",
            {
                f"ladder_{key}_{side}_{ago}": {
                    "partner_id": self._demo_ref(key).id,
                    "side": side,
                    "date": today - timedelta(days=ago),
                    "user_id": self._demo_ref(key).kam_manager_id.id,
                    **dict(zip(QUESTIONS, answers, strict=True)),
                }
                for key, days in LADDER.items()
                for ago, sides in days.items()
                for side, answers in zip(("ours", "customer"), sides, strict=True)
            },
        )

    @api.model
    def _lose_to_competitors(self):
        """What was lost at an account went to its strongest competitor."""
        for account in PLAYERS:
            rival = self.env["kam.player"].search(
                [
                    ("partner_id", "=", self._demo_ref(account).id),
                    ("kind", "=", "competitor"),
                ],
                limit=1,
            )
            self.env["crm.lead"].with_context(active_test=False).search(
                [
                    ("kam_account_id", "=", rival.partner_id.id),
                    ("won_status", "=", "lost"),
                    ("kam_competitor_id", "=", False),
                ]
            ).kam_competitor_id = rival
