from odoo import api, fields, models
from odoo.tools import format_amount, formatLang

from .kam_score_line_explain import CONFIDENTIAL


class KamSelectionLine(models.Model):
    """Why a candidate stands where it stands, in the reader's words."""

    _inherit = "kam.selection.line"

    origin = fields.Char(
        compute="_compute_origin", help="What made this customer a candidate."
    )
    proposal_text = fields.Char(string="Why proposed", compute="_compute_proposal_text")
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)
    status = fields.Selection(related="partner_id.kam_status", string="Status")

    @api.depends(
        "abc",
        "from_analysis",
        "from_future",
        "from_lead",
        "from_nomination",
        "from_waiting",
        "incumbent",
        "nomination_count",
    )
    @api.depends_context("lang")
    def _compute_origin(self):
        for line in self:
            parts = [
                line.incumbent and self.env._("key account"),
                line.from_waiting and self.env._("waiting list"),
                line.from_analysis and self.env._("class %s", (line.abc or "").upper()),
                line.from_future and self.env._("future key account"),
                line.from_lead and self.env._("qualified prospect"),
                line.nomination_count
                and self.env._("nominated by %s", line.nomination_count)
                or line.from_nomination
                and self.env._("nominated"),
            ]
            text = ", ".join(part for part in parts if part)
            line.origin = text[:1].upper() + text[1:]

    @api.depends("proposal", "proposed_tier_id", "waiting_rank")
    @api.depends_context("lang")
    def _compute_proposal_text(self):
        for line in self:
            line.proposal_text = line._proposal_in_words()

    def _proposal_in_words(self):
        """One sentence for the proposal, False before there is one."""
        self.ensure_one()
        if not self.proposal:
            return False
        names = {
            "lead": formatLang(self.env, self.proposal["lead"], digits=1),
            "rival": self.proposal["rival"],
            "points": formatLang(self.env, self.proposal["rival_score"] or 0, digits=1),
        }
        why = self.proposal["why"]
        if why == "unknown" and self.incumbent:
            return self.env._("Nothing is known yet: it keeps its place.")
        if why == "unknown":
            return self.env._("Nothing is known yet.")
        if why == "kept":
            return self.env._(
                "Keeps its place: %(rival)s (%(points)s) does not lead by %(lead)s.",
                **names,
            )
        if why == "low":
            return self.env._("Below the least score.")
        if why == "manager_full":
            return self.env._("The manager has no place left.")
        if why == "full" and names["rival"]:
            return self.env._(
                "All places are taken, the last by %(rival)s (%(points)s).", **names
            )
        if why == "full":
            return self.env._("All places are taken.")
        return self.env._("Good enough, and there is a place.")

    @api.depends("detail", "partner_id.kam_manager_id", "partner_id.kam_sponsor_id")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        for line in self:
            line.explanation = (
                self.env["ir.qweb"]._render(
                    "kam_odoo.kam_selection_line_explanation", line._explain()
                )
                if line.sudo().detail
                else False
            )

    def _explain(self):
        """Marks by criterion and by assessor, for the template.

        Marks come from the line's own copy, the assessors' from what the reader may
        see: nothing before the round has left scoring.
        """
        self.ensure_one()
        marks = self.env["kam.mark"].search(
            [
                ("selection_id", "=", self.selection_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("assessment_id.state", "=", "done"),
            ]
        )
        given = {(mark.criterion_id, mark.assessment_id): mark for mark in marks}
        assessments = marks.assessment_id
        known = {row["criterion_id"]: row for row in self.sudo().detail}
        figures = self.partner_id._kam_may_see_figures()
        axes = dict(
            self.env["kam.criterion"]._fields["axis"]._description_selection(self.env)
        )
        rows = []
        for criterion in self.selection_id.criterion_ids:
            row = known.get(criterion.id, {})
            rows.append(
                {
                    "name": criterion.name,
                    "axis": axes[criterion.axis],
                    "weight": formatLang(self.env, criterion.weight, digits=0),
                    "figure": self._figure(criterion, row.get("value"))
                    if figures or criterion.source not in CONFIDENTIAL
                    else "",
                    "mark": self._mark(row.get("mark")),
                    "disputed": (row.get("spread") or 0)
                    > self.selection_id.disagreement
                    and (row.get("judges") or 0) > 1,
                    "marks": [
                        given.get((criterion, assessment)) for assessment in assessments
                    ],
                }
            )
        nominations = self.env["kam.nomination"].search(
            [
                ("selection_id", "=", self.selection_id.id),
                ("partner_id", "=", self.partner_id.id),
            ]
        )
        return {
            "line": self,
            "rows": rows,
            "assessments": assessments,
            "nominations": nominations,
            "mark_text": self._mark,
        }

    def _mark(self, mark):
        """A mark as it is read; a dash where there is none."""
        if mark is None or mark is False:
            return "–"
        return formatLang(self.env, mark, digits=1)

    def _figure(self, criterion, value):
        """A measured value with its unit, empty if judged or unknown."""
        if value is None:
            return ""
        if criterion.unit == "money":
            return format_amount(self.env, value, criterion.currency_id)
        if criterion.unit == "percent":
            return f"{formatLang(self.env, 100 * value, digits=1)} %"
        return formatLang(self.env, value, digits=1)

    def _in_summary(self):
        """The candidate as the summary of the round names it."""
        self.ensure_one()
        if self.decision in ("admit", "promote", "demote"):
            return f"{self.partner_id.display_name} ({self.tier_id.name})"
        return self.partner_id.display_name

    def action_open_why(self):
        """Open the marks behind the score."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.partner_id.display_name,
            "res_model": "kam.selection.line",
            "res_id": self.id,
            "views": [
                (self.env.ref("kam_odoo.kam_selection_line_view_form").id, "form")
            ],
            "target": "new",
        }
