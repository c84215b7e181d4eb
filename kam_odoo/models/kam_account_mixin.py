from odoo import fields, models

ACCOUNT_STATUS = [
    ("none", "Not a key account"),
    ("prospect", "Prospect"),
    ("candidate", "Candidate"),
    ("key", "Key account"),
    ("former", "Former key account"),
]


class KamAccountMixin(models.AbstractModel):
    """Show the account behind a document: status, tier, manager, sponsor (S5).

    The model that uses it says where its account comes from by (re)defining
    ``kam_account_id``; everything else follows. The values live once, on the account,
    so a badge is never out of date, and changes are tracked there only. Portal users
    see none of it.
    """

    _name = "kam.account.mixin"
    _description = "Key Account Badge"

    kam_account_id = fields.Many2one(
        "res.partner",
        string="Account",
        groups="base.group_user",
        help="The top-most company of the group that this contact belongs to.",
    )
    kam_account_status = fields.Selection(
        related="kam_account_id.kam_status",
        string="Account status",
        tracking=False,
        groups="base.group_user",
    )
    kam_account_tier_id = fields.Many2one(
        related="kam_account_id.kam_tier_id",
        string="Account tier",
        tracking=False,
        groups="base.group_user",
    )
    kam_account_tier_color = fields.Integer(
        related="kam_account_id.kam_tier_id.color",
        string="Account tier color",
        groups="base.group_user",
    )
    kam_account_promise = fields.Text(
        related="kam_account_id.kam_tier_id.service_promise",
        string="Service promise",
        groups="base.group_user",
    )
    kam_account_type_ids = fields.Many2many(
        related="kam_account_id.kam_type_ids",
        string="Types of the account",
        tracking=False,
        groups="base.group_user",
    )
    kam_account_manager_id = fields.Many2one(
        related="kam_account_id.kam_manager_id",
        string="Account's key account manager",
        tracking=False,
        groups="base.group_user",
    )
    kam_account_sponsor_id = fields.Many2one(
        related="kam_account_id.kam_sponsor_id",
        string="Account's executive sponsor",
        tracking=False,
        groups="base.group_user",
    )
