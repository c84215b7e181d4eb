from markupsafe import Markup

from odoo import api, fields, models

from .kam_terms import TEXTS

SUMMARY_LENGTH = 90


class KamAccountMixin(models.AbstractModel):
    """Show the terms of the account where its documents are written (R9).

    Only inside: they are not printed, and portal users see none of it.
    """

    _inherit = "kam.account.mixin"

    kam_terms_html = fields.Html(
        string="Terms",
        compute="_compute_kam_terms_html",
        sanitize=False,  # made here, of escaped texts
        groups="base.group_user",
    )

    @api.depends("kam_account_id")
    @api.depends_context("company", "lang", "tz")
    def _compute_kam_terms_html(self):
        by_scope = {}
        for record in self:
            scope = (record._kam_terms_company(), record._kam_terms_day())
            by_scope.setdefault(scope, []).append(record)
        for (company, day), records in by_scope.items():
            accounts = self.env["res.partner"].union(
                *(record.kam_account_id._origin for record in records)
            )
            terms = accounts._kam_current_terms(company, day)
            for record in records:
                found = terms.get(record.kam_account_id._origin)
                record.kam_terms_html = found and record._kam_terms_as_html(found)

    def _kam_terms_company(self):
        """The company whose terms the document falls under."""
        self.ensure_one()
        own = "company_id" in self._fields and self.sudo().company_id
        return own or self.env.company

    def _kam_terms_day(self):
        """The day whose terms the document falls under."""
        return fields.Date.context_today(self)

    def _kam_terms_are_open(self):
        """Whether the terms show at once, or a line of them to click on."""
        return False

    def _kam_terms_as_html(self, found):
        """A line to read at a glance, which unfolds to all of the terms."""
        body = Markup().join(terms._as_html() for terms in found)
        if self._kam_terms_are_open():
            return Markup('<div class="kam_terms">%s</div>') % body
        first = next((found[:1][name] for name in TEXTS if found[:1][name]), "")
        first = " ".join(first.split())
        if len(first) > SUMMARY_LENGTH:
            first = first[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"
        return Markup(
            '<details class="kam_terms"><summary><b>%s</b> '
            '<span class="text-muted">%s</span></summary>%s</details>'
        ) % (self.env._("Terms"), first, body)
