from odoo import fields, models


class ResPartner(models.Model):
    """The reviews of an account."""

    _inherit = "res.partner"

    kam_review_count = fields.Integer(
        string="Number of reviews",
        compute="_compute_kam_review_count",
        groups="kam_odoo.group_kam_user",
    )
    kam_next_review_date = fields.Date(
        string="Next review",
        compute="_compute_kam_review_count",
        groups="kam_odoo.group_kam_user",
    )

    def _compute_kam_review_count(self):
        """Of the current company, as far as the user sees them."""
        rows = self.env["kam.review"]._read_group(
            [
                ("partner_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
                ("state", "!=", "cancelled"),
            ],
            ["partner_id", "state"],
            ["__count", "date_planned:min"],
        )
        counts, days = {}, {}
        for account, state, count, day in rows:
            counts[account] = counts.get(account, 0) + count
            if state == "planned":
                days[account] = day
        for account in self:
            account.kam_review_count = counts.get(account, 0)
            account.kam_next_review_date = days.get(account, False)

    def action_kam_reviews(self):
        """Open the reviews of the account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_odoo.kam_review_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        action["display_name"] = self.env._("Reviews: %s", self.display_name)
        return action
