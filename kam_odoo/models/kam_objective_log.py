from odoo import api, fields, models


class KamObjectiveLog(models.Model):
    """A figure that no program knows, read by a person on a day."""

    _name = "kam.objective.log"
    _description = "Reading of an Objective"
    _inherit = ["kam.place.guard"]
    _kam_place = ("objective_id",)
    _order = "date desc, id desc"

    objective_id = fields.Many2one(
        "kam.objective", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="objective_id.company_id", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(string="Figure", required=True, aggregator=None)
    note = fields.Char(string="Where from")
    create_uid = fields.Many2one("res.users", string="Read by", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        logs = super().create(vals_list)
        logs.objective_id._check_plan_open()
        return logs

    def write(self, vals):
        self.objective_id._check_plan_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        self.objective_id._check_plan_open()
