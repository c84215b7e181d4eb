"""Let the shipped criterion "Stakeholder coverage" read what is measured now.

Only where nobody has marked an account for it yet and it is as it was shipped, judged:
marks that people gave stay what counts.
"""

from odoo import SUPERUSER_ID, Command, api

BANDS = ((0, 0), (0.25, 3), (0.5, 6), (0.75, 8), (1, 10))


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    criterion = env.ref("kam_odoo.kam_criterion_people", raise_if_not_found=False)
    if not criterion or criterion.kind != "judged":
        return
    asked = env["kam.criterion"].with_context(active_test=False)
    copies = asked.search([("origin_id", "=", criterion.id)])
    if env["kam.mark"].search_count(
        [("criterion_id", "in", (criterion + copies).ids)], limit=1
    ):
        return
    criterion.write(
        {
            "kind": "measured",
            "source": "stakeholders",
            "direction": "higher",
            "description": "How much of the planned contact with the people who matter "
            "is kept, those of high influence counting most.",
            "band_ids": [
                Command.clear(),
                *(
                    Command.create({"value": value, "mark": mark})
                    for value, mark in BANDS
                ),
            ],
        }
    )
