from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ANSWER = [("0", "No"), ("1", "Partly"), ("2", "Yes")]
THREE_PS = ("kam_need", "kam_solvency", "kam_authority")
ENOUGH_YES = 2

ACTIVITY_TYPE = "kam_odoo.mail_activity_type_prospect"


class CrmLead(models.Model):
    """Is it worth pursuing: need, solvency, authority to decide (S8).

    Empty means that nobody has found out yet; that is no "no".
    """

    _inherit = "crm.lead"

    kam_need = fields.Selection(
        ANSWER,
        string="Need",
        tracking=True,
        help="Do they need what we sell, and do they know it?",
    )
    kam_need_note = fields.Char(string="Note on the need")
    kam_solvency = fields.Selection(
        ANSWER, string="Solvency", tracking=True, help="Can they pay, now and later?"
    )
    kam_solvency_note = fields.Char(string="Note on the solvency")
    kam_authority = fields.Selection(
        ANSWER,
        string="Authority",
        tracking=True,
        help="Do we talk with somebody who may decide?",
    )
    kam_authority_note = fields.Char(string="Note on the authority")
    kam_qualified = fields.Boolean(
        string="Qualified",
        compute="_compute_kam_qualified",
        store=True,
        help="Need, solvency and authority are known, none is “No”, and at least two "
        "are “Yes”.",
    )
    kam_proposal = fields.Selection(
        [
            ("contact", "Qualified, but without a customer"),
            ("propose", "Can be proposed as prospect"),
        ],
        string="Prospect",
        compute="_compute_kam_proposal",
        groups="base.group_user",
    )

    @api.depends(*THREE_PS)
    def _compute_kam_qualified(self):
        for lead in self:
            answers = [lead[name] for name in THREE_PS]
            lead.kam_qualified = (
                all(answers) and "0" not in answers and answers.count("2") >= ENOUGH_YES
            )

    @api.depends(
        "kam_qualified",
        "won_status",
        "active",
        "partner_id.kam_account_id.kam_status",
    )
    def _compute_kam_proposal(self):
        """What is left to do with an open, qualified lead, if anything."""
        for lead in self:
            account = lead.partner_id.kam_account_id
            if not (lead.kam_qualified and lead.active and lead.won_status != "won"):
                lead.kam_proposal = False
            elif not lead.partner_id:
                lead.kam_proposal = "contact"
            else:
                new = account.kam_status in (False, "none", "former")
                lead.kam_proposal = "propose" if new else False

    @api.model
    def _kam_domain_qualified(self, company=None):
        """Open qualified leads that have a customer.

        :param company: leads of this company and of none; of any without it
        """
        domain = Domain(
            [
                ("active", "=", True),
                ("won_status", "=", "pending"),
                ("kam_qualified", "=", True),
                ("partner_id", "!=", False),
            ]
        )
        if company:
            domain &= Domain("company_id", "in", [company.id, False])
        return domain

    @api.model
    @api.private
    def _kam_qualified_accounts(self, company):
        """Accounts of the open qualified leads that the user may see.

        Nothing is created: a lead without a customer is not among them, its form says
        so.
        """
        leads = self.search(self._kam_domain_qualified(company))
        return leads.partner_id.kam_account_id.filtered("active")

    def action_kam_propose_prospect(self):
        """Make the account a prospect, or ask those who may.

        :raises UserError: if the lead is not qualified, or the account stands higher
        """
        self.ensure_one()
        self.check_access("read")
        if not self.partner_id:
            raise UserError(
                self.env._(
                    "Choose the customer first: without one there is nobody to propose."
                )
            )
        if self.kam_proposal != "propose":
            raise UserError(
                self.env._(
                    "Only the customer of an open, qualified lead can be proposed, and "
                    "only while it is neither prospect, candidate nor key account."
                )
            )
        account = self.partner_id.kam_account_id
        if self.env["res.partner"]._kam_may_decide():
            self.env["kam.decision"]._decide(
                [
                    {
                        "partner_id": account.id,
                        "kind": "assign",
                        "status": "prospect",
                        "reason": self._kam_reason(),
                    }
                ]
            )
            message = self.env._("%s is a prospect now.", account.display_name)
        else:
            manager = self._kam_ask_manager(account)
            message = self.env._(
                "%(manager)s has been asked to make %(account)s a prospect.",
                manager=manager.name,
                account=account.display_name,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _kam_reason(self):
        """Why the account is proposed, with what is known of the three Ps."""
        notes = [self[f"{name}_note"] for name in THREE_PS if self[f"{name}_note"]]
        reason = self.env._("Qualified by “%s”.", self.name)
        return " ".join([reason, *notes])

    def _kam_ask_manager(self, account):
        """A to-do for a Key Accounts manager, once for an account.

        The account's manager if he may decide, else the first one of the company.
        """
        asked = account.sudo().activity_search([ACTIVITY_TYPE])[:1]
        if asked:
            return asked.user_id
        managers = self.env["res.users"]._kam_managers(
            self.company_id or self.env.company
        )
        # An administrator comes last: he is seldom who looks after customers.
        managers = managers.sorted(lambda user: (user._is_system(), user.id))
        if not managers:
            raise UserError(
                self.env._("Nobody is a Key Accounts manager here. Ask your admin.")
            )
        manager = account.sudo().kam_manager_id
        manager = manager if manager in managers else managers[0]
        account.sudo().activity_schedule(
            ACTIVITY_TYPE, note=self._kam_reason(), user_id=manager.id
        )
        return manager
