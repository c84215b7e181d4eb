from odoo import api, fields, models

ROLE = [("manager", "Manager"), ("sponsor", "Sponsor")]


class KamAccountReassignLine(models.TransientModel):
    """One account, one role, and who takes over."""

    _name = "kam.account.reassign.line"
    _description = "Account to Reassign"

    wizard_id = fields.Many2one(
        "kam.account.reassign", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Account", required=True, ondelete="cascade"
    )
    tier_id = fields.Many2one(related="partner_id.kam_tier_id")
    role = fields.Selection(ROLE, required=True)
    former_id = fields.Many2one("res.users", string="So far", compute="_compute_former")
    user_id = fields.Many2one(
        "res.users",
        string="From now on",
        domain=[("share", "=", False)],
        compute="_compute_user_id",
        store=True,
        readonly=False,
    )

    @api.depends("partner_id", "role")
    def _compute_former(self):
        for line in self:
            line.former_id = line.partner_id[f"kam_{line.role or 'manager'}_id"]

    @api.depends("wizard_id.manager_id", "wizard_id.sponsor_id", "role")
    def _compute_user_id(self):
        """The one chosen for all, until another is chosen in the line."""
        for line in self:
            line.user_id = line.wizard_id[f"{line.role or 'manager'}_id"]
