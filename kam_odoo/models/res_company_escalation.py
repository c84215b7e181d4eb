from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Escalations: deadlines, working time and the address customers write to (R7)."""

    _inherit = "res.company"

    kam_response_hours = fields.Float(string="Answer within, no tier", default=16)
    kam_solution_hours = fields.Float(string="Solution within, no tier", default=80)
    kam_severity_low = fields.Float(string="Low: part of the hours", default=1.0)
    kam_severity_high = fields.Float(string="High: part of the hours", default=0.75)
    kam_severity_critical = fields.Float(
        string="Critical: part of the hours", default=0.5
    )
    kam_escalation_user_id = fields.Many2one(
        "res.users",
        string="Head of key accounts",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets the escalations that nobody else can take: no responsible, or the "
        "manager or sponsor is missing. If empty, all Key Accounts managers do.",
    )
    kam_escalation_alias_id = fields.Many2one(
        "mail.alias", string="Escalation alias", copy=False, ondelete="set null"
    )
    kam_escalation_receipt = fields.Boolean(
        string="Tell the customer that the mail has arrived",
        help="Only contacts of customers get it, in their language; the text is a mail "
        "template.",
    )
    kam_escalation_alias_name = fields.Char(
        string="Escalations by mail",
        compute="_compute_kam_escalation_alias_name",
        inverse="_inverse_kam_escalation_alias_name",
    )

    @api.depends("kam_escalation_alias_id.alias_name")
    def _compute_kam_escalation_alias_name(self):
        for company in self:
            company.kam_escalation_alias_name = (
                company.sudo().kam_escalation_alias_id.alias_name
            )

    def _inverse_kam_escalation_alias_name(self):
        """The address comes and goes with its name; each company has its own."""
        for company in self.sudo():
            alias, name = (
                company.kam_escalation_alias_id,
                company.kam_escalation_alias_name,
            )
            if alias and not name:
                alias.unlink()
            elif alias:
                alias.alias_name = name
            elif name:
                company.kam_escalation_alias_id = self.env["mail.alias"].create(
                    {
                        "alias_name": name,
                        "alias_model_id": self.env["ir.model"]._get_id(
                            "kam.escalation"
                        ),
                        "alias_domain_id": company.alias_domain_id.id,
                        "alias_contact": "everyone",
                        "alias_defaults": repr({"company_id": company.id}),
                    }
                )

    @api.constrains(
        "kam_response_hours",
        "kam_severity_critical",
        "kam_severity_high",
        "kam_severity_low",
        "kam_solution_hours",
    )
    def _check_kam_escalation(self):
        """Refuse settings with which a deadline would make no sense."""
        for company in self:
            if not 0 < company.kam_response_hours <= company.kam_solution_hours:
                raise ValidationError(
                    self.env._(
                        "Escalations: the hours to answer must be above zero and "
                        "not above the hours to solve."
                    )
                )
            if not (
                0
                < company.kam_severity_critical
                <= company.kam_severity_high
                <= 1
                <= company.kam_severity_low
            ):
                raise ValidationError(
                    self.env._(
                        "Escalations: the more severe, the less time. Parts of the "
                        "hours must satisfy 0 % < critical ≤ high ≤ 100 % ≤ low."
                    )
                )

    def _kam_severity_factor(self, severity):
        """Part of the hours of the tier that a severity leaves."""
        self.ensure_one()
        return {
            "low": self.kam_severity_low,
            "high": self.kam_severity_high,
            "critical": self.kam_severity_critical,
        }.get(severity, 1)

    def _kam_leaves(self):
        """Holidays that count: those of the company, or of all companies."""
        return [("time_type", "=", "leave"), ("company_id", "in", [False, self.id])]

    def _kam_working_moment(self, start, hours):
        """The moment when that many working hours have passed since another.

        Working hours, holidays and time zone are those of the company's working
        schedule. Without one, or one that never works, the clock simply runs.

        :param datetime start: in UTC, as stored
        """
        self.ensure_one()
        calendar = self.sudo().resource_calendar_id
        moment = calendar and calendar.plan_hours(
            hours, start, compute_leaves=True, domain=self._kam_leaves()
        )
        return (moment or start + timedelta(hours=hours)).replace(microsecond=0)

    def _kam_working_hours(self, start, stop):
        """Working hours of the company between two moments in UTC."""
        self.ensure_one()
        calendar = self.sudo().resource_calendar_id
        if not calendar:
            return (stop - start).total_seconds() / 3600
        return calendar.get_work_hours_count(start, stop, domain=self._kam_leaves())
