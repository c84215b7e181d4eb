from odoo import fields, models


class KamObjectiveLog(models.Model):
    """A figure that no program knows, read by a person on a day."""

    _name = "kam.objective.log"
    _description = "Reading of an Objective"
    _order = "date desc, id desc"

    objective_id = fields.Many2one(
        "kam.objective", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="objective_id.company_id", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(string="Figure", required=True, aggregator=None)
    note = fields.Char(string="Where from")
    user_id = fields.Many2one(
        "res.users",
        string="Read by",
        default=lambda self: self.env.user,
        readonly=True,
    )
