from odoo import api, models

# Whatever can change what a line gives away.
DISCOUNT_FIELDS = {
    "combo_item_id",
    "discount",
    "display_type",
    "is_downpayment",
    "order_id",
    "price_unit",
    "product_id",
    "product_no_variant_attribute_value_ids",
    "product_uom_id",
    "product_uom_qty",
    "tax_ids",
}


class SaleOrderLine(models.Model):
    """The price that a line is measured by, and the guard of confirmed orders (R8)."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        with orders._kam_guard_discounts():
            return super().create(vals_list)

    def write(self, vals):
        if not DISCOUNT_FIELDS & vals.keys():
            return super().write(vals)
        orders = self.order_id
        if vals.get("order_id"):
            orders |= orders.browse(vals["order_id"])
        with orders._kam_guard_discounts():
            return super().write(vals)

    def unlink(self):
        orders = self.order_id
        with orders._kam_guard_discounts():
            return super().unlink()

    def _kam_gives_discount(self):
        """Whether a discount on the line is somebody's decision.

        Not that of sections, notes, down payments (they come back on the invoice; they
        have no quantity) and of carriage, whose price the carrier's rule makes.
        """
        self.ensure_one()
        order = self.order_id
        if self.display_type or (self.is_downpayment and not self.product_uom_qty):
            return False
        return not (
            self._is_delivery()
            and "carrier_id" in order._fields
            and self.product_id == order.carrier_id.product_id
        )

    def _kam_reference_prices(self, rules):
        """What the customer's price list asks for one unit of each line.

        :param rules: of ``_kam_price_rules`` for the order of these lines
        :return: dict line → price in the currency of the order, 0 if there is none
        """
        prices = dict.fromkeys(self, 0.0)
        for line in self:
            if not line.product_id or line.product_type == "combo":
                continue
            if line.combo_item_id:
                price = line._get_combo_item_display_price()
            else:
                price = line._kam_price_by_rule(rules)
            prices[line] = line._kam_price_with_taxes(price)
        return prices

    def _kam_price_by_rule(self, rules):
        """Price of one unit by the first rule that fits, else the sales price.

        The same choice as Odoo's own ``_compute_price_rule`` makes, which would search
        the rules anew for each quantity.

        :param rules: rules of one price list, as they are ranked
        """
        self.ensure_one()
        product = self.product_id.with_context(**self._get_product_price_context())
        unit = self.product_uom_id or product.uom_id
        quantity = self.product_uom_qty or 1.0
        in_product_unit = unit._compute_quantity(
            quantity, product.uom_id, raise_if_failure=False
        )
        rule = next(
            (
                rule
                for rule in rules
                if rule._is_applicable_for(product, in_product_unit)
            ),
            rules.browse(),
        )
        return rule._compute_price(
            product,
            quantity,
            unit,
            date=self.order_id.date_order,
            currency=self.order_id.currency_id,
        )

    def _kam_price_with_taxes(self, price):
        """The list price as the line would show it, with the taxes of the line.

        Where somebody gives the line a tax that is included in the price, the same
        figure brings us less, so it must not count as the same price.
        """
        self.ensure_one()
        taxes = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        position = self.order_id.fiscal_position_id
        price = self.product_id._get_tax_included_unit_price_from_price(
            price, product_taxes=taxes, fiscal_position=position
        )
        taxes = position.map_tax(taxes)
        if set(taxes.ids) == set(self.tax_ids.ids) or not any(
            (taxes | self.tax_ids).mapped("price_include")
        ):
            return price
        options = {"rounding_method": "round_globally", "product": self.product_id}
        untaxed = taxes._get_tax_details(price, 1.0, **options)["total_excluded"]
        details = self.tax_ids._get_tax_details(
            untaxed, 1.0, special_mode="total_excluded", **options
        )
        return untaxed + sum(
            data["tax_amount"]
            for data in details["taxes_data"]
            if data["tax"].price_include
        )
