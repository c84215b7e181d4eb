from odoo import api, fields, models


class KamPlanCloseAction(models.TransientModel):
    """One open action of a plan that ends: moved to the next plan, or given up."""

    _name = "kam.plan.close.action"
    _description = "Open Action of a Plan that Ends"

    wizard_id = fields.Many2one("kam.plan.close", required=True, ondelete="cascade")
    action_id = fields.Many2one(
        "kam.action", string="Action to decide on", required=True, ondelete="cascade"
    )
    name = fields.Char(related="action_id.name", related_sudo=False, string="Action")
    user_id = fields.Many2one(
        related="action_id.user_id", related_sudo=False, string="Owner"
    )
    date_deadline = fields.Date(
        related="action_id.date_deadline", related_sudo=False, string="Deadline"
    )
    is_late = fields.Boolean(related="action_id.is_late", related_sudo=False)
    objective_id = fields.Many2one(
        related="action_id.objective_id", related_sudo=False, string="Objective"
    )
    take = fields.Boolean(string="Goes on", default=True)

    @api.constrains("action_id")
    def _check_action(self):
        """A chosen number gives no glimpse of somebody else's work."""
        self.sudo(False).action_id.check_access("read")
