HOURS = {"strategic": (2, 16), "key": (4, 24), "growth": (8, 40), "standard": (16, 80)}


def migrate(cr, version):
    """Give the tiers we shipped the hours that a new installation gives them.

    Their records are the user's and not updated; the columns are new, so what is empty
    has never been set. Tiers of the user's own take the hours of the settings.
    """
    for name, (response, solution) in HOURS.items():
        cr.execute(
            """
            UPDATE kam_tier tier
               SET response_hours = %s, solution_hours = %s
              FROM ir_model_data data
             WHERE data.module = 'kam_odoo' AND data.model = 'kam.tier'
               AND data.name = %s AND data.res_id = tier.id
               AND tier.response_hours IS NULL AND tier.solution_hours IS NULL
            """,
            (response, solution, f"kam_tier_{name}"),
        )
