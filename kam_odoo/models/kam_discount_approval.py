from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..tools import discount
from .sale_order_discount import ACTIVITY


class KamDiscountApproval(models.Model):
    """The record of discounts on a quotation that somebody asked for or granted (R8).

    Its lines hold what was asked for as it was then. Nobody writes here: records come
    from the quotation, and change by a decision or when the quotation outgrows them.
    """

    _name = "kam.discount.approval"
    _description = "Discount Approval"
    _order = "id desc"
    _check_company_auto = True

    order_id = fields.Many2one(
        "sale.order",
        string="Quotation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    account_id = fields.Many2one(
        "res.partner",
        string="Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    tier_id = fields.Many2one("kam.tier", readonly=True, ondelete="restrict")
    manager_id = fields.Many2one(
        related="account_id.kam_manager_id", string="Key account manager"
    )
    state = fields.Selection(
        [
            ("requested", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("void", "No longer valid"),
        ],
        required=True,
        readonly=True,
        default="requested",
        index=True,
    )
    requested_by = fields.Many2one(
        "res.users",
        string="Requested by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    request_date = fields.Datetime(
        string="Requested on", readonly=True, default=fields.Datetime.now
    )
    reason = fields.Text(readonly=True)
    decided_by = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="restrict"
    )
    decision_date = fields.Datetime(string="Decided on", readonly=True)
    comment = fields.Text(readonly=True)
    line_ids = fields.One2many(
        "kam.discount.approval.line", "approval_id", string="Discounts", readonly=True
    )
    highest_discount = fields.Float(
        string="Highest discount",
        compute="_compute_figures",
        store=True,
        aggregator="max",
    )
    given = fields.Monetary(
        string="Given away",
        compute="_compute_figures",
        store=True,
        aggregator=None,
        help="What the customer pays less than by the price list, on the lines that "
        "need approval.",
    )
    can_decide = fields.Boolean(
        string="May decide",
        compute="_compute_can_decide",
        search="_search_can_decide",
    )

    @api.depends("line_ids.effective", "line_ids.given")
    def _compute_figures(self):
        for approval in self:
            approval.highest_discount = max(
                approval.line_ids.mapped("effective"), default=0
            )
            approval.given = sum(approval.line_ids.mapped("given"))

    @api.depends("order_id.name", "account_id.name")
    def _compute_display_name(self):
        for approval in self:
            approval.display_name = self.env._(
                "%(order)s, %(account)s",
                order=approval.order_id.sudo().name,
                account=approval.account_id.name,
            )

    @api.depends("state", "line_ids.effective")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        self.can_decide = False
        waiting = self.filtered(lambda approval: approval.state == "requested")
        rules = waiting.order_id._kam_price_rules()
        for approval in waiting:
            approval.can_decide = not approval._above_authority(
                rules[approval.order_id]
            )

    @api.model
    def _search_can_decide(self, operator, value):
        """Worked out for the requests that wait, which are few."""
        if operator != "in":
            return NotImplemented
        waiting = self.search([("state", "=", "requested")])
        return [
            (
                "id",
                "in" if True in value else "not in",
                waiting.filtered("can_decide").ids,
            )
        ]

    @api.model
    def _line_commands(self, rows):
        """The lines of an approval from what the lines of an order give."""
        return [
            Command.create(
                {
                    "order_line_id": row.line.id,
                    "number": row.number,
                    "name": row.name,
                    "product_id": row.product,
                    "quantity": row.quantity,
                    "product_uom_id": row.unit,
                    "currency_id": row.currency,
                    "reference": row.reference,
                    "price": row.price,
                    "discount": row.discount,
                    "order_discount": row.whole,
                    "net": row.net,
                    "effective": row.effective,
                }
            )
            for row in rows
        ]

    def _covers(self, rows):
        """Whether every row is as it was here, or better for us."""
        self.ensure_one()
        known = {line.order_line_id.id: line._compared() for line in self.line_ids}
        return all(
            row.line.id in known
            and discount.covers(
                known[row.line.id], row._asdict(), self.currency_id.rounding
            )
            for row in rows
        )

    def _above_authority(self, rules=None):
        """The rows of the quotation that are more than the user may decide on.

        :param rules: see ``sale.order._kam_discount_rows``
        """
        order = self.order_id.sudo()
        limit = order._kam_discount_limit(order._kam_acting_user())
        return order._kam_above(order._kam_beyond_salespeople(rules), limit)

    def _decide(self, approved, comment):
        """Approve or refuse, by who has the authority and knows what he decides on.

        :param bool approved: False refuses
        :raises AccessError: if the discounts are above the user's authority
        :raises UserError: if it is decided, or the quotation says something else now
        """
        self.ensure_one()
        self.check_access("read")
        approval = self.sudo()
        order = approval.order_id
        if approval.state != "requested":
            raise UserError(self.env._("Nothing waits for a decision here any more."))
        above = self._above_authority()
        if above:
            raise AccessError(
                self.env._(
                    "This is above what you may decide. %(words)s",
                    words=order._kam_discount_words(
                        above, order._kam_discount_limit(order._kam_acting_user())
                    ),
                )
            )
        rows = order._kam_beyond_salespeople()
        if approved and not rows:
            # Or anybody could lower the discounts, approve, and raise them again.
            raise UserError(
                self.env._(
                    "%(order)s gives nothing any more that needs an approval.",
                    order=order.name,
                )
            )
        if not approval._covers(rows):
            raise UserError(
                self.env._(
                    "The lines of %(order)s were changed after the request. Open the "
                    "quotation and see what it gives now.",
                    order=order.name,
                )
            )
        values = {
            "state": "approved" if approved else "refused",
            "decided_by": self.env.uid,
            "decision_date": fields.Datetime.now(),
            "comment": comment,
        }
        if rows:
            # Decided on is what the quotation says now; it may have become better.
            values["line_ids"] = [Command.clear(), *self._line_commands(rows)]
        approval.write(values)
        order.activity_unlink([ACTIVITY])
        order._kam_note(
            self.env._("%(user)s approved the discounts.", user=self.env.user.name)
            if approved
            else self.env._("%(user)s refused the discounts.", user=self.env.user.name),
            comment or "",
            (approval.requested_by | order.user_id) - self.env.user,
        )

    def action_approve(self):
        """Ask for a comment, then approve."""
        return self._action_decide("approve")

    def action_refuse(self):
        """Ask for the reason, then refuse."""
        return self._action_decide("refuse")

    def _action_decide(self, decision):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Approve discounts")
            if decision == "approve"
            else self.env._("Refuse discounts"),
            "res_model": "kam.discount.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_approval_id": self.id,
                "default_decision": decision,
            },
        }

    def action_open_order(self):
        """Open the quotation."""
        self.ensure_one()
        return self.order_id.get_formview_action()
