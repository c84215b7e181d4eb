from odoo import api, fields, models
from odoo.exceptions import UserError


class KamPlanMessage(models.Model):
    """One message of the communication programme: what, to whom, how, when (P10)."""

    _name = "kam.plan.message"
    _description = "Message of a Communication Programme"
    _inherit = ["kam.place.guard"]
    _kam_place = ("plan_id",)
    _order = "date, id"

    plan_id = fields.Many2one(
        "kam.plan", string="Plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    partner_id = fields.Many2one(
        related="plan_id.partner_id", store=True, string="Account"
    )
    name = fields.Char(string="Message", required=True)
    audience = fields.Char(help="Who shall hear it, such as the plant managers.")
    channel = fields.Selection(
        [
            ("meeting", "Meeting"),
            ("call", "Call"),
            ("email", "Mail"),
            ("newsletter", "Newsletter"),
            ("event", "Event or visit"),
            ("press", "Press and social media"),
            ("portal", "Portal"),
            ("other", "Other"),
        ],
        default="meeting",
        required=True,
    )
    date = fields.Date()
    done = fields.Boolean(string="Sent", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_plan_open()
        return messages

    def write(self, vals):
        self._check_plan_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        self._check_plan_open()

    def _check_plan_open(self):
        for plan in self.plan_id:
            if plan.state in ("closed", "cancelled") and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is over; its messages stay as they were.",
                        plan=plan.name,
                    )
                )
