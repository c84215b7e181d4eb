import random
from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

from .kam_demo import MAIN_TZ
from .opinions import (
    ASSESSORS,
    BEGUN,
    BIAS,
    DISPUTED,
    HANDED_IN,
    KEPT_BECAUSE,
    LEANING,
    NEW_USERS,
    NOMINATIONS,
    USUAL,
    WAITING,
)
from .schedule import SEED, anchor_day, months_before, working_day


class KamDemo(models.AbstractModel):
    """Two selection rounds of the main company: one applied, one being scored."""

    _inherit = "kam.demo"

    @api.model
    def _make_rounds(self, today):
        """The round after the earlier analysis, and the one that is running."""
        # Nobody is to get a mail about what is made up.
        demo = self.with_context(mail_activity_quick_update=True)
        demo._make_assessors()
        before = demo._demo_ref("analysis_before")
        applied = working_day(
            anchor_day(months_before(before.date_to, -1)) + timedelta(days=12)
        )
        finished = demo._make_round(
            "round_before", before, applied - timedelta(days=40)
        )
        running = demo._make_round(
            "round", demo._demo_ref("analysis"), today - timedelta(days=19)
        )
        demo._nominate(finished)
        demo._give_marks(finished, {login: 1 for login, _function in ASSESSORS})
        demo._finish_round(finished, applied, running)
        demo._nominate(running)
        running._enter("scoring")
        demo._give_marks(running, {**BEGUN, **dict.fromkeys(HANDED_IN, 1)})
        demo._hand_in(running, HANDED_IN, today - timedelta(days=2))

    @api.model
    def _make_assessors(self):
        """Colleagues from finance and marketing; the password is the login."""
        companies = self._companies()
        missing = {
            f"user_{login}": {
                "name": name,
                "login": login,
                "password": login,
                "email": f"{login}@kam.example",
                "tz": MAIN_TZ,
                "company_id": companies[0].id,
                "company_ids": [Command.set(companies.ids)],
                "group_ids": [Command.set([self.env.ref("base.group_user").id])],
            }
            for login, name in NEW_USERS
            if not self._demo_ref(f"user_{login}", optional=True)
        }
        if missing:
            self._demo_create("res.users", missing)

    @api.model
    def _make_round(self, name, analysis, start):
        """A round that asks for nominations, with its own criteria and assessors."""
        selections = self.env["kam.selection"]
        selection = self._demo_create(
            "kam.selection",
            {
                name: {
                    "name": selections._name_for(start),
                    "company_id": analysis.company_id.id,
                    "analysis_id": analysis.id,
                    "user_id": self._user("kam_manager").id,
                    "date_planned": start,
                    "date_nomination": start + timedelta(days=14),
                    "date_scoring": start + timedelta(days=28),
                    "assessment_ids": [
                        Command.create(
                            {"user_id": self._user(login).id, "function": function}
                        )
                        for login, function in ASSESSORS
                    ],
                }
            },
        )[name]
        self.env["kam.criterion"]._copy_for_round(selection)
        selection.state = "nomination"
        return selection

    @api.model
    def _nominate(self, selection):
        """Everybody names some; then the list of candidates is made."""
        self.env["kam.nomination"].create(
            [
                {
                    "assessment_id": assessment.id,
                    "partner_id": self._demo_ref(key).id,
                    "reason": reason,
                }
                for assessment in selection.assessment_ids
                for key, reason in NOMINATIONS[self._login(assessment)].items()
            ]
        )
        selection._make_candidates()
        selection.state = "scoring"

    @api.model
    def _login(self, assessment):
        return assessment.user_id.login

    @api.model
    def _give_marks(self, selection, shares):
        """Marks by the leanings and biases, of a share of the candidates each.

        :param dict shares: login → share of the candidates that are marked
        """
        keys = {self._demo_ref(key).id: key for key in LEANING}
        judged = selection.criterion_ids.filtered(lambda one: one.kind == "judged")
        rows = []
        for assessment in selection.assessment_ids:
            login, function = self._login(assessment), assessment.function
            lines = selection.line_ids
            lines = lines[: round(len(lines) * shares.get(login, 0))]
            for partner in lines.partner_id:
                key = keys.get(partner.id)
                rng = random.Random(f"{SEED}-{selection.name}-{login}-{partner.name}")
                mean = LEANING.get(key, USUAL) + BIAS[function]
                mean = DISPUTED.get(key, {}).get(function, mean)
                rows += [
                    {
                        "assessment_id": assessment.id,
                        "partner_id": partner.id,
                        "criterion_id": criterion.id,
                        "mark": min(max(round(rng.gauss(mean, 1)), 0), 10),
                    }
                    for criterion in judged
                ]
        self.env["kam.mark"].create(rows)

    @api.model
    def _hand_in(self, selection, logins, day):
        """Those assessors are through, since that day."""
        assessments = selection.assessment_ids.filtered(
            lambda one: self._login(one) in logins
        )
        assessments.write(
            {"state": "done", "date_done": datetime.combine(day, time(13, 5))}
        )
        assessments._close_tasks()

    @api.model
    def _finish_round(self, selection, applied, following):
        """Close a round as of a day: who was key was kept, two wait for a place."""
        self._hand_in(
            selection,
            [login for login, _function in ASSESSORS],
            applied - timedelta(days=12),
        )
        selection.state = "decision"
        selection._compute_result()
        waiting = {self._demo_ref(key): reason for key, reason in WAITING.items()}
        kept = {self._demo_ref(key): reason for key, reason in KEPT_BECAUSE.items()}
        queue = 0
        for line in selection.line_ids.sorted("rank"):
            partner = line.partner_id
            values = {"decision": "none", "waiting_rank": False, "reason": False}
            if partner in waiting:
                queue += 1
                values.update(
                    decision="wait",
                    waiting=True,
                    waiting_rank=queue,
                    reason=waiting[partner],
                )
            elif line.incumbent and partner.kam_sponsor_id:
                values.update(decision="keep", reason=kept.get(partner))
            line.write({**values, "tier_id": partner.kam_tier_id.id})
        self._record_round(selection, applied)
        selection.write(
            {
                "state": "closed",
                "date_applied": datetime.combine(applied, time(14, 30)),
                "next_id": following.id,
            }
        )

    @api.model
    def _record_round(self, selection, applied):
        """The history that applying the round on that day would have left."""
        standing = {
            line: {
                f"status_{side}": line.partner_id.kam_status for side in ("from", "to")
            }
            | {
                f"{name}_{side}_id": line.partner_id[f"kam_{name}_id"].id
                for side in ("from", "to")
                for name in ("tier", "manager", "sponsor")
            }
            for line in selection.line_ids
            if line.decision != "none"
        }
        self.env["kam.decision"]._record(
            [
                {
                    "partner_id": line.partner_id.id,
                    "kind": line.decision,
                    "reason": line._decision_values()["reason"],
                    "selection_id": selection.id,
                    "date": datetime.combine(applied, time(14, 30)),
                    "user_id": self._user("kam_manager").id,
                    **values,
                }
                for line, values in standing.items()
            ]
        )
