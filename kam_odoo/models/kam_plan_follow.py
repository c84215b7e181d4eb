from markupsafe import Markup

from odoo import models


class KamPlan(models.Model):
    """A plan whose account has become part of another one."""

    _inherit = "kam.plan"

    def _one_active_each(self):
        """Leave each new account with one active plan: what it has, else the oldest.

        The others become drafts again. Nothing of them is lost: texts, objectives,
        readings and open actions stay as they are, and they can be submitted once the
        active plan is closed.

        :param self: plans of contacts that are no accounts any more
        :return: dict plan that is a draft now → the active plan of its new account
        """
        stood_back = {}
        active = self.filtered(lambda plan: plan.state == "active")
        for (account, company), plans in active.grouped(
            lambda plan: (plan.partner_id.kam_account_id, plan.company_id)
        ).items():
            first = self.with_context(active_test=False).search(
                [
                    ("partner_id", "=", account.id),
                    ("company_id", "=", company.id),
                    ("state", "=", "active"),
                ],
                limit=1,
            )
            plans = plans.sorted(lambda plan: (plan.date_approved, plan.id))
            keeper = first or plans[0]
            stood_back.update(dict.fromkeys(plans - keeper, keeper))
        self.browse().concat(*stood_back).write({"state": "draft"})
        return stood_back

    def _follow_account(self, former, active):
        """Tell what became of the plan, and count its objectives on the new ground.

        :param former: the contact that was the account
        :param active: the plan that stays active instead of this one, if any
        """
        self.ensure_one()
        account = self.partner_id
        words = [
            self.env._(
                "“%(contact)s” is part of “%(account)s” now, and this plan is one of "
                "that account.",
                contact=former.name,
                account=account.name,
            )
        ]
        if active:
            words.append(
                self.env._(
                    "An account has one active plan, and here it is “%(plan)s”. So "
                    "this one is a draft again, with everything in it; its open "
                    "actions go on. Submit it when the other one is closed, or move "
                    "there what is still wanted.",
                    plan=active.name,
                )
            )
        if self.state not in ("closed", "cancelled") and any(
            [objective._follow_account() for objective in self.objective_ids]
        ):
            words.append(
                self.env._(
                    "The figures count the whole account from now on. Baselines and "
                    "targets were moved by what the rest of the account had before, so "
                    "that as much more is wanted as until now. Please look at them."
                )
            )
        self.message_post(
            body=Markup("<br/>").join(words),
            partner_ids=self.user_id.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
