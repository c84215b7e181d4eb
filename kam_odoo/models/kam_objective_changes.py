from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

# What the management approved; another figure is another objective.
APPROVED = {"baseline", "date_start", "metric", "plan_id", "won_by"}
# Changes that the chatter of the plan tells, with the old and the new value.
TOLD = (
    "name",
    "customer_goal",
    "target",
    "deadline",
    "weight",
    "categ_ids",
    "contact_ids",
)


class KamObjective(models.Model):
    """What may change on an objective, and how the plan is told of it (P6)."""

    _inherit = "kam.objective"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            results = {"last_actual", "last_progress", "last_expected", "last_status"}
            vals_list = [
                {**vals, **dict.fromkeys(results, False)} for vals in vals_list
            ]
        objectives = super().create(vals_list)
        objectives._check_plan_open()
        objectives.filtered(lambda one: not one.phase_ids)._make_phases()
        for objective in objectives:
            objective._tell_plan([self.env._("added")])
        return objectives

    def write(self, vals):
        if not self.env.su:
            self._check_written(vals)
        before = {objective: objective._told_values() for objective in self}
        given_up = self.browse()
        if "active" in vals and not vals["active"]:
            given_up = self.filtered("active")
        result = super().write(vals)
        if {"date_start", "deadline"} & set(vals) and "phase_ids" not in vals:
            self._make_phases()
        for objective, old in before.items():
            new = objective._told_values()
            objective._tell_plan(
                [
                    f"{objective._fields[name]._description_string(self.env)}: "
                    f"{old[name] or '–'} → {new[name] or '–'}"
                    for name in TOLD
                    if old[name] != new[name]
                ]
            )
        for objective in given_up:
            objective._tell_plan([self.env._("given up")])
        return result

    def _check_written(self, vals):
        """Refuse results typed by hand, and changes of what was approved."""
        names = set(vals)
        if any(name.startswith("last_") for name in names) or (
            "baseline_proposed" in names
        ):
            raise AccessError(self.env._("Nobody can type in what the program counts."))
        self._check_plan_open()
        for objective in self:
            if objective.plan_id.state == "active" and any(
                objective[name]
                != objective._fields[name].convert_to_record(
                    objective._fields[name].convert_to_cache(vals[name], objective),
                    objective,
                )
                for name in names & APPROVED
            ):
                raise UserError(
                    self.env._(
                        "“%(objective)s” was approved with its figure, baseline and "
                        "start. Add another objective instead; target and deadline "
                        "can be changed.",
                        objective=objective.name,
                    )
                )

    def _check_plan_open(self):
        for objective in self:
            if objective.plan_id.state in ("closed", "cancelled") and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is over; its objectives stay as they were.",
                        plan=objective.plan_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for objective in self:
            if objective.plan_id.state in ("active", "closed"):
                raise UserError(
                    self.env._(
                        "“%(objective)s” was approved. Archive it if it is given up; "
                        "the plan keeps a note of it.",
                        objective=objective.name,
                    )
                )

    def _told_values(self):
        """Values of the fields that the plan tells about, as people read them."""
        self.ensure_one()
        return {
            "name": self.name,
            "customer_goal": self.customer_goal,
            "target": self._in_words(self.target),
            "deadline": format_date(self.env, self.deadline),
            "weight": str(self.weight),
            "categ_ids": ", ".join(self.categ_ids.mapped("display_name")),
            "contact_ids": ", ".join(self.contact_ids.sudo().mapped("name")),
        }

    def _in_words(self, figure, unit=True):
        """A figure of this objective with its unit; a dash if it is unknown.

        Cents are shown only where they matter.
        """
        self.ensure_one()
        if figure is False or figure is None:
            return "–"
        whole = float(figure).is_integer() or (self.is_money and abs(figure) >= 1000)
        number = formatLang(self.env, figure, digits=0 if whole else 2)
        unit = unit and self._unit_of(figure)
        if not unit:
            return number
        if self.is_money and self.currency_id.position == "before":
            return f"{unit}\N{NO-BREAK SPACE}{number}"
        return f"{number}\N{NO-BREAK SPACE}{unit}"

    def _unit_of(self, figure):
        """What stands behind a figure: 1 meeting, 2 meetings."""
        self.ensure_one()
        if self.is_money:
            return self.currency_id.symbol
        if self.metric == "manual":
            return self.manual_unit
        one = figure == 1
        words = {
            "order_count": self.env._("order") if one else self.env._("orders"),
            "new_categories": (
                self.env._("category") if one else self.env._("categories")
            ),
            "won_opportunities": (
                self.env._("opportunity") if one else self.env._("opportunities")
            ),
            "meetings": self.env._("meeting") if one else self.env._("meetings"),
        }
        return words.get(self.metric)

    def _tell_plan(self, changes):
        """Note in the chatter of a plan that is no draft any more, who changed what."""
        self.ensure_one()
        if not changes or self.plan_id.state == "draft":
            return
        items = Markup("").join(Markup("<li>%s</li>") % change for change in changes)
        self.plan_id.sudo()._message_log(
            author_id=self.env.user.partner_id.id,
            body=Markup("%s<ul>%s</ul>")
            % (self.env._("Objective “%(name)s”", name=self.name), items),
        )

    def _copy_to_plan(self):
        """Values for the same objective in another plan, without dates and results."""
        self.ensure_one()
        return {
            "name": self.name,
            "sequence": self.sequence,
            "customer_goal": self.customer_goal,
            "metric": self.metric,
            "won_by": self.won_by,
            "categ_ids": self.categ_ids.ids,
            "contact_ids": self.contact_ids.ids,
            "manual_unit": self.manual_unit,
            "target": self.target,
            "weight": self.weight,
        }
