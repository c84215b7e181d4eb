from odoo import api, models

TEMPLATE = "kam_odoo.mail_template_review_minutes"


class KamReview(models.Model):
    """The minutes by mail: to colleagues, and to the customer only when told so."""

    _inherit = "kam.review"

    def action_send_minutes(self):
        """Show who gets them; followers who are no colleagues do not."""
        self._check_step(
            ["held", "closed"], self.env._("“%s” was not held, so it has no minutes.")
        )
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send minutes"),
            "res_model": "kam.review.minutes",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_review_id": self.id},
        }

    @api.model
    def _is_colleague(self, person):
        """Whether a contact is an active colleague of ours."""
        users = person.sudo().user_ids
        return any(user.active and not user.share for user in users)

    def _post_minutes(self, recipients, customer=False):
        """One note for each language of the recipients, and nobody else is told.

        :param bool customer: leave out what is internal
        """
        self.ensure_one()
        template = self.env.ref(TEMPLATE).sudo().with_context(kam_customer=customer)
        by_lang = recipients.grouped(lambda partner: partner.lang or self.env.lang)
        for lang, people in by_lang.items():
            texts = {
                field: template._render_field(
                    field,
                    self.ids,
                    set_lang=lang,
                    engine=engine,
                )[self.id]
                for field, engine in (
                    ("subject", "inline_template"),
                    ("body_html", "qweb"),
                )
            }
            self.with_context(lang=lang).message_post(
                body=texts["body_html"],
                subject=texts["subject"],
                partner_ids=people.ids,
                subtype_xmlid="mail.mt_note",
                message_type="comment",
            )
