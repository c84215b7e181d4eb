from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.health import DRIVERS, TARGET, WEIGHTS


class ResCompany(models.Model):
    """Weights of the drivers of health, per company (METHODS §11)."""

    _inherit = "res.company"

    kam_health_trend = fields.Float(
        string="Health: 12-month trend", default=WEIGHTS["trend"]
    )
    kam_health_rhythm = fields.Float(
        string="Health: buying rhythm", default=WEIGHTS["rhythm"]
    )
    kam_health_stakeholders = fields.Float(
        string="Health: stakeholders", default=WEIGHTS["stakeholders"]
    )
    kam_health_engagement = fields.Float(
        string="Health: engagement", default=WEIGHTS["engagement"]
    )
    kam_health_execution = fields.Float(
        string="Health: plan execution", default=WEIGHTS["execution"]
    )
    kam_health_payment = fields.Float(
        string="Health: payment punctuality", default=WEIGHTS["payment"]
    )
    kam_health_target = fields.Float(
        string="Health: points of full engagement", default=TARGET
    )

    @api.constrains(*(f"kam_health_{name}" for name in (*DRIVERS, "target")))
    def _check_kam_health(self):
        for company in self:
            weights = company._kam_health_weights().values()
            if min(weights) < 0 or not sum(weights):
                raise ValidationError(
                    self.env._(
                        "The weights of health cannot be negative, and one of them is "
                        "above zero."
                    )
                )
            if company.kam_health_target <= 0:
                raise ValidationError(
                    self.env._("The points of full engagement are above zero.")
                )

    def _kam_health_weights(self):
        """Driver → weight."""
        self.ensure_one()
        return {name: self[f"kam_health_{name}"] for name in DRIVERS}
