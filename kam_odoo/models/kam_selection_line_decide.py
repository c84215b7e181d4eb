from odoo import api, models

from .kam_decision_rules import better

PLACED = ("admit", "keep", "promote", "demote")
# Decisions that speak for themselves; the others want a reason.
SILENT = ("keep", "none")


class KamSelectionLine(models.Model):
    """Deciding on a candidate: what goes together, what is missing, what is applied."""

    _inherit = "kam.selection.line"

    def write(self, vals):
        """A decision brings its tier along, unless one is given with it."""
        result = super().write(vals)
        if "decision" in vals and "tier_id" not in vals:
            for line in self:
                super(KamSelectionLine, line).write(
                    {"tier_id": line._tier_of(vals["decision"]).id}
                )
        return result

    @api.onchange("decision")
    def _onchange_decision(self):
        self.tier_id = self._tier_of(self.decision)

    @api.onchange("tier_id")
    def _onchange_tier_id(self):
        """The decision that leads to the chosen tier."""
        if not self.tier_id or self.tier_id == self._tier_of(self.decision):
            return
        if self.tier_id.is_key:
            self.decision = self._move_to(self.tier_id) if self.incumbent else "admit"
        elif self.incumbent:
            self.decision = "retire"

    def _move_to(self, tier):
        """Keep, promote or demote: what giving this key tier would be."""
        now = self.current_tier_id
        if tier == now:
            return "keep"
        rises = not now.is_key or better(tier, now)
        return "promote" if rises else "demote"

    def _tier_of(self, decision):
        """The tier that goes with a decision when nobody names one."""
        self.ensure_one()
        now, proposed = self.current_tier_id, self.proposed_tier_id
        if decision == "admit":
            return proposed or self.selection_id._key_tiers()[-1:]
        if decision == "retire":
            return self.selection_id._lower_tier(self.score)
        if decision in ("promote", "demote"):
            if proposed and proposed != now and self._move_to(proposed) == decision:
                return proposed
            moves = self.selection_id._key_tiers().filtered(
                lambda tier: tier != now and self._move_to(tier) == decision
            )
            return moves[-1:] if decision == "promote" else moves[:1]
        return now

    def _final_tier(self):
        """The tier of the account once everything is applied."""
        self.ensure_one()
        if self.decision in (*PLACED, "retire"):
            return self.tier_id
        return self.current_tier_id

    def _final_manager(self):
        """The key account manager once everything is applied."""
        self.ensure_one()
        if self.decision in PLACED:
            return self.manager_id
        return self.partner_id.kam_manager_id

    def _problem(self):
        """What is missing before the decision can be applied, or False."""
        self.ensure_one()
        if self.decision not in SILENT and not (self.reason or "").strip():
            return self.env._("give a reason.")
        if self.decision in PLACED and not self.tier_id.is_key:
            return self.env._("choose a tier for key accounts.")
        if self.decision in PLACED and not self.manager_id:
            return self.env._("choose a key account manager.")
        if (
            self.decision in PLACED
            and self.tier_id.sponsor_required
            and not self.sponsor_id
        ):
            return self.env._(
                "the tier %s needs an executive sponsor.", self.tier_id.name
            )
        if self.decision == "wait" and self.incumbent:
            return self.env._(
                "a key account does not wait for a place: keep, demote or retire it."
            )
        return False

    def _decision_values(self):
        """What the gate of decisions is told about this line."""
        self.ensure_one()
        values = {
            "partner_id": self.partner_id.id,
            "kind": self.decision,
            "selection_id": self.selection_id.id,
            "reason": (self.reason or "").strip()
            or self.env._("Kept in the round “%s”.", self.selection_id.name),
        }
        if self.decision in PLACED:
            values.update(
                status="key",
                tier_id=self.tier_id.id,
                manager_id=self.manager_id.id,
                sponsor_id=self.sponsor_id.id,
            )
        elif self.decision == "retire":
            values.update(status="former", tier_id=self.tier_id.id)
        elif self.decision == "wait":
            values.update(status="candidate")
        return values

    def action_admit(self):
        """Admit who waits, by the wizard that decides outside a round."""
        self.ensure_one()
        partner = self.partner_id.with_context(kam_kind="admit")
        return partner.action_kam_decide()
