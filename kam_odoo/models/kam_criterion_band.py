from odoo import api, fields, models

from .kam_criterion_guard import SAVING


class KamCriterionBand(models.Model):
    """One edge of a criterion's scale: this value, or this meaning, gives that mark.

    Of a measured criterion: the mark at a value, linear between two edges, level
    beyond the outermost. Of a judged one: what a mark of 0, 2, 5, 8 or 10 means.
    Shares are fractions: 0.8 is 80 %.
    """

    _name = "kam.criterion.band"
    _description = "Band of a Criterion"
    _order = "criterion_id, mark, value, id"

    criterion_id = fields.Many2one(
        "kam.criterion", required=True, index=True, ondelete="cascade"
    )
    value = fields.Float(digits=(16, 4))
    mark = fields.Float(required=True, digits=(4, 1))
    description = fields.Char(string="What it means", translate=True)

    @api.model_create_multi
    def create(self, vals_list):
        bands = super().create(vals_list)
        bands._check_criteria(bands.criterion_id)
        return bands

    def write(self, vals):
        criteria = self.criterion_id
        self._check_criteria(criteria, before=True)
        result = super().write(vals)
        self._check_criteria(criteria | self.criterion_id)
        return result

    def unlink(self):
        criteria = self.criterion_id
        self._check_criteria(criteria, before=True)
        result = super().unlink()
        self._check_criteria(criteria)
        return result

    @api.model
    def _check_criteria(self, criteria, before=False):
        """Refuse to touch the scale of a round, or to leave a scale without sense.

        Within the saving of a whole criterion the sense is not looked at: it does so
        itself, at the end, and bands on their way there need not make any. But what it
        saves may be named as a band of its own and be one of a round.

        :param bool before: nothing is written yet
        """
        criteria._check_not_of_round()
        if not before and self.env.context.get("kam_saving") is not SAVING:
            criteria._check_scale()
            self.env["kam.score"]._schedule_refresh()
