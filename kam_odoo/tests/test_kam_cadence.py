from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.modules.module import get_module_path, load_script
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KamCommon

SHIPPED = {
    "strategic": {"operational": 7, "status": 30, "strategic": 90, "executive": 365},
    "key": {"operational": 14, "status": 30, "strategic": 90, "executive": 365},
    "growth": {"status": 90, "executive": 365},
    "standard": {},
}


@tagged("post_install", "-at_install")
class TestKamCadence(KamCommon):
    """R6: how often a tier promises to be in contact."""

    def _shipped(self):
        return {
            name: {
                line.kind: line.days
                for line in self.env.ref(f"kam_odoo.kam_tier_{name}").cadence_ids
            }
            for name in SHIPPED
        }

    def _migrate(self):
        path = get_module_path("kam_odoo") + "/migrations/19.0.1.1.0/post-cadence.py"
        load_script(path, "kam_migration").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_shipped_tiers(self):
        self.assertEqual(self._shipped(), SHIPPED)

    def test_migration(self):
        """An upgraded database gets what a new one has, once, under the same names."""
        self.tiers.cadence_ids.unlink()
        self._migrate()
        self.assertEqual(self._shipped(), SHIPPED)
        self.assertTrue(self.env.ref("kam_odoo.kam_cadence_key_status"))
        self._migrate()
        self.assertEqual(self._shipped(), SHIPPED)

    def test_migration_keeps_what_is_there(self):
        self.tier_key.cadence_ids = [
            Command.clear(),
            Command.create({"kind": "status", "days": 20}),
        ]
        self._migrate()
        self.assertEqual(self._shipped()["key"], {"status": 20})

    def test_limits(self):
        for values in ({"kind": "status", "days": 5}, {"kind": "status", "days": -1}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                if values["days"] < 0:
                    self.tier_key.cadence_ids.filtered(
                        lambda line: line.kind == "status"
                    ).days = -1
                else:
                    self.tier_key.cadence_ids = [Command.create(values)]
                self.env.flush_all()

    def test_access(self):
        line = self.tier_key.cadence_ids[:1]
        self.assertTrue(line.with_user(self.employee).days)
        line.with_user(self.kam_manager).days = 10
        with self.assertRaises(AccessError):
            line.with_user(self.kam_user).days = 3
        with self.assertRaises(AccessError):
            line.with_user(self.portal).read(["days"])
