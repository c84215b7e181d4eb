from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from .sale_order_discount import ACTIVITY, OPEN_STATES


class SaleOrder(models.Model):
    """Asking for an approval of discounts, granting it, and telling people (R8)."""

    _inherit = "sale.order"

    def action_kam_ask_approval(self):
        """Ask for the reason, then for the approval."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for approval"),
            "res_model": "kam.discount.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_kam_grant(self):
        """Grant the discounts on the user's own authority, before anybody asks."""
        self.ensure_one()
        self.check_access("read")
        rows = self._kam_unapproved_rows() if self._kam_key_orders() else []
        user = self._kam_acting_user()
        limit = self._kam_discount_limit(user)
        if self.state not in OPEN_STATES or not rows:
            raise UserError(self.env._("No discount here needs an approval."))
        above = self._kam_above(rows, limit)
        if above:
            raise UserError(self._kam_discount_words(above, limit))
        self._kam_record_grant(rows, user)

    def action_kam_approve(self):
        """Approve what is asked for on this quotation."""
        return self._kam_waiting_request().action_approve()

    def action_kam_refuse(self):
        """Refuse what is asked for on this quotation."""
        return self._kam_waiting_request().action_refuse()

    def _kam_waiting_request(self):
        """The request on the quotation; the lines may have changed meanwhile."""
        self.ensure_one()
        if not self.kam_discount_request_id:
            raise UserError(
                self.env._(
                    "Nothing waits for a decision on %(order)s.", order=self.name
                )
            )
        return self.kam_discount_request_id

    def action_kam_approvals(self):
        """Open the approvals of this quotation."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_discount_approval_action"
        )
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {}
        return action

    def _kam_ask_approval(self, reason):
        """Ask whoever has the authority; he finds an activity on the quotation.

        :return: the kam.discount.approval
        """
        self.ensure_one()
        self.check_access("write")
        rows = self._kam_unapproved_rows() if self._kam_key_orders() else []
        user = self._kam_acting_user()
        above = self._kam_above(rows, self._kam_discount_limit(user))
        if self.state not in OPEN_STATES or not above:
            raise UserError(
                self.env._("No discount here needs somebody else's approval.")
            )
        if self._kam_covering_approval(rows, "requested"):
            raise UserError(self.env._("This was asked for already."))
        approval = self._kam_new_approval(rows, user, "requested", reason)
        for approver in self._kam_discount_approvers(rows):
            self.sudo().activity_schedule(
                ACTIVITY,
                user_id=approver.id,
                summary=self.env._(
                    "Discount of %(discount)s for %(account)s",
                    discount=self._kam_percent(max(row.effective for row in rows)),
                    account=approval.account_id.name,
                ),
                note=Markup("%s<br/>%s") % (reason, self._kam_rows_words(rows)),
            )
        self._kam_note(
            self.env._("%(user)s asks for an approval of discounts.", user=user.name),
            Markup("%s<br/>%s") % (reason, self._kam_rows_words(rows)),
        )
        return approval

    def _kam_note(self, headline, text="", users=()):
        """An internal note on the quotation that the given users are told of."""
        body = Markup("<b>%s</b>") % headline
        if text:
            body += Markup("<br/>%s") % text
        # A note is not the quotation that somebody is just sending.
        self.sudo().with_context(mark_so_as_sent=False).message_post(
            body=body,
            subtype_xmlid="mail.mt_note",
            partner_ids=[user.partner_id.id for user in users],
        )

    def _kam_record_grant(self, rows, user):
        """Record that somebody granted the discounts on his own authority."""
        approval = self._kam_new_approval(rows, user, "approved")
        approval.write({"decided_by": user.id, "decision_date": approval.request_date})
        self.sudo().activity_unlink([ACTIVITY])
        self._kam_note(
            self.env._(
                "%(user)s granted the discounts on his or her own authority.",
                user=user.name,
            ),
            self._kam_rows_words(rows),
            (self.sudo().user_id or user) - user,
        )
        return approval

    def _kam_new_approval(self, rows, user, state, reason=False):
        """The record of what was asked for or granted, with its lines as they are."""
        order = self.sudo()
        order._kam_void_approvals(
            "requested", self.env._("A newer one takes its place.")
        )
        return (
            self.env["kam.discount.approval"]
            .sudo()
            .create(
                {
                    "order_id": order.id,
                    "account_id": order.partner_id.kam_account_id.id,
                    "tier_id": order.partner_id.kam_account_id.kam_tier_id.id,
                    "requested_by": user.id,
                    "reason": reason,
                    "state": state,
                    "line_ids": self.env["kam.discount.approval"]._line_commands(rows),
                }
            )
        )
