from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .reminder_common import ReminderCommon


@tagged("post_install", "-at_install")
class TestDigest(ReminderCommon):
    """Figures of the digest, counted by hand, for who may see them.

    The period is the week of 9 to 15 March 2026, as the mail of the 16th counts it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._account(
            "Beta", kam_status="key", kam_manager_id=cls.colleague.id
        )
        cls.digest = cls.env["digest.digest"].create(
            {"name": "Week", "company_id": cls.company_a.id}
        )

    def _value(self, name, user=None, company=None):
        digest = self.digest.with_context(
            start_datetime=datetime(2026, 3, 9, 6),
            end_datetime=datetime(2026, 3, 16, 6),
        )
        digest = digest.with_user(user or self.kam_manager)
        digest = digest.with_company(company or self.company_a)
        digest.invalidate_recordset()
        return digest[f"kpi_kam_{name}_value"]

    def test_revenue(self):
        """100 + 30 of Altmark, 7 of Beta; not before, not after, not of others."""
        nobody = self._account("No key account")
        self._orders(
            [
                self._row(self.account, "2026-03-08", 1000),
                self._row(self.account, "2026-03-09", 100),
                self._row(self.branch, "2026-03-15", 30),
                self._row(self.account, "2026-03-16", 2000),
                self._row(self.other, "2026-03-12", 7),
                self._row(nobody, "2026-03-12", 5000),
                self._row(self.account, "2026-03-12", 40, company=self.company_b),
                self._row(self.account, "2026-03-12", 9000, state="draft"),
            ]
        )
        self.assertEqual(self._value("revenue"), 137)
        self.assertEqual(self._value("revenue", self.kam_user), 130)
        self.digest.company_id = self.company_b
        self.assertEqual(self._value("revenue", company=self.company_b), 40)

    def test_newly_at_risk(self):
        """In danger in the analysis of the period, not in the one before it."""
        self._orders(
            [
                self._row(account, "2025-06-01", 10)
                for account in (self.account, self.other)
            ]
        )
        before = self._analysis(date_from="2025-03-01", date_to="2026-02-28")
        self.assertEqual(self._value("at_risk"), 0)
        now = self._analysis(date_from="2025-03-15", date_to="2026-03-14")
        for analysis, account, state in (
            (before, self.account, "active"),
            (before, self.other, "at_risk"),
            (now, self.account, "at_risk"),
            (now, self.other, "lost"),
        ):
            self.env.cr.execute(
                "UPDATE kam_analysis_line SET retention = %s"
                " WHERE analysis_id = %s AND partner_id = %s",
                [state, analysis.id, account.id],
            )
        self.env.invalidate_all()
        self.assertEqual(self._value("at_risk"), 1)
        self.assertEqual(self._value("at_risk", self.kam_user), 1)
        self.assertEqual(self._value("at_risk", self.colleague), 0)
        self.env.cr.execute(
            "UPDATE kam_analysis SET date_to = '2026-03-09' WHERE id = %s", [before.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._value("at_risk"), 0, "none before the period")

    def test_late_work(self):
        """One of three reviews and one of three actions are late; one escalation."""
        with freeze_time("2026-03-01"):
            reviews = self.env["kam.review"].create(
                [
                    {
                        "partner_id": self.account.id,
                        "company_id": self.company_a.id,
                        "date_planned": day,
                    }
                    for day in ("2026-03-10", "2026-03-11", "2026-03-16")
                ]
            )
            self.env["kam.action"].create(
                [
                    {
                        "name": "Send samples",
                        "partner_id": self.account.id,
                        "company_id": self.company_a.id,
                        "user_id": self.kam_user.id,
                        "date_deadline": day,
                        "state": state,
                    }
                    for day, state in (
                        ("2026-03-10", "open"),
                        ("2026-03-10", "done"),
                        ("2026-03-16", "open"),
                    )
                ]
            )
        reviews[0].sudo().write({"state": "held", "date_held": "2026-03-10"})
        self.env["kam.escalation"].create(
            [
                {
                    "name": "Line stands still",
                    "partner_id": self.account.id,
                    "company_id": self.company_a.id,
                    "date_raised": f"2026-03-{day} 10:00:00",
                }
                for day in ("08", "12")
            ]
        )
        for name in ("reviews_late", "actions_late", "escalations"):
            with self.subTest(name):
                self.assertEqual(self._value(name), 1)
                self.assertEqual(self._value(name, self.kam_user), 1)
                self.assertEqual(self._value(name, self.colleague), 0)

    def test_for_who_may_see_them(self):
        """Odoo leaves out what raises an access error, and sends the rest."""
        names = ("revenue", "at_risk", "reviews_late", "actions_late", "escalations")
        for name in names:
            with self.subTest(name), self.assertRaises(AccessError):
                self._value(name, self.salesperson)
        default = self.env.ref("digest.digest_digest_default")
        for user, expected in (
            (self.kam_manager, set(names)),
            (self.salesperson, set()),
        ):
            kpis = default._compute_kpis(self.company_a, user)
            found = {kpi["kpi_name"] for kpi in kpis if "kpi_kam" in kpi["kpi_name"]}
            self.assertEqual(found, {f"kpi_kam_{name}" for name in expected})
        for kpi in default._compute_kpis(self.company_a, self.kam_manager):
            if "kpi_kam" in kpi["kpi_name"]:
                xmlid = kpi["kpi_action"].partition("?")[0]
                self.assertEqual(self.env.ref(xmlid)._name, "ir.actions.act_window")
