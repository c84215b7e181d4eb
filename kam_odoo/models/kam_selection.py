from odoo import fields, models

ROUND_STATE = [
    ("draft", "Draft"),
    ("nomination", "Nomination"),
    ("scoring", "Scoring"),
    ("decision", "Decision"),
    ("closed", "Closed"),
]


class KamSelection(models.Model):
    """A selection round: nominate, score independently, decide, apply (S2–S4)."""

    _name = "kam.selection"
    _description = "Selection Round"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        ROUND_STATE, default="draft", required=True, readonly=True, copy=False
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True
    )
    analysis_id = fields.Many2one("kam.analysis", index=True)
    criterion_ids = fields.One2many(
        "kam.criterion", "selection_id", string="Criteria", readonly=True
    )
    assessment_ids = fields.One2many("kam.assessment", "selection_id", copy=False)
