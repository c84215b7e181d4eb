from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools import relations

# So many rows a card shows; the rest is one click away.
SHOWN = 4
# Objectives that need somebody come first.
URGENCY = {"off_track": 0, "at_risk": 1, "on_track": 2, False: 3, "done": 4}


class ResPartner(models.Model):
    """Plan, open work and people on the account's page."""

    _inherit = "res.partner"

    def _kam_overview_plan(self):
        """The active plan, else the one that is being written, with its objectives.

        :return: False for those who have no business with plans of the account
        """
        Plan = self.env["kam.plan"]
        every = Domain("partner_id", "=", self.id) & Domain(
            "company_id", "=", self.env.company.id
        )
        plans = Plan.search(
            every & Domain("state", "in", ("draft", "submitted", "active"))
        )
        may_create = Plan.has_access("create") and self._kam_may_see_figures()
        plan = plans.filtered(lambda one: one.state == "active") or plans
        if not plan:
            return (may_create or self.kam_in_team) and {
                "may_create": may_create,
                "earlier": Plan.search_count(every),
            }
        return {"may_create": may_create, **self._kam_overview_one_plan(plan[0])}

    def _kam_overview_one_plan(self, plan):
        objectives = plan.objective_ids.sorted(lambda one: URGENCY.get(one.status, 3))
        labels = dict(objectives._fields["status"]._description_selection(self.env))
        states = dict(plan._fields["state"]._description_selection(self.env))
        return {
            "id": plan.id,
            # the account stands above it
            "name": plan.name.removeprefix(f"{self.name}, "),
            "state": plan.state,
            "state_label": states[plan.state],
            "until": format_date(self.env, plan.date_to),
            "days_left": plan.days_left,
            "progress": plan.progress,
            "expected": plan.expected,
            "status": plan.status,
            "status_label": labels.get(plan.status, False),
            "objectives": [
                {
                    "id": one.id,
                    "name": one.name,
                    "progress": one.progress,
                    "result": one.result,
                    "status": one.status,
                    "status_label": labels.get(one.status, False),
                }
                for one in objectives[:SHOWN]
            ],
            "more": max(0, len(objectives) - SHOWN),
        }

    def _kam_overview_work(self):
        """What is open; rows that are not for the user are False."""
        return {
            "review": self._kam_overview_review(),
            "actions": self._kam_overview_actions(),
            "escalations": {
                "count": self.kam_escalation_open_count,
                "late": self.kam_escalation_late_count,
            },
            "opportunities": self._kam_overview_opportunities(),
            "activities": self._kam_overview_activities(),
        }

    def _kam_overview_review(self):
        """The next review planned, in the current company."""
        Review = self.env["kam.review"]
        review = Review.search(
            [
                ("partner_id", "=", self.id),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "planned"),
            ],
            order="date_planned, id",
            limit=1,
        )
        if not review:
            return self.kam_in_team and {"id": False}
        kinds = dict(Review._fields["kind"]._description_selection(self.env))
        return {
            "id": review.id,
            "kind": kinds[review.kind],
            "day": format_date(self.env, review.date_planned),
            "late": review.is_late,
        }

    def _kam_overview_actions(self):
        """Open actions: how many, how many late, and the first ones."""
        Action = self.env["kam.action"]
        opened = Domain("partner_id", "=", self.id) & Domain("state", "=", "open")
        today = fields.Date.context_today(self)
        count = Action.search_count(opened)
        if not (count or self.kam_in_team):
            return False
        first = Action.search(opened, limit=SHOWN - 1) if count else Action
        return {
            "count": count,
            "late": count
            and Action.search_count(opened & Domain("date_deadline", "<", today)),
            "first": [
                {
                    "id": action.id,
                    "name": action.name,
                    "who": action.user_id.sudo().name,
                    "day": format_date(self.env, action.date_deadline),
                    "late": action.is_late,
                }
                for action in first
            ],
        }

    def _kam_overview_opportunities(self):
        """Open opportunities of the company one works in, and what they may bring."""
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            return False
        [(count, ranked, amount)] = self.env["crm.lead"]._read_group(
            [
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
                ("kam_account_id", "=", self.id),
                ("company_id", "in", [self.env.company.id, False]),
            ],
            [],
            ["__count", "kam_opportunity_rank:count", "expected_revenue:sum"],
        )
        return {
            "count": count,
            "unranked": count - ranked,
            "amount": amount or 0.0,
            "currency": self.env.company.currency_id.id,
        }

    def _kam_overview_activities(self):
        """Activities due by today on the account's contacts and open opportunities."""
        found = self.env["mail.activity"].search_fetch(
            self._kam_due_activities_domain(), ["date_deadline"]
        )
        today = fields.Date.context_today(self)
        return {
            "count": len(found),
            "late": sum(one.date_deadline < today for one in found),
        }

    def _kam_due_activities_domain(self):
        self.ensure_one()
        contacts = self.with_context(active_test=False)._search(
            [("kam_account_id", "=", self.id)]
        )
        documents = Domain("res_model", "=", "res.partner") & Domain(
            "res_id", "in", contacts
        )
        if self.env["crm.lead"].has_access("read"):
            leads = self.env["crm.lead"]._search(
                [("kam_account_id", "=", self.id), ("won_status", "=", "pending")]
            )
            documents |= Domain("res_model", "=", "crm.lead") & Domain(
                "res_id", "in", leads
            )
        today = fields.Date.context_today(self)
        return documents & Domain("date_deadline", "<=", today)

    def action_kam_due_activities(self):
        """Open the activities due on the account's contacts and opportunities."""
        self.ensure_one()
        due = self.env["mail.activity"].search(self._kam_due_activities_domain())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Activities due: %s", self.display_name),
            "res_model": "mail.activity",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", due.ids)],
        }

    def _kam_overview_people(self):
        """Who matters at the account, what is missing, and who of us is in the team.

        :return: False for those who may not see the account's people
        """
        if not (self.kam_in_team and self.is_company):
            return False
        People = self.env["kam.stakeholder"]
        domain = [("partner_id", "=", self.id), ("has_left", "=", False)]
        people = People.search(domain, limit=SHOWN)
        count = People.search_count(domain) if len(people) == SHOWN else len(people)
        attitudes = dict(People._fields["attitude"]._description_selection(self.env))
        others = self._kam_team_users() - self.sudo().kam_manager_id
        others -= self.sudo().kam_sponsor_id
        return {
            "count": count,
            "first": [
                {
                    "id": person.id,
                    "name": person.sudo().name,
                    "words": person.sudo().function
                    or ", ".join(person.role_ids.mapped("name")),
                    "attitude": person.attitude,
                    "attitude_label": attitudes.get(person.attitude)
                    or self.env._("Attitude not known"),
                }
                for person in people
            ],
            "gaps": [
                {"id": role.id, "name": role.name} for role in self.kam_missing_role_ids
            ],
            "proposals": self.kam_proposal_count,
            "team": [user.name for user in others[:SHOWN]],
            "team_more": max(0, len(others) - SHOWN),
            **self._kam_overview_threads(count),
        }

    def _kam_overview_threads(self, count):
        """How many of both sides were in contact, and whether that is too few.

        Nobody is warned of an account that nobody has begun with.
        """
        contacts = self._kam_contacts(relations.RECENT_DAYS)
        theirs, ours = self._kam_threads(contacts)
        few = relations.is_single_thread(theirs, ours)
        return {
            "theirs": theirs,
            "ours": ours,
            "few": few and bool(count or self.kam_status == "key"),
        }
