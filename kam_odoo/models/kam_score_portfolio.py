from odoo import fields, models


class KamScore(models.Model):
    """The portfolio: attractiveness against our strength, as a picture (S9)."""

    _inherit = "kam.score"

    sponsor_id = fields.Many2one(
        related="partner_id.kam_sponsor_id", string="Executive sponsor"
    )
    type_ids = fields.Many2many(related="partner_id.kam_type_ids", string="Types")
    abc = fields.Selection(related="partner_id.kam_abc", string="ABC class")
    split_attractiveness = fields.Float(
        related="company_id.kam_split_attractiveness", aggregator=None
    )
    split_strength = fields.Float(
        related="company_id.kam_split_strength", aggregator=None
    )

    def action_open_account(self):
        """Open the account, where its score is explained."""
        self.ensure_one()
        return self.partner_id.get_formview_action()
