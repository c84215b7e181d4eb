from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from .sale_order_discount import ACTIVITY, OPEN_STATES

GUARDED_STATES = ("sent", "sale")
ORDER_FIELDS = {"company_id", "order_line", "partner_id", "pricelist_id"}
# Held by reference: a context that comes over RPC cannot contain this object.
PAYMENT = object()


class Guarded:
    """Orders that a change is watched for already, further out."""

    def __init__(self, ids):
        self.ids = frozenset(ids)


class SaleOrder(models.Model):
    """No way around the approval of discounts (R8).

    The state of an order changes in ``write`` alone, whoever asks for it, so that is
    where it is refused. A confirmed order may not give more than before, unless who
    changes it has the authority; an open one may, but its approval ends.
    """

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        if self._kam_is_program():
            return super().create(vals_list)
        # A default from the context or from a user's own settings is a value too.
        offered = self.default_get(["kam_offered"])
        for vals in vals_list:
            self._kam_check_offer({**offered, **vals})
        # The lines must be there before they can be judged: quotation first.
        later = {}
        for number, vals in enumerate(vals_list):
            state = vals.get("state") or self.env.context.get("default_state")
            if state in GUARDED_STATES and self._kam_is_of_key_account(vals):
                later[number] = state
        orders = super().create(
            [
                {**vals, "state": "draft"} if number in later else vals
                for number, vals in enumerate(vals_list)
            ]
        )
        for number, state in later.items():
            orders[number].write({"state": state})
        return orders

    def write(self, vals):
        self._kam_check_offer(vals)
        state = vals.get("state")
        raised = self.filtered(lambda order: order.state not in ("sale", state))
        if state not in GUARDED_STATES:
            raised = self.browse()
        if not ORDER_FIELDS & vals.keys():
            # Judged as of the day of the quotation, which confirming changes.
            raised._kam_check_discounts(state)
            done = super().write(vals)
        else:
            with self._kam_guard_discounts() as guarded:
                done = super(SaleOrder, guarded).write(vals)
                raised._kam_check_discounts(state)
        if state == "cancel":
            self._kam_void_approvals(
                "requested", self.env._("The quotation was cancelled.")
            )
        return done

    def action_quotation_send(self):
        open_orders = self.filtered(lambda order: order.state in OPEN_STATES)
        open_orders._kam_check_discounts("sent", grant=False)
        return super().action_quotation_send()

    def action_quotation_sent(self):
        if self.env.context.get("kam_payment") is PAYMENT:
            self = self - self._kam_hold_paid()
        return super().action_quotation_sent()

    def message_post(self, **kwargs):
        if self.env.context.get("mark_so_as_sent"):
            # A draft is judged when it becomes sent; this is one sent once more.
            again = self.filtered(lambda order: order.state == "sent")
            again._kam_check_discounts("sent")
        return super().message_post(**kwargs)

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._kam_is_held()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._kam_is_held()

    @api.model
    def _kam_is_program(self):
        """Whether Odoo itself is at work, such as an import of old orders by a script.

        Nobody can ask for that from outside: a user's request runs as that user.
        """
        return self.env.su and self.env.uid == SUPERUSER_ID

    @api.model
    def _kam_check_offer(self, vals):
        if "kam_offered" in vals and not self.env.su:
            raise AccessError(
                self.env._("What was offered is recorded when a quotation is sent.")
            )

    @api.model
    def _kam_is_of_key_account(self, vals):
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        return partner.sudo().kam_account_id.kam_status == "key"

    def _kam_is_held(self):
        """Whether discounts of the quotation still need an approval."""
        self.ensure_one()
        return bool(self._kam_key_orders()) and bool(self._kam_unapproved_rows())

    def _kam_unapproved_rows(self):
        """The rows above what salespeople may give, without a valid approval."""
        rows = self._kam_beyond_salespeople()
        return [] if self._kam_covering_approval(rows, "approved") else rows

    def _kam_check_discounts(self, state, grant=True):
        """Refuse to send or confirm quotations that give more than was granted.

        Who acts and has the authority grants it by that, and it is recorded.

        :param state: the state to come, "sent" or "sale"
        :param bool grant: False only asks whether it would be possible
        """
        problems = []
        for order in self._kam_key_orders():
            rows = order._kam_unapproved_rows()
            user = order._kam_acting_user()
            limit = order._kam_discount_limit(user)
            if order._kam_above(rows, limit):
                problems.append(order._kam_refusal(rows, limit, state))
            elif rows and grant:
                order._kam_record_grant(rows, user)
            if state == "sent" and grant:
                order._kam_keep_offer()
        if problems:
            raise UserError("\n\n".join(problems))

    def _kam_refusal(self, rows, limit, state):
        """Why a quotation cannot be sent or confirmed; a customer reads no figures."""
        if not self._kam_acting_user():
            return self.env._(
                "%(order)s is not released yet. Its discounts wait for approval.",
                order=self.name,
            )
        words = self._kam_discount_words(rows, limit)
        if state == "sale":
            return self.env._(
                "%(order)s cannot be confirmed yet. %(words)s",
                order=self.name,
                words=words,
            )
        return self.env._(
            "%(order)s cannot be sent yet. %(words)s", order=self.name, words=words
        )

    @contextmanager
    def _kam_guard_discounts(self):
        """Watch a change of orders or lines; inside an outer watch, only other orders.

        :return: the orders, with the context that keeps inner changes quiet
        """
        outer = self.env.context.get("kam_guarded")
        known = outer.ids if isinstance(outer, Guarded) else frozenset()
        watched = self.filtered(lambda order: order.id and order.id not in known)
        before = {
            order: {row.line: row for row in order._kam_discount_rows()}
            for order in watched._kam_key_orders()
            if order.state == "sale" and not self.env.su
        }
        accounts = {order: order.sudo().partner_id.kam_account_id for order in before}
        yield self.with_context(kam_guarded=Guarded(known.union(self.ids)))
        for order in watched._kam_key_orders():
            account = order.sudo().partner_id.kam_account_id
            if order.state in OPEN_STATES:
                order._kam_void_worse_approvals()
            elif order.state == "sale" and not self.env.su:
                same = accounts.get(order) == account
                order._kam_check_change(before[order] if same else {})

    def _kam_check_change(self, before):
        """Refuse a change by which a confirmed order gives away more than it did.

        The program may (``sudo``): re-invoiced costs become lines of an order.

        :param before: dict line → its row before the change
        """
        user = self._kam_acting_user()
        limit = self._kam_discount_limit(user)
        worse = [
            row
            for row in self._kam_unapproved_rows()
            if not self._kam_no_worse(row, before.get(row.line))
        ]
        above = self._kam_above(worse, limit)
        if above:
            raise UserError(
                self.env._(
                    "%(order)s is confirmed; nobody may give more on it than was "
                    "granted. %(words)s",
                    order=self.name,
                    words=self._kam_discount_words(above, limit),
                )
            )
        if worse:
            self._kam_record_grant(worse, user)

    @api.model
    def _kam_no_worse(self, row, was):
        """Whether a line gives at most what it gave, on at most as much."""
        if not was or was.product != row.product or was.unit != row.unit:
            return False
        return row.quantity <= was.quantity and (
            row.effective <= was.effective or row.net >= was.net
        )

    def _kam_void_worse_approvals(self):
        """End approvals that the lines of an open quotation went beyond, and say so."""
        self.ensure_one()
        live = self.sudo().kam_discount_approval_ids.filtered(
            lambda approval: approval.state in ("requested", "approved")
        )
        if not live:
            return
        rows = self._kam_beyond_salespeople()
        account = self.sudo().partner_id.kam_account_id
        for approval in live:
            if approval.account_id != account or not approval._covers(rows):
                self._kam_void_approvals(
                    approval.state,
                    self.env._(
                        "The lines were changed: they give more now, or other "
                        "quantities, than was asked for."
                    ),
                )

    def _kam_void_approvals(self, state, why):
        """End the approvals of one state, and tell why on the quotation."""
        approvals = (
            self.env["kam.discount.approval"]
            .sudo()
            .search([("order_id", "in", self.ids), ("state", "=", state)])
        )
        if not approvals:
            return
        approvals.write({"state": "void"})
        for order in approvals.order_id:
            order.activity_unlink([ACTIVITY])
            order._kam_note(self.env._("The approval of the discounts has ended."), why)

    def _kam_hold_paid(self):
        """Keep paid quotations open that still need an approval, and say so on them."""
        held = self.filtered(lambda order: order._kam_is_held())
        for order in held:
            order._kam_note(
                self.env._(
                    "The customer pays, but the quotation is not confirmed: its "
                    "discounts still need approval."
                ),
                users=order.sudo().user_id,
            )
        return held
