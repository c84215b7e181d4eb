ROLES = ("kam_stakeholder_role_decision_maker", "kam_stakeholder_role_sponsor")


def migrate(cr, version):
    """Tiers for key accounts, shipped or the user's own, ask for two roles.

    A tier that asks for some already keeps them.
    """
    cr.execute(
        """
        INSERT INTO kam_stakeholder_role_kam_tier_rel
                    (kam_tier_id, kam_stakeholder_role_id)
        SELECT tier.id, data.res_id
          FROM kam_tier tier
          JOIN ir_model_data data
            ON data.module = 'kam_odoo' AND data.model = 'kam.stakeholder.role'
           AND data.name IN %s
         WHERE tier.is_key
           AND NOT EXISTS (SELECT FROM kam_stakeholder_role_kam_tier_rel known
                            WHERE known.kam_tier_id = tier.id)
        """,
        [ROLES],
    )
