from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Settings that change the scores or the fields of the portfolio.
SCORE_SETTINGS = {
    "kam_weight_attractiveness",
    "kam_split_attractiveness",
    "kam_split_strength",
}


class ResCompany(models.Model):
    """Settings of the scores and of the selection, per company (METHODS §8)."""

    _inherit = "res.company"

    kam_weight_attractiveness = fields.Float(
        string="Weight of attractiveness", default=0.6
    )
    kam_split_attractiveness = fields.Float(
        string="Attractive from", default=50, digits=(5, 1)
    )
    kam_split_strength = fields.Float(string="Strong from", default=50, digits=(5, 1))
    kam_disagreement = fields.Float(
        string="Disagreement above", default=2.5, digits=(4, 2)
    )
    kam_hysteresis = fields.Float(
        string="Lead of a challenger", default=5, digits=(5, 1)
    )

    @api.constrains(
        "kam_weight_attractiveness",
        "kam_split_attractiveness",
        "kam_split_strength",
        "kam_disagreement",
        "kam_hysteresis",
    )
    def _check_kam_score_settings(self):
        """Refuse settings that no score can have."""
        for company in self:
            if not 0 <= company.kam_weight_attractiveness <= 1:
                raise ValidationError(
                    self.env._(
                        "The weight of attractiveness is a share between 0 % and "
                        "100 %; our strength has the rest."
                    )
                )
            splits = (company.kam_split_attractiveness, company.kam_split_strength)
            if not all(0 <= split <= 100 for split in splits):
                raise ValidationError(
                    self.env._(
                        "The borders of the portfolio matrix are scores between 0 and "
                        "100."
                    )
                )
            if not 0 <= company.kam_disagreement <= 5:
                raise ValidationError(
                    self.env._(
                        "Marks from 0 to 10 differ by a standard deviation of at most "
                        "5, so disagreement begins between 0 and 5."
                    )
                )
            if not 0 <= company.kam_hysteresis <= 100:
                raise ValidationError(
                    self.env._(
                        "A challenger leads by some points of a score, between 0 and "
                        "100."
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if SCORE_SETTINGS.intersection(vals):
            self.env["kam.score"]._schedule_refresh(self)
        return result
