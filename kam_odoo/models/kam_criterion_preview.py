from odoo import api, fields, models


class KamCriterion(models.Model):
    """The ranking of today's accounts with the criterion as it is on the screen."""

    _inherit = "kam.criterion"

    preview = fields.Json(
        compute="_compute_preview", groups="kam_odoo.group_kam_manager"
    )

    @api.depends(
        "active",
        "axis",
        "band_ids.mark",
        "band_ids.value",
        "currency_id",
        "date_from",
        "date_to",
        "kind",
        "source",
        "weight",
    )
    @api.depends_context("company", "uid", "lang")
    def _compute_preview(self):
        company = self.env.company
        for criterion in self:
            problem = not criterion.selection_id and criterion._preview_problem()
            if criterion.selection_id:
                criterion.preview = False
            elif problem:
                criterion.preview = {"message": problem}
            else:
                live = self._get_live() - criterion._origin
                if criterion._is_live(fields.Date.context_today(criterion)):
                    live += criterion
                criterion.preview = self.env["kam.score"]._preview(
                    live, company.sudo().kam_weight_attractiveness, company
                )

    def _is_live(self, day):
        """Whether the criterion, as it is on the screen, counts on the day."""
        self.ensure_one()
        return (
            self.active
            and (not self.date_from or self.date_from <= day)
            and (not self.date_to or self.date_to >= day)
        )

    def _preview_problem(self):
        """Why nothing can be counted with the criterion as it is, or False."""
        if self.kind == "measured":
            problem = self._measured_problem()
            if problem:
                return problem
        if self.weight < 0:
            return self.env._("The weight cannot be below zero.")
        return self._band_problem()
