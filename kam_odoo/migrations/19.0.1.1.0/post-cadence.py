"""Give the tiers we shipped the contact rhythm that a new installation gives them.

Tiers of the user's own plan nothing until somebody says so; a rhythm that is there
already stays.
"""

from odoo import SUPERUSER_ID, api

KINDS = ("operational", "status", "strategic", "executive")
DAYS = {
    "strategic": (7, 30, 90, 365),
    "key": (14, 30, 90, 365),
    "growth": (0, 90, 0, 365),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, rhythm in DAYS.items():
        tier = env.ref(f"kam_odoo.kam_tier_{name}", raise_if_not_found=False)
        if not tier or tier.cadence_ids:
            continue
        env["kam.cadence"]._load_records(
            [
                {
                    "xml_id": f"kam_odoo.kam_cadence_{name}_{kind}",
                    "values": {"tier_id": tier.id, "kind": kind, "days": days},
                    "noupdate": True,
                }
                for kind, days in zip(KINDS, rhythm, strict=True)
                if days
            ]
        )
