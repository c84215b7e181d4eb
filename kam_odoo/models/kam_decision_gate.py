from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.tools import SQL

from .kam_decision import DECISION_KIND, STANDING


class Standing(NamedTuple):
    """Where an account stands; the records are read without access rules."""

    status: str
    tier: BaseModel
    manager: BaseModel
    sponsor: BaseModel

    def values(self):
        """As values of the account."""
        return {
            STANDING[name]: value.id if isinstance(value, BaseModel) else value
            for name, value in self._asdict().items()
        }


class Change(NamedTuple):
    """One decision on its way through the gate."""

    partner: BaseModel
    kind: str
    reason: str
    selection: BaseModel
    before: Standing
    after: Standing

    def differs(self, name):
        return getattr(self.before, name) != getattr(self.after, name)


class KamDecision(models.Model):
    """The gate: the one way to change who is key, in which tier, with which people."""

    _inherit = "kam.decision"

    @api.model
    @api.private
    def _decide(self, vals_list):
        """Take decisions together: all of them or none.

        :param vals_list: per decision ``partner_id``, ``kind``, ``reason`` and, where
            they are to change, ``status``, ``tier_id``, ``manager_id``, ``sponsor_id``;
            ``selection_id`` is the round. What is absent stays as it is, but a status
            follows its tier, and who is retired leaves a key tier.
        :return: the history, one ``kam.decision`` per decision in the same order
        :raises AccessError: unless the user is a Key Accounts manager
        :raises UserError: with every problem of every decision; nothing is written
        """
        self._check_may_decide()
        changes = self._changes(vals_list)
        self._lock_tiers(changes)
        problems = self._problems(changes)
        if problems:
            raise UserError("\n".join(problems))
        return self._apply(changes)

    @api.model
    def _check_may_decide(self):
        if not self.env.su and not self.env["res.partner"]._kam_may_decide():
            raise AccessError(
                self.env._("Only a Key Accounts manager decides on key accounts.")
            )

    @api.model
    def _changes(self, vals_list):
        """Each decision with what it would change.

        :raises UserError: if an account is gone
        :raises AccessError: if the user may not see an account
        """
        partners = self.env["res.partner"].browse(
            [vals["partner_id"] for vals in vals_list]
        )
        if partners.exists() != partners:
            raise UserError(self.env._("One of the accounts has been deleted."))
        partners.check_access("read")
        return [
            self._change(partner.sudo(), vals)
            for partner, vals in zip(partners, vals_list, strict=True)
        ]

    @api.model
    def _standing(self, partner):
        """Where an account stands now."""
        return Standing(
            partner.kam_status or "none",
            partner.kam_tier_id,
            partner.kam_manager_id,
            partner.kam_sponsor_id,
        )

    @api.model
    def _change(self, partner, vals):
        if vals["kind"] not in dict(DECISION_KIND):
            raise ValueError(f"unknown kind of decision: {vals['kind']}")
        before = self._standing(partner)
        after = {
            name: getattr(before, name).browse(vals[f"{name}_id"] or False)
            if f"{name}_id" in vals
            else getattr(before, name)
            for name in ("tier", "manager", "sponsor")
        }
        if vals["kind"] == "retire" and "tier_id" not in vals and before.tier.is_key:
            after["tier"] = before.tier.browse()
        after["status"] = vals.get("status") or self._status_after(
            vals["kind"], before.status, after["tier"], before.tier
        )
        return Change(
            partner,
            vals["kind"],
            (vals.get("reason") or "").strip(),
            self.env["kam.selection"].browse(vals.get("selection_id") or False),
            before,
            Standing(**after),
        )

    @api.model
    def _status_after(self, kind, status, tier, tier_before):
        """The status that goes with the tier, when nobody says which."""
        if kind == "admit":
            return "key"
        if kind == "retire":
            return "former"
        if tier != tier_before and tier.is_key:
            return "key"
        if tier != tier_before and status == "key":
            return "former"
        return status

    @api.model
    def _lock_tiers(self, changes):
        """Let nobody else take the places that are being given away.

        The lock tells a second user at once. Touching the rows makes a transaction
        that began earlier, and so does not see our accounts, start anew.

        :raises UserError: if somebody else holds one of the tiers
        """
        tiers = self.env["kam.tier"].sudo().browse()
        for change in changes:
            if change.differs("tier") or change.differs("manager"):
                tiers |= change.before.tier | change.after.tier
        if not tiers:
            return
        if len(tiers.try_lock_for_update(allow_referencing=True)) < len(tiers):
            raise UserError(
                self.env._(
                    "Somebody else is giving away places right now. "
                    "Try again in a moment."
                )
            )
        self.env.cr.execute(
            SQL(
                "UPDATE kam_tier SET sequence = sequence WHERE id IN %s",
                tuple(tiers.ids),
            )
        )

    @api.model
    def _apply(self, changes):
        """Write history and accounts, start the checklists, tell the followers."""
        decisions = self._record(
            [
                {
                    "partner_id": change.partner.id,
                    "kind": change.kind,
                    "reason": change.reason,
                    "selection_id": change.selection.id,
                    **self._history_values(change.before, change.after),
                }
                for change in changes
            ]
        )
        partners_by_values = {}
        for change, decision in zip(changes, decisions, strict=True):
            change.partner._kam_tell(decision.sudo(), change)
            if change.before != change.after:
                values = tuple(change.after.values().items())
                partners_by_values.setdefault(values, change.partner.browse())
                partners_by_values[values] |= change.partner
        for values, partners in partners_by_values.items():
            partners.write(dict(values))
        self._start_checklists(changes)
        return decisions

    @api.model
    def _history_values(self, before, after):
        """Two standings as the columns of the history."""
        return {
            "status_from": before.status,
            "status_to": after.status,
            **{
                f"{name}_{side}_id": getattr(standing, name).id
                for name in ("tier", "manager", "sponsor")
                for side, standing in (("from", before), ("to", after))
            },
        }
