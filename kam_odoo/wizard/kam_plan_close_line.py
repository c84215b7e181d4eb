from odoo import api, fields, models

from ..fields import FloatOrUnknown, filled_in


class KamPlanCloseLine(models.TransientModel):
    """One objective of a plan that ends: what was reached, and whether it goes on."""

    _name = "kam.plan.close.line"
    _description = "Objective of a Plan that Ends"

    wizard_id = fields.Many2one("kam.plan.close", required=True, ondelete="cascade")
    objective_id = fields.Many2one("kam.objective", required=True, ondelete="cascade")
    result = fields.Char(
        related="objective_id.result", related_sudo=False, string="Reached"
    )
    progress = FloatOrUnknown(related="objective_id.progress", related_sudo=False)
    expected = fields.Float(related="objective_id.expected", related_sudo=False)
    status = fields.Selection(related="objective_id.status", related_sudo=False)
    unit = fields.Char(compute="_compute_unit")
    take = fields.Boolean(
        string="Goes on",
        help="Put it into the next plan, with its baseline renewed.",
        **filled_in("_compute_take"),
    )
    target = fields.Float(
        string="New target",
        **filled_in("_compute_target"),
    )

    @api.constrains("objective_id")
    def _check_objective(self):
        """A chosen number gives no glimpse of an objective of somebody else's plan."""
        self.sudo(False).objective_id.check_access("read")

    @api.depends("objective_id")
    def _compute_take(self):
        """What is reached is done with."""
        for line in self:
            line.take = line.objective_id.status != "done"

    @api.depends("objective_id", "target")
    def _compute_unit(self):
        for line in self:
            objective = line.objective_id
            line.unit = objective and objective._unit_of(line.target)

    @api.depends("objective_id", "wizard_id.next_id")
    def _compute_target(self):
        """What was planned for it already in the next plan, else the same again."""
        for line in self:
            objective = line.objective_id._origin
            following = line.wizard_id.next_id
            found = following and objective._counterpart(following)
            line.target = (found or objective).target
