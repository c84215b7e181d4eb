from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .kam_leaving import ACTIVITY


class KamLeavingLine(models.TransientModel):
    """One thread that would be cut, and who ties it anew."""

    _name = "kam.leaving.line"
    _description = "Lost Contact"

    wizard_id = fields.Many2one("kam.leaving", required=True, ondelete="cascade")
    chosen = fields.Boolean(string="Introduce", default=True)
    partner_id = fields.Many2one("res.partner", string="Account", required=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        domain="[('kam_account_id', '=', partner_id), ('is_company', '=', False)]",
    )
    person_name = fields.Char(related="contact_id.name", string="Person's name")
    user_id = fields.Many2one(
        "res.users", string="Colleague", domain=[("share", "=", False)]
    )
    last_date = fields.Date(string="Last contact", readonly=True)
    company_id = fields.Many2one(related="wizard_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    revenue = fields.Monetary(string="Revenue of 12 months", readonly=True)

    def _check(self):
        """What comes from a screen, or from elsewhere, has to make sense."""
        for line in self:
            if not line.partner_id.kam_in_team:
                raise AccessError(self.env._("The account's team sees who knows whom."))
            user = line.user_id.sudo()
            if not line.contact_id or not user or user.share:
                raise UserError(
                    self.env._(
                        "Say who gets to know whom at “%(account)s”.",
                        account=line.partner_id.display_name,
                    )
                )
            if line.contact_id.kam_account_id != line.partner_id:
                raise UserError(
                    self.env._(
                        "%(person)s is not a person of “%(account)s”.",
                        person=line.contact_id.display_name,
                        account=line.partner_id.display_name,
                    )
                )

    def _introduce(self, days):
        """Plan the introduction on the person, unless it is planned.

        :return: number of activities made, 0 or 1
        """
        self.ensure_one()
        # The team may ask for it, whoever may write on the contact.
        person = self.contact_id.sudo()
        if person.activity_search([ACTIVITY], user_id=self.user_id.id):
            return 0
        person.activity_schedule(
            ACTIVITY,
            date_deadline=fields.Date.context_today(self) + relativedelta(days=days),
            user_id=self.user_id.id,
            summary=self.with_context(lang=self.user_id.sudo().lang)._summary(),
        )
        return 1

    def _summary(self):
        """Without a word on who may leave: colleagues read it on the contact."""
        return self.env._(
            "Get to know %s: let the contact hang on more than one person",
            self.contact_id.name,
        )
