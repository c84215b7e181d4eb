from odoo import api, models

RECEIPT = "kam_odoo.mail_template_escalation_receipt"


class KamEscalation(models.Model):
    """Escalations by mail: how they come in, and how an answer is recognised."""

    _inherit = "kam.escalation"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Raise what a mail to the address of the company tells.

        The sender is the contact, and so gives the account. A colleague who forwards
        a mail has raised it; the customer is for the responsible to choose, as it is
        when nobody knows the sender.
        """
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or [])
        colleague = author.sudo().user_ids.filtered(lambda user: not user.share)[:1]
        values = {
            "name": msg_dict.get("subject") or self.env._("No subject"),
            "description": msg_dict.get("body"),
            "email_from": msg_dict.get("email_from") or msg_dict.get("from"),
            "raised_by_id": colleague.id,
            "contact_id": False if colleague else author.id,
            **(custom_values or {}),
        }
        escalation = super().message_new(msg_dict, custom_values=values)
        escalation._send_receipt()
        return escalation

    def _send_receipt(self):
        """Tell a customer that the mail has arrived; strangers and colleagues are not.

        It is no answer, so the clock goes on. The headers keep programs from answering
        it in turn.
        """
        self.ensure_one()
        template = self.env.ref(RECEIPT, raise_if_not_found=False)
        if (
            template
            and self.contact_id.email
            and self.company_id.kam_escalation_receipt
        ):
            headers = {
                "Auto-Submitted": "auto-replied",
                "X-Auto-Response-Suppress": "All",
            }
            template.sudo().send_mail(
                self.id,
                email_values={"headers": repr(headers)},
            )

    def _mail_get_partner_fields(self, introspect_fields=False):
        """Answers go to the person, not to the account."""
        return ["contact_id"]

    def _track_subtype(self, init_values):
        self.ensure_one()
        if "state" in init_values and self.state == "solved":
            return self.env.ref("kam_odoo.mt_escalation_solved")
        return super()._track_subtype(init_values)

    def _message_post_after_hook(self, message, msg_values):
        """The first message of the account's people to the customer is the answer."""
        result = super()._message_post_after_hook(message, msg_values)
        for escalation in self.sudo():
            if not escalation.date_responded and escalation._is_answer(message.sudo()):
                escalation._respond(message.sudo().author_id.user_ids[:1])
        return result

    def _is_answer(self, message):
        """Whether a message goes to the customer from who should answer."""
        self.ensure_one()
        users = self.user_id | self.kam_account_manager_id | self.kam_account_sponsor_id
        if message.is_internal or message.subtype_id.internal:
            return False
        if message.author_id not in users.partner_id or not message.subtype_id:
            return False
        readers = message.partner_ids | self.message_partner_ids
        return bool(readers.filtered("partner_share") or message.outgoing_email_to)
