from odoo import api, fields, models
from odoo.exceptions import UserError

from .kam_account_mixin import ACCOUNT_STATUS

ABC = [("a", "A"), ("b", "B"), ("c", "C")]
XYZ = [("x", "X"), ("y", "Y"), ("z", "Z")]
RETENTION = [
    ("active", "Active"),
    ("due", "Due"),
    ("at_risk", "At risk"),
    ("lost", "Lost"),
]

ACCOUNT_COLUMNS_SQL = """
    ALTER TABLE res_partner
        ADD COLUMN IF NOT EXISTS kam_stands_alone boolean,
        ADD COLUMN IF NOT EXISTS kam_account_id integer,
        ADD COLUMN IF NOT EXISTS kam_is_account boolean
"""

# The same rule as _compute_kam_account_id, for the whole table. Walking down from the
# roots visits each contact once; contacts caught in a cycle made outside Odoo hang
# below no root and are left as they are.
MEND_ACCOUNTS_SQL = """
    WITH RECURSIVE tree AS (
        SELECT root.id, root.id AS account_id, root.is_company AS account_is_company
          FROM res_partner root
         WHERE root.parent_id IS NULL
     UNION ALL
        SELECT child.id,
               CASE WHEN own.account THEN child.id ELSE tree.account_id END,
               own.account OR tree.account_is_company
          FROM tree
          JOIN res_partner child ON child.parent_id = tree.id
    CROSS JOIN LATERAL (
               SELECT COALESCE(child.is_company, FALSE)
                      AND (COALESCE(child.kam_stands_alone, FALSE)
                           OR NOT COALESCE(tree.account_is_company, FALSE)) AS account
               ) own
    )
    UPDATE res_partner partner
       SET kam_account_id = tree.account_id,
           kam_is_account = (tree.account_id = tree.id)
      FROM tree
     WHERE tree.id = partner.id
       AND (partner.kam_account_id IS DISTINCT FROM tree.account_id
            OR partner.kam_is_account IS DISTINCT FROM (tree.account_id = tree.id))
"""


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "kam.account.mixin"]

    kam_account_id = fields.Many2one(
        compute="_compute_kam_account_id",
        store=True,
        recursive=True,
        index=True,
        ondelete="set null",
        groups="base.group_user",
    )
    kam_is_account = fields.Boolean(
        string="Is an account",
        compute="_compute_kam_account_id",
        store=True,
        recursive=True,
        groups="base.group_user",
    )
    kam_stands_alone = fields.Boolean(
        string="Stands alone",
        copy=False,
        groups="base.group_user",
        help="This subsidiary is managed as an account of its own, "
        "apart from the group above it.",
    )
    kam_status = fields.Selection(
        ACCOUNT_STATUS,
        string="Key account status",
        default="none",
        index=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    kam_tier_id = fields.Many2one(
        "kam.tier",
        string="Tier",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        tracking=True,
        group_expand="_read_group_expand_full",
        groups="base.group_user",
    )
    kam_type_ids = fields.Many2many(
        "kam.account.type",
        string="Account types",
        copy=False,
        groups="base.group_user",
    )
    kam_manager_id = fields.Many2one(
        "res.users",
        string="Key account manager",
        domain=[("share", "=", False)],
        index="btree_not_null",
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    kam_sponsor_id = fields.Many2one(
        "res.users",
        string="Executive sponsor",
        domain=[("share", "=", False)],
        index="btree_not_null",
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    # Classes depend on whose sales are analysed, so each company has its own.
    kam_abc = fields.Selection(
        ABC,
        string="ABC class",
        company_dependent=True,
        copy=False,
        readonly=True,
        groups="base.group_user",
    )
    kam_xyz = fields.Selection(
        XYZ,
        string="XYZ class",
        company_dependent=True,
        copy=False,
        readonly=True,
        groups="base.group_user",
    )
    kam_retention = fields.Selection(
        RETENTION,
        string="Retention",
        company_dependent=True,
        copy=False,
        readonly=True,
        groups="base.group_user",
    )
    kam_abc_xyz = fields.Char(
        string="ABC–XYZ class",
        compute="_compute_kam_abc_xyz",
        groups="base.group_user",
    )
    kam_analysis_line_id = fields.Many2one(
        "kam.analysis.line",
        string="Current analysis",
        compute="_compute_kam_analysis_line_id",
        groups="kam_odoo.group_kam_user",
    )
    kam_revenue = fields.Monetary(
        string="Analysed revenue",
        compute="_compute_kam_analysis_line_id",
        currency_field="kam_currency_id",
        groups="kam_odoo.group_kam_user",
    )
    kam_currency_id = fields.Many2one(
        "res.currency",
        string="Analysis currency",
        compute="_compute_kam_analysis_line_id",
        groups="kam_odoo.group_kam_user",
    )
    kam_member_count = fields.Integer(
        string="Companies and contacts of the account",
        compute="_compute_kam_member_count",
        groups="base.group_user",
    )

    @api.depends(
        "is_company",
        "kam_stands_alone",
        "parent_id.kam_account_id",
        "parent_id.kam_account_id.is_company",
    )
    def _compute_kam_account_id(self):
        """The account: top-most company of the parent chain (METHODS §1).

        A company that stands alone starts an account of its own; a person without a
        company above is their own account.
        """
        for partner in self:
            above = partner.parent_id.kam_account_id
            own = not above or (
                partner.is_company
                and (partner.kam_stands_alone or not above.is_company)
            )
            partner.kam_account_id = partner._origin if own else above
            partner.kam_is_account = own

    @api.depends("kam_account_id.kam_abc", "kam_account_id.kam_xyz")
    @api.depends_context("company")
    def _compute_kam_abc_xyz(self):
        """Class of the account in the current company, such as "AX", empty if none."""
        for partner in self:
            account = partner.kam_account_id
            partner.kam_abc_xyz = (
                f"{account.kam_abc or '–'}{account.kam_xyz or '–'}".upper()
                if account.kam_abc or account.kam_xyz
                else False
            )

    @api.depends("kam_account_id")
    @api.depends_context("allowed_company_ids", "company", "uid")
    def _compute_kam_analysis_line_id(self):
        """The account's line in the current analysis of the current company.

        Empty for an account whose figures the user may not see.
        """
        current = self.env["kam.analysis"]._get_current(self.env.company)
        lines = (
            self.env["kam.analysis.line"].search(
                [
                    ("analysis_id", "=", current.id),
                    ("partner_id", "in", self.kam_account_id.ids),
                ]
            )
            if current
            else self.env["kam.analysis.line"]
        )
        by_account = {line.partner_id: line for line in lines}
        for partner in self:
            line = by_account.get(partner.kam_account_id)
            partner.kam_analysis_line_id = line
            partner.kam_revenue = line.revenue if line else 0
            partner.kam_currency_id = current.currency_id

    def _compute_kam_member_count(self):
        """Active companies and contacts of the account, itself included."""
        counts = dict(
            self._read_group(
                [("kam_account_id", "in", self.kam_account_id.ids)],
                ["kam_account_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.kam_member_count = counts.get(partner.kam_account_id, 0)

    @api.model
    def _kam_mend_accounts(self):
        """Set-based roll-up of the whole address book, for rows the ORM never saw.

        Contacts that came by import or SQL, or were moved by Odoo's contact merge,
        get the account that the ORM would have given them. Only wrong rows are
        written.

        :return: number of contacts mended
        """
        self.flush_model(
            ["is_company", "kam_account_id", "kam_stands_alone", "parent_id"]
        )
        self.env.cr.execute(MEND_ACCOUNTS_SQL)
        mended = self.env.cr.rowcount
        if mended:
            # everything that hangs on the account, such as the badge
            self.invalidate_model()
        return mended

    def action_kam_analysis(self):
        """Open the account's line in the current analysis: its figures, explained.

        :raises UserError: if the user sees no such line
        """
        self.ensure_one()
        if not self.kam_analysis_line_id:
            raise UserError(
                self.env._("The current analysis has no figures of this account.")
            )
        return self.kam_analysis_line_id.get_formview_action()

    def action_kam_members(self):
        """Open the companies and contacts of the account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_partner_form"
        )
        action["domain"] = [("kam_account_id", "=", self.kam_account_id.id)]
        action["context"] = {}
        action["display_name"] = self.kam_account_id.display_name
        return action
