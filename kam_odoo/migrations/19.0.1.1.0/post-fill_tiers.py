"""Give the shipped tiers the rules that came with this version.

They are ``noupdate`` data, so an upgrade leaves them alone: without this, an upgraded
database would have tiers without places, and none for key accounts. The columns are
new; what somebody has set already stays.
"""

from odoo.tools import SQL

RULES = {
    # is_key, least score, places, per manager, sponsor, months, discounts
    "kam_tier_strategic": (True, 60, 10, 4, True, 6, 0.05, 0.2),
    "kam_tier_key": (True, 45, 25, 8, True, 6, 0.05, 0.15),
    "kam_tier_growth": (False, 30, 0, 0, False, 12, 0.05, 0.1),
    "kam_tier_standard": (False, 0, 0, 0, False, 12, 0.05, 0.1),
}
FILL_SQL = """
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


def migrate(cr, version):
    for name, rules in RULES.items():
        cr.execute(SQL(FILL_SQL, *rules, name))
