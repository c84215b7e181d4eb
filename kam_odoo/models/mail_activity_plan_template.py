from datetime import timedelta

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)
# Odoo keeps the steps of a plan in one language. Those we ship are known here, so
# that each manager reads them in his own; a text that was changed stays as written.
SHIPPED_STEPS = [
    _lt("Tell the customer who their key account manager is"),
    _lt("Introduce the executive sponsor to the customer's management"),
    _lt("Tell sales, service, finance and logistics who is responsible now"),
    _lt("Agree on the service level and on special terms"),
    _lt("Find out who decides, who influences and who uses"),
    _lt("Write the first plan for 90 days"),
    _lt("Agree who looks after the customer from now on"),
    _lt("Tell the customer what changes and what stays"),
    _lt("End special terms and discounts that no longer hold"),
    _lt("Hand over open opportunities, orders and promises"),
    _lt("Write down what we have learned"),
]


class MailActivityPlanTemplate(models.Model):
    """Steps that fall to whoever manages the account."""

    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=[("kam_manager", "Account manager")],
        ondelete={"kam_manager": "set default"},
    )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        """The key account manager of the account behind the record."""
        self.ensure_one()
        if self.responsible_type != "kam_manager":
            return super()._determine_responsible(
                on_demand_responsible, applied_on_record
            )
        responsible = self.env["res.users"]
        if "kam_account_id" in applied_on_record:
            responsible = applied_on_record.kam_account_id.kam_manager_id
        error = False
        if not responsible and not on_demand_responsible:
            error = self.env._(
                "%(record)s has no key account manager who could do “%(step)s”.",
                record=applied_on_record.display_name,
                step=self.summary or self.activity_type_id.name,
            )
        return {
            "responsible": responsible or on_demand_responsible,
            "error": error,
            "warning": False,
        }

    def _kam_summary(self, lang):
        """The step in a language, if it still is as we shipped it."""
        self.ensure_one()
        as_shipped = self.with_context(lang="en_US").env
        translated = self.with_context(lang=lang).env
        for step in SHIPPED_STEPS:
            if as_shipped._(step) == self.summary:
                return translated._(step)
        return self.summary

    def _kam_working_day(self):
        """The deadline counted from today, on a Monday instead of a weekend."""
        day = self._get_date_deadline()
        weekend = day.weekday() > 4
        return day + timedelta(days=7 - day.weekday()) if weekend else day
