from odoo import api, fields, models


class KamDiscountApprovalLine(models.Model):
    """What one line of the quotation gave away when the approval was asked for.

    Prices are for one unit, discounts are fractions; see tools/discount.py.
    """

    _name = "kam.discount.approval.line"
    _description = "Discount of an Approval"
    _order = "approval_id, number, id"

    approval_id = fields.Many2one(
        "kam.discount.approval",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    order_line_id = fields.Many2one(
        "sale.order.line",
        string="Order line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    number = fields.Integer(string="Line", readonly=True, aggregator=None)
    name = fields.Char(string="Product or service", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null")
    quantity = fields.Float(readonly=True, digits="Product Unit")
    product_uom_id = fields.Many2one("uom.uom", readonly=True, ondelete="set null")
    currency_id = fields.Many2one("res.currency", readonly=True, ondelete="restrict")
    reference = fields.Float(string="List price", readonly=True, aggregator=None)
    price = fields.Float(string="Price", readonly=True, aggregator=None)
    discount = fields.Float(string="Line discount", readonly=True, aggregator=None)
    order_discount = fields.Float(
        string="On the whole quotation", readonly=True, aggregator=None
    )
    net = fields.Float(
        string="Customer pays",
        readonly=True,
        aggregator=None,
        help="For one unit, after all discounts.",
    )
    effective = fields.Float(
        string="Effective discount", readonly=True, aggregator=None
    )
    given = fields.Monetary(string="Given away", compute="_compute_given")

    @api.depends("reference", "price", "net", "quantity")
    def _compute_given(self):
        for line in self:
            asked = line.reference or line.price
            line.given = (asked - line.net) * line.quantity

    def _compared(self):
        """What ``tools.discount.covers`` compares."""
        self.ensure_one()
        return {
            "product": self.product_id.id,
            "quantity": self.quantity,
            "unit": self.product_uom_id.id,
            "currency": self.currency_id.id,
            "net": self.net,
            "effective": self.effective,
        }
