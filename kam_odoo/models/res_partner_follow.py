from odoo import api, models
from odoo.tools import SQL

# What makes a contact an account of its own, or part of another one.
PLACE = {"is_company", "kam_stands_alone", "parent_id"}


class ResPartner(models.Model):
    """The work on an account goes where the account goes.

    When a company is put below another one, it is no account any more, and its plans,
    actions, reviews and escalations would be nobody's. They become the group's. Both
    ways to a new account come by here: a change of the contact, and the set-based
    roll-up after imports, merges and at each run.
    """

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if PLACE & set(vals):
            self.sudo()._kam_move_work()
        return result

    @api.model
    def _kam_mend_accounts(self):
        mended = super()._kam_mend_accounts()
        if mended:
            self.browse().sudo()._kam_move_work()
        return mended

    @api.model
    def _kam_work_models(self):
        """Models of the work on an account, whose column partner_id is that account.

        A model that is added needs no change of its own; what has to be said or
        counted anew is done in ``_kam_tell_moved``.
        """
        return [
            "kam.plan",
            "kam.objective",
            "kam.plan.message",
            "kam.action",
            "kam.review",
            "kam.escalation",
        ]

    def _kam_move_work(self):
        """Move the work of contacts that are no accounts any more.

        By SQL: neither owner nor days nor texts of a draft change with its account.

        :param self: contacts whose place has changed; none: look everywhere
        """
        work = self._kam_stray_work()
        if not work:
            return
        plans = self.env["kam.plan"].browse(
            [record_id for model, record_id, *_where in work if model == "kam.plan"]
        )
        former = {plan: plan.partner_id for plan in plans}
        running = plans._one_active_each()
        self.env.flush_all()
        for model in {row[0] for row in work}:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s work SET partner_id = contact.kam_account_id"
                    " FROM res_partner contact"
                    " WHERE contact.id = work.partner_id AND work.id IN %s",
                    SQL.identifier(self.env[model]._table),
                    tuple(row[1] for row in work if row[0] == model),
                )
            )
        self.env.invalidate_all(flush=False)
        self._kam_tell_moved(work)
        self.env["kam.review"]._one_planned_each(
            self.browse({row[3] for row in work if row[0] == "kam.review"})
        )
        for plan, account in former.items():
            plan._follow_account(account, running.get(plan))

    def _kam_stray_work(self):
        """Work whose account is no account.

        :return: list of (model, id, contact it belongs to, account of that)
        """
        self.flush_model(["kam_account_id", "kam_is_account"])
        selects = []
        for name in self._kam_work_models():
            self.env[name].flush_model(["partner_id"])
            selects.append(
                SQL(
                    "SELECT %s, work.id, contact.id, contact.kam_account_id"
                    " FROM %s work"
                    " JOIN res_partner contact ON contact.id = work.partner_id"
                    " WHERE contact.kam_is_account IS NOT TRUE"
                    " AND contact.kam_account_id <> contact.id%s",
                    name,
                    SQL.identifier(self.env[name]._table),
                    SQL(
                        " AND contact.kam_account_id IN %s",
                        tuple(self.kam_account_id.ids or [0]),
                    )
                    if self
                    else SQL(),
                )
            )
        return self.env.execute_query(SQL(" UNION ALL ").join(selects))

    @api.model
    def _kam_tell_moved(self, work):
        """Note on reviews and escalations where they come from; plans say more."""
        names = {}
        for model in ("kam.review", "kam.escalation"):
            rows = [row for row in work if row[0] == model]
            records = self.env[model].browse([row[1] for row in rows])
            if model == "kam.review":
                # its people are those of the account
                records.modified(["partner_id"])
            names.update(
                (contact.id, contact.name)
                for contact in self.browse({place for row in rows for place in row[2:]})
            )
            records._message_log_batch(
                bodies={
                    record_id: self.env._(
                        "“%(contact)s” is part of “%(account)s” now.",
                        contact=names[contact_id],
                        account=names[account_id],
                    )
                    for _model, record_id, contact_id, account_id in rows
                }
            )
        self.env.flush_all()
