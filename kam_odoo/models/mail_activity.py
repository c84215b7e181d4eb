from odoo import fields, models


class MailActivity(models.Model):
    """Remember the step of the checklist, so that it is not scheduled twice."""

    _inherit = "mail.activity"

    kam_template_id = fields.Many2one(
        "mail.activity.plan.template",
        string="Step of the checklist",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
