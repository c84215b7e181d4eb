from odoo import fields, models


class KamPlanMessage(models.Model):
    """One message of the communication programme: what, to whom, how, when (P10)."""

    _name = "kam.plan.message"
    _description = "Message of a Communication Programme"
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
