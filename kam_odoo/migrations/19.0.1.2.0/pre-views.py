from odoo import SUPERUSER_ID, api

GONE = (
    "res_config_settings_view_form_selection",
    "res_partner_view_form_opportunity",
    "res_partner_view_form_plan",
)


def migrate(cr, version):
    """Remove the extensions of views that this version no longer has.

    Odoo removes them at the end of an upgrade, but checks the views they extend long
    before, and fails on what the extensions of old show.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in GONE:
        if view := env.ref(f"kam_odoo.{name}", raise_if_not_found=False):
            view.unlink()
