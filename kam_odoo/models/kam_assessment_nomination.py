from odoo import models

SUGGESTIONS = 24


class KamAssessment(models.Model):
    """The nomination screen: what an assessor named, and whom he might name.

    He needs no sales rights: of a customer he sees the name, badge, class, years and
    manager, never an amount.
    """

    _inherit = "kam.assessment"

    def get_nominations(self):
        """Everything the nomination screen shows.

        :return: dict: readonly, nominations and suggestions, each with partner_id,
            name, badge, color, facts and reason; nominations with their id as well
        """
        self.ensure_one()
        self.check_access("read")
        selection = self.sudo().selection_id
        nominations = self.env["kam.nomination"].search(
            [("assessment_id", "=", self.id)]
        )
        readonly = not (self.can_edit and selection.state == "nomination")
        suggested = (
            {} if readonly else self._suggested_reasons(nominations.sudo().partner_id)
        )
        partners = nominations.sudo().partner_id
        partners += self.env["res.partner"].sudo().browse(suggested)
        shown = {one["id"]: one for one in self._grid_partners(partners)}
        return {
            "readonly": readonly,
            "nominations": [
                {
                    **shown[nomination.sudo().partner_id.id],
                    "id": nomination.id,
                    "partner_id": nomination.partner_id.id,
                    "reason": nomination.reason,
                }
                for nomination in nominations
            ],
            "suggestions": [
                {**shown[partner_id], "partner_id": partner_id, "reason": reason}
                for partner_id, reason in suggested.items()
            ],
        }

    def _suggested_reasons(self, nominated):
        """Accounts worth a thought, the largest first, with a reason to start from.

        Those that the analysis of the round puts in class A or B, and those of
        qualified leads; without what is nominated already.

        :return: dict: reason by id of the account
        """
        selection = self.sudo().selection_id
        reasons = {}
        for partner in selection._lead_accounts() - nominated:
            reasons[partner.id] = self.env._("Qualified prospect")
        lines = (
            self.env["kam.analysis.line"]
            .sudo()
            .search_fetch(
                [
                    ("analysis_id", "=", selection.analysis_id.id),
                    ("abc", "in", ("a", "b")),
                    ("partner_id", "not in", nominated.ids),
                    ("partner_id.active", "=", True),
                    ("partner_id.kam_is_account", "=", True),
                ],
                ["partner_id", "abc_xyz"],
                order="rank, id",
                limit=SUGGESTIONS,
            )
        )
        for line in lines:
            reasons.setdefault(
                line.partner_id.id,
                self.env._("Class %(abc_xyz)s", abc_xyz=line.abc_xyz),
            )
        return dict(list(reasons.items())[:SUGGESTIONS])
