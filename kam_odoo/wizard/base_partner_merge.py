from odoo import api, models
from odoo.tools import SQL

from ..models.res_partner_guard import MERGING, NO_DECISIONS
from ..models.sale_order_discount import OPEN_STATES


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts loses no decision, no sale and no place in a group."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Take the sales facts along: their table has no foreign keys to follow."""
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.cr.execute(
            SQL(
                "UPDATE kam_sales_fact SET partner_id = %s WHERE partner_id IN %s",
                dst_partner.id,
                tuple(src_partners.ids),
            )
        )
        self.env["kam.sales.fact"].invalidate_model(["partner_id"])
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """Merge the decisions on the accounts after the plain values.

        Anybody who may merge contacts may do it with accounts, but nobody gains a say
        in who is key by it: what was decided is only carried over.
        """
        partners = (dst_partner + src_partners).sudo()
        accounts = partners.filtered("kam_is_account")
        # Odoo takes the parent of the destination, else that of the last source.
        above = [partner for partner in src_partners.sudo() if partner.parent_id]
        giver = dst_partner.sudo() if dst_partner.parent_id else above[-1:]
        alone = bool(giver and giver[0].kam_stands_alone)
        decisions = [partner._kam_decisions() for partner in accounts]
        reason = self.env._(
            "Merged with %(contacts)s.", contacts=src_partners.mapped("display_name")
        )
        result = super()._update_values(
            src_partners, dst_partner.with_context(kam_merging=MERGING)
        )
        kept = dst_partner.sudo()
        if kept.kam_stands_alone != alone:
            kept.kam_stands_alone = alone
        # Odoo has moved the children by SQL, unseen by the roll-up.
        self.env["res.partner"]._kam_mend_accounts()
        account = kept.kam_account_id
        self._move_offers(accounts - account, account)
        if account not in partners:
            decisions.insert(0, account._kam_decisions())
        if accounts:
            # The types, a table of pairs, have been moved to the destination by SQL.
            decisions.append({**NO_DECISIONS, "kam_type_ids": kept.kam_type_ids.ids})
        if decisions:
            account._kam_take_decisions(decisions, reason)
            if kept != account:
                kept._kam_take_decisions([], reason)
                self._move_history(kept, account)
        return result

    @api.model
    def _move_offers(self, accounts, account):
        """What was offered to accounts was offered to the one that they became."""
        if not accounts:
            return
        orders = self.env["sale.order"]
        orders.flush_model(["kam_offered"])
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order"
                " SET kam_offered = jsonb_set(kam_offered, '{account}', to_jsonb(%s))"
                " WHERE state IN %s AND (kam_offered ->> 'account')::integer IN %s",
                account.id,
                OPEN_STATES,
                tuple(accounts.ids),
            )
        )
        orders.invalidate_model(["kam_offered"])

    @api.model
    def _move_history(self, kept, account):
        """The history goes where the decisions went.

        By SQL, as Odoo moves what refers to merged contacts: history is not written.
        """
        self.env["kam.decision"].flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE kam_decision SET partner_id = %s WHERE partner_id = %s",
                account.id,
                kept.id,
            )
        )
        self.env["kam.decision"].invalidate_model(["partner_id"])
        (kept + account).invalidate_recordset(["kam_decision_ids"])
