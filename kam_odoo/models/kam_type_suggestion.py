from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import formatLang

from ..fields import FloatOrUnknown
from .kam_type_dismissal import SUGGESTION_KIND, SUGGESTION_REASON


class KamTypeSuggestion(models.Model):
    """A type that the data prove, or prove no longer, for one account (S7).

    Computed when read, for all accounts in one query (``kam_type_suggestion_query``).
    It rests on figures, so it is for those who may see the figures of the account.
    People accept it or put it off; the program never writes a type by itself.
    """

    _name = "kam.type.suggestion"
    _description = "Suggested Type"
    _auto = False
    _order = "share desc, id"

    partner_id = fields.Many2one("res.partner", string="Account", readonly=True)
    type_id = fields.Many2one("kam.account.type", string="Type", readonly=True)
    kind = fields.Selection(SUGGESTION_KIND, string="What to do", readonly=True)
    reason = fields.Selection(SUGGESTION_REASON, string="Evidence by", readonly=True)
    share = FloatOrUnknown(
        string="Share of profit", readonly=True, aggregator=None, digits=(5, 4)
    )
    analysis_id = fields.Many2one("kam.analysis", readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("dismissed", "Put off")], readonly=True
    )
    dismissed_user_id = fields.Many2one("res.users", string="Put off by", readonly=True)
    dismissed_date = fields.Datetime(string="Put off on", readonly=True)
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Key account manager"
    )
    evidence = fields.Char(compute="_compute_evidence")
    can_decide = fields.Boolean(related="partner_id.kam_can_decide")

    @api.depends("type_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = (
                self.env._("%s?", row.type_id.name)
                if row.kind == "add"
                else self.env._("No longer %s?", row.type_id.name)
            )

    @api.depends("reason", "share", "analysis_id", "lead_id")
    @api.depends_context("lang")
    def _compute_evidence(self):
        for row in self:
            row.evidence = getattr(row, f"_evidence_{row.reason}", lambda: "")()

    def _evidence_profit(self):
        if not self.analysis_id:
            return self.env._("No figures in the current analysis.")
        figures = {
            "share": formatLang(self.env, 100 * (self.share or 0), digits=1),
            "analysis": self.analysis_id.display_name,
        }
        if self.kind == "add":
            return self.env._("%(share)s %% of our profit, %(analysis)s.", **figures)
        return self.env._(
            "Only %(share)s %% of our profit now, %(analysis)s.", **figures
        )

    def _evidence_status(self):
        return self.env._("A prospect that has not ordered yet.")

    def _evidence_lead(self):
        return self.env._(
            "Has not ordered yet; “%s” is qualified.", self.lead_id.display_name
        )

    def _evidence_ordered(self):
        return self.env._("They have ordered, so they are no longer new.")

    def action_open_account(self):
        """Open the account that the suggestion is about."""
        self.ensure_one()
        return self.partner_id.get_formview_action()

    def _check_may_accept(self):
        if not self.env["res.partner"]._kam_may_decide():
            raise AccessError(
                self.env._("Only a Key Accounts manager decides on types.")
            )

    def _still_there(self):
        """Evidence may have gone since the screen was loaded."""
        return self.search([("id", "in", self.ids)])

    def action_accept(self):
        """Give or take the types, as the person who says so."""
        self._check_may_accept()
        for partner, rows in self._still_there().grouped("partner_id").items():
            commands = {"add": Command.link, "remove": Command.unlink}
            partner.kam_type_ids = [commands[row.kind](row.type_id.id) for row in rows]
            # No figures here: more people read the contact than may see them.
            for row in rows:
                partner.message_post(body=row._accepted_in_words())

    def _accepted_in_words(self):
        """What the contact's history says about an accepted suggestion."""
        if self.kind == "add":
            return self.env._(
                "Type added, as the data suggest: %(type)s", type=self.type_id.name
            )
        return self.env._(
            "Type removed, as the data suggest: %(type)s", type=self.type_id.name
        )

    def action_dismiss(self):
        """Put the suggestions off, and remember what they rested on."""
        self._check_may_accept()
        rows = self._still_there()
        rows._dismissals().unlink()
        self.env["kam.type.dismissal"].create(
            [
                {
                    "partner_id": row.partner_id.id,
                    "type_id": row.type_id.id,
                    "kind": row.kind,
                    "reason": row.reason,
                    "share": row.share,
                    "user_id": self.env.uid,
                }
                for row in rows
            ]
        )
        self.env.invalidate_all()

    def action_reopen(self):
        """Ask again at once."""
        self._check_may_accept()
        self._dismissals().unlink()
        self.env.invalidate_all()

    def _dismissals(self):
        wanted = {(row.partner_id, row.type_id, row.kind) for row in self}
        return (
            self.env["kam.type.dismissal"]
            .search([("partner_id", "in", self.partner_id.ids)])
            .filtered(
                lambda known: (known.partner_id, known.type_id, known.kind) in wanted
            )
        )
