from collections import namedtuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from ..tools import discount

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
    """What the lines of a quotation give away, and what each user may grant (R8)."""

    _inherit = "sale.order"

    kam_offered = fields.Json(
        string="Offered within authority",
        copy=False,
        groups="base.group_user",
        export_string_translation=False,
    )

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

    def _kam_price_rules(self):
        """The rules of the customers' price lists, as they are ranked.

        One search per price list, however many quotations there are: the day, which
        differs from one to the next, is looked at afterwards.

        :return: dict order → rules that hold on the day of the order
        """
        result = {}
        by_list = self.sudo().grouped(
            lambda order: order.with_company(order.company_id)._kam_pricelist()
        )
        for pricelist, orders in by_list.items():
            rules = pricelist.item_ids.browse()
            if pricelist:
                domain = pricelist._get_applicable_rules_domain(
                    orders.order_line.product_id, fields.Datetime.now()
                )
                rules = rules.search(
                    Domain(domain).map_conditions(
                        lambda condition: (
                            Domain.TRUE
                            if condition.field_expr in ("date_start", "date_end")
                            else condition
                        )
                    )
                )
            for order in orders:
                day = order.date_order or fields.Datetime.now()
                result[order] = rules.filtered(
                    lambda rule, day=day: (
                        (rule.date_start or day) <= day <= (rule.date_end or day)
                    )
                ).with_company(order.company_id)
        return result

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

    def _kam_discount_rows(self, rules=None):
        """What each line gives away; lines that take something off are no rows.

        :param rules: those of ``_kam_price_rules`` for this order, if they are known
        :return: list of DiscountRow; a quotation with nothing but negative lines has
            these as rows, for there is nothing else to hang their discount on
        """
        self.ensure_one()
        order = self.sudo().with_company(self.company_id)
        if rules is None:
            rules = self._kam_price_rules()[self]
        # Read together with the lines of the other quotations of a list.
        together = order.order_line._prefetch_ids
        shown = order.order_line.filtered(lambda line: not line.display_type)
        shown = shown.with_prefetch(together)
        lines = shown.filtered(lambda line: line._kam_gives_discount())
        amounts = {
            line: discount.net_price(line.price_unit, line.discount / 100)
            * line.product_uom_qty
            for line in shown
        }
        whole = discount.order_discount(amounts.values())
        giving = lines.filtered(lambda line: amounts[line] >= 0 <= line.price_unit)
        giving = giving.with_prefetch(together)
        reference = giving._kam_reference_prices(rules) if giving else {}
        numbers = {line: number for number, line in enumerate(shown, start=1)}
        return [
            order._kam_discount_row(line, numbers[line], reference.get(line, 0), whole)
            for line in giving or lines.with_prefetch(together)
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

    def _kam_beyond_salespeople(self, rules=None):
        """The rows above what anybody in sales may grant.

        What was within that when it was sent is an offer; a price list that rises
        later makes no discount of it.

        :param rules: see ``_kam_discount_rows``
        """
        limit = self._kam_discount_limit(self.env["res.users"])
        above = self._kam_above(self._kam_discount_rows(rules), limit)
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

    def _kam_keep_offer(self, rows=None):
        """Remember what the customer was offered, so that it stands.

        :param rows: list of DiscountRow; by default what needs no approval
        """
        self.ensure_one()
        if rows is None:
            above = {row.line for row in self._kam_beyond_salespeople()}
            rows = [row for row in self._kam_discount_rows() if row.line not in above]
        self.sudo().kam_offered = {
            "account": self.sudo().partner_id.kam_account_id.id,
            "lines": {
                str(row.line.id): {name: getattr(row, name) for name in COMPARED}
                for row in rows
            },
        }

    @api.model
    def _kam_let_offers_stand(self, accounts):
        """What customers were sent before limits held for them, they may accept.

        :param accounts: accounts that are key from now on
        """
        sent = self.sudo().search(
            [("state", "=", "sent"), ("partner_id.kam_account_id", "in", accounts.ids)]
        )
        rules = sent._kam_price_rules()
        for order in sent:
            order._kam_keep_offer(order._kam_discount_rows(rules[order]))
