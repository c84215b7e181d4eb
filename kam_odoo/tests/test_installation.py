from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestInstallation(TransactionCase):
    """What a new database has, and has not."""

    def test_nothing_without_demo(self):
        """A database installed without demo data has none of it."""
        if self.env.ref("base.module_kam_odoo").demo:
            self.skipTest("this database was installed with demo data")
        found = self.env["ir.model.data"].search_count([("module", "=", "kam_demo")])
        self.assertEqual(found, 0)
