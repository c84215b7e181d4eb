from odoo import api, models
from odoo.exceptions import UserError

# Held by reference: a context that comes over RPC cannot contain this object.
SAVING = object()


class KamCriterion(models.Model):
    """What is saved of criteria: rounds keep theirs, scores follow the live ones."""

    _inherit = "kam.criterion"

    @api.model_create_multi
    def create(self, vals_list):
        """Bands are looked at once, when the whole criterion is there."""
        self._check_round_values(vals_list)
        criteria = super(KamCriterion, self.with_context(kam_saving=SAVING)).create(
            vals_list
        )
        self.env["kam.score"]._schedule_refresh()
        return criteria.with_env(self.env)

    def write(self, vals):
        self._check_not_of_round()
        self._check_round_values([vals])
        result = super(KamCriterion, self.with_context(kam_saving=SAVING)).write(vals)
        self.env["kam.score"]._schedule_refresh()
        return result

    def unlink(self):
        self._check_not_of_round()
        result = super().unlink()
        self.env["kam.score"]._schedule_refresh()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What a round has used stays findable: its marks lead back to it."""
        if self.env.su and self.selection_id:
            return
        used = self.sudo().search([("origin_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "“%(criterion)s” was used in a selection round. Archive it "
                    "instead of deleting it.",
                    criterion=used.origin_id.name,
                )
            )

    def _check_not_of_round(self):
        """A round keeps the criteria it began with, whatever is changed later."""
        if not self.env.su and self.sudo().selection_id:
            raise UserError(self._round_refusal())

    @api.model
    def _check_round_values(self, vals_list):
        """Only a round copies criteria for itself; nobody makes such a copy by hand."""
        if not self.env.su:
            defaults = self.default_get(["selection_id", "origin_id"])
            for vals in vals_list:
                given = {**defaults, **vals}
                if given.get("selection_id") or given.get("origin_id"):
                    raise UserError(self._round_refusal())

    def _round_refusal(self):
        return self.env._(
            "The criteria of a selection round never change. Change the criterion "
            "itself; the next round will use it."
        )

    def _copy_for_round(self, selection):
        """Copies of these criteria for a round; of all that count today if none.

        :param selection: the kam.selection they belong to
        :return: the copies, in the same order
        """
        copies = self.sudo().browse()
        for criterion in (self or self._get_live()).sudo():
            copies += criterion.copy(
                {"selection_id": selection.id, "origin_id": criterion.id}
            )
        return copies
