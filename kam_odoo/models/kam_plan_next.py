from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .kam_plan import TEXTS


class KamPlan(models.Model):
    """From one plan to the next: what was learnt, and what goes on (P2)."""

    _inherit = "kam.plan"

    lesson_keep = fields.Text(string="What worked", copy=False, tracking=True)
    lesson_change = fields.Text(
        string="What we do differently", copy=False, tracking=True
    )
    no_next_reason = fields.Char(
        string="No next plan because", readonly=True, copy=False, tracking=True
    )
    following_ids = fields.One2many(
        "kam.plan", "previous_id", string="Plans that follow"
    )
    next_id = fields.Many2one(
        "kam.plan", string="Next plan", compute="_compute_next_id"
    )
    last_lesson_keep = fields.Text(
        string="What worked last time", compute="_compute_last_lessons"
    )
    last_lesson_change = fields.Text(
        string="What we wanted to do differently", compute="_compute_last_lessons"
    )

    @api.depends("following_ids.date_from", "following_ids.state")
    @api.depends_context("uid")
    def _compute_next_id(self):
        """The plan that names this one as its previous one, as far as it is seen."""
        following = dict(
            self._read_group(
                [("previous_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["previous_id"],
                ["id:recordset"],
            )
        )
        for plan in self:
            found = following.get(plan._origin, self.browse())
            plan.next_id = found.sorted(lambda one: (one.date_from, one.id))[:1]

    @api.model_create_multi
    def create(self, vals_list):
        self._check_previous(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_previous([vals])
        return super().write(vals)

    @api.model
    def _check_previous(self, vals_list):
        """A chosen number gives no glimpse of a plan that is closed to its writer."""
        chosen = [vals["previous_id"] for vals in vals_list if vals.get("previous_id")]
        if chosen and not self.env.su:
            self.browse(chosen).check_access("read")

    @api.depends("previous_id")
    @api.depends_context("uid")
    def _compute_last_lessons(self):
        """Of the previous plan, if the reader may read that one too."""
        for plan in self:
            last = plan.previous_id._filtered_access("read")
            plan.last_lesson_keep = last.lesson_keep
            plan.last_lesson_change = last.lesson_change

    def _next_days(self):
        """First and last day of the next plan: after this one, as long as usual."""
        self.ensure_one()
        today = self.env["res.partner"]._kam_today(self.company_id)
        start = max(today, self.date_to + timedelta(days=1))
        days = self.sudo().partner_id.kam_tier_id.plan_days or 90
        return start, start + timedelta(days=days - 1)

    def _next_values(self, **values):
        """Values of the next plan: people and texts, but neither days nor results.

        :param values: what is decided otherwise, such as its days
        """
        self.ensure_one()
        date_from, date_to = self._next_days()
        data = self.copy_data({"objective_ids": [], "message_line_ids": []})[0]
        data["team_ids"] = [Command.set(self.sudo().team_ids.filtered("active").ids)]
        for name in ("user_id", "sponsor_id"):
            if not self.sudo()[name].active:
                # whoever has the account now
                data.pop(name, None)
        return {
            **data,
            "previous_id": self.id,
            "date_from": date_from,
            "date_to": date_to,
            **values,
        }

    def _successor(self):
        """A plan that somebody has begun already, to follow this one."""
        self.ensure_one()
        domain = (
            Domain("partner_id", "=", self.partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", ["draft", "submitted"])
            & Domain("id", "!=", self.id)
            & (
                Domain("previous_id", "=", self.id)
                | Domain("date_from", ">", self.date_from)
            )
        )
        return self.sudo().search(domain, order="date_from, id", limit=1)

    def _roll_forward(self, objectives, actions, targets=None, **values):
        """Put what goes on into the next plan; it is made unless it has been begun.

        Objectives are copied, with their baselines renewed. Actions move: the same
        action, with the same activity of its owner, belongs to the next plan.

        :param targets: dict objective → its figure in the next plan; by default the
            one it had
        :param values: days of the next plan, if it has to be made
        :return: the next plan
        """
        self.ensure_one()
        plan = self._successor().sudo(self.env.su)
        if plan:
            plan._continue_plan(self)
        else:
            plan = self.create(self._next_values(**values))
        plan._take_messages(self)
        copies = {
            objective: objective._continue_in(plan, (targets or {}).get(objective))
            for objective in objectives
        }
        nothing = self.env["kam.objective"]
        for objective, group in actions.grouped("objective_id").items():
            group.write(
                {
                    "plan_id": plan.id,
                    "objective_id": copies.get(objective, nothing).id,
                }
            )
        return plan

    def _continue_plan(self, last):
        """Fill what is empty in a plan that was begun while the last one ran."""
        self.ensure_one()
        if not self.has_access("write"):
            raise UserError(
                self.env._(
                    "The next plan of %(account)s has been begun already, and only "
                    "%(owner)s may change it. Ask for a place in its team, or close "
                    "without a next plan.",
                    account=last.partner_id.display_name,
                    owner=self.sudo().user_id.name,
                )
            )
        empty = [
            name
            for name in (*TEXTS, "resource_hours", "resource_budget")
            if last[name] and not self[name]
        ]
        self.write({**{name: last[name] for name in empty}, "previous_id": last.id})

    def _take_messages(self, last):
        """Messages of the communication programme that nobody has sent yet."""
        self.ensure_one()
        known = set(self.message_line_ids.mapped("name"))
        self.write(
            {
                "message_line_ids": [
                    Command.create(
                        {
                            "name": message.name,
                            "audience": message.audience,
                            "channel": message.channel,
                            "date": message.date
                            if message.date and message.date >= self.date_from
                            else False,
                        }
                    )
                    for message in last.message_line_ids
                    if not message.done and message.name not in known
                ]
            }
        )

    def _actions_at_the_end(self):
        """The plan's actions as they stood when it closed; some go on elsewhere."""
        self.ensure_one()
        return [
            {
                "name": action.name,
                "user": action.user_id.name,
                "date": fields.Date.to_string(action.date_deadline),
                "state": action.state,
                "objective_id": action.objective_id.id,
            }
            for action in self.sudo().action_ids
        ]

    def _tell_of_the_end(self, following, taken, moved, cancelled):
        """Note in the chatter of both plans where the unfinished work went."""
        self.ensure_one()
        today = self.env["res.partner"]._kam_today(self.company_id)
        left = (self.date_to - today).days
        lines = []
        if left > 0:
            lines.append(
                self.env._("Closed one day before its end.")
                if left == 1
                else self.env._("Closed %(days)s days before its end.", days=left)
            )
        if following:
            lines.append(
                self.env._(
                    "Goes on in %(plan)s. Objectives: %(objectives)s, open actions: "
                    "%(actions)s.",
                    plan=following._get_html_link(),
                    objectives=len(taken),
                    actions=len(moved),
                )
            )
            following._message_log(
                body=self.env._(
                    "Continues %(plan)s. Objectives: %(objectives)s, open actions: "
                    "%(actions)s.",
                    plan=self._get_html_link(),
                    objectives=len(taken),
                    actions=len(moved),
                )
            )
        elif moved:
            lines.append(
                self.env._(
                    "Actions that stay open with their owners: %(count)s.",
                    count=len(moved),
                )
            )
        if cancelled:
            lines.append(
                self.env._("Actions given up: %(count)s.", count=len(cancelled))
            )
        if lines:
            self.sudo()._message_log(
                author_id=self.env.user.partner_id.id,
                body=Markup("<br/>").join(lines),
            )

    def action_close(self):
        """Ask what was learnt and what goes on, before the plan ends."""
        self.ensure_one()
        self._check_step(["active"], self._not_active_message())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close the plan"),
            "res_model": "kam.plan.close",
            "view_mode": "form",
            "target": "new",
            "context": {"default_plan_id": self.id, "dialog_size": "extra-large"},
        }

    def _not_active_message(self):
        return self.env._("“%s” is not active: it may have been closed just now.")

    def action_open_previous(self):
        """Open the plan before this one."""
        self.ensure_one()
        return self.previous_id.get_formview_action()

    def action_open_next(self):
        """Open the plan after this one."""
        self.ensure_one()
        return self.next_id.get_formview_action()
