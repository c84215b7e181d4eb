from odoo import models

from ..tools import allocation


class KamSelection(models.Model):
    """From scores to a proposal: tiers, places, managers, preset decisions."""

    _inherit = "kam.selection"

    def _key_tiers(self):
        """Tiers for key accounts, best first."""
        return self.env["kam.tier"].search([("is_key", "=", True)])

    def _propose(self):
        """Propose a tier for each candidate and preset the decision accordingly."""
        lines = self.line_ids.sorted("rank")
        tiers = self._key_tiers()
        managers = self._candidate_managers(lines.partner_id)
        found = allocation.propose(
            self._allocation_tiers(tiers, lines.partner_id),
            self._allocation_candidates(tiers, lines),
            self.hysteresis,
        )
        self._write_lines(
            {
                line: {
                    **self._preset(line, found[line.id], tiers),
                    "manager_id": self._manager_of(line.partner_id, managers).id,
                }
                for line in lines
            }
        )

    def _allocation_tiers(self, tiers, partners):
        """The tiers with the places that are free when the candidates hold none."""
        managers = partners.kam_manager_id | self._candidate_managers(partners)
        places = tiers._free_places(partners)
        by_manager = tiers._free_manager_places(managers, partners)
        return [
            allocation.Tier(
                tier.id,
                tier.minimum_score,
                places[tier.id],
                tier.manager_capacity or None,
                {manager.id: by_manager[tier.id, manager.id] for manager in managers},
            )
            for tier in tiers
        ]

    def _candidate_managers(self, partners):
        """Salespeople of the candidates who manage key accounts."""
        group = self.env.ref("kam_odoo.group_kam_user")
        return partners.user_id & group.all_user_ids

    def _manager_of(self, partner, managers):
        """Who would look after it: its manager, else its salesperson if one can."""
        return partner.kam_manager_id or partner.user_id & managers

    def _allocation_candidates(self, tiers, lines):
        """The candidates as the core wants them, each with its probable manager."""
        managers = self._candidate_managers(lines.partner_id)
        return [
            allocation.Candidate(
                line.id,
                None if line.score is False else line.score,
                line.current_tier_id.id
                if line.incumbent and line.current_tier_id in tiers
                else None,
                self._manager_of(line.partner_id, managers).id or None,
                line.coverage or 0,
            )
            for line in lines
        ]

    def _preset(self, line, proposal, tiers):
        """The columns of a line that follow from what is proposed for it."""
        proposed = tiers.browse(proposal.tier)
        decision = self._preset_decision(line, proposal, tiers)
        rival = line.browse(proposal.rivals[:1])
        return {
            "proposed_tier_id": proposal.tier,
            "proposal": {
                "why": proposal.why,
                "lead": self.hysteresis,
                "rival": rival.partner_id.name,
                "rival_score": rival.score,
            },
            "decision": decision,
            "tier_id": self._preset_tier(line, decision, proposed).id,
            "sponsor_id": line.partner_id.kam_sponsor_id.id,
            "waiting_rank": proposal.waiting if decision == "wait" else None,
        }

    def _preset_decision(self, line, proposal, tiers):
        """The decision that carries out a proposal."""
        if not line.incumbent:
            if proposal.tier:
                return "admit"
            return "wait" if proposal.waiting else "none"
        if not proposal.tier:
            return "retire"
        order = tiers.ids
        if line.current_tier_id.id not in order:
            return "promote"
        step = order.index(proposal.tier) - order.index(line.current_tier_id.id)
        return "promote" if step < 0 else "demote" if step else "keep"

    def _preset_tier(self, line, decision, proposed):
        """The tier that goes with a decision; who retires falls into a lower one."""
        if decision in ("admit", "keep", "promote", "demote"):
            return proposed
        if decision == "retire":
            return self._lower_tier(line.score)
        return line.current_tier_id

    def _lower_tier(self, score):
        """The best tier not for key accounts that a score suffices for (S6)."""
        tiers = self.env["kam.tier"].search([("is_key", "=", False)])
        fitting = tiers.filtered(
            lambda tier: score is not False and tier.minimum_score <= score
        )
        return fitting[:1] or tiers[-1:]
