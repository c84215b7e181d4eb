from odoo.tests import freeze_time, tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestKamRefusalReport(KamCommon):
    """A9: lost opportunities and quotations per quarter, with their trend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alfa = cls._account("Alfa")
        cls.contact = cls._account("Ana", parent=cls.alfa, is_company=False)
        cls.reason = cls.env["crm.lost.reason"].create({"name": "Too slow"})

    def _lose(self, day, amount=100, **values):
        with freeze_time(f"{day} 12:00:00"):
            lead = self.env["crm.lead"].create(
                {
                    "name": "Line 4",
                    "type": "opportunity",
                    "partner_id": self.contact.id,
                    "expected_revenue": amount,
                    "company_id": self.company_a.id,
                    **values,
                }
            )
            lead.action_set_lost(lost_reason_id=self.reason.id)
        return lead

    def _quarters(self, groupby="date:quarter"):
        report = self.env["kam.refusal.report"].with_context(
            allowed_company_ids=self.company_a.ids
        )
        return [
            (str(quarter), count, round(average, 2), trend and round(trend, 2))
            for quarter, count, average, trend in report._read_group(
                [("account_id", "=", self.alfa.id)],
                [groupby],
                ["count:sum", "average_before:sum", "trend:avg"],
            )
        ]

    @freeze_time("2024-08-15 12:00:00")
    def test_trend(self):
        """2 + 1 + 0 + 1 lost from July 2023 to June 2024: 1 a quarter; now 3: +200 %.

        The second quarter of 2024: 1 against (2 + 1 + 0) / 4 = 0.75: +33 %.
        """
        for day in ("2023-07-05", "2023-09-05", "2023-11-05", "2024-05-05"):
            self._lose(day)
        for day in ("2024-07-01", "2024-07-02"):
            self._lose(day)
        self._order(self.alfa, "2024-08-01", 50, state="cancel")
        quarters = {row[0]: row[1:] for row in self._quarters()}
        self.assertEqual(quarters["2024-07-01"], (3, 1.0, 2.0))
        self.assertEqual(quarters["2024-04-01"], (1, 0.75, 0.33))
        self.assertEqual(quarters["2024-01-01"], (0, 0.75, -1.0))
        self.assertNotIn("2024-10-01", quarters)

    @freeze_time("2024-08-15 12:00:00")
    def test_what_is_lost(self):
        """Lost, cancelled, expired; not won, not open, not archived by mistake."""
        lost = self._lose("2024-07-05", 300)
        self.env["crm.lead"].create(
            {
                "name": "Open",
                "type": "opportunity",
                "partner_id": self.alfa.id,
                "company_id": self.company_a.id,
            }
        )
        cancelled = self._order(self.alfa, "2024-07-10", 50, state="cancel")
        expired = self._order(
            self.alfa, "2024-07-11", 25, state="sent", validity_date="2024-08-01"
        )
        self._order(
            self.alfa, "2024-07-12", 25, state="sent", validity_date="2024-09-01"
        )
        self._order(self.alfa, "2024-07-13", 25)
        rows = self.env["kam.refusal.report"].search(
            [("account_id", "=", self.alfa.id), ("counted", "=", True)]
        )
        self.assertEqual(rows.lead_id, lost)
        self.assertEqual(rows.order_id, cancelled + expired)
        self.assertEqual(sum(rows.mapped("amount")), 375)
        lead_row = rows.filtered(lambda row: row.kind == "lead")
        self.assertEqual(lead_row.lost_reason_id, self.reason)
        self.assertEqual(lead_row.action_open_source()["res_id"], lost.id)

    def test_own_accounts_only(self):
        self._lose("2024-07-05")
        domain = [("account_id", "=", self.alfa.id)]
        Report = self.env["kam.refusal.report"].with_user(self.kam_user)
        self.assertFalse(Report.search(domain))
        self.alfa.kam_manager_id = self.kam_user
        self.assertTrue(Report.search(domain))
