from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .kam_review_state import OVER


class KamAction(models.Model):
    """What a review decided, as somebody's work: it belongs to the plan."""

    _inherit = "kam.action"

    review_id = fields.Many2one(
        "kam.review",
        string="Decided in",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
        domain="[('partner_id', '=?', partner_id), "
        "('state', 'in', ['planned', 'held'])]",
    )

    @api.depends("review_id")
    def _compute_plan_id(self):
        result = super()._compute_plan_id()
        for action in self:
            if action.review_id and not action.plan_id:
                action.plan_id = action.review_id._plan_of_actions()
        return result

    @api.depends("review_id")
    def _compute_partner_id(self):
        result = super()._compute_partner_id()
        for action in self:
            review = action.review_id.sudo()
            if review and not action.plan_id:
                action.partner_id = review.partner_id
                action.company_id = review.company_id
        return result

    @api.constrains("partner_id", "review_id")
    def _check_review(self):
        for action in self.sudo():
            if action.review_id and action.review_id.partner_id != action.partner_id:
                raise ValidationError(
                    self.env._(
                        "“%(action)s” was decided in the review of another account.",
                        action=action.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions.filtered("review_id")._check_review_open()
        return actions

    def write(self, vals):
        if "review_id" in vals:
            self._check_review_open()
        result = super().write(vals)
        if "review_id" in vals:
            self._check_review_open()
        return result

    def _check_review_open(self):
        """What was decided in a closed review is history; so is what was not."""
        if self.env.su:
            return
        self.review_id.check_access("write")
        for review in self.review_id:
            if review.state in OVER:
                raise UserError(
                    self.env._(
                        "“%(review)s” is over and stays as it was: add the action to "
                        "the plan.",
                        review=review.name,
                    )
                )
