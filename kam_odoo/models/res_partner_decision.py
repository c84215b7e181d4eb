from markupsafe import Markup

from odoo import api, fields, models

# So many of the last decisions are shown on the account's page.
SHOWN = 12


class ResPartner(models.Model):
    """The account's side of a decision: its history, its buttons, who is told."""

    _inherit = "res.partner"

    kam_decision_ids = fields.One2many(
        "kam.decision",
        "partner_id",
        string="History of decisions",
        readonly=True,
        groups="base.group_user",
    )
    kam_decision_count = fields.Integer(
        string="Decisions",
        compute="_compute_kam_decision_count",
        groups="base.group_user",
    )

    kam_timeline = fields.Html(
        string="Timeline",
        compute="_compute_kam_timeline",
        sanitize=False,
        groups="base.group_user",
        help="The last decisions, the newest first.",
    )

    @api.depends("kam_decision_ids")
    @api.depends_context("lang", "tz")
    def _compute_kam_timeline(self):
        for partner in self:
            decisions = partner.kam_decision_ids[:SHOWN]
            partner.kam_timeline = (
                Markup('<ul class="list-unstyled mb-0">%s</ul>')
                % Markup("").join(one._in_timeline() for one in decisions)
                if decisions
                else False
            )

    def _compute_kam_decision_count(self):
        counts = dict(
            self.env["kam.decision"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.kam_decision_count = counts.get(partner._origin, 0)

    def action_kam_decide(self):
        """Open the wizard for these accounts; the context says which decision."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_account_decide_action"
        )
        kind = self.env.context.get("kam_kind")
        action["context"] = {
            "default_partner_ids": self.ids,
            **({"default_kind": kind} if kind else {}),
        }
        return action

    def action_kam_decisions(self):
        """Open the history of the account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_decision_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {}
        action["display_name"] = self.env._(
            "Decisions: %(account)s", account=self.display_name
        )
        return action

    def _track_subtype(self, initial_values):
        """Followers are told of decisions, colleagues only."""
        if self._kam_decided_fields() & set(initial_values):
            return self.env.ref("kam_odoo.mt_decision")
        return super()._track_subtype(initial_values)

    def _kam_tell(self, decision, change):
        """Put the reason into the chatter; the new manager and sponsor follow.

        Where something changes, it is the text of the message that Odoo posts about
        the change. Who is only kept in its tier is no news.
        """
        self.ensure_one()
        people = self.env["res.users"].sudo().browse()
        for name in ("manager", "sponsor"):
            if change.differs(name):
                people |= getattr(change.after, name)
        if people:
            self.message_subscribe(partner_ids=people.partner_id.ids)
        kinds = dict(decision._fields["kind"]._description_selection(self.env))
        body = Markup("<b>%(decision)s</b> %(round)s<br/>%(reason)s") % {
            "decision": kinds[decision.kind],
            "round": decision.selection_id.name or "",
            "reason": decision.reason,
        }
        if change.before != change.after:
            self._track_set_log_message(body)
        elif decision.kind != "keep":
            self.message_post(body=body, subtype_xmlid="kam_odoo.mt_decision")

    def _kam_hand_over_steps(self, before, after):
        """Give the open steps of the checklists to the new manager and sponsor.

        Without a sponsor the steps of the sponsor are the manager's. What the old one
        gave to somebody stays there; of who has left, somebody keeps the steps for the
        new one, see ``res.users``.

        :param before: ``Standing`` of the account until now
        :param after: ``Standing`` of the account from now on
        """
        self.ensure_one()
        people = {
            "kam_manager": (before.manager, after.manager),
            "kam_sponsor": (
                before.sponsor or before.manager,
                after.sponsor or after.manager,
            ),
        }
        for responsible, (former, user) in people.items():
            if not user or user == former:
                continue
            domain = [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", self.id),
                ("kam_template_id.responsible_type", "=", responsible),
            ]
            if former.active:
                domain.append(("user_id", "=", former.id))
            steps = self.env["mail.activity"].search(domain)
            if steps:
                steps.with_context(mail_activity_quick_update=True).user_id = user
