from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

ACTIVITY = "kam_odoo.mail_activity_type_terms"
TEXTS = ("service_level", "special_terms", "logistics")
CONTENT = {"partner_id", "tier_id", "company_id", "date_from", "date_to", *TEXTS}
# Written by the buttons alone.
RECORDED = {
    "state",
    "origin_id",
    "submitted_by",
    "decided_by",
    "decision_date",
    "decision_comment",
}


class KamTerms(models.Model):
    """What was agreed for one account, or for all accounts of a tier (R9).

    Approved terms never change, so that everybody can rely on them: a change is a new
    version, whose approval ends the old one. Terms of an account and of its tier
    complement each other; terms of one company come before those of all companies.
    """

    _name = "kam.terms"
    _description = "Terms"
    _inherit = ["kam.internal.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        domain=[("kam_is_account", "=", True)],
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        tracking=True,
    )
    tier_id = fields.Many2one(
        "kam.tier",
        string="All accounts of the tier",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: the terms hold for all companies."
    )
    service_level = fields.Text(
        string="Service level",
        translate=True,
        help="What the customer can count on, and how fast.",
    )
    special_terms = fields.Text(
        string="Special terms",
        translate=True,
        help="Payment, warranty, returns and other agreements.",
    )
    logistics = fields.Text(
        string="Logistics rules",
        translate=True,
        help="Delivery days, packaging, labels, addresses to announce deliveries to.",
    )
    date_from = fields.Date(
        string="Valid from",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        tracking=True,
    )
    date_to = fields.Date(
        string="Valid until",
        copy=False,
        tracking=True,
        help="The last day; empty: until something else is agreed.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    validity = fields.Selection(
        [("upcoming", "To come"), ("current", "Valid"), ("expired", "Expired")],
        compute="_compute_validity",
        help="Of approved terms, today.",
    )
    origin_id = fields.Many2one(
        "kam.terms",
        string="Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    submitted_by = fields.Many2one(
        "res.users", string="Submitted by", readonly=True, copy=False
    )
    decided_by = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False
    )
    decision_date = fields.Datetime(string="Decided on", readonly=True, copy=False)
    decision_comment = fields.Text(string="Comment", readonly=True, copy=False)
    can_approve = fields.Boolean(string="May approve", compute="_compute_can_approve")

    for_tiers = fields.Boolean(
        string="May write terms of tiers", compute="_compute_can_approve"
    )

    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(partner_id, tier_id) = 1)",
        "Terms are for one account or for one tier: choose one of the two.",
    )
    _dates = models.Constraint(
        "CHECK (date_to >= date_from)",
        "The terms would end before they begin.",
    )

    @api.depends("partner_id.name", "tier_id.name", "date_from")
    def _compute_display_name(self):
        for terms in self:
            terms.display_name = self.env._(
                "Terms of %(subject)s",
                subject=terms.partner_id.display_name or terms.tier_id.name or "…",
            )

    @api.depends("state", "date_from", "date_to")
    def _compute_validity(self):
        today = fields.Date.context_today(self)
        for terms in self:
            if terms.state != "approved" or not terms.date_from:
                terms.validity = False
            elif terms.date_from > today:
                terms.validity = "upcoming"
            elif terms.date_to and terms.date_to < today:
                terms.validity = "expired"
            else:
                terms.validity = "current"

    @api.depends("state", "submitted_by")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        manager = self.env.user.has_group("kam_odoo.group_kam_manager")
        for terms in self:
            terms.for_tiers = manager
            terms.can_approve = (
                manager
                and terms.state == "submitted"
                and terms.submitted_by != self.env.user
            )

    @api.constrains("partner_id")
    def _check_is_account(self):
        for terms in self.sudo():
            account = terms.partner_id.kam_account_id
            if account and account != terms.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to the account %(account)s. Give the "
                        "terms to the account.",
                        contact=terms.partner_id.display_name,
                        account=account.display_name,
                    )
                )

    @api.constrains(
        "state", "partner_id", "tier_id", "company_id", "date_from", "date_to"
    )
    def _check_overlap(self):
        for terms in self.filtered(lambda found: found.state == "approved"):
            clash = self.sudo().search(terms._overlap_domain(), limit=1)
            if clash:
                raise ValidationError(
                    self.env._(
                        "%(terms)s of %(date_from)s are valid at the same time. Revise "
                        "or end those, or choose other dates.",
                        terms=clash.display_name,
                        date_from=format_date(self.env, clash.date_from),
                    )
                )

    def _overlap_domain(self):
        """Other approved terms of the same account or tier on the same days."""
        self.ensure_one()
        domain = Domain("id", "!=", self.id) & Domain("state", "=", "approved")
        for name in ("partner_id", "tier_id", "company_id"):
            domain &= Domain(name, "=", self[name].id)
        domain &= Domain("date_to", "=", False) | Domain(
            "date_to", ">=", self.date_from
        )
        if self.date_to:
            domain &= Domain("date_from", "<=", self.date_to)
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # A default from the context or from a user's own settings is a value too.
            defaults = self.default_get(list(RECORDED))
            for vals in vals_list:
                if any(
                    value and (name, value) != ("state", "draft")
                    for name, value in {**defaults, **vals}.items()
                    if name in RECORDED
                ):
                    raise AccessError(
                        self.env._("Terms begin as a draft; submit them for approval.")
                    )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if RECORDED & vals.keys():
                raise AccessError(
                    self.env._("Terms are submitted and decided by their buttons.")
                )
            if CONTENT & vals.keys():
                self._check_draft()
        result = super().write(vals)
        if {"partner_id", "tier_id"} & vals.keys():
            # one's own draft gives no way to somebody else's account
            self.check_access("write")
        return result

    def _update_field_translations(self, field_name, *args, **kwargs):
        if field_name in CONTENT and not self.env.su:
            self._check_draft()
        return super()._update_field_translations(field_name, *args, **kwargs)

    def _check_draft(self):
        fixed = self.filtered(lambda terms: terms.state != "draft")[:1]
        if fixed:
            raise UserError(
                self.env._(
                    "%(terms)s cannot be changed any more. Press Revise to write a new "
                    "version.",
                    terms=fixed.display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(terms.state != "draft" for terms in self) and not self.env.su:
            raise UserError(
                self.env._("Only drafts are deleted. Withdraw or end the terms.")
            )

    def _as_html(self):
        """The texts with their names, whose they are and until when."""
        self.ensure_one()
        whose = (
            self.env._("Of the account")
            if self.partner_id
            else self.env._("Of the tier %(tier)s", tier=self.tier_id.name)
        )
        if self.date_to:
            whose = self.env._(
                "%(whose)s, until %(date)s",
                whose=whose,
                date=format_date(self.env, self.date_to),
            )
        labels = self.fields_get(TEXTS, ["string"])
        texts = Markup().join(
            Markup("<dt>%s</dt><dd>%s</dd>")
            % (
                labels[name]["string"],
                Markup("<br/>").join(self[name].splitlines()),
            )
            for name in TEXTS
            if self[name]
        )
        return Markup('<p class="kam_terms_whose">%s</p><dl>%s</dl>') % (whose, texts)
