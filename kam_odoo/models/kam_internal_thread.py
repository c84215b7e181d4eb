from odoo import models


class KamInternalThread(models.AbstractModel):
    """Messages among colleagues about a customer.

    Odoo proposes to send a message to the contact in ``partner_id``. Here this is the
    account that is talked about, and the message is not meant for it.
    """

    _name = "kam.internal.thread"
    _description = "Messages among Colleagues"
    _inherit = ["mail.thread"]

    def _mail_get_partner_fields(self, introspect_fields=False):
        return []
