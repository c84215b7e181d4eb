from odoo import fields, models


class KamTermsRefusal(models.TransientModel):
    """Why terms are refused."""

    _name = "kam.terms.refusal"
    _description = "Refuse Terms"

    terms_id = fields.Many2one("kam.terms", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse, and tell who submitted."""
        self.ensure_one()
        self.terms_id._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
