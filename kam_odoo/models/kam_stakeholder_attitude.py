from odoo import fields, models

ATTITUDE = [
    ("0", "Enemy"),
    ("1", "Sceptic"),
    ("2", "Neutral"),
    ("3", "Supporter"),
    ("4", "Mentor"),
]


class KamStakeholderAttitude(models.Model):
    """What somebody's attitude was from a day on. The program writes it."""

    _name = "kam.stakeholder.attitude"
    _description = "Attitude of a Stakeholder"
    _order = "date desc, id desc"
    _log_access = False

    stakeholder_id = fields.Many2one(
        "kam.stakeholder", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(string="Since", required=True)
    attitude = fields.Selection(ATTITUDE, help="Empty: not known.")
    user_id = fields.Many2one("res.users", string="Noted by", required=True)
    review_id = fields.Many2one(
        "kam.review",
        string="Review",
        index="btree_not_null",
        ondelete="set null",
        help="The review of the account that took place on this day.",
    )
