from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list
from odoo.tools.misc import formatLang

DISCOUNT_STATE = [
    ("needed", "Needs approval"),
    ("requested", "Waiting for approval"),
    ("refused", "Refused"),
    ("approved", "Approved"),
]
OPEN_STATES = ("draft", "sent")
SHOWN_LINES = 3
ACTIVITY = "kam_odoo.mail_activity_type_discount"


class SaleOrder(models.Model):
    """What a quotation of a key account gives away, and who may grant it (R8).

    Up to the discount of salespeople everybody in sales may grant it; above, somebody
    with more authority sends or confirms the quotation himself, or approves it. That
    is recorded in ``kam.discount.approval`` either way, so the customer's signature
    rests on a record, not on who happens to be the salesperson of the order.
    """

    _inherit = "sale.order"

    kam_discount_approval_ids = fields.One2many(
        "kam.discount.approval",
        "order_id",
        string="Discount approvals",
        groups="sales_team.group_sale_salesman",
    )
    kam_discount_approval_count = fields.Integer(
        string="Number of discount approvals",
        compute="_compute_kam_discount_state",
        groups="base.group_user",
    )
    kam_discount_state = fields.Selection(
        DISCOUNT_STATE,
        string="Discount approval",
        compute="_compute_kam_discount_state",
        search="_search_kam_discount_state",
        groups="base.group_user",
        help="Whether the discounts of a quotation for a key account need approval.",
    )
    kam_discount_message = fields.Text(
        string="Discounts",
        compute="_compute_kam_discount_state",
        groups="base.group_user",
    )
    kam_discount_request_id = fields.Many2one(
        "kam.discount.approval",
        string="Request for approval",
        compute="_compute_kam_discount_state",
        groups="base.group_user",
    )
    kam_may_grant_discount = fields.Boolean(
        string="May grant the discounts",
        compute="_compute_kam_discount_state",
        groups="base.group_user",
    )

    @api.depends(
        "currency_id",
        "date_order",
        "kam_discount_approval_ids.state",
        "order_line.discount",
        "order_line.price_unit",
        "order_line.product_id",
        "order_line.product_uom_id",
        "order_line.product_uom_qty",
        "order_line.tax_ids",
        "partner_id",
        "pricelist_id",
        "state",
    )
    @api.depends_context("uid", "lang")
    def _compute_kam_discount_state(self):
        self.kam_discount_approval_count = 0
        self.kam_discount_state = False
        self.kam_discount_message = False
        self.kam_discount_request_id = False
        self.kam_may_grant_discount = False
        # Asked for as the program: who reads the quotation may read what it needs.
        orders = self._kam_key_orders()
        opened = orders.filtered(lambda order: order.state in OPEN_STATES)
        rules = opened._kam_price_rules()
        for order in orders:
            approvals = order.sudo()._origin.kam_discount_approval_ids
            order.kam_discount_approval_count = len(approvals)
            if order.state not in OPEN_STATES:
                approved = approvals.filtered(lambda found: found.state == "approved")
                order.kam_discount_state = "approved" if approved else False
                continue
            rows = order._kam_beyond_salespeople(rules[order])
            if not rows:
                continue
            limit = order._kam_discount_limit(order._kam_acting_user())
            request = order._kam_covering_approval(rows, "requested")
            if order._kam_covering_approval(rows, "approved"):
                order.kam_discount_state = "approved"
            elif request:
                order.kam_discount_state = "requested"
                order.kam_discount_request_id = request
            elif order._kam_covering_approval(rows, "refused"):
                order.kam_discount_state = "refused"
            else:
                order.kam_discount_state = "needed"
            order.kam_may_grant_discount = not order._kam_above(rows, limit)
            order.kam_discount_message = order._kam_discount_words(rows, limit)

    @api.model
    def _search_kam_discount_state(self, operator, value):
        """Worked out for the open quotations of key accounts, which are few."""
        if operator != "in":
            return NotImplemented
        of_key = Domain("kam_account_status", "=", "key")
        found = self.search(of_key & Domain("state", "in", OPEN_STATES))
        approved = Domain("state", "not in", OPEN_STATES) & of_key
        approved &= Domain("kam_discount_approval_ids.state", "=", "approved")
        domain = Domain(
            "id", "in", found.filtered(lambda o: o.kam_discount_state in value).ids
        )
        if "approved" in value:
            domain |= approved
        if False in value:
            stated = found.filtered("kam_discount_state").ids
            domain |= Domain("id", "not in", stated) & ~approved
        return domain

    def _kam_covering_approval(self, rows, state):
        """The latest approval in a state that covers all the rows, if there is one."""
        self.ensure_one()
        account = self.sudo().partner_id.kam_account_id
        found = self.sudo()._origin.kam_discount_approval_ids.filtered(
            lambda approval: (
                approval.state == state and approval.account_id == account._origin
            )
        )
        for approval in found.sorted("id", reverse=True):
            if approval._covers(rows):
                return approval
        return found.browse()

    def _kam_discount_approvers(self, rows):
        """Who is asked: the account's manager, or the management above his limit."""
        self.ensure_one()
        order = self.sudo()
        account = order.partner_id.kam_account_id
        for user in (account.kam_manager_id, account.kam_sponsor_id):
            able = user.active and order.company_id in user.company_ids
            if able and not order._kam_above(rows, order._kam_discount_limit(user)):
                return user
        return order.env["res.users"]._kam_managers(order.company_id)

    def _kam_percent(self, fraction):
        """A discount as people write it: 18 %, 5.56 %."""
        value = round(fraction * 100, 2)
        digits = next(n for n in range(3) if n == 2 or round(value, n) == value)
        return self.env._("%s %%", formatLang(self.env, value, digits=digits))

    def _kam_rows_words(self, rows):
        """Which lines give how much, in a sentence for each."""
        words = [
            self.env._(
                "Line %(number)s, %(product)s, gives %(discount)s.",
                number=row.number,
                product=row.name,
                discount=self._kam_percent(row.effective),
            )
            for row in rows[:SHOWN_LINES]
        ]
        if len(rows) > SHOWN_LINES:
            words.append(
                self.env._("%(count)s more lines too.", count=len(rows) - SHOWN_LINES)
            )
        if rows[0].whole:
            words.append(
                self.env._(
                    "That includes %(discount)s off the whole quotation.",
                    discount=self._kam_percent(rows[0].whole),
                )
            )
        return " ".join(words)

    def _kam_discount_words(self, rows, limit):
        """The rows, what the acting user may grant, and who must approve the rest."""
        above = self._kam_above(rows, limit)
        if not above:
            return self.env._(
                "%(lines)s Salespeople may give %(limit)s, you may grant more.",
                lines=self._kam_rows_words(rows),
                limit=self._kam_percent(
                    self._kam_discount_limit(self.env["res.users"])
                ),
            )
        approvers = self._kam_discount_approvers(above)[:SHOWN_LINES].mapped("name")
        return self.env._(
            "%(lines)s You may give %(limit)s; approval by %(approvers)s is needed.",
            lines=self._kam_rows_words(above),
            limit=self._kam_percent(limit),
            approvers=format_list(self.env, approvers, style="or")
            or self.env._("a Key Accounts manager"),
        )
