from odoo import api, fields, models

from .kam_escalation import OPEN


class KamEscalation(models.Model):
    """When an answer and a solution are due, in working hours (R7)."""

    _inherit = "kam.escalation"

    response_deadline = fields.Datetime(
        string="Answer due",
        compute="_compute_deadlines",
        store=True,
        copy=False,
        index=True,
    )
    sponsor_deadline = fields.Datetime(
        string="Rises to the sponsor",
        compute="_compute_deadlines",
        store=True,
        copy=False,
        help="Unanswered by then, after twice the time to answer, it rises to the "
        "executive sponsor.",
    )
    solution_deadline = fields.Datetime(
        string="Solution due",
        compute="_compute_deadlines",
        store=True,
        copy=False,
        index=True,
    )
    next_deadline = fields.Datetime(
        string="Next deadline",
        compute="_compute_next_deadline",
        store=True,
        copy=False,
        index=True,
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )

    def _deadlines(self, start):
        """All deadlines of an escalation whose clock starts at a moment."""
        self.ensure_one()
        company, tier = self.company_id, self.kam_account_tier_id
        part = company._kam_severity_factor(self.severity)
        answer = part * (tier.response_hours or company.kam_response_hours)
        solution = part * (tier.solution_hours or company.kam_solution_hours)
        return {
            "response_deadline": company._kam_working_moment(start, answer),
            "sponsor_deadline": company._kam_working_moment(start, 2 * answer),
            "solution_deadline": company._kam_working_moment(start, solution),
        }

    @api.depends(
        "company_id", "date_raised", "partner_id.kam_account_id.kam_tier_id", "severity"
    )
    def _compute_deadlines(self):
        """What was promised moves with tier and severity until there is an answer.

        New hours of a tier hold for new escalations only.
        """
        names = ("response_deadline", "sponsor_deadline", "solution_deadline")
        for escalation in self:
            start = escalation.date_reopened or escalation.date_raised
            if start and not (
                escalation.date_responded and escalation.solution_deadline
            ):
                escalation.update(escalation._deadlines(start))
            else:
                for name in names:
                    escalation[name] = escalation[name]

    @api.depends("date_responded", "response_deadline", "solution_deadline", "state")
    def _compute_next_deadline(self):
        for escalation in self:
            deadline = (
                escalation.solution_deadline
                if escalation.date_responded
                else escalation.response_deadline
            )
            escalation.next_deadline = escalation.state in OPEN and deadline

    @api.depends("next_deadline")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for escalation in self:
            deadline = escalation.next_deadline
            escalation.is_late = bool(deadline and deadline < now)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("next_deadline", "<", fields.Datetime.now())]
