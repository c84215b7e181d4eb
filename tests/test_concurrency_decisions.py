"""Two people give away the last place at once: one gets it, the other is told.

Proven with real transactions, which tests inside one transaction cannot do.
"""

import pytest

GROUND = """
tier = env.ref("kam_odoo.kam_tier_key")
tier.write({"capacity": 1, "sponsor_required": False})
accounts = env["res.partner"].create(
    [{"name": name, "is_company": True} for name in ("Alfa", "Beta")])
result = [tier.id, accounts.ids]
"""
DECIDE = """
from odoo.exceptions import UserError

def decide(env, account):
    env["kam.decision"]._decide([{
        "partner_id": account, "kind": "admit", "tier_id": tier_id,
        "manager_id": env.ref("base.user_admin").id, "reason": "Agreed"}])
"""
DECIDE_NOW = (
    DECIDE
    + """
try:
    decide(env, account)
    result = "admitted"
except UserError as error:
    result = str(error)
    env.cr.rollback()
"""
)
# Both transactions begin before either decides, so neither sees the other's account.
DECIDE_BOTH = (
    DECIDE
    + """
import psycopg2
from odoo.api import Environment
with env.registry.cursor() as other:
    other.execute("SELECT COUNT(*) FROM res_partner")
    decide(env, accounts[0])
    env.cr.commit()
    try:
        decide(Environment(other, env.uid, {}), accounts[1])
        result = "admitted"
    except psycopg2.errors.SerializationFailure:
        result = "starts anew"
        other.rollback()
"""
)
TAKEN = "SELECT COUNT(*) FROM res_partner WHERE kam_tier_id = %s"


@pytest.fixture
def ground(odoo, make_db):
    """A database with one place in a tier and two accounts that want it."""
    db = make_db("decisions")
    return db, *odoo.run_script(db, GROUND)


def test_second_decision_is_told(odoo, ground):
    """Somebody is giving away places of the tier: a clear sentence, nothing written."""
    db, tier_id, accounts = ground
    with odoo.connect(db) as holder, holder.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM kam_tier WHERE id = %s FOR NO KEY UPDATE", (tier_id,)
        )
        told = odoo.run_script(db, DECIDE_NOW, tier_id=tier_id, account=accounts[0])
    assert "giving away places right now" in told
    assert odoo.query(db, TAKEN, (tier_id,)) == [(0,)]
    told = odoo.run_script(db, DECIDE_NOW, tier_id=tier_id, account=accounts[0])
    assert told == "admitted"
    told = odoo.run_script(db, DECIDE_NOW, tier_id=tier_id, account=accounts[1])
    assert "this would make 2" in told


def test_the_last_place_is_given_once(odoo, ground):
    """A transaction that cannot see the other's account must not decide on it.

    Odoo starts a request anew after such a failure, and then the place is taken.
    """
    db, tier_id, accounts = ground
    told = odoo.run_script(db, DECIDE_BOTH, tier_id=tier_id, accounts=accounts)
    assert told == "starts anew"
    assert odoo.query(db, TAKEN, (tier_id,)) == [(1,)]
