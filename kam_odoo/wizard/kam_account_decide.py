from odoo import api, fields, models

from ..models.kam_decision_rules import better

WIZARD_KIND = [
    ("admit", "Admit as key account"),
    ("move", "Move to another tier"),
    ("retire", "Retire"),
    ("assign", "Set people or status"),
]
# Status that says who may become key one day, or that nobody thinks of it.
OTHER_STATUS = [
    ("none", "Not a key account"),
    ("prospect", "Prospect"),
    ("candidate", "Candidate"),
]


class KamAccountDecide(models.TransientModel):
    """Decide on accounts outside a round, with the same rules and the same record."""

    _name = "kam.account.decide"
    _description = "Decide on Accounts"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Accounts",
        required=True,
        domain=[("kam_is_account", "=", True)],
    )
    account_count = fields.Integer(compute="_compute_accounts")
    any_key = fields.Boolean(compute="_compute_accounts")
    any_other = fields.Boolean(compute="_compute_accounts")
    kind = fields.Selection(
        WIZARD_KIND,
        string="Decision",
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    status = fields.Selection(
        OTHER_STATUS,
        string="New status",
        help="Leave it empty to keep the status of each account.",
    )
    tier_id = fields.Many2one(
        "kam.tier",
        string="New tier",
        compute="_compute_tier_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', allowed_tier_ids)]",
    )
    allowed_tier_ids = fields.Many2many("kam.tier", compute="_compute_allowed_tier_ids")
    manager_id = fields.Many2one(
        "res.users",
        string="Key account manager",
        domain=[("share", "=", False)],
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
    )
    sponsor_id = fields.Many2one(
        "res.users",
        string="Executive sponsor",
        domain=[("share", "=", False)],
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Text(required=True)
    places = fields.Text(string="Places", compute="_compute_places")
    waiting = fields.Text(
        string="Waiting list",
        compute="_compute_waiting",
        help="Who waits for a place, and before these accounts.",
    )
    problems = fields.Text(compute="_compute_problems")

    @api.depends("partner_ids")
    def _compute_accounts(self):
        for wizard in self:
            statuses = set(wizard.partner_ids.mapped("kam_status"))
            wizard.account_count = len(wizard.partner_ids)
            wizard.any_key = "key" in statuses
            wizard.any_other = bool(statuses - {"key"})

    @api.depends("partner_ids")
    def _compute_kind(self):
        for wizard in self:
            if not wizard.kind:
                wizard.kind = "move" if wizard.any_key else "admit"

    @api.depends("any_key", "any_other", "kind")
    def _compute_allowed_tier_ids(self):
        """Tiers for key accounts, or for the others, as the decision wants it."""
        tiers = self.env["kam.tier"].search([])
        for wizard in self:
            for_key = wizard.kind == "admit" or (
                wizard.kind == "move" and not wizard.any_other
            )
            wizard.allowed_tier_ids = tiers.filtered(
                lambda tier, for_key=for_key: tier.is_key == for_key
            )

    @api.depends("kind")
    def _compute_tier_id(self):
        for wizard in self:
            if wizard.tier_id not in wizard.allowed_tier_ids:
                wizard.tier_id = False

    @api.depends("partner_ids")
    def _compute_people(self):
        """Who is responsible now, if it is the same for all these accounts."""
        for wizard in self:
            managers = wizard.partner_ids.mapped("kam_manager_id")
            sponsors = wizard.partner_ids.mapped("kam_sponsor_id")
            wizard.manager_id = managers if len(managers) == 1 else False
            wizard.sponsor_id = sponsors if len(sponsors) == 1 else False

    @api.depends("partner_ids", "kind", "tier_id", "manager_id")
    def _compute_places(self):
        """Places of the tier, and of the manager in it, before the decision."""
        for wizard in self:
            tiers = wizard.tier_id
            if wizard.kind == "assign":
                tiers = wizard.partner_ids.kam_tier_id
            lines = []
            for tier in tiers.filtered("is_key"):
                lines.append(tier._places_in_words())
                if wizard.manager_id:
                    lines.append(tier._places_in_words(wizard.manager_id._origin))
            wizard.places = "\n".join(lines)

    @api.depends("partner_ids", "kind", "tier_id")
    def _compute_waiting(self):
        """Who waits first, when a place in a tier for key accounts is given away."""
        queue = self.env["kam.selection.line"].search(
            [("waiting", "=", True)], order="waiting_rank, id", limit=1
        )
        for wizard in self:
            wizard.waiting = False
            enters = wizard.tier_id.is_key and wizard.kind in ("admit", "move")
            if enters and queue.partner_id not in wizard.partner_ids._origin:
                wizard.waiting = self._waits_first(queue)

    @api.model
    def _waits_first(self, line):
        if not line:
            return False
        return self.env._(
            "%(account)s waits first (%(round)s).",
            account=line.partner_id.display_name,
            round=line.selection_id.name,
        )

    @api.depends("partner_ids", "kind", "status", "tier_id", "manager_id", "sponsor_id")
    def _compute_problems(self):
        """What the gate would say, while the user is still choosing."""
        decisions = self.env["kam.decision"]
        for wizard in self:
            wizard.problems = False
            if wizard.kind in ("admit", "move") and not wizard.tier_id:
                continue
            vals_list = wizard._decisions(wizard.reason or "–")
            if wizard.kind == "assign" and not any(
                change.before != change.after
                for change in decisions._changes(vals_list)
            ):
                continue
            problems = decisions._problems(decisions._changes(vals_list))
            wizard.problems = "\n".join(problems)

    def action_decide(self):
        """Take the decisions, all or none.

        :raises UserError: with everything that speaks against them
        """
        self.ensure_one()
        self.env["kam.decision"]._decide(self._decisions(self.reason))
        return {"type": "ir.actions.act_window_close"}

    def _decisions(self, reason):
        """The decisions as the gate wants them."""
        self.ensure_one()
        return [
            {
                "partner_id": partner.id,
                "kind": self._kind_of(partner),
                "reason": reason,
                **self._chosen(partner),
            }
            for partner in self.partner_ids._origin
        ]

    def _kind_of(self, partner):
        """A move is a promotion or a demotion; a first tier is just given."""
        if self.kind != "move":
            return self.kind
        if partner.kam_tier_id and self.tier_id:
            rises = better(self.tier_id._origin, partner.kam_tier_id)
            return "promote" if rises else "demote"
        return "assign"

    def _chosen(self, partner):
        """What was chosen; for several accounts, an empty person changes nothing."""
        one = self.account_count == 1
        chosen = {}
        if self.kind in ("admit", "move") or (self.kind == "retire" and self.tier_id):
            chosen["tier_id"] = self.tier_id.id
        if self.kind == "assign" and self.status and partner.kam_status != "key":
            chosen["status"] = self.status
        for name in ("manager_id", "sponsor_id"):
            if self[name] or one:
                chosen[name] = self[name].id
        return chosen
