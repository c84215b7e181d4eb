from odoo import fields, models
from odoo.tools import SQL

from ..fields import FloatOrUnknown
from ..models.kam_health_snapshot import BAND, CAP
from ..tools.health import DRIVERS

# From so many points on, a change is one.
LEAST_CHANGE = 5


class KamHealthChange(models.Model):
    """What changed this week: the current health of accounts against the week before.

    One row an account and company whose band or cap is another one, or whose health
    moved by at least five points, or that is new. With the driver that moved it most:
    by its points times its weight.
    """

    _name = "kam.health.change"
    _description = "Change of Health"
    _auto = False
    _order = "change, id"
    _rec_name = "partner_id"
    _depends = {
        "kam.health.snapshot": ["band", "cap", "date", "health", "is_latest", *DRIVERS],
    }

    snapshot_id = fields.Many2one("kam.health.snapshot", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Date(string="As of", readonly=True)
    date_before = fields.Date(string="Compared with", readonly=True)
    health = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    health_before = FloatOrUnknown(
        string="Before", readonly=True, aggregator="avg", digits=(5, 1)
    )
    change = FloatOrUnknown(readonly=True, aggregator="avg", digits=(5, 1))
    band = fields.Selection(BAND, readonly=True)
    band_before = fields.Selection(BAND, string="Band before", readonly=True)
    cap = fields.Selection(CAP, string="At most 39, because", readonly=True)
    kind = fields.Selection(
        [
            ("worse_band", "Into a worse band"),
            ("worse", "Worse"),
            ("better", "Better"),
            ("better_band", "Into a better band"),
            ("new", "Counted for the first time"),
        ],
        string="What changed",
        readonly=True,
    )
    driver = fields.Selection(
        [
            ("trend", "12-month trend"),
            ("rhythm", "Buying rhythm"),
            ("stakeholders", "Stakeholders"),
            ("engagement", "Engagement"),
            ("execution", "Plan execution"),
            ("payment", "Payment punctuality"),
        ],
        string="Mostly because of",
        readonly=True,
    )
    driver_change = FloatOrUnknown(
        string="Its points", readonly=True, aggregator=None, digits=(5, 1)
    )
    manager_id = fields.Many2one(
        related="partner_id.kam_manager_id", string="Key account manager"
    )
    tier_id = fields.Many2one(related="partner_id.kam_tier_id", string="Tier")

    @property
    def _table_query(self) -> SQL:
        return SQL(
            """
            SELECT now.id, now.id AS snapshot_id, now.partner_id, now.company_id,
                   now.date, before.date AS date_before, now.health,
                   before.health AS health_before, now.health - before.health AS change,
                   now.band, before.band AS band_before, now.cap,
                   CASE WHEN before.id IS NULL THEN 'new'
                        WHEN now.band != before.band AND now.health < before.health
                        THEN 'worse_band'
                        WHEN now.band != before.band THEN 'better_band'
                        WHEN now.health < before.health THEN 'worse'
                        WHEN now.health > before.health OR now.cap IS NULL
                        THEN 'better' ELSE 'worse' END AS kind,
                   most.driver, most.change AS driver_change
              FROM kam_health_snapshot now
         LEFT JOIN LATERAL (
                   SELECT * FROM kam_health_snapshot earlier
                    WHERE earlier.partner_id = now.partner_id
                      AND earlier.company_id = now.company_id
                      AND earlier.week < now.week
                 ORDER BY earlier.week DESC LIMIT 1) before ON TRUE
         LEFT JOIN LATERAL (
                   SELECT part.driver, part.change
                     FROM (VALUES %(parts)s) AS part (driver, change)
                    WHERE part.change != 0
                      AND sign(part.change) = sign(now.health - before.health)
                 ORDER BY ABS(part.change
                              * (now.weights ->> part.driver)::numeric) DESC,
                          part.driver
                    LIMIT 1) most ON TRUE
             WHERE now.is_latest
               AND (before.id IS NULL OR now.band != before.band
                    OR now.cap IS DISTINCT FROM before.cap
                    OR ABS(now.health - before.health) >= %(least)s)
            """,
            parts=SQL(", ").join(
                SQL(
                    "(%s, (%s - %s)::numeric)",
                    name,
                    SQL.identifier("now", name),
                    SQL.identifier("before", name),
                )
                for name in DRIVERS
            ),
            least=LEAST_CHANGE,
        )

    def action_open(self):
        """Open the snapshot, which says why."""
        self.ensure_one()
        return self.snapshot_id.get_formview_action()
