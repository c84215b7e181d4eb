from odoo import api, fields, models
from odoo.exceptions import UserError

from .kam_account_mixin import ACCOUNT_STATUS

# Held by reference: a context that comes over RPC cannot contain this object.
RECORDING = object()
DECISION_KIND = [
    ("admit", "Admitted"),
    ("keep", "Kept"),
    ("promote", "Promoted"),
    ("demote", "Demoted"),
    ("retire", "Retired"),
    ("wait", "On the waiting list"),
    ("assign", "Assigned"),
]
# What a decision can change: name here → field of the account.
STANDING = {
    "status": "kam_status",
    "tier": "kam_tier_id",
    "manager": "kam_manager_id",
    "sponsor": "kam_sponsor_id",
}


class KamDecision(models.Model):
    """What was decided about an account: who, when, why, in which round (S4).

    The history is written by the gate (``_decide``) and by a merge of contacts, and
    never changed: not by a manager, not by the administrator, not by other code.
    """

    _name = "kam.decision"
    _description = "Decision on a Key Account"
    _order = "date desc, id desc"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Datetime(
        string="Decided on", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        "res.users",
        string="Decided by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    selection_id = fields.Many2one(
        "kam.selection",
        string="Round",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(
        DECISION_KIND, string="Decision", required=True, readonly=True
    )
    reason = fields.Text(required=True, readonly=True)
    status_from = fields.Selection(
        ACCOUNT_STATUS, string="Status before", readonly=True
    )
    status_to = fields.Selection(ACCOUNT_STATUS, string="Status after", readonly=True)
    tier_from_id = fields.Many2one(
        "kam.tier", string="Tier before", readonly=True, ondelete="restrict"
    )
    tier_to_id = fields.Many2one(
        "kam.tier", string="Tier after", readonly=True, ondelete="restrict"
    )
    manager_from_id = fields.Many2one(
        "res.users", string="Manager before", readonly=True, ondelete="restrict"
    )
    manager_to_id = fields.Many2one(
        "res.users", string="Manager after", readonly=True, ondelete="restrict"
    )
    sponsor_from_id = fields.Many2one(
        "res.users", string="Sponsor before", readonly=True, ondelete="restrict"
    )
    sponsor_to_id = fields.Many2one(
        "res.users", string="Sponsor after", readonly=True, ondelete="restrict"
    )
    changes = fields.Text(
        string="What changed",
        compute="_compute_changes",
        help="What the decision changed, from → to.",
    )

    _by_account = models.Index("(partner_id, date DESC, id DESC)")

    @api.depends("partner_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for decision in self:
            decision.display_name = self.env._(
                "%(account)s: %(decision)s",
                account=decision.partner_id.display_name,
                decision=kinds.get(decision.kind, ""),
            )

    @api.depends(
        "manager_from_id",
        "manager_to_id",
        "sponsor_from_id",
        "sponsor_to_id",
        "status_from",
        "status_to",
        "tier_from_id",
        "tier_to_id",
    )
    @api.depends_context("lang")
    def _compute_changes(self):
        """Such as "Growth → Key; manager: Matej Kosmač", without what stayed.

        That somebody is a key account from now on, or no longer, the kind and the tier
        tell.
        """
        statuses = dict(self._fields["status_to"]._description_selection(self.env))
        statuses["none"] = ""
        manager, sponsor = self.env._("manager"), self.env._("sponsor")
        for decision in self.sudo():
            pairs = [
                ("", decision.tier_from_id, decision.tier_to_id),
                (manager, decision.manager_from_id, decision.manager_to_id),
                (sponsor, decision.sponsor_from_id, decision.sponsor_to_id),
            ]
            parts = [
                self._change_in_words(label, before.name, after.name)
                for label, before, after in pairs
            ]
            status = (decision.status_from, decision.status_to)
            if "key" not in status:
                parts.insert(0, self._change_in_words("", *map(statuses.get, status)))
            decision.changes = "; ".join(part for part in parts if part)

    @api.model
    def _change_in_words(self, label, before, after):
        """One change, "" if there is none; nothing is said about who was nobody."""
        if (before or "") == (after or ""):
            return ""
        if label:
            label += ": "
        if not before:
            return label + after
        return f"{label}{before} → {after or self.env._('none')}"

    @api.model_create_multi
    def create(self, vals_list):
        """Only the program writes history; see ``_record``."""
        if self.env.context.get("kam_recording") is not RECORDING:
            raise UserError(
                self.env._(
                    "The history of decisions writes itself. Admit, move, retire or "
                    "reassign the account instead."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        """History is not rewritten, whoever asks."""
        if self:
            raise UserError(self._immutable())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Rows go with their account only, which the database does by itself."""
        if self:
            raise UserError(self._immutable())

    @api.model
    def _immutable(self):
        return self.env._(
            "The history of decisions cannot be changed. If a decision was wrong, take "
            "a new one and give the reason."
        )

    @api.model
    @api.private
    def _record(self, vals_list):
        """Write history: for the gate, a merge of contacts, and demo data.

        :param vals_list: values of new decisions; nothing else is written
        :return: the decisions, in the environment of the caller
        """
        recording = self.sudo().with_context(kam_recording=RECORDING)
        return recording.create(vals_list).with_env(self.env)
