from odoo import api, fields, models
from odoo.exceptions import UserError

from ..fields import filled_in
from ..models.kam_review import WITH_CUSTOMER


class KamReviewMinutes(models.TransientModel):
    """Who gets the minutes of a review; it knows no more than who sends them."""

    _name = "kam.review.minutes"
    _description = "Send Minutes"

    review_id = fields.Many2one(
        "kam.review", required=True, readonly=True, ondelete="cascade"
    )
    colleague_ids = fields.Many2many(
        "res.partner",
        "kam_review_minutes_colleague_rel",
        string="Colleagues",
        domain=[("user_ids.share", "=", False)],
        **filled_in("_compute_recipients"),
    )
    may_tell_customer = fields.Boolean(compute="_compute_possible")
    to_customer = fields.Boolean(
        string="Also to the customer",
        help="The people of the customer who took part get them without the internal "
        "actions.",
    )
    customer_ids = fields.Many2many(
        "res.partner",
        "kam_review_minutes_customer_rel",
        string="People of the customer",
        domain="[('id', 'in', possible_customer_ids)]",
        **filled_in("_compute_recipients"),
    )
    possible_customer_ids = fields.Many2many(
        "res.partner",
        "kam_review_minutes_possible_rel",
        compute="_compute_possible",
    )

    @api.depends("possible_customer_ids", "review_id")
    def _compute_recipients(self):
        """Colleagues who follow the review or took part, but whoever sends them."""
        for wizard in self:
            review = wizard.review_id
            people = review.message_partner_ids | review.participant_ids
            mine = self.env.user.partner_id
            wizard.colleague_ids = people.filtered(review._is_colleague) - mine
            wizard.customer_ids = wizard.possible_customer_ids

    @api.depends("review_id")
    def _compute_possible(self):
        """People of the customer who took part in a review with the customer."""
        for wizard in self:
            review = wizard.review_id
            wizard.may_tell_customer = review.kind in WITH_CUSTOMER
            wizard.possible_customer_ids = (
                review._customer_people()
                if wizard.may_tell_customer
                else review.participant_ids.browse()
            )

    @api.constrains("review_id")
    def _check_review(self):
        """A chosen number gives no glimpse of somebody else's review."""
        self.sudo(False).review_id.check_access("write")

    def action_send(self):
        """Send them; what the user chose is checked again here."""
        self.ensure_one()
        review = self.review_id
        review.check_access("write")
        if review.state not in ("held", "closed"):
            raise UserError(
                self.env._("“%s” was not held, so it has no minutes.", review.name)
            )
        outside = self.colleague_ids - self.colleague_ids.filtered(review._is_colleague)
        if outside:
            raise UserError(
                self.env._(
                    "Minutes are for colleagues, and %(people)s is none.",
                    people=", ".join(outside.mapped("name")),
                )
            )
        customers = self.customer_ids if self.to_customer else self.customer_ids[:0]
        if customers and (
            review.kind not in WITH_CUSTOMER or customers - review._customer_people()
        ):
            raise UserError(
                self.env._(
                    "Only people of the customer who took part in an annual review get "
                    "its minutes."
                )
            )
        unreachable = customers.filtered(lambda person: not person.email)
        if unreachable:
            raise UserError(
                self.env._(
                    "No mail address is known of %(people)s.",
                    people=", ".join(unreachable.mapped("name")),
                )
            )
        if not self.colleague_ids and not customers:
            raise UserError(self.env._("Choose who gets the minutes."))
        review._post_minutes(self.colleague_ids)
        review._post_minutes(customers, customer=True)
        return {"type": "ir.actions.act_window_close"}
