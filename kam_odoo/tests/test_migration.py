from odoo.modules.module import get_module_path, load_script
from odoo.tests import tagged
from odoo.tools import SQL

from .common import KamCommon

NEW_COLUMNS = (
    "is_key",
    "minimum_score",
    "capacity",
    "manager_capacity",
    "sponsor_required",
    "selection_months",
    "discount_salesperson",
    "discount_manager",
)


@tagged("post_install", "-at_install")
class TestMigration(KamCommon):
    """From 19.0.1.0.0: the tiers get the rules that the data file gives new ones."""

    def _migrate(self):
        self.env.flush_all()
        path = get_module_path("kam_odoo") + "/migrations/19.0.1.1.0/post-decisions.py"
        load_script(path, "kam_migration").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def _empty(self, tiers):
        self.env.flush_all()
        for name in NEW_COLUMNS:
            self.env.cr.execute(
                SQL(
                    "UPDATE kam_tier SET %s = NULL WHERE id IN %s",
                    SQL.identifier(name),
                    tuple(tiers.ids),
                )
            )
        self.env.invalidate_all()

    def test_shipped_tiers(self):
        """The same values as in data/kam_tier_data.xml."""
        names = ("strategic", "key", "growth", "standard")
        tiers = self.env["kam.tier"].union(
            *[self.env.ref(f"kam_odoo.kam_tier_{name}") for name in names]
        )
        before = tiers.read(NEW_COLUMNS)
        self._empty(tiers)
        self._migrate()
        self.assertEqual(tiers.read(NEW_COLUMNS), before)

    def test_what_was_set_stays(self):
        self.tier_key.write({"capacity": 7, "discount_manager": 0.5})
        self._migrate()
        self.assertEqual(self.tier_key.capacity, 7)
        self.assertEqual(self.tier_key.discount_manager, 0.5)

    def test_own_tiers(self):
        """A tier that has key accounts is for key accounts."""
        own, other = self.env["kam.tier"].create([{"name": "VIP"}, {"name": "Rest"}])
        self._account("Alfa", kam_status="key", kam_tier_id=own.id)
        self._account("Beta", kam_tier_id=other.id)
        self._empty(own + other)
        self._migrate()
        self.assertEqual((own.is_key, other.is_key), (True, False))
        self.assertEqual(own.capacity, 0, "no limit, as before")

    def test_followers_are_told_from_now_on(self):
        """Colleagues who follow a contact already; customers are not."""
        account = self._account("Alfa")
        people = self.employee.partner_id + self.portal.partner_id
        account.message_subscribe(people.ids)
        subtype = self.env.ref("kam_odoo.mt_decision")
        account.message_follower_ids.subtype_ids -= subtype
        self._migrate()
        told = account.message_follower_ids.filtered(
            lambda follower: subtype in follower.subtype_ids
        )
        self.assertEqual(told.partner_id, self.employee.partner_id)

    def test_no_history_is_invented(self):
        self._account("Alfa", kam_status="key", kam_tier_id=self.tier_key.id)
        before = self.env["kam.decision"].search_count([])
        self._migrate()
        self.assertEqual(self.env["kam.decision"].search_count([]), before)

    def test_sent_quotations_stand(self):
        """There were no limits when they were sent; a draft nobody was offered yet."""
        account = self._account(
            "Alfa", kam_status="key", kam_tier_id=self.tier_key.id, active=False
        )
        sent, draft = [
            self._order(account, "2024-05-05", 1000, state=state)
            for state in ("sent", "draft")
        ]
        self.env["sale.order"].flush_model()
        (sent + draft).kam_offered = False
        self._migrate()
        self.assertEqual(sent.kam_offered["account"], account.id)
        self.assertEqual(list(sent.kam_offered["lines"]), [str(sent.order_line.id)])
        self.assertFalse(draft.kam_offered)
