from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Late escalations say on lists what they are about, instead of “Warning”.

    Odoo writes that word where the type of an activity has a colour of its own. What
    somebody has chosen instead stays.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    kind = env.ref(
        "kam_odoo.mail_activity_type_escalation_risen", raise_if_not_found=False
    )
    if not kind:
        return
    if kind.decoration_type == "danger":
        kind.decoration_type = False
    if kind.summary == "Late: see that the customer is helped":
        kind.summary = "See that the customer is helped"
