from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools import relations

INTRODUCE_DAYS = 14
ACTIVITY = "kam_odoo.mail_activity_type_introduction"


class KamLeaving(models.TransientModel):
    """What if this person leaves (R3): whom nobody else knows, and what hangs on it.

    For a colleague: the stakeholders whose only contact of 90 days he is, at one
    account or at all whose team one is in. For a person of the customer: our people
    whose only contact at the account it is. One click asks for the introductions.
    """

    _name = "kam.leaving"
    _description = "If Somebody Leaves"

    side = fields.Selection(
        [("ours", "A colleague of ours"), ("theirs", "A person of the customer")],
        string="Who leaves",
        required=True,
        default="ours",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        domain=[("share", "=", False)],
        context={"active_test": False},
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        domain=[("kam_is_account", "=", True), ("kam_stakeholder_ids", "!=", False)],
        help="Empty: all accounts in whose team you are.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        domain="[('kam_account_id', '=?', partner_id), ('is_company', '=', False),"
        " ('kam_account_id.kam_is_account', '=', True)]",
        context={"active_test": False},
    )
    line_ids = fields.One2many(
        "kam.leaving.line",
        "wizard_id",
        compute="_compute_line_ids",
        compute_sudo=False,  # people are found under the user's rights
        store=True,
        readonly=False,
    )
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    revenue = fields.Monetary(
        string="Revenue behind it",
        compute="_compute_summary",
        help="Sales of the accounts concerned in the last 12 months, of those whose "
        "figures you may see.",
    )
    shows_revenue = fields.Boolean(compute="_compute_summary")
    summary = fields.Char(compute="_compute_summary")

    @api.depends("side", "user_id", "partner_id", "contact_id")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_line_ids(self):
        for wizard in self:
            rows = wizard._lost_threads()
            wizard.line_ids = [Command.clear(), *map(Command.create, rows)]

    @api.depends("line_ids", "side", "user_id", "contact_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for wizard in self:
            accounts = wizard.line_ids.partner_id
            amounts = {line.partner_id: line.revenue for line in wizard.line_ids}
            wizard.revenue = sum(amounts.values())
            wizard.shows_revenue = any(
                account._kam_may_see_figures() for account in accounts
            )
            if not wizard._who():
                wizard.summary = self.env._("Choose who leaves.")
            elif not wizard.line_ids:
                wizard.summary = self.env._(
                    "Nobody would lose the only contact of the last 90 days."
                )
            elif wizard.side == "ours":
                wizard.summary = self.env._(
                    "People who would know nobody of us any more: %(people)s "
                    "(accounts: %(accounts)s)",
                    people=len(wizard.line_ids),
                    accounts=len(accounts),
                )
            else:
                wizard.summary = self.env._(
                    "Our people who would know nobody at the account any more: %s",
                    len(wizard.line_ids),
                )

    def _who(self):
        """The person who leaves."""
        self.ensure_one()
        return self.user_id if self.side == "ours" else self.contact_id

    def _accounts(self):
        """The accounts looked at, among those whose team the user is in."""
        Partner = self.env["res.partner"]
        team = Domain("kam_is_account", "=", True)
        if not Partner._kam_may_decide():
            team &= Domain("kam_team_user_ids", "in", [self.env.uid])
        if self.side == "theirs":
            team &= Domain("id", "=", self.contact_id.kam_account_id.id)
        elif self.partner_id:
            team &= Domain("id", "=", self.partner_id.id)
        else:
            team &= Domain("kam_stakeholder_ids.active", "=", True)
        return Partner.search(team)

    def _lost_threads(self):
        """Values of the lines: who loses the only contact."""
        self.ensure_one()
        if not self._who():
            return []
        accounts = self._accounts()
        contacts = {}
        for row in accounts._kam_contacts(relations.RECENT_DAYS) if accounts else ():
            if row["user_id"] and self._holds(row):
                contacts.setdefault(row["account_id"], []).append(row)
        people = self._present(accounts)
        nobody = self.env["kam.stakeholder"].sudo()
        finder = self._lost_stakeholders if self.side == "ours" else self._lost_by_us
        rows = [
            values
            for account in accounts
            for values in finder(
                account,
                people.get(account.id, nobody),
                contacts.get(account.id, []),
            )
        ]
        revenue = self._revenue(accounts.browse({row["partner_id"] for row in rows}))
        return [{**row, "revenue": revenue.get(row["partner_id"], 0)} for row in rows]

    def _revenue(self, accounts):
        """Account id → sales of 12 months, in the company's currency.

        The team sees who knows whom; amounts are for who manages the account.
        """
        accounts = accounts.filtered(lambda account: account._kam_may_see_figures())
        company = self.company_id & self.env.companies or self.env.company
        today = accounts._kam_today(company)
        figures = accounts.sudo()._kam_live_figures(
            today + relativedelta(days=1, years=-1), today, company
        )
        return {account.id: known["revenue"] for account, known in figures.items()}

    def _holds(self, row):
        """Whether a contact outlasts the one who leaves: who has left before does not
        know anybody any more.

        :param row: of ``_kam_contacts``
        """
        leaving = row["user_id" if self.side == "ours" else "contact_id"]
        there = row["user_there"] and row["contact_there"]
        return there or leaving == self._who().id

    def _present(self, accounts):
        """Stakeholders that the user may see and who are still there.

        :return: dict account id → kam.stakeholder (sudo), the most influential first
        """
        people = self.env["kam.stakeholder"].search(
            [("partner_id", "in", accounts.ids), ("has_left", "=", False)]
        )
        return (
            people.sudo()
            .sorted(lambda one: (-one.influence_value, one.name or ""))
            .grouped(lambda one: one.partner_id.id)
        )

    def _lost_stakeholders(self, account, people, contacts):
        """Stakeholders that only the leaving colleague was in contact with."""
        lost = set(
            relations.only_threads(
                [(row["user_id"], row["contact_id"]) for row in contacts],
                self.user_id.id,
            )
        )
        last = {
            row["contact_id"]: row["last"]
            for row in contacts
            if row["user_id"] == self.user_id.id
        }
        for stakeholder in people:
            if stakeholder.contact_id.id in lost:
                yield {
                    "partner_id": account.id,
                    "contact_id": stakeholder.contact_id.id,
                    "last_date": last[stakeholder.contact_id.id],
                    "user_id": self._successor(account, stakeholder).id,
                }

    def _successor(self, account, stakeholder):
        """Who should get to know the person: by wish, else manager, sponsor, team."""
        wishes = stakeholder.relation_ids.filtered(lambda wish: wish.wished != "0")
        account = account.sudo()
        people = (
            wishes.sorted("wished", reverse=True).user_id
            + account.kam_manager_id
            + account.kam_sponsor_id
            + account._kam_team_users()
        )
        return people.filtered(lambda one: one.active and one != self.user_id)[:1]

    def _lost_by_us(self, account, people, contacts):
        """Colleagues whose only contact at the account is the leaving person."""
        lost = relations.only_threads(
            [(row["contact_id"], row["user_id"]) for row in contacts],
            self.contact_id.id,
        )
        last = {
            row["user_id"]: row["last"]
            for row in contacts
            if row["contact_id"] == self.contact_id.id
        }
        others = people.filtered(lambda one: one.contact_id != self.contact_id)
        for user in self.env["res.users"].sudo().browse(lost):
            if user.active:
                yield {
                    "partner_id": account.id,
                    "contact_id": others[:1].contact_id.id,
                    "last_date": last[user.id],
                    "user_id": user.id,
                }

    def action_introduce(self):
        """Ask those chosen to get to know the people, within 14 days, never twice.

        :raises UserError: if nobody is chosen, or a line lacks a person or colleague
        """
        self.ensure_one()
        lines = self.line_ids.filtered("chosen")
        if not lines:
            raise UserError(self.env._("Choose whom to introduce first."))
        lines._check()
        made = sum(line._introduce(INTRODUCE_DAYS) for line in lines)
        already = len(lines) - made
        if not made:
            message = self.env._("All of it was planned already.")
        elif already:
            message = self.env._(
                "Planned: %(made)s introductions; %(already)s were planned already.",
                made=made,
                already=already,
            )
        elif made == 1:
            message = self.env._("1 introduction is planned.")
        else:
            message = self.env._("%s introductions are planned.", made)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.constrains("partner_id", "contact_id")
    def _check_accounts(self):
        """Nobody looks at accounts of others."""
        for wizard in self:
            for account in wizard.partner_id | wizard.contact_id.kam_account_id:
                if not account.kam_in_team:
                    raise AccessError(
                        self.env._("The account's team sees who knows whom.")
                    )
