from odoo import models


class KamPlaceGuard(models.AbstractModel):
    """Records whose rights come from what they belong to: an account, a plan.

    Odoo asks for the right to write before a change only. So whoever moves a record has
    to have it afterwards too, or he would move his own to where he may not write.
    """

    _name = "kam.place.guard"
    _description = "Place of a Record"

    # Fields that say where a record belongs.
    _kam_place = ()

    def write(self, vals):
        result = super().write(vals)
        if set(self._kam_place) & set(vals):
            self._check_place()
        return result

    def _check_place(self):
        self.check_access("write")
