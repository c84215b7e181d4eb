from odoo import api, fields, models
from odoo.fields import Domain

# Records of Odoo that belong to an account by their contact.
CONTACT_FIELD = {"crm.lead": "partner_id", "sale.order": "partner_id"}


class MailActivity(models.Model):
    """My week: the activities that have to do with key accounts, wherever they are."""

    _inherit = "mail.activity"

    kam_account_id = fields.Many2one(
        "res.partner", string="Account", compute="_compute_kam_account_id"
    )
    kam_what = fields.Char(string="What", compute="_compute_kam_what")
    kam_is_account_work = fields.Boolean(
        string="About key accounts",
        compute="_compute_kam_is_account_work",
        search="_search_kam_is_account_work",
    )

    @api.depends("res_model", "res_id")
    def _compute_kam_account_id(self):
        """The account behind the record, as far as there is one."""
        for model, activities in self.grouped("res_model").items():
            records = self.env[model] if model else self.env["res.partner"]
            records = records.sudo().browse(activities.mapped("res_id")).exists()
            accounts = {record.id: self._kam_account_of(record) for record in records}
            for activity in activities:
                activity.kam_account_id = accounts.get(activity.res_id, False)

    @api.depends("activity_type_id", "res_model", "res_name", "summary")
    def _compute_kam_what(self):
        """What to do, and about which escalation: an account may have several."""
        for activity in self:
            what = activity.summary or activity.activity_type_id.name
            activity.kam_what = (
                self.env._(
                    "%(what)s: %(escalation)s",
                    what=what,
                    escalation=activity.res_name,
                )
                if activity.res_model == "kam.escalation"
                else what
            )

    @api.model
    def _kam_account_of(self, record):
        """The account that a record belongs to, an empty one for others."""
        if record._name == "res.partner":
            return record.kam_account_id
        field = record._fields.get("partner_id")
        if field and field.comodel_name == "res.partner":
            return record.partner_id.kam_account_id
        return self.env["res.partner"]

    @api.depends_context("uid")
    def _compute_kam_is_account_work(self):
        found = self.search(
            Domain("id", "in", self.ids) & self._domain_kam_work(), order="id"
        )
        for activity in self:
            activity.kam_is_account_work = activity in found

    @api.model
    def _domain_kam_work(self):
        """Activities on records of this addon, and on what belongs to key accounts.

        Of other customers only those that the user manages or sponsors.
        """
        mine = Domain("kam_manager_id", "=", self.env.uid) | Domain(
            "kam_sponsor_id", "=", self.env.uid
        )
        accounts = Domain("kam_is_account", "=", True) & (
            Domain("kam_status", "=", "key") | mine
        )
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        contacts = partners._search(
            [("kam_account_id", "in", partners._search(accounts))]
        )
        work = Domain("res_model", "=like", "kam.%") | (
            Domain("res_model", "=", "res.partner") & Domain("res_id", "in", contacts)
        )
        for model, field in CONTACT_FIELD.items():
            records = self.env[model].sudo().with_context(active_test=False)
            work |= Domain("res_model", "=", model) & Domain(
                "res_id", "in", records._search([(field, "in", contacts)])
            )
        return work

    @api.model
    def _search_kam_is_account_work(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_kam_work()
