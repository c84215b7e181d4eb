from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.ladder import QUESTIONS, level, total

SIDE = [("ours", "As we see it"), ("customer", "As the customer sees it")]
ANSWER = [("0", "No"), ("1", "Partly"), ("2", "Yes")]
LEVEL = [
    ("1", "Commodity broker"),
    ("2", "Provider"),
    ("3", "Value adder"),
    ("4", "Business partner"),
]


class KamLadder(models.Model):
    """How close an account and we are, from six answers of one day (R5, METHODS §9).

    Our view and the customer's are separate records; the latest of each side counts.
    What was answered earlier stays, so that one sees the relationship move.
    """

    _name = "kam.ladder"
    _description = "Place on the Ladder"
    _inherit = ["kam.place.guard"]
    _kam_place = ("partner_id",)
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("kam_is_account", "=", True)],
    )
    side = fields.Selection(SIDE, string="Whose view", required=True, default="ours")
    date = fields.Date(required=True, default=fields.Date.context_today)
    contact_id = fields.Many2one(
        "res.partner",
        string="Answered by",
        domain="[('kam_account_id', '=', partner_id), ('is_company', '=', False)]",
        ondelete="set null",
        index="btree_not_null",
        help="Who gave the answers at the customer.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recorded by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )
    need = fields.Selection(
        ANSWER,
        string="Does the customer need us as much as we need them?",
        required=True,
    )
    competitors = fields.Selection(
        ANSWER, string="Do they also close deals with our competitors?", required=True
    )
    talk = fields.Selection(
        ANSWER,
        string="Do they like to talk with us about the problems of their business?",
        required=True,
    )
    other_goods = fields.Selection(
        ANSWER,
        string="Do they sometimes prefer what a competitor offers?",
        required=True,
    )
    strain = fields.Selection(
        ANSWER, string="Do they put us under pressure now and then?", required=True
    )
    meetings = fields.Selection(
        ANSWER, string="Do they put off meetings that were agreed?", required=True
    )
    points = fields.Integer(
        compute="_compute_level", store=True, aggregator="avg", help="0 to 12."
    )
    level = fields.Selection(LEVEL, compute="_compute_level", store=True)
    step = fields.Integer(
        string="Level (1–4)",
        compute="_compute_level",
        store=True,
        aggregator="avg",
    )
    note = fields.Text()

    @api.depends(*QUESTIONS)
    def _compute_level(self):
        """Nothing before all six are answered."""
        for ladder in self:
            answers = {question: ladder[question] for question in QUESTIONS}
            complete = all(answers.values())
            points = (
                total({question: int(answer) for question, answer in answers.items()})
                if complete
                else 0
            )
            ladder.points = points
            ladder.level = str(level(points)) if complete else False
            ladder.step = level(points) if complete else 0

    @api.depends("partner_id", "side", "level")
    def _compute_display_name(self):
        sides = dict(self._fields["side"]._description_selection(self.env))
        levels = dict(self._fields["level"]._description_selection(self.env))
        for ladder in self:
            ladder.display_name = " · ".join(
                filter(
                    None,
                    [
                        ladder.partner_id.display_name,
                        sides.get(ladder.side),
                        levels.get(ladder.level),
                    ],
                )
            )

    @api.constrains("partner_id", "date", "contact_id")
    def _check_ladder(self):
        for ladder in self:
            if not ladder.partner_id.sudo().kam_is_account:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” belongs to the account “%(account)s”. Answer "
                        "for the account.",
                        contact=ladder.partner_id.display_name,
                        account=ladder.partner_id.sudo().kam_account_id.display_name,
                    )
                )
            if ladder.date > fields.Date.context_today(ladder):
                raise ValidationError(
                    self.env._("The answers cannot be from a day in the future.")
                )
            contact = ladder.contact_id.sudo()
            if contact and contact.kam_account_id != ladder.partner_id:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” is not of the account “%(account)s”.",
                        contact=contact.display_name,
                        account=ladder.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever saves the answers has recorded them."""
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        ladders = super().create(vals_list)
        self.env["kam.score"]._schedule_refresh()
        return ladders

    def write(self, vals):
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name != "user_id"}
        result = super().write(vals)
        self.env["kam.score"]._schedule_refresh()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["kam.score"]._schedule_refresh()
        return result

    @api.model
    def _sql_latest(self, side):
        """The level of each account by the latest answers of one side.

        :return: SQL with partner_id, value (1–4), date
        """
        self.flush_model(["date", "level", "partner_id", "side"])
        return SQL(
            """
            SELECT DISTINCT ON (partner_id) partner_id, level::numeric AS value, date
              FROM kam_ladder
             WHERE side = %s AND level IS NOT NULL
          ORDER BY partner_id, date DESC, id DESC
            """,
            side,
        )
