from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..fields import FloatOrUnknown
from .kam_health_snapshot import BAND

# Fields of the account → columns of its current snapshot.
COLUMNS = {"kam_health": "health", "kam_health_band": "band"}


class ResPartner(models.Model):
    """The health of an account in the current company, for those who may see it.

    Read from the current snapshot under its record rules, also where a list is sorted
    or grouped by it: who may not see an account's health finds it empty there.
    """

    _inherit = "res.partner"

    kam_health = FloatOrUnknown(
        string="Health",
        compute="_compute_kam_health",
        search="_search_kam_health",
        groups="base.group_user",
        digits=(5, 1),
        aggregator="avg",
        help="0 to 100, counted once a week from what happened.",
    )
    kam_health_band = fields.Selection(
        BAND,
        string="Band of health",
        compute="_compute_kam_health",
        search="_search_kam_health_band",
        groups="base.group_user",
    )
    kam_health_picture = fields.Json(
        string="Why this health",
        compute="_compute_kam_health_picture",
        groups="base.group_user",
    )

    @api.depends_context("company", "uid")
    def _compute_kam_health(self):
        snapshots = {
            one.partner_id.id: one
            for one in self.env["kam.health.snapshot"].search_fetch(
                [*self._kam_health_domain(), ("partner_id", "in", self._origin.ids)],
                ["partner_id", "health", "band"],
            )
        }
        for partner in self:
            snapshot = snapshots.get(partner._origin.id)
            partner.kam_health = snapshot.health if snapshot else False
            partner.kam_health_band = snapshot.band if snapshot else False

    @api.model
    def _kam_health_domain(self):
        """Current snapshots of the company one works in."""
        return [("is_latest", "=", True), ("company_id", "=", self.env.company.id)]

    @api.depends_context("company", "uid", "lang")
    def _compute_kam_health_picture(self):
        Snapshot = self.env["kam.health.snapshot"]
        snapshots = Snapshot.search(
            [*self._kam_health_domain(), ("partner_id", "in", self._origin.ids)]
        ).grouped("partner_id")
        for partner in self:
            snapshot = snapshots.get(partner._origin)
            partner.kam_health_picture = (
                snapshot._explain()
                if snapshot
                else {"message": self.env._("Not counted yet.")}
            )

    @api.model
    def _search_kam_health(self, operator, value):
        if operator == "in":
            known = [number for number in value if number is not False]
            domain = Domain("health", "in", known)
            empty = any(number is False for number in value)  # 0 == False
        elif operator in ("<", "<=", ">", ">="):
            domain, empty = Domain("health", operator, value), False
        else:
            return NotImplemented
        return self._kam_health_search(domain, empty)

    @api.model
    def _search_kam_health_band(self, operator, value):
        if operator != "in":
            return NotImplemented
        bands = [band for band in value if band]
        return self._kam_health_search(Domain("band", "in", bands), False in value)

    @api.model
    def _kam_health_search(self, domain, empty):
        """Accounts whose current snapshot fits; those without one, if ``empty``."""
        Snapshot = self.env["kam.health.snapshot"]
        current = Domain(self._kam_health_domain())
        found = Domain(
            "id", "in", Snapshot._search(current & domain).subselect("partner_id")
        )
        if not empty:
            return found
        return found | Domain(
            "id", "not in", Snapshot._search(current).subselect("partner_id")
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Sort and group by the current snapshot, as far as the user may read it."""
        if field_expr not in COLUMNS:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        current = self.env["kam.health.snapshot"]._search(self._kam_health_domain())
        current.add_where(
            SQL(
                "%s = %s",
                SQL.identifier(current.table, "partner_id"),
                SQL.identifier(alias, "id"),
            )
        )
        return SQL(
            "(%s)",
            current.select(SQL.identifier(current.table, COLUMNS[field_expr])),
        )

    def action_kam_health(self):
        """Open the weeks of the account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_health_snapshot_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {}
        weeks = self.env.ref("kam_odoo.kam_health_snapshot_view_graph_weeks")
        action["views"] = [
            (weeks.id, view) if view == "graph" else (number, view)
            for number, view in action["views"]
        ]
        action["display_name"] = self.env._("Health: %s", self.display_name)
        return action

    def action_kam_health_count(self):
        """Count the account's health anew; the week's snapshot is replaced."""
        self.ensure_one()
        if not self.sudo().kam_is_account or not self.kam_in_team:
            raise AccessError(
                self.env._("Only the account's team can have its health counted.")
            )
        self.env["kam.health.snapshot"]._take(self.env.company, accounts=self)
        return True
