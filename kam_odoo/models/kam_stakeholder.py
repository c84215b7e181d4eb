from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..fields import FloatOrUnknown
from .kam_account_relation import LEVEL
from .kam_stakeholder_attitude import ATTITUDE

INFLUENCE = [("1", "Low"), ("2", "Medium"), ("3", "High")]
CAREER = [
    ("none", "Steady"),
    ("rising", "Rising star"),
    ("setting", "Setting star"),
]
# Without a rhythm of the tier, the most influential people hear of us so often (days).
USUAL_DAYS = 30
# Coverage looks back so far: nobody is to be met less often.
MOST_DAYS = 90


class KamStakeholder(models.Model):
    """A person at the account who matters to us, and how (R1, METHODS §10).

    The group's, as tier and manager are. What is noted here is for the account's team
    only. Each change of attitude is kept (``kam.stakeholder.attitude``).
    """

    _name = "kam.stakeholder"
    _description = "Stakeholder"
    _inherit = ["kam.account.relation", "mail.thread", "mail.activity.mixin"]
    _order = "influence desc, contact_id, id"
    _rec_names_search = ["contact_id.name"]
    _kam_same = ("contact_id",)

    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        domain="[('kam_account_id', '=', partner_id), ('is_company', '=', False)]",
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(related="contact_id.name")
    function = fields.Char(related="contact_id.function")
    email = fields.Char(related="contact_id.email")
    phone = fields.Char(related="contact_id.phone")
    avatar_128 = fields.Image(related="contact_id.avatar_128")
    role_ids = fields.Many2many(
        "kam.stakeholder.role", string="Roles", ondelete="restrict"
    )
    influence = fields.Selection(INFLUENCE, required=True, default="2", tracking=True)
    influence_value = fields.Integer(
        string="Influence (1–3)",
        compute="_compute_influence_value",
        store=True,
        aggregator="avg",
    )
    attitude = fields.Selection(ATTITUDE, tracking=True, help="Towards us.")
    attitude_value = FloatOrUnknown(
        string="Attitude (0–1)",
        compute="_compute_attitude_value",
        store=True,
        aggregator="avg",
        digits=(3, 2),
    )
    attitude_ids = fields.One2many(
        "kam.stakeholder.attitude", "stakeholder_id", string="Attitude over time"
    )
    career = fields.Selection(CAREER, required=True, default="none")
    level = fields.Selection(LEVEL, help="Who of us is the equal of this person.")
    parent_id = fields.Many2one(
        "kam.stakeholder",
        string="Reports to",
        domain="[('partner_id', '=', partner_id), ('id', '!=', id)]",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
    )
    child_ids = fields.One2many("kam.stakeholder", "parent_id", string="Reports")
    cadence_days = fields.Integer(
        string="Contact every (days)",
        compute="_compute_cadence_days",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="So often somebody of us should be in contact with this person.",
    )
    note = fields.Text(help="Only the account's team reads it.")
    active = fields.Boolean(default=True)
    has_left = fields.Boolean(
        compute="_compute_has_left",
        search="_search_has_left",
        help="The person's contact is archived, or belongs to another account now.",
    )
    left_note = fields.Char(string="Where to", compute="_compute_has_left")

    _once = models.Constraint(
        "UNIQUE (partner_id, contact_id)",
        "This person is among the account's stakeholders already.",
    )
    _check_cadence_days = models.Constraint(
        "CHECK (cadence_days > 0)", "The days between contacts are at least 1."
    )

    @api.depends("contact_id.name")
    def _compute_display_name(self):
        for stakeholder in self:
            stakeholder.display_name = stakeholder.contact_id.sudo().name

    @api.depends("influence")
    def _compute_influence_value(self):
        for stakeholder in self:
            stakeholder.influence_value = int(stakeholder.influence or 1)

    @api.depends("attitude")
    def _compute_attitude_value(self):
        for stakeholder in self:
            stakeholder.attitude_value = (
                int(stakeholder.attitude) / 4 if stakeholder.attitude else False
            )

    @api.depends("influence")
    def _compute_cadence_days(self):
        """The tier's rhythm of status talks for those of high influence, else 30 days;
        twice and three times as long for the others."""
        for stakeholder in self:
            rhythm = stakeholder.sudo().partner_id.kam_tier_id.cadence_ids
            days = rhythm.filtered(lambda line: line.kind == "status").days
            days = (days or USUAL_DAYS) * (4 - int(stakeholder.influence or 1))
            stakeholder.cadence_days = min(days, MOST_DAYS)

    @api.depends("contact_id.active", "contact_id.kam_account_id", "partner_id")
    def _compute_has_left(self):
        for stakeholder in self.sudo():
            contact = stakeholder.contact_id
            moved = contact.kam_account_id != stakeholder.partner_id
            stakeholder.has_left = bool(contact) and (moved or not contact.active)
            if not stakeholder.has_left:
                stakeholder.left_note = False
            elif moved and contact.kam_account_id == contact:
                stakeholder.left_note = self.env._("At no company any more")
            elif moved:
                stakeholder.left_note = self.env._(
                    "Now at %s", contact.kam_account_id.display_name
                )
            else:
                stakeholder.left_note = self.env._("The contact is archived")

    @api.model
    def _search_has_left(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["contact_id", "partner_id"])
        self.env["res.partner"].flush_model(["active", "kam_account_id"])
        left = self._sql_left()
        wanted = set(value)
        if wanted == {True}:
            return [("id", "in", left)]
        return [("id", "not in", left)] if wanted == {False} else []

    @api.model
    def _sql_left(self):
        """Stakeholders whose person is not at the account any more.

        :return: SQL with id
        """
        return SQL(
            """(
            SELECT gone.id
              FROM kam_stakeholder gone
              JOIN res_partner person ON person.id = gone.contact_id
             WHERE person.active IS NOT TRUE
                OR person.kam_account_id IS DISTINCT FROM gone.partner_id
            )"""
        )

    @api.constrains("contact_id", "partner_id")
    def _check_contact(self):
        for stakeholder in self.sudo():
            contact, account = stakeholder.contact_id, stakeholder.partner_id
            if not account.kam_is_account:
                continue  # said by _check_partner
            if contact.is_company or contact.kam_account_id != account:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” is not a person of the account “%(account)s”.",
                        contact=contact.display_name,
                        account=account.display_name,
                    )
                )

    @api.constrains("parent_id", "partner_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("Nobody can report to somebody who reports to them.")
            )
        for stakeholder in self.sudo():
            parent = stakeholder.parent_id
            if parent and parent.partner_id != stakeholder.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s can only report to somebody of “%(account)s”.",
                        person=stakeholder.name,
                        account=stakeholder.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        stakeholders = super().create(vals_list)
        stakeholders.filtered("attitude")._remember_attitude()
        return stakeholders

    def write(self, vals):
        before = {stakeholder: stakeholder.attitude for stakeholder in self}
        result = super().write(vals)
        if "attitude" in vals:
            self.filtered(
                lambda stakeholder: stakeholder.attitude != before[stakeholder]
            )._remember_attitude()
        return result

    def _remember_attitude(self):
        """Keep the attitude of today; of several changes of one day the last."""
        history = self.env["kam.stakeholder.attitude"].sudo()
        today = fields.Date.context_today(self)
        nothing = self.env["kam.review"].sudo()
        reviews = nothing.search(
            [("partner_id", "in", self.partner_id.ids), ("date_held", "=", today)]
        ).grouped("partner_id")
        new = []
        for stakeholder in self.sudo():
            values = {
                "attitude": stakeholder.attitude,
                "user_id": self.env.uid,
                "review_id": reviews.get(stakeholder.partner_id, nothing)[:1].id,
            }
            last = stakeholder.attitude_ids.sorted()[:1]
            if last.date == today:
                last.write(values)
            elif not last or last.attitude != stakeholder.attitude:
                new.append({**values, "stakeholder_id": stakeholder.id, "date": today})
        history.create(new)

    def _added(self):
        """Tell who was added."""
        if not self:
            return None
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Now among the stakeholders: %(people)s. Note role, influence and "
                    "attitude when you know them.",
                    people=self.mapped("name"),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _absorb(self, others):
        """Two records of one person: roles of both, the later word on attitude."""
        super()._absorb(others)
        everybody = self + others
        attitudes = everybody.attitude_ids.sorted(lambda row: (row.date, row.id))
        attitudes.stakeholder_id = self
        self.invalidate_recordset(["attitude_ids"])
        values = {
            "role_ids": [(6, 0, everybody.role_ids.ids)],
            "influence": max(everybody.mapped("influence")),
            "attitude": next(filter(None, everybody.mapped("attitude")), False),
            "level": next(filter(None, everybody.mapped("level")), False),
            "note": "\n".join(dict.fromkeys(filter(None, everybody.mapped("note")))),
            "active": any(everybody.mapped("active")),
        }
        if attitudes:
            values["attitude"] = attitudes[-1].attitude
        others.child_ids.filtered(lambda child: child not in everybody).parent_id = self
        if self.parent_id in others or not self.parent_id:
            above = (others.parent_id - everybody)[:1]
            below = self.search([("id", "child_of", self.ids)])
            values["parent_id"] = (above - below).id
        # the history came along, so its last word is not written anew
        self.write(values)
