from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05 09:00:00")
class TestWhatWeKnow(PlanCommon):
    """What Odoo fills in: the 12 months to 5 January 2026, and the 12 before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan()

    def _known(self):
        self.plan.invalidate_recordset()
        return self.plan.known

    def test_nothing_known(self):
        """A part without data says so, and no figure is invented."""
        known = self._known()
        self.assertFalse(known["sales"])
        self.assertFalse(known["payment"])
        self.assertFalse(known["standing"]["median_interval"])
        self.assertEqual(known["opportunities"]["open"]["count"], 0)

    def test_sales(self):
        """6 January 2025 is the first day; machines 100 + 20, parts 50; before 80."""
        self._orders(
            [
                self._row(self.account, "2025-01-05", 80, cost=60),
                self._row(self.account, "2025-01-06", 100, cost=40),
                self._row(self.branch, "2026-01-05", 20),
                self._row(self.person, "2025-06-01", 50, category=self.other_category),
                self._row(self.account, "2024-01-05", 1000),
                self._row(self.account, "2025-06-01", 1000, company=self.company_b),
            ]
        )
        sales = self._known()["sales"]
        self.assertEqual(sales["revenue"], 170)
        self.assertEqual(sales["revenue_before"], 80)
        self.assertEqual((sales["margin"], sales["margin_before"]), (130, 20))
        self.assertEqual((sales["orders"], sales["orders_before"]), (3, 1))
        self.assertEqual(sales["last_order"], "2026-01-05")
        self.assertEqual(
            [
                (row["name"], row["revenue"], row["revenue_before"])
                for row in sales["categories"]
            ],
            [("Machines", 120, 80), ("Parts", 50, 0)],
        )

    def test_opportunities_and_quotations(self):
        lead = {
            "type": "opportunity",
            "partner_id": self.person.id,
            "company_id": self.company_a.id,
        }
        leads = self.env["crm.lead"].create(
            [
                {**lead, "name": "Open", "expected_revenue": 10},
                {**lead, "name": "Lost", "expected_revenue": 20},
                {**lead, "name": "Lost long ago", "expected_revenue": 40},
            ]
        )
        reason = self.env["crm.lost.reason"].create({"name": "Too dear"})
        leads[1:].action_set_lost(lost_reason_id=reason.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET date_closed = '2024-12-01' WHERE id = %s",
            [leads[2].id],
        )
        self.env.invalidate_all()
        self._won("2025-12-01", 80)
        self._order(self.account, "2026-01-02", 5, state="sent")
        self._order(
            self.account, "2025-11-02", 7, state="sent", validity_date="2025-12-01"
        )
        known = self._known()
        found = known["opportunities"]
        self.assertEqual((found["open"]["count"], found["open"]["amount"]), (1, 10))
        self.assertEqual((found["won"]["count"], found["won"]["amount"]), (1, 80))
        self.assertEqual(
            found["lost"]["reasons"], [{"name": "Too dear", "count": 1, "amount": 20}]
        )
        quotations = known["quotations"]
        self.assertEqual((quotations["count"], quotations["amount"]), (1, 5))

    def test_meetings_and_contacts(self):
        self._meeting("2025-12-01", self.person)
        self._meeting("2026-02-01", self.person)
        known = self._known()
        self.assertEqual(known["meetings"]["held"], 1)
        self.assertEqual(known["meetings"]["last"], "2025-12-01")
        self.assertEqual(known["meetings"]["planned_count"], 1)
        self.assertEqual(known["contacts"]["people"][0]["name"], "Anna Alt")

    def test_private_meetings(self):
        """That there is one is no secret, what it is about is."""
        self._meeting("2026-02-01", self.person, name="Offer", privacy="private")
        self._meeting("2026-02-02", self.person, name="Fair")
        self.kam_user.with_user(self.kam_user).calendar_default_privacy = "private"
        self._meeting("2026-02-03", self.person, name="Price")
        meetings = self._known()["meetings"]
        self.assertEqual(meetings["planned_count"], 3)
        self.assertEqual(
            [(one["name"], one["date"]) for one in meetings["planned"]],
            [(False, "2026-02-01"), (False, "2026-02-02"), (False, "2026-02-03")],
            "the owner's own default counts for all of his that say nothing else",
        )

    def test_local_days(self):
        """In Auckland, 13 hours ahead, an evening in Greenwich is the next day."""
        self.company_a.partner_id.tz = "Pacific/Auckland"
        self._meeting("2025-12-01", self.person)
        late = {"start": "2026-02-01 20:00:00", "stop": "2026-02-01 21:00:00"}
        self._meeting("2026-02-01", self.person, **late)
        self._meeting("2026-03-01", self.person, allday=True)
        late = {"start": "2025-12-31 20:00:00", "stop": "2025-12-31 21:00:00"}
        self._meeting("2025-12-31", self.person, **late)
        order = self._order(self.account, "2026-01-02", 5, state="sent")
        order.date_order = "2026-01-02 20:00:00"
        known = self._known()
        self.assertEqual(known["meetings"]["last"], "2026-01-01")
        days = [one["date"] for one in known["meetings"]["planned"]]
        self.assertEqual(days, ["2026-02-02", "2026-03-01"])
        self.assertEqual(known["quotations"]["items"][0]["date"], "2026-01-03")

    def test_payment(self):
        """100 paid 10 days late, 50 is overdue, 30 is not yet due."""
        self._receivable("2025-10-01", "2025-11-01", 100, paid="2025-11-11")
        self._receivable("2025-11-01", "2025-12-01", 50)
        self._receivable("2026-01-01", "2026-02-01", 30)
        payment = self._known()["payment"]
        self.assertEqual(
            payment, {"open": 80, "overdue": 50, "delay": 10, "settled": 1}
        )

    def _receivable(self, day, due, amount, paid=None):
        """Entries in the ledger, as an invoice and its payment leave them."""
        journal = self.env["account.journal"].search(
            [("code", "=", "KAMP"), ("company_id", "=", self.company_a.id)]
        ) or self.env["account.journal"].create(
            {
                "name": "KAM",
                "code": "KAMP",
                "type": "general",
                "company_id": self.company_a.id,
            }
        )
        accounts = {
            kind: self.env["account.account"].search(
                [("code", "=", code), ("company_ids", "in", self.company_a.ids)]
            )
            or self.env["account.account"].create(
                {
                    "name": kind,
                    "code": code,
                    "account_type": kind,
                    "reconcile": kind == "asset_receivable",
                    "company_ids": [(6, 0, self.company_a.ids)],
                }
            )
            for kind, code in (("asset_receivable", "KAM12"), ("income", "KAM40"))
        }

        def entry(day, debit, due):
            move = self.env["account.move"].create(
                {
                    "journal_id": journal.id,
                    "date": day,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "account_id": accounts["asset_receivable"].id,
                                "partner_id": self.branch.id,
                                "date_maturity": due,
                                "debit": max(debit, 0),
                                "credit": max(-debit, 0),
                            },
                        ),
                        (
                            0,
                            0,
                            {
                                "account_id": accounts["income"].id,
                                "debit": max(-debit, 0),
                                "credit": max(debit, 0),
                            },
                        ),
                    ],
                }
            )
            move.action_post()
            return move.line_ids.filtered("date_maturity")[:1]

        owed = entry(day, amount, due)
        if paid:
            (owed + entry(paid, -amount, paid)).reconcile()

    def test_frozen(self):
        """As of approval and as of closing; live in between; nothing after."""
        self._objective(self.plan)
        self._order(self.account, "2025-06-01", 10)
        self.plan.action_submit()
        self.plan.with_user(self.kam_manager).action_approve()
        self._order(self.account, "2025-06-02", 10)
        self.assertEqual(self._known()["sales"]["revenue"], 20)
        self.assertEqual(self.plan.snapshot_approved["sales"]["revenue"], 10)
        self.plan._close()
        self._order(self.account, "2025-06-03", 10)
        self.assertFalse(self._known())
        self.assertEqual(self.plan.snapshot_closed["sales"]["revenue"], 20)

    def test_bounded_queries(self):
        self._orders([self._row(self.account, "2025-06-01", 10)] * 20)
        for number in range(20):
            self._meeting(f"2025-06-{number + 1:02}", self.person)
        self._known()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            self.assertTrue(self.plan.with_user(self.kam_user).known)
