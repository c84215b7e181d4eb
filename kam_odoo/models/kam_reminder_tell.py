import logging

from markupsafe import Markup

from odoo import api, models
from odoo.tools import split_every

_logger = logging.getLogger(__name__)
# More new activities than these at once are told in one message, not in one each.
FLOOD = 5
# People told before it is kept; Odoo sends the mails after that.
PEOPLE = 20


class KamReminder(models.Model):
    """How people hear of what a night has put on their lists."""

    _inherit = "kam.reminder"

    @api.model
    def _tell(self):
        """Tell people of what is new on their lists, as Odoo does, once.

        Whoever gets more than a few at once gets one message with the way to them. It
        is remembered on the activity, so a killed run forgets nobody.

        :return: whether everybody was told
        """
        new = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [("kam_reminder_id", "!=", False), ("kam_reminder_told", "=", False)]
            )
        )
        for people in split_every(PEOPLE, new.grouped("user_id").items()):
            for user, activities in people:
                try:
                    with self.env.cr.savepoint():
                        activities.kam_reminder_told = True
                        if len(activities) > FLOOD:
                            self._tell_many(user, len(activities))
                        else:
                            activities.action_notify()
                except Exception:
                    _logger.exception("User %s was not told of reminders", user.id)
            if not self._commit(0):
                return False
        return True

    @api.model
    def _tell_many(self, user, count):
        env = self.with_context(lang=user.lang or self.env.lang).env
        words = env._("%(count)s reminders are new on your list.", count=count)
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            author_id=self.env.ref("base.partner_root").id,
            subject=words,
            body=Markup('<p>%s</p><p><a href="/odoo/my-key-account-week">%s</a></p>')
            % (words, env._("Open my week")),
            email_layout_xmlid="mail.mail_notification_layout",
        )
