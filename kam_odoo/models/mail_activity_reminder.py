from odoo import fields, models


class MailActivity(models.Model):
    """What a rule put on somebody's list, so that the next run knows it again.

    The rule owns only what it decided: as long as cause, day and responsible are the
    same, it leaves alone what people changed, such as a deadline moved by hand.
    """

    _inherit = "mail.activity"

    kam_reminder_id = fields.Many2one(
        "kam.reminder",
        string="Reminder",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    kam_reminder_key = fields.Char(
        readonly=True,
        copy=False,
        help="What the record is reminded of; empty: forgotten, as the cause is gone.",
    )
    kam_reminder_step = fields.Integer(
        readonly=True, copy=False, help="0: the responsible, 1: to whom it rose."
    )
    kam_reminder_date = fields.Date(
        readonly=True, copy=False, help="Day of the cause when it was scheduled."
    )
    kam_reminder_due = fields.Date(
        readonly=True, copy=False, help="Deadline that the rule gave."
    )
    kam_reminder_user_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Whom the rule chose.",
    )
    kam_reminder_told = fields.Boolean(
        readonly=True, copy=False, help="The responsible got a message of it."
    )
