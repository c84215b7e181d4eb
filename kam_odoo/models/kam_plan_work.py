from odoo import api, fields, models
from odoo.fields import Domain


class KamPlanWork(models.AbstractModel):
    """Work on an account, in its plan or besides one; late after its day."""

    _name = "kam.plan.work"
    _description = "Work on an Account"

    # The state in which it is still to be done, and the field with its day.
    _kam_due = (None, None)

    plan_id = fields.Many2one(
        "kam.plan", string="Plan", index="btree_not_null", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain=[("kam_is_account", "=", True)],
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    confidential = fields.Boolean(related="plan_id.confidential")
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )

    @api.depends("plan_id")
    def _compute_partner_id(self):
        """Those of the plan, else what somebody chose."""
        for work in self:
            plan = work.plan_id.sudo()
            work.partner_id = plan.partner_id or work.partner_id
            work.company_id = plan.company_id or work.company_id or self.env.company

    @api.depends(
        lambda self: self._kam_due[1:] + ("state",) if self._kam_due[1] else ()
    )
    def _compute_is_late(self):
        waits, name = self._kam_due
        today = fields.Date.context_today(self)
        for work in self:
            day = work[name]
            work.is_late = bool(work.state == waits and day and day < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        waits, name = self._kam_due
        late = Domain("state", "=", waits) & Domain(
            name, "<", fields.Date.context_today(self)
        )
        return Domain.OR(late if wanted else ~late for wanted in set(value))
