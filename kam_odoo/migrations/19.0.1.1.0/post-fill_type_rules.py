"""Give the shipped account types the rules that came with this version.

They are ``noupdate`` data; a rule that somebody has chosen already stays.
"""

from odoo.tools import SQL

RULES = {
    "kam_account_type_breadwinner": "profit_share",
    "kam_account_type_prospect": "prospect",
}
FILL_SQL = """
    UPDATE kam_account_type
       SET rule = %s
      FROM ir_model_data
     WHERE ir_model_data.module = 'kam_odoo'
       AND ir_model_data.model = 'kam.account.type'
       AND ir_model_data.name = %s
       AND ir_model_data.res_id = kam_account_type.id
       AND kam_account_type.rule = 'none'
"""


def migrate(cr, version):
    for name, rule in RULES.items():
        cr.execute(SQL(FILL_SQL, rule, name))
