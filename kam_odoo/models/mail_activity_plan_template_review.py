from odoo import fields, models


class MailActivityPlanTemplate(models.Model):
    """Steps of the executive sponsor; those of a review are of its own people."""

    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=[("kam_sponsor", "Executive sponsor")],
        ondelete={"kam_sponsor": "set default"},
    )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        self.ensure_one()
        record = applied_on_record
        sponsor = self.responsible_type == "kam_sponsor"
        if record._name == "kam.review" and self.responsible_type == "kam_manager":
            user = record.user_id
        elif record._name == "kam.review" and sponsor:
            user = record.sponsor_id
        elif sponsor and "kam_account_id" in record:
            user = record.kam_account_id.kam_sponsor_id
        else:
            return super()._determine_responsible(on_demand_responsible, record)
        return {
            "responsible": user or on_demand_responsible,
            "error": False,
            "warning": False,
        }
