from odoo import api, fields, models


class CrmLead(models.Model):
    """The plan that an opportunity belongs to is that of its account.

    No link is kept by hand: what is open for the account stands in its plan.
    """

    _inherit = "crm.lead"

    kam_plan_id = fields.Many2one(
        "kam.plan",
        string="Account plan",
        compute="_compute_kam_plan_id",
        groups="kam_odoo.group_kam_user",
    )

    @api.depends("company_id", "partner_id")
    @api.depends_context("company", "uid")
    def _compute_kam_plan_id(self):
        """The active plan of the account, as far as the user sees it."""
        accounts = self.partner_id.kam_account_id
        plans = {
            (plan.partner_id, plan.company_id): plan
            for plan in self.env["kam.plan"].search(
                [("partner_id", "in", accounts.ids), ("state", "=", "active")]
            )
        }
        for lead in self:
            company = lead.company_id or self.env.company
            account = lead.partner_id.kam_account_id._origin
            lead.kam_plan_id = plans.get((account, company), False)

    def action_kam_plan(self):
        """Open the plan of the account."""
        self.ensure_one()
        return self.kam_plan_id.get_formview_action()
