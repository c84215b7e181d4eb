from collections import namedtuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list
from odoo.tools.misc import formatLang

from ..tools import discount

DISCOUNT_STATE = [
    ("needed", "Needs approval"),
    ("requested", "Waiting for approval"),
    ("refused", "Refused"),
    ("approved", "Approved"),
]
OPEN_STATES = ("draft", "sent")
SHOWN_LINES = 3
ACTIVITY = "kam_odoo.mail_activity_type_discount"

# What one line gives away. Prices are for one unit in the currency of the order,
# discounts are fractions; ``net`` is what the customer pays in the end, ``amount``
# what the line would cost by the price list. Products and so on are identifiers.
DiscountRow = namedtuple(
    "DiscountRow",
    "line number name product quantity unit currency reference price discount whole"
    " net effective amount",
)

# What must be unchanged, or better for us, for an approval or an offer to hold.
COMPARED = ("product", "quantity", "unit", "currency", "net", "effective")


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
    kam_offered = fields.Json(
        string="Offered within authority",
        copy=False,
        groups="base.group_user",
        export_string_translation=False,
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
        for order in self._kam_key_orders():
            approvals = order.sudo()._origin.kam_discount_approval_ids
            order.kam_discount_approval_count = len(approvals)
            if order.state not in OPEN_STATES:
                approved = approvals.filtered(lambda found: found.state == "approved")
                order.kam_discount_state = "approved" if approved else False
                continue
            rows = order._kam_beyond_salespeople()
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

    @api.model
    def _kam_acting_user(self):
        """The person who acts; nobody where a customer or the program does."""
        user = self.env.user
        person = user._is_internal() and user.id != SUPERUSER_ID
        return user if person else user.browse()

    def _kam_key_orders(self):
        """The orders among these whose account is a key account now."""
        return self.filtered(
            lambda order: order.sudo().partner_id.kam_account_id.kam_status == "key"
        )

    def _kam_pricelist(self):
        """The price list that this customer has from the company.

        It counts even if another one was chosen on the quotation: the choice of a
        cheaper list is a discount too. Where no price lists are used, that of the
        quotation, if any.
        """
        self.ensure_one()
        partner = self.partner_id.with_company(self.company_id)
        return partner.property_product_pricelist or self.pricelist_id

    def _kam_discount_limit(self, user):
        """What a user may grant alone on this order, as a fraction; inf is no limit."""
        self.ensure_one()
        account = self.sudo().partner_id.kam_account_id
        tier = account.kam_tier_id
        if user and user.sudo().has_group("kam_odoo.group_kam_manager"):
            return float("inf")
        if user and user in account.kam_manager_id | account.kam_sponsor_id:
            return max(tier.discount_salesperson, tier.discount_manager)
        return tier.discount_salesperson

    def _kam_discount_rows(self):
        """What each line gives away; lines that take something off are no rows.

        :return: list of DiscountRow; a quotation with nothing but negative lines has
            these as rows, for there is nothing else to hang their discount on
        """
        self.ensure_one()
        order = self.sudo().with_company(self.company_id)
        shown = order.order_line.filtered(lambda line: not line.display_type)
        lines = shown.filtered(lambda line: line._kam_gives_discount())
        amounts = {
            line: discount.net_price(line.price_unit, line.discount / 100)
            * line.product_uom_qty
            for line in shown
            if not line.is_downpayment
        }
        whole = discount.order_discount(amounts.values())
        giving = lines.filtered(lambda line: amounts[line] >= 0 <= line.price_unit)
        reference = giving._kam_reference_prices() if giving else {}
        numbers = {line: number for number, line in enumerate(shown, start=1)}
        return [
            order._kam_discount_row(line, numbers[line], reference.get(line, 0), whole)
            for line in giving or lines
        ]

    def _kam_discount_row(self, line, number, reference, whole):
        """One DiscountRow from a line, its list price and the order's discount."""
        share = line.discount / 100
        return DiscountRow(
            line=line._origin,
            number=number,
            name=line.product_id.with_context(display_default_code=False).display_name
            or (line.name or "").split("\n")[0],
            product=line.product_id._origin.id,
            quantity=line.product_uom_qty,
            unit=line.product_uom_id._origin.id,
            currency=self.currency_id._origin.id,
            reference=reference,
            price=line.price_unit,
            discount=share,
            whole=whole,
            net=discount.net_price(line.price_unit, share, whole),
            effective=discount.effective_discount(
                reference, line.price_unit, share, whole
            ),
            amount=(reference or line.price_unit) * line.product_uom_qty,
        )

    def _kam_above(self, rows, limit):
        """The rows that give more than a limit."""
        rounding = self.currency_id.rounding
        return [
            row
            for row in rows
            if discount.exceeds(row.effective, limit, row.amount, rounding)
        ]

    def _kam_beyond_salespeople(self):
        """The rows above what anybody in sales may grant.

        What was within that when it was sent is an offer; a price list that rises
        later makes no discount of it.
        """
        limit = self._kam_discount_limit(self.env["res.users"])
        above = self._kam_above(self._kam_discount_rows(), limit)
        offer = self.sudo()._origin.kam_offered or {}
        if offer.get("account") != self.sudo().partner_id.kam_account_id._origin.id:
            return above
        rounding = self.currency_id.rounding
        return [
            row
            for row in above
            if str(row.line.id) not in offer["lines"]
            or not discount.covers(
                offer["lines"][str(row.line.id)], row._asdict(), rounding
            )
        ]

    def _kam_keep_offer(self):
        """Remember what is sent without anybody's approval."""
        above = {row.line for row in self._kam_beyond_salespeople()}
        self.sudo().kam_offered = {
            "account": self.sudo().partner_id.kam_account_id.id,
            "lines": {
                str(row.line.id): {name: getattr(row, name) for name in COMPARED}
                for row in self._kam_discount_rows()
                if row.line not in above
            },
        }

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
        management = order.env.ref("kam_odoo.group_kam_manager").all_user_ids
        return management.filtered(
            lambda user: (
                user.active
                and not user.share
                and user.id != SUPERUSER_ID
                and order.company_id in user.company_ids
            )
        )

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
