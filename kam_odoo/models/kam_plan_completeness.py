from odoo import api, fields, models

LEVELS = {"red": 0.0, "amber": 0.5, "green": 1.0}


class KamPlan(models.Model):
    """How far the plan is filled in, by section.

    For the writer's eyes: no score, status or health reads it.
    """

    _inherit = "kam.plan"

    completeness = fields.Float(
        compute="_compute_completeness",
        store=True,
        aggregator="avg",
        help="Sections filled in; a section half done counts half.",
    )
    sections = fields.Json(compute="_compute_sections")

    @api.depends(
        "action_ids.objective_id",
        "action_ids.state",
        "business_culture",
        "challenges",
        "customer_goals",
        "decision_process",
        "message_line_ids.date",
        "objective_ids.customer_goal",
        "objective_ids.target",
        "opportunities",
        "resource_budget",
        "resource_hours",
        "resource_people",
        "sponsor_id",
        "strategy_place",
        "strategy_price",
        "strategy_product",
        "strategy_promotion",
        "team_ids",
        "threats",
    )
    def _compute_completeness(self):
        for plan in self:
            if plan.state in ("closed", "cancelled"):
                # its actions may have gone on into the next plan
                plan.completeness = plan.completeness
                continue
            levels = [LEVELS[level] for level in plan._section_levels().values()]
            plan.completeness = round(sum(levels) / len(levels), 4)

    @api.depends("completeness")
    @api.depends_context("lang")
    def _compute_sections(self):
        """For the row of lights: each section with its level and what is missing."""
        words = {
            "business": (
                self.env._("Business"),
                self.env._("What they live from, and how they work with suppliers."),
            ),
            "goals": (
                self.env._("Their goals"),
                self.env._("The customer's goals and challenges, both."),
            ),
            "decisions": (
                self.env._("Decisions"),
                self.env._("Who decides, by which steps, at which time of the year."),
            ),
            "outlook": (
                self.env._("Outlook"),
                self.env._("Opportunities and threats, both."),
            ),
            "strategy": (
                self.env._("Strategy"),
                self.env._("Product, price, promotion and place: at least three."),
            ),
            "resources": (
                self.env._("Resources"),
                self.env._("People, and hours or a budget."),
            ),
            "people": (
                self.env._("People"),
                self.env._("A sponsor and a team."),
            ),
            "objectives": (
                self.env._("Objectives"),
                self.env._("At least one, each serving a goal of the customer."),
            ),
            "actions": (
                self.env._("Actions"),
                self.env._("At least one for each objective."),
            ),
            "communication": (
                self.env._("Messages"),
                self.env._("At least one message, each with its date."),
            ),
        }
        for plan in self:
            plan.sections = [
                {
                    "key": key,
                    "level": level,
                    "label": words[key][0],
                    "hint": words[key][1],
                }
                for key, level in plan._section_levels().items()
            ]

    def _section_levels(self):
        """Section → red (nothing), amber (begun) or green."""
        self.ensure_one()

        def filled(*names, enough=None):
            count = sum(bool(self[name]) for name in names)
            return count, enough or len(names)

        def level(count, enough):
            return "green" if count >= enough else "amber" if count else "red"

        objectives, actions = self.objective_ids, self.action_ids
        goals = objectives.filtered("customer_goal")
        served = actions.filtered(lambda one: one.state != "cancelled").objective_id
        dated = self.message_line_ids.filtered("date")
        resources = bool(self.resource_people) + bool(
            self.resource_hours or self.resource_budget
        )
        return {
            "business": level(*filled("business_culture")),
            "goals": level(*filled("customer_goals", "challenges")),
            "decisions": level(*filled("decision_process")),
            "outlook": level(*filled("opportunities", "threats")),
            "strategy": level(
                *filled(
                    "strategy_product",
                    "strategy_price",
                    "strategy_promotion",
                    "strategy_place",
                    enough=3,
                )
            ),
            "resources": level(resources, 2),
            "people": level(*filled("sponsor_id", "team_ids")),
            "objectives": level(
                len(objectives) and len(goals) + 1, len(objectives) + 1
            ),
            "actions": level(
                len(actions) and len(served & objectives) + 1, len(objectives) + 1
            ),
            "communication": level(
                len(self.message_line_ids) and len(dated) + 1,
                len(self.message_line_ids) + 1,
            ),
        }
