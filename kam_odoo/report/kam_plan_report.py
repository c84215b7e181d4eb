from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..tools.charts import month_bars, pair_bars, progress_bar

# Odoo's colours of tags, by their number.
TAG_COLORS = [
    "#6b7580",
    "#d9534f",
    "#e08e3c",
    "#c9a50a",
    "#3d9cd2",
    "#814968",
    "#d5696a",
    "#2c8397",
    "#475577",
    "#d6145f",
    "#2f9e68",
    "#9365b8",
]


class ReportPlan(models.AbstractModel):
    """The account plan on paper, in the language of whoever prints it (P12)."""

    _name = "report.kam_odoo.report_plan"
    _description = "Account Plan on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Only plans that the user may read are printed.

        What is known of the account is the present state; of a plan that is over it is
        what was kept when it ended.
        """
        plans = self.env["kam.plan"].browse(docids)
        plans.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "kam.plan",
            "docs": plans,
            "paper": {plan: self._paper(plan) for plan in plans},
            "tag_color": self._tag_color,
            "day": fields.Date.to_date,
        }

    @api.model
    def _tag_color(self, tier):
        return TAG_COLORS[tier.color % len(TAG_COLORS)] if tier else TAG_COLORS[0]

    @api.model
    def _paper(self, plan):
        """What the template shows of one plan besides its own fields."""
        known = self._known(plan)
        months = known.get("months")
        if months is None and plan.state not in ("closed", "cancelled"):
            months = plan._known_months()
        return {
            "known": known,
            "sales": known.get("sales"),
            "money": self._money(plan.currency_id),
            "chart": self._chart(months or []),
            "categories": self._categories(known.get("sales")),
            "objectives": [self._objective(one) for one in plan.objective_ids],
            "bar": self._bar(plan),
            "actions": self._actions(plan, known),
            "labels": self._labels(plan),
        }

    @api.model
    def _known(self, plan):
        """As of now; of a plan that is over, as of its end."""
        if plan.state in ("closed", "cancelled"):
            return plan.snapshot_closed or plan.snapshot_approved or {}
        return plan.known or {}

    @api.model
    def _money(self, currency):
        """Options of an amount in whole units: cents do not matter here."""
        return {
            "widget": "monetary",
            "display_currency": currency,
            "decimal_places": 0,
        }

    @api.model
    def _labels(self, record):
        """Words of the states and other choices, in the reader's language."""
        return {
            name: dict(record._fields[name]._description_selection(self.env))
            for name in record._fields
            if record._fields[name].type == "selection"
        }

    @api.model
    def _chart(self, months):
        """Revenue of twelve months against the twelve before; nothing without sales."""
        if not any(row["revenue"] or row["revenue_before"] for row in months):
            return ""
        return Markup(
            month_bars(
                [
                    (
                        format_date(self.env, row["month"], date_format="LLL"),
                        row["revenue"],
                        row["revenue_before"],
                    )
                    for row in months
                ],
                lambda figure: formatLang(self.env, figure, digits=0),
            )
        )

    @api.model
    def _categories(self, sales):
        """The largest product categories, with a bar for this year and the last."""
        rows = sales["categories"] if sales else []
        largest = max(
            (max(row["revenue"], row["revenue_before"]) for row in rows), default=0
        )
        return [
            {
                **row,
                "bar": Markup(
                    pair_bars(row["revenue"], row["revenue_before"], largest)
                ),
                "change": self._change(row["revenue"], row["revenue_before"]),
            }
            for row in rows
        ]

    @api.model
    def _change(self, now, before):
        """Growth as a share; None where there was nothing before."""
        return now / before - 1 if before and before > 0 else None

    @api.model
    def _bar(self, record):
        """How far an objective or a plan is, as a picture."""
        plan = record if record._name == "kam.plan" else record.plan_id
        over = plan.state in ("closed", "cancelled")
        return Markup(
            progress_bar(
                record.progress, None if over else record.expected, record.status
            )
        )

    @api.model
    def _objective(self, objective):
        return {
            "record": objective,
            "bar": self._bar(objective),
            "baseline": objective._in_words(objective.baseline),
            "target": objective._in_words(objective.target),
            "actual": objective._in_words(objective.actual),
            "labels": self._labels(objective),
            "steps": [
                (phase.date_end, objective._in_words(phase.target))
                for phase in objective.phase_ids
            ],
        }

    @api.model
    def _actions(self, plan, known):
        """The actions of the plan; of a closed one, as they stood at its end."""
        labels = self._labels(plan.action_ids)["state"]
        if plan.state == "closed" and "actions" in known:
            rows = [
                {**row, "date": fields.Date.to_date(row["date"]), "late": False}
                for row in known["actions"]
            ]
        else:
            rows = [
                {
                    "name": action.name,
                    "user": action.user_id.name,
                    "date": action.date_deadline,
                    "state": action.state,
                    "late": action.is_late,
                }
                for action in plan.action_ids
            ]
        order = {"open": 0, "done": 1, "cancelled": 2}
        rows.sort(key=lambda row: (order[row["state"]], row["date"]))
        return [{**row, "label": labels[row["state"]]} for row in rows]
