from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..fields import FloatOrUnknown
from .kam_ladder import LEVEL

# So many answers of each side are drawn.
HISTORY = 24


class ResPartner(models.Model):
    """The four rungs of an account in one picture, and accounts found by the gap."""

    _inherit = "res.partner"

    kam_ladder_picture = fields.Json(
        string="Ladder",
        compute="_compute_kam_ladder_picture",
        groups="base.group_user",
    )
    kam_ladder_ours = fields.Selection(search="_search_kam_ladder_ours")
    kam_ladder_customer = fields.Selection(search="_search_kam_ladder_customer")
    kam_perception_gap = FloatOrUnknown(search="_search_kam_perception_gap")

    @api.depends(
        "kam_ladder_customer",
        "kam_ladder_ours",
        "kam_perception_gap",
        "kam_player_ids.kind",
        "kam_player_ids.level",
        "kam_player_ids.name",
    )
    @api.depends_context("uid", "lang")
    def _compute_kam_ladder_picture(self):
        """Our view, the customer's and the competitors, each on its rung."""
        players = self.env["kam.player"].search(
            [
                ("partner_id", "in", self._origin.ids),
                ("kind", "=", "competitor"),
                ("level", "!=", False),
            ]
        )
        rivals = players.grouped("partner_id")
        nothing = self.env["kam.ladder"]
        answers = self._kam_ladder_answers()
        levels = (
            self.env["kam.ladder"]._fields["level"]._description_selection(self.env)
        )
        for partner in self:
            competitors = rivals.get(partner._origin, players.browse())
            given = answers.get(partner._origin, nothing)
            ours = given.filtered(lambda answer: answer.side == "ours")[-HISTORY:]
            theirs = given.filtered(lambda answer: answer.side == "customer")[-HISTORY:]
            partner.kam_ladder_picture = partner.kam_is_account and {
                "levels": levels,
                "ours": partner.kam_ladder_ours,
                "customer": partner.kam_ladder_customer,
                "ours_date": fields.Date.to_string(ours[-1:].date),
                "customer_date": fields.Date.to_string(theirs[-1:].date),
                "gap": partner.kam_perception_gap,
                "history": [
                    {
                        "date": fields.Date.to_string(answer.date),
                        "side": answer.side,
                        "level": answer.level,
                    }
                    for answer in given & (ours + theirs)
                ],
                "competitors": [
                    {
                        "id": rival.id,
                        "name": rival.name,
                        "level": rival.level,
                        "strength": rival.strength,
                    }
                    for rival in competitors
                ],
            }

    def _kam_ladder_answers(self):
        """Answers that the user may read, the earliest first: account → records.

        Everybody sees the rungs; when and how often somebody answered is for those who
        look after the account.
        """
        Ladder = self.env["kam.ladder"]
        if not Ladder.has_access("read"):
            return {}
        answers = Ladder.search_fetch(
            [("partner_id", "in", self._origin.ids), ("level", "!=", False)],
            ["date", "level", "partner_id", "side"],
            order="date, id",
        )
        return answers.grouped("partner_id")

    @api.model
    def _search_kam_ladder_ours(self, operator, value):
        return self._kam_search_ladder("ours", operator, value)

    @api.model
    def _search_kam_ladder_customer(self, operator, value):
        return self._kam_search_ladder("customer", operator, value)

    def _kam_search_ladder(self, side, operator, value):
        """Accounts on one of these levels by the latest answers of the side."""
        if operator != "in":
            return NotImplemented
        latest = self.env["kam.ladder"]._sql_latest(side)
        known = [int(level) for level in value if level in dict(LEVEL)]
        found = Domain(
            "id",
            "in",
            SQL(
                "(SELECT partner_id FROM (%s) latest WHERE value = ANY(%s))",
                latest,
                known,
            ),
        )
        if False in value:
            found |= Domain(
                "id", "not in", SQL("(SELECT partner_id FROM (%s) latest)", latest)
            )
        return found

    @api.model
    def _search_kam_perception_gap(self, operator, value):
        """Accounts by how far our view and theirs are apart."""
        if operator not in ("in", ">", "<", ">=", "<="):
            return NotImplemented
        ladder = self.env["kam.ladder"]
        gaps = SQL(
            """
            SELECT ours.partner_id, ours.value - customer.value AS gap
              FROM (%s) ours
              JOIN (%s) customer ON customer.partner_id = ours.partner_id
            """,
            ladder._sql_latest("ours"),
            ladder._sql_latest("customer"),
        )
        if operator == "in":
            condition = SQL("gap = ANY(%s)", [one for one in value if one is not False])
        else:
            condition = SQL("gap %s %s", SQL(operator), value)
        found = Domain(
            "id",
            "in",
            SQL("(SELECT partner_id FROM (%s) gap WHERE %s)", gaps, condition),
        )
        if operator == "in" and any(one is False for one in value):  # 0 == False
            found |= Domain(
                "id", "not in", SQL("(SELECT partner_id FROM (%s) gap)", gaps)
            )
        return found
