from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .kam_review import WITH_CUSTOMER, WITH_SPONSOR


class KamReview(models.Model):
    """Who is responsible for a review, who takes part, and whose account it is."""

    _inherit = "kam.review"

    kam_may_change = fields.Boolean(
        string="May change", compute="_compute_kam_may_change"
    )

    @api.depends("partner_id", "plan_id")
    @api.depends_context("uid")
    def _compute_kam_may_change(self):
        """The account's team reads a review; its manager and sponsor work on it."""
        writable = self._origin._filtered_access("write")
        for review in self:
            review.kam_may_change = not review._origin or review._origin in writable

    @api.depends(
        "partner_id.kam_manager_id",
        "partner_id.kam_sponsor_id",
        "plan_id.sponsor_id",
        "plan_id.user_id",
    )
    def _compute_people(self):
        """Those of the plan, else of the account; who follows them follows here."""
        for review in self:
            if review.state not in (False, "planned"):
                review.user_id, review.sponsor_id = review.user_id, review.sponsor_id
                continue
            plan, account = review.plan_id.sudo(), review.partner_id.sudo()
            review.user_id = (
                plan.user_id or account.kam_manager_id or review.user_id
            ) or self.env.user
            review.sponsor_id = plan.sponsor_id or account.kam_sponsor_id

    @api.depends("kind", "partner_id", "plan_id", "sponsor_id", "user_id")
    def _compute_participant_ids(self):
        """Whoever belongs to this kind of review; others that were added stay.

        Unless it is with the customer, and only people of another one are in it: the
        account was chosen by mistake.
        """
        for review in self:
            if review.state not in (False, "planned"):
                review.participant_ids = review.participant_ids
                continue
            people = review.participant_ids | review.user_id.partner_id
            people |= review.plan_id.sudo().team_ids.partner_id
            if review.kind in WITH_SPONSOR:
                people |= review.sponsor_id.partner_id
            if review.kind in WITH_CUSTOMER and not review._customer_people():
                people = people.filtered(review._is_colleague)
                people |= review._usual_customers()
            review.participant_ids = people

    def _usual_customers(self):
        """People of the customer who took part the last time, else those of its head
        office with a job title; whoever plans the review chooses among them."""
        self.ensure_one()
        last = self.sudo().search(
            [
                ("partner_id", "=", self.partner_id._origin.id),
                ("kind", "=", self.kind),
                ("state", "=", "closed"),
            ],
            order="date_held desc",
            limit=1,
        )
        people = last._customer_people() if last else last.participant_ids
        people = people.filtered("active") or self.env["res.partner"].sudo().search(
            [
                ("parent_id", "=", self.partner_id._origin.id),
                ("is_company", "=", False),
                ("type", "=", "contact"),
                ("function", "!=", False),
            ],
            limit=5,
        )
        return people.sudo(self.env.su)

    def _customer_people(self):
        """The participants of the customer's side."""
        self.ensure_one()
        return self.participant_ids.filtered(
            lambda one: one.sudo().kam_account_id == self.partner_id
        )

    @api.constrains("user_id", "sponsor_id")
    def _check_people(self):
        for review in self.sudo():
            outside = (review.user_id | review.sponsor_id).filtered("share")
            if outside:
                raise ValidationError(
                    self.env._(
                        "Only colleagues can be responsible for a review, and "
                        "%(people)s is none.",
                        people=", ".join(outside.mapped("name")),
                    )
                )

    def _check_own_account(self):
        """A review opens an account's figures: only for whoever may see them anyway."""
        for review in self:
            if not review._is_own_account():
                raise AccessError(
                    self.env._(
                        "%(account)s is not your account: its manager or sponsor plans "
                        "its reviews.",
                        account=review.sudo().partner_id.display_name,
                    )
                )

    def _is_own_account(self):
        """Whether the user may plan a review: of the plan he works on, else of the
        account that is his."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group("kam_odoo.group_kam_manager"):
            return True
        account, plan = self.sudo().partner_id._origin, self.plan_id._origin
        if plan:
            return plan.sudo().partner_id == account and plan.has_access("write")
        return self.env.user in account.kam_manager_id | account.kam_sponsor_id

    def _shows_figures(self):
        """Whether the figures of the account may be shown: of a review that is saved,
        to its readers; in a form that is filled in, to whoever could save it."""
        self.ensure_one()
        saved = self._origin
        names = ("company_id", "partner_id", "plan_id")
        if saved and all(saved[name] == self[name]._origin for name in names):
            return True
        if not self.env.su and self.company_id._origin not in self.env.companies:
            return False
        return self._is_own_account()
