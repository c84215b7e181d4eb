from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..fields import FloatOrUnknown

OPEN = ("new", "in_progress")


class KamEscalation(models.Model):
    """A customer's problem with a direct line to somebody who must answer (R7).

    Whoever hears of it raises it. The responsible answers and solves it within the
    working hours that the tier of the account promises; when late it rises to the
    account manager and to the executive sponsor.
    """

    _name = "kam.escalation"
    _description = "Escalation"
    _inherit = ["mail.thread", "mail.activity.mixin", "kam.account.mixin"]
    # The most urgent first; what is closed has no deadline any more and comes last.
    _order = "next_deadline, id desc"
    _check_company_auto = True
    _mail_post_access = "read"  # who raised it may answer questions in the chatter
    _primary_email = "email_from"

    name = fields.Char(string="Subject", required=True, tracking=True)
    description = fields.Html(string="What happened")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        domain=[("kam_is_account", "=", True)],
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    kam_account_id = fields.Many2one(
        string="Managed as", related="partner_id.kam_account_id"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact",
        domain="[('kam_account_id', '=?', partner_id)]",
        check_company=True,
        index="btree_not_null",
        help="Who at the customer has the problem.",
    )
    email_from = fields.Char(string="Sender", readonly=True, copy=False)
    order_id = fields.Many2one(
        "sale.order",
        string="Sales order",
        domain="[('kam_account_id', '=?', partner_id)]",
        check_company=True,
        index="btree_not_null",
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        domain="[('kam_account_id', '=?', partner_id)]",
        check_company=True,
        index="btree_not_null",
    )
    severity = fields.Selection(
        [
            ("low", "Low"),
            ("normal", "Normal"),
            ("high", "High"),
            ("critical", "Critical"),
        ],
        required=True,
        default="normal",
        tracking=True,
        group_expand=True,
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("in_progress", "In progress"),
            ("solved", "Solved"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="new",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    level = fields.Selection(
        [
            ("0", "Responsible"),
            ("1", "Manager"),
            ("2", "Executive sponsor"),
        ],
        string="Risen to",
        required=True,
        default="0",
        copy=False,
        readonly=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
    )
    raised_by_id = fields.Many2one(
        "res.users",
        string="Raised by",
        default=lambda self: self.env.user,
        copy=False,
        readonly=True,
        index="btree_not_null",
    )
    date_raised = fields.Datetime(
        string="Raised on",
        required=True,
        default=fields.Datetime.now,
        copy=False,
        readonly=True,
        index=True,
    )
    date_responded = fields.Datetime(
        string="Answered on", copy=False, readonly=True, tracking=True
    )
    date_solved = fields.Datetime(
        string="Solved on", copy=False, readonly=True, tracking=True
    )
    date_reopened = fields.Datetime(string="Reopened on", copy=False, readonly=True)
    reason_id = fields.Many2one(
        "kam.escalation.reason",
        string="Reason",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    solution = fields.Text(tracking=True, copy=False)
    cost = fields.Monetary(
        copy=False,
        tracking=True,
        help="Compensation and other expenses. For information only: the cost to "
        "serve counts escalations by the rate of their cost driver.",
    )
    answered_in_time = FloatOrUnknown(
        string="Answered in time",
        compute="_compute_answered_in_time",
        store=True,
        aggregator="avg",
        help="1 if there was an answer in time, 0 if not; the mean is the share.",
    )
    solved_in_time = FloatOrUnknown(
        string="Solved in time",
        compute="_compute_solved_in_time",
        store=True,
        aggregator="avg",
        help="1 if it was solved in time, 0 if not; the mean is the share.",
    )
    hours_to_answer = FloatOrUnknown(
        string="Working hours to answer",
        compute="_compute_hours_to_answer",
        store=True,
        aggregator="avg",
    )
    hours_to_solve = FloatOrUnknown(
        string="Working hours to solve",
        compute="_compute_hours_to_solve",
        store=True,
        aggregator="avg",
    )
    can_work = fields.Boolean(string="May work on it", compute="_compute_can_work")

    @api.model
    def _group_expand_state(self, states, domain):
        """The board always has columns for what is open, others where there is any."""
        order = [value for value, _label in self._fields["state"].selection]
        return [value for value in order if value in OPEN or value in states]

    @api.depends("contact_id")
    def _compute_partner_id(self):
        """The account follows from the contact; without one it can be chosen."""
        for escalation in self:
            account = escalation.contact_id.kam_account_id
            escalation.partner_id = account or escalation.partner_id

    @api.depends("partner_id", "company_id")
    def _compute_user_id(self):
        for escalation in self:
            escalation.user_id = escalation.user_id or escalation._default_responsible()

    @api.depends("date_responded", "response_deadline", "level", "state")
    def _compute_answered_in_time(self):
        """What is late and still unanswered counts once it has risen."""
        for escalation in self:
            answered = escalation.date_responded
            if escalation.state == "cancelled":
                escalation.answered_in_time = False
            elif answered:
                escalation.answered_in_time = float(
                    answered <= escalation.response_deadline
                )
            else:
                risen = escalation.level != "0"
                escalation.answered_in_time = 0.0 if risen else False

    @api.depends("date_solved", "solution_deadline", "state")
    def _compute_solved_in_time(self):
        for escalation in self:
            escalation.solved_in_time = escalation.state == "solved" and float(
                escalation.date_solved <= escalation.solution_deadline
            )

    @api.depends("date_responded", "date_raised")
    def _compute_hours_to_answer(self):
        for escalation in self:
            escalation.hours_to_answer = (
                escalation.date_responded
                and escalation.company_id._kam_working_hours(
                    escalation.date_raised, escalation.date_responded
                )
            )

    @api.depends("date_solved", "date_raised")
    def _compute_hours_to_solve(self):
        for escalation in self:
            escalation.hours_to_solve = (
                escalation.date_solved
                and escalation.company_id._kam_working_hours(
                    escalation.date_raised, escalation.date_solved
                )
            )

    @api.depends("user_id", "kam_account_manager_id", "kam_account_sponsor_id")
    @api.depends_context("uid")
    def _compute_can_work(self):
        """Who raised it reads along; the people of the account work on it."""
        allowed = self._filtered_access("write")
        for escalation in self:
            escalation.can_work = not escalation._origin or escalation in allowed

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Another account: what belongs to the former one goes."""
        if self.partner_id:
            for name in ("contact_id", "order_id", "lead_id"):
                if self[name].kam_account_id != self.partner_id:
                    self[name] = False

    @api.constrains("partner_id", "contact_id")
    def _check_partner_id(self):
        for escalation in self:
            account, contact = escalation.partner_id, escalation.contact_id
            if account and not account.kam_is_account:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” is managed as part of “%(account)s”. Raise the "
                        "escalation for the account, and name the contact.",
                        contact=account.display_name,
                        account=account.kam_account_id.display_name,
                    )
                )
            if account and contact and contact.kam_account_id != account:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” does not belong to “%(account)s”.",
                        contact=contact.display_name,
                        account=account.display_name,
                    )
                )

    @api.constrains("partner_id", "state")
    def _check_account_known(self):
        """Only a mail of an unknown sender may wait without an account."""
        for escalation in self:
            waiting = escalation.email_from and escalation.state in ("new", "cancelled")
            if not escalation.partner_id and not waiting:
                raise ValidationError(
                    self.env._("Choose the account that has the problem first.")
                )
