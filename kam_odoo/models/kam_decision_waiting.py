from odoo import api, fields, models

ACTIVITY_TYPE = "kam_odoo.mail_activity_type_place"


class KamDecision(models.Model):
    """A place that becomes free is offered to the first in the queue (S3)."""

    _inherit = "kam.decision"

    @api.model
    @api.private
    def _decide(self, vals_list):
        decisions = super()._decide(vals_list)
        decisions.sudo()._leave_queue()
        decisions.sudo()._offer_places()
        return decisions

    def _leave_queue(self):
        """Who was decided on otherwise waits no longer."""
        others = self.filtered(lambda one: one.kind not in ("wait", "assign"))
        self.env["kam.selection.line"].search(
            [("waiting", "=", True), ("partner_id", "in", others.partner_id.ids)]
        ).waiting = False

    def _offer_places(self):
        """Tell who is responsible for a waiting list of a free place, once.

        The offer is gone when nobody waits any more or the places are taken.
        """
        offer = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not offer:
            return  # an admin who deleted the type wants no offers
        freed = self.filtered(
            lambda one: one.tier_from_id.is_key and one.tier_to_id != one.tier_from_id
        ).tier_from_id
        waiting = self.env["kam.selection.line"].search([("waiting", "=", True)])
        tiers = self.env["kam.tier"].search([("is_key", "=", True)])
        places = tiers._free_places()
        free = tiers.filtered(lambda tier: places[tier.id] != 0)
        told = self.env["mail.activity"].search(
            [
                ("activity_type_id", "=", offer.id),
                ("res_model", "=", "kam.selection"),
            ]
        )
        for selection in self.env["kam.selection"].browse(told.mapped("res_id")):
            if not free or selection not in waiting.selection_id:
                selection.activity_unlink([ACTIVITY_TYPE])
        if not freed & free:
            return
        for selection in waiting.selection_id:
            if selection.id not in told.mapped("res_id"):
                selection._offer_place((freed & free)[0], waiting)


class KamSelection(models.Model):
    _inherit = "kam.selection"

    def _offer_place(self, tier, waiting):
        """One activity that names the tier and the first in the queue."""
        first = waiting.filtered(lambda line: line.selection_id == self).sorted(
            "waiting_rank"
        )[:1]
        translated = self.with_context(lang=self.user_id.lang)
        translated._schedule_for_responsible(
            ACTIVITY_TYPE,
            fields.Date.context_today(self),
            translated.env._(
                "A place is free in %(tier)s: %(account)s waits first",
                tier=tier.with_context(lang=self.user_id.lang).name,
                account=first.partner_id.display_name,
            ),
        )
