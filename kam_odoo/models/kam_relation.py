from odoo import api, fields, models
from odoo.exceptions import ValidationError

WISHED = [
    ("0", "None"),
    ("1", "Know each other"),
    ("2", "In contact"),
    ("3", "Close"),
]


class KamRelation(models.Model):
    """How close a colleague and a stakeholder should be (R3).

    How close they are is measured from their contacts, never typed
    (``res_partner_network.py``).
    """

    _name = "kam.relation"
    _description = "Wished Contact of Two People"
    _inherit = ["kam.place.guard"]
    _kam_place = ("stakeholder_id",)
    _order = "stakeholder_id, user_id, id"
    _rec_name = "stakeholder_id"

    stakeholder_id = fields.Many2one(
        "kam.stakeholder", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        required=True,
        domain=[("share", "=", False)],
        index=True,
        ondelete="cascade",
    )
    wished = fields.Selection(WISHED, string="Wished level", required=True, default="1")

    _pair_uniq = models.Constraint(
        "UNIQUE (stakeholder_id, user_id)",
        "The wish for these two people is there already.",
    )

    @api.constrains("user_id")
    def _check_user(self):
        for relation in self.sudo():
            if relation.user_id.share:
                raise ValidationError(
                    self.env._("%s is no colleague of ours.", relation.user_id.name)
                )
