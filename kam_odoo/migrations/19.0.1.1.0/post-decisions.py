"""Give the tiers the rules that came with this version, let the quotations that were
sent before stand as offered, and tell the followers.

The shipped tiers are ``noupdate`` data, so an upgrade leaves them alone: without this,
an upgraded database would have tiers without places, and none for key accounts. The
columns are new; what somebody has set already stays. No history is invented: it
begins with the first decision.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.kam_odoo.hooks import follow_decisions

RULES = {
    # is_key, least score, places, per manager, sponsor, months, discounts
    "kam_tier_strategic": (True, 60, 10, 4, True, 6, 0.05, 0.2),
    "kam_tier_key": (True, 45, 25, 8, True, 6, 0.05, 0.15),
    "kam_tier_growth": (False, 30, 0, 0, False, 12, 0.05, 0.1),
    "kam_tier_standard": (False, 0, 0, 0, False, 12, 0.05, 0.1),
}
SHIPPED_SQL = """
    UPDATE kam_tier
       SET is_key = %s,
           minimum_score = COALESCE(minimum_score, %s),
           capacity = COALESCE(capacity, %s),
           manager_capacity = COALESCE(manager_capacity, %s),
           sponsor_required = COALESCE(sponsor_required, %s),
           selection_months = %s,
           discount_salesperson = COALESCE(discount_salesperson, %s),
           discount_manager = COALESCE(discount_manager, %s)
      FROM ir_model_data
     WHERE ir_model_data.module = 'kam_odoo'
       AND ir_model_data.model = 'kam.tier'
       AND ir_model_data.name = %s
       AND ir_model_data.res_id = kam_tier.id
       AND kam_tier.is_key IS NULL
"""
# A tier of their own is for key accounts if there are such in it.
OWN_SQL = """
    UPDATE kam_tier
       SET is_key = EXISTS (
               SELECT FROM res_partner partner
                WHERE partner.kam_tier_id = kam_tier.id
                  AND partner.kam_is_account
                  AND partner.kam_status = 'key')
     WHERE is_key IS NULL
"""


def migrate(cr, version):
    for name, rules in RULES.items():
        cr.execute(SQL(SHIPPED_SQL, *rules, name))
    cr.execute(OWN_SQL)
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["kam.tier"].invalidate_model()
    key = env["res.partner"].with_context(active_test=False)
    env["sale.order"]._kam_let_offers_stand(key.search([("kam_status", "=", "key")]))
    follow_decisions(env)
