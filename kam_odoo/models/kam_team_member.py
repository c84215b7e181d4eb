from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .kam_account_relation import LEVEL

ROLE = [
    ("sales", "Sales"),
    ("service", "Service"),
    ("technical", "Engineering"),
    ("logistics", "Logistics"),
    ("finance", "Finance"),
    ("marketing", "Marketing"),
    ("executive", "Management"),
    ("other", "Other"),
]


class KamTeamMember(models.Model):
    """A colleague in the team of an account (R3); there may be 200 of them.

    Members read what is known of the account's people and its open plans. The manager
    and the sponsor belong to the team without being entered.
    """

    _name = "kam.team.member"
    _description = "Team Member of an Account"
    _inherit = ["kam.account.relation"]
    _order = "partner_id, date_to desc, role, id"
    _kam_same = ("user_id",)

    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        required=True,
        domain=[("share", "=", False)],
        index=True,
        ondelete="cascade",
    )
    role = fields.Selection(ROLE, required=True, default="sales")
    level = fields.Selection(LEVEL, help="Whose equal at the customer.")
    date_from = fields.Date(
        string="Since", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(
        string="Left on", help="From this day on the colleague is not in the team."
    )
    note = fields.Char(string="What for")
    active = fields.Boolean(default=True)
    follows = fields.Boolean(
        string="Follows as a member",
        readonly=True,
        copy=False,
        help="Became a follower of the account by joining the team.",
    )
    is_current = fields.Boolean(
        string="In the team now",
        compute="_compute_is_current",
        search="_search_is_current",
    )

    _once = models.UniqueIndex(
        "(partner_id, user_id) WHERE date_to IS NULL AND active",
        "This colleague is in the account's team already.",
    )
    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "Nobody can leave a team before joining it.",
    )

    @api.depends("user_id", "partner_id")
    def _compute_display_name(self):
        for member in self:
            member.display_name = member.user_id.sudo().name

    @api.model
    def _current_domain(self):
        """Who is in a team on this day."""
        today = fields.Date.context_today(self)
        return (
            Domain("active", "=", True)
            & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", today))
        )

    @api.depends("active", "date_from", "date_to")
    def _compute_is_current(self):
        current = self.filtered_domain(self._current_domain())
        for member in self:
            member.is_current = member in current

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._current_domain()
        return Domain.OR(current if wanted else ~current for wanted in set(value))

    @api.constrains("user_id")
    def _check_user(self):
        for member in self.sudo():
            if member.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is no colleague and cannot be in a team.",
                        user=member.user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create([{**vals, "follows": False} for vals in vals_list])
        members._follow_account()
        return members

    def write(self, vals):
        changes = {"active", "date_from", "date_to", "partner_id", "user_id"}
        if not changes & set(vals):
            return super().write(vals)
        before = self._followed()
        result = super().write(vals)
        for member, (account, user) in before.items():
            key = member.sudo().partner_id, member.sudo().user_id
            if not member.is_current or key != (account, user):
                member.sudo().follows = False
                self._unfollow(account, user)
        self._follow_account()
        return result

    def unlink(self):
        before = self._followed()
        result = super().unlink()
        for account, user in before.values():
            self._unfollow(account, user)
        return result

    @api.autovacuum
    def _gc_following(self):
        """Follow the calendar: a membership begins and ends on its day.

        Who has joined before, and follows the account no longer, wants it so.
        """
        today = fields.Date.context_today(self)
        ended = self.with_context(active_test=False).search(
            [("follows", "=", True), ("is_current", "=", False)]
        )
        for member in ended:
            self._unfollow(member.partner_id, member.user_id)
        ended.follows = False
        self.search(
            [
                ("is_current", "=", True),
                ("date_from", ">", today - timedelta(days=7)),
                ("follows", "=", False),
            ]
        ).filtered(lambda one: one.create_date.date() < one.date_from)._follow_account()

    def _follow_account(self):
        """Who joins the team hears of the account; others are followers already."""
        for member in self.sudo().filtered(
            lambda one: one.is_current and not one.follows
        ):
            account, person = member.partner_id, member.user_id.partner_id
            if person not in account.message_partner_ids:
                account.message_subscribe(person.ids)
                member.follows = True

    def _followed(self):
        """Memberships by which somebody follows: dict member → (account, user)."""
        members = self.sudo().filtered("follows")
        return {member: (member.partner_id, member.user_id) for member in members}

    @api.model
    def _unfollow(self, account, user):
        """Who has left the team hears of the account no more."""
        account = account.sudo()
        if user not in account._kam_team_users():
            account.message_unsubscribe(user.partner_id.ids)

    def action_end(self):
        """Leave the team today."""
        today = fields.Date.context_today(self)
        for member in self.filtered("is_current"):
            member.date_to = max(today, member.date_from)
        return True

    def _absorb(self, others):
        """One membership, since the earlier day."""
        super()._absorb(others)
        everybody = self + others
        self.follows = any(everybody.mapped("follows"))
        others.follows = False
        others.active = False  # out of the way of the index
        self.write(
            {
                "date_from": min(everybody.mapped("date_from")),
                "level": next(filter(None, everybody.mapped("level")), False),
            }
        )

    def _same_key(self):
        """Who left and came back has two rows; of those without an end there is one."""
        return super()._same_key() if self.active and not self.date_to else None
