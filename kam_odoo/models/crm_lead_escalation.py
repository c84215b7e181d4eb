from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def action_kam_escalate(self):
        """Raise an escalation about this opportunity."""
        self.ensure_one()
        return self.env["kam.escalation"]._action_raise(
            contact=self.partner_id,
            company=self.company_id or self.env.company,
            lead=self,
        )
