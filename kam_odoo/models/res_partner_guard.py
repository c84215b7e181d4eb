from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from .kam_decision import STANDING

# Held by reference: a context that comes over RPC cannot contain this object.
MERGING = object()
# When contacts are merged, who was key stays key.
STATUS_ORDER = ["key", "candidate", "prospect", "former", "none"]
NO_DECISIONS = {
    "kam_status": "none",
    "kam_tier_id": False,
    "kam_manager_id": False,
    "kam_sponsor_id": False,
    "kam_type_ids": [],
}


class ResPartner(models.Model):
    """Who may say who is key: contacts are edited by many, decisions made by few."""

    _inherit = "res.partner"

    kam_can_decide = fields.Boolean(
        string="May decide on key accounts",
        compute="_compute_kam_can_decide",
        groups="base.group_user",
    )

    @api.depends_context("uid")
    def _compute_kam_can_decide(self):
        self.kam_can_decide = self._kam_may_decide()

    @api.model
    def _kam_may_decide(self):
        return self.env.user.has_group("kam_odoo.group_kam_manager")

    @api.model
    def _kam_protected_fields(self):
        """What only a Key Accounts manager has a say in."""
        return self._kam_decided_fields() | {"kam_stands_alone", "kam_type_ids"}

    @api.model
    def _kam_decided_fields(self):
        """What only a decision changes (``kam.decision``), never an edit."""
        return set(STANDING.values())

    @api.model
    def _kam_derived_fields(self):
        """Results that the program works out, and nobody types in."""
        return {
            "kam_abc",
            "kam_account_id",
            "kam_is_account",
            "kam_retention",
            "kam_xyz",
        }

    def _kam_check_protected(self, names):
        """Refuse values that the user may not give.

        :param names: names of fields about to get a value
        :raises AccessError: in the user's words, before anything is written
        """
        if self.env.su:
            return
        names = set(names)
        derived = self._kam_derived_fields() & names
        if derived:
            raise AccessError(
                self.env._(
                    "Nobody can type in what the program works out: %(fields)s.",
                    fields=self._kam_labels(derived),
                )
            )
        protected = self._kam_protected_fields() & names
        if protected and not self._kam_may_decide():
            raise AccessError(
                self.env._(
                    "Only a Key Accounts manager can set: %(fields)s.",
                    fields=self._kam_labels(protected),
                )
            )
        decided = self._kam_decided_fields() & names
        if decided:
            raise AccessError(
                self.env._(
                    "This is decided, not typed in: %(fields)s. Use Admit, Move, "
                    "Retire or Reassign on the page “Key account”.",
                    fields=self._kam_labels(decided),
                )
            )

    def _kam_labels(self, names):
        """Names of fields as the user reads them."""
        shown = self.fields_get(names, ["string"])
        return sorted(
            shown[name]["string"] if name in shown else name for name in names
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # A default from the context or from a user's own settings is a value too.
            names = self._kam_protected_fields() | self._kam_derived_fields()
            defaults = self.default_get(list(names))
            for vals in vals_list:
                self._kam_check_protected(
                    name
                    for name, value in {**defaults, **vals}.items()
                    if value and (name, value) != ("kam_status", "none")
                )
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("kam_merging") is MERGING:
            # Odoo's merge copies plain values; the decisions are merged after it.
            vals = {
                name: value
                for name, value in vals.items()
                if name not in self._kam_protected_fields() | self._kam_derived_fields()
            }
        self._kam_check_protected(vals)
        return super().write(vals)

    def _kam_decisions(self):
        """What was decided on the contact, as values that can be written."""
        self.ensure_one()
        return {
            "kam_status": self.kam_status or "none",
            "kam_tier_id": self.kam_tier_id.id,
            "kam_manager_id": self.kam_manager_id.id,
            "kam_sponsor_id": self.kam_sponsor_id.id,
            "kam_type_ids": self.kam_type_ids.ids,
        }

    def _kam_take_decisions(self, decisions, reason):
        """Carry the decisions on several contacts over to this one.

        The highest status wins, and with it its tier, manager and sponsor; what it
        leaves empty comes from the next. An account is of all the types together.

        :param decisions: see ``_kam_decisions``, the most important first among
            equals; none clears what is here
        :param reason: for the history
        """
        self.ensure_one()
        decisions = sorted(
            decisions, key=lambda known: STATUS_ORDER.index(known["kam_status"])
        )
        values = {
            name: next((known[name] for known in decisions if known[name]), False)
            for name in ("kam_tier_id", "kam_manager_id", "kam_sponsor_id")
        }
        values["kam_status"] = decisions[0]["kam_status"] if decisions else "none"
        now = self._kam_decisions()
        changed = {name: value for name, value in values.items() if now[name] != value}
        types = {type_id for known in decisions for type_id in known["kam_type_ids"]}
        if types != set(now["kam_type_ids"]):
            changed["kam_type_ids"] = [Command.set(sorted(types))]
        if changed:
            history = self.env["kam.decision"]
            before = history._standing(self.sudo())
            self.sudo().write(changed)
            after = history._standing(self.sudo())
            self.sudo()._kam_hand_over_steps(before, after)
            if before != after:
                history._record(
                    [
                        {
                            "partner_id": self.id,
                            "kind": "assign",
                            "reason": reason,
                            **history._history_values(before, after),
                        }
                    ]
                )
