from typing import NamedTuple

from odoo import models
from odoo.tools import format_amount, format_date, formatLang

# Figures that tell what the account is worth to us: for those who may see its figures.
CONFIDENTIAL = {
    "cost_share",
    "growth",
    "margin",
    "pipeline",
    "profit",
    "profit_above",
    "profit_share",
    "revenue",
    "revenue_above",
    "share",
}


class Evidence(NamedTuple):
    """What the words rest on besides the marks, read for many accounts at once."""

    analysed: dict  # (analysis, account) → kam.analysis.line
    assessments: dict  # (round, account, live criterion) → kam.assessment
    ladders: dict  # account → kam.ladder, the customer's latest answers


class KamScoreLine(models.Model):
    """One mark of an account in words: the figure, or who judged and when."""

    _inherit = "kam.score.line"

    def _evidence(self):
        """The evidence for all these marks; three queries, however many they are."""
        partners, analyses = self.score_id.partner_id, self.score_id.analysis_id
        lines = self.env["kam.analysis.line"].search(
            [("analysis_id", "in", analyses.ids), ("partner_id", "in", partners.ids)]
        )
        marks = self.env["kam.mark"].search(
            [
                ("selection_id", "in", self.selection_id.ids),
                ("partner_id", "in", partners.ids),
                ("assessment_id.state", "=", "done"),
            ]
        )
        assessments = marks.grouped(
            lambda mark: (
                mark.selection_id,
                mark.partner_id,
                mark.criterion_id.origin_id,
            )
        )
        # who answered, and when, as far as the reader may know: the rung is the value
        ladders = (
            self.env["kam.ladder"]
            .sudo(False)
            .search([("partner_id", "in", partners.ids), ("side", "=", "customer")])
        )
        return Evidence(
            {(line.analysis_id, line.partner_id): line for line in lines},
            {key: found.assessment_id for key, found in assessments.items()},
            {key: found[0] for key, found in ladders.grouped("partner_id").items()},
        )

    def _explain_line(self, figures, evidence):
        """One criterion in words.

        :param bool figures: whether the reader may see the account's figures
        :param evidence: of ``_evidence``
        """
        self.ensure_one()
        criterion = self.criterion_id.with_env(self.env)
        known = self.mark is not False
        if criterion.kind == "judged":
            words = self._explain_judged(evidence) if known else self._unknown_judged()
        elif not known:
            words = self._unknown_measured(evidence)
        elif figures or criterion.source not in CONFIDENTIAL:
            words = getattr(self, f"_explain_{criterion.source}")(evidence)
        else:
            words = ""
        company = self.score_id.company_id
        return {
            "id": criterion.id,
            "name": criterion.name,
            "description": criterion.description or "",
            "mark": self.mark,
            "weight": self.weight,
            "words": words,
            "disputed": bool(known and self.spread > company.kam_disagreement),
        }

    def _percent(self, value):
        return formatLang(self.env, 100 * value, digits=1) + "\u202f%"

    def _amount(self, value, currency):
        """Without cents, which nobody weighs."""
        return format_amount(self.env, round(value), currency, trailing_zeroes=False)

    def _analysed(self, evidence):
        """The account's line of the analysis that the score was counted from."""
        score = self.score_id
        return evidence.analysed.get(
            (score.analysis_id, score.partner_id), self.env["kam.analysis.line"]
        )

    def _explain_amount(self):
        currency = self.criterion_id.currency_id or self.score_id.currency_id
        return self._amount(self.value, currency)

    def _explain_revenue(self, _evidence):
        return self._explain_amount()

    def _explain_margin(self, _evidence):
        return self._explain_amount()

    def _explain_profit(self, _evidence):
        return self._explain_amount()

    def _explain_share(self, _evidence):
        return self.env._("%(share)s of our sales", share=self._percent(self.value))

    def _explain_profit_share(self, _evidence):
        return self.env._("%(share)s of our profit", share=self._percent(self.value))

    def _explain_revenue_above(self, evidence):
        line = self._analysed(evidence)
        amount = self._amount(line.revenue, line.currency_id)
        if not self.value:
            return self.env._("%(amount)s, the most of all customers", amount=amount)
        return self.env._(
            "%(amount)s; customers with more make %(share)s of our sales",
            amount=amount,
            share=self._percent(self.value),
        )

    def _explain_profit_above(self, evidence):
        line = self._analysed(evidence)
        amount = self._amount(line.profit, line.currency_id)
        if not self.value:
            return self.env._("%(amount)s, the most of all customers", amount=amount)
        return self.env._(
            "%(amount)s; customers with more make %(share)s of our profit",
            amount=amount,
            share=self._percent(self.value),
        )

    def _explain_growth(self, _evidence):
        return self.env._(
            "%(growth)s against the 12 months before",
            growth=("+" if self.value > 0 else "") + self._percent(self.value),
        )

    def _explain_regularity(self, evidence):
        line = self._analysed(evidence)
        return self.env._(
            "Orders in %(active)s of %(months)s months",
            active=line.active_months,
            months=line.month_count,
        )

    def _explain_years(self, _evidence):
        return self.env._(
            "%(years)s years", years=formatLang(self.env, self.value, digits=1)
        )

    def _explain_cost_share(self, _evidence):
        if self.value >= 10:
            return self.env._("The margin does not bear the cost to serve")
        return self.env._("%(share)s of the margin", share=self._percent(self.value))

    def _explain_pipeline(self, _evidence):
        if not self.value:
            return self.env._("No open opportunity")
        return self.env._(
            "%(amount)s expected from open opportunities",
            amount=self._explain_amount(),
        )

    def _explain_ladder(self, evidence):
        Ladder = self.env["kam.ladder"]
        ladder = evidence.ladders.get(self.score_id.partner_id)
        levels = dict(Ladder._fields["level"]._description_selection(self.env))
        if not ladder:
            return levels.get(str(int(self.value)), "")
        values = {
            "level": levels[ladder.level],
            "date": format_date(self.env, ladder.date),
            "contact": ladder.sudo().contact_id.name,
        }
        if ladder.contact_id:
            return self.env._("%(level)s; %(contact)s on %(date)s", **values)
        return self.env._("%(level)s; answers of %(date)s", **values)

    def _explain_stakeholders(self, evidence):
        return self.env._(
            "%s of the planned contact with the stakeholders is kept",
            self._percent(self.value),
        )

    def _unknown_measured(self, evidence):
        """Why a figure has no mark."""
        source = self.criterion_id.source
        if source == "stakeholders":
            return self.env._("Nobody is entered as a stakeholder, or not counted yet")
        analysis = self.score_id.analysis_id
        if source == "ladder":
            return self.env._("The customer has not been asked yet")
        if not analysis:
            return self.env._("Customers have not been analysed yet")
        if not self._analysed(evidence):
            return self.env._("No order in the period analysed")
        reasons = {
            "growth": self.env._("Needs sales 24 complete months back"),
            "regularity": self.env._("No complete month to count"),
            "cost_share": self.env._("Work has no cost rates yet, or no margin"),
        }
        return reasons.get(source, self.env._("There is no total to have a share of"))

    def _unknown_judged(self):
        return self.env._("Nobody has judged it yet")

    def _explain_judged(self, evidence):
        """Who judged, and when; by name once the round is closed."""
        selection = self.selection_id
        assessments = evidence.assessments.get(
            (selection, self.score_id.partner_id, self.criterion_id),
            self.env["kam.assessment"],
        )
        values = {
            "people": self._judges(assessments, selection.state == "closed"),
            "round": selection.name,
            "date": format_date(
                self.env, max(assessments.mapped("date_done"), default=False)
            ),
        }
        if self.spread > self.score_id.company_id.kam_disagreement:
            return self.env._(
                "Judged by %(people)s, opinions differ much · %(round)s, %(date)s",
                **values,
            )
        return self.env._("Judged by %(people)s · %(round)s, %(date)s", **values)

    def _judges(self, assessments, named):
        """The assessors: "Sales 2, Finance", or their names."""
        functions = dict(
            assessments._fields["function"]._description_selection(self.env)
        )
        parts = []
        for function, group in assessments.grouped("function").items():
            if named:
                parts += [
                    self.env._(
                        "%(name)s (%(function)s)",
                        name=assessment.user_id.name,
                        function=functions[function],
                    )
                    for assessment in group
                ]
            elif len(group) > 1:
                parts.append(f"{functions[function]} ({len(group)})")
            else:
                parts.append(functions[function])
        return ", ".join(parts)
