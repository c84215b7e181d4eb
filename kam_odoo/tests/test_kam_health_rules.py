from datetime import date, timedelta

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..tools import health, relations
from .health_common import TODAY, HealthCommon


@tagged("post_install", "-at_install")
class TestKamHealthRules(HealthCommon):
    """The statements give what the pure rules give."""

    def test_edges(self):
        for edges, rule in (
            (health.TREND_EDGES, health.trend),
            (health.PAYMENT_EDGES, health.payment),
        ):
            for step in range(-50, 1000, 7):
                value = step / 100 if edges is health.TREND_EDGES else step / 10
                [(found,)] = self.env.execute_query(
                    SQL(
                        "SELECT ROUND(%s, 1)",
                        self.Snapshot._sql_by_edges(
                            SQL("%s::numeric", str(value)), edges
                        ),
                    )
                )
                self.assertAlmostEqual(float(found), rule(value), delta=0.051)

    def test_coverage(self):
        """Days with contact, days since the last, planned days: as the rule has it."""
        stakeholder = self._stakeholder(self.person, "user")
        for cadence in (7, 14, 30, 60, 90, 180):
            stakeholder.cadence_days = cadence
            for days in ([], [0], [5], [40, 70], [10, 20, 80], [61, 62, 63], [100]):
                meetings = self.env["calendar.event"].union(
                    *(self._met(day, self.kam_user) for day in days)
                )
                stakeholder.invalidate_recordset()
                inside = [day for day in days if day < relations.window(cadence)]
                with self.subTest(cadence=cadence, days=days):
                    self.assertEqual(
                        stakeholder.coverage,
                        relations.coverage(
                            len(inside), min(days) if days else None, cadence
                        ),
                    )
                meetings.unlink()

    def test_days_not_events(self):
        """Three calls on one day are one day; two colleagues are two."""
        stakeholder = self._stakeholder(self.person, "user", cadence_days=30)
        for user in (self.kam_user, self.kam_user, self.sponsor):
            self._call(self.person, user, 5)
        self.assertEqual(stakeholder.contact_days, 1)
        self.assertEqual(stakeholder.colleague_count, 2)
        self.assertEqual(stakeholder.coverage, 0.25)
        self.assertEqual(stakeholder.days_since_contact, 5)


@tagged("post_install", "-at_install")
class TestKamHealthReplay(HealthCommon):
    """20 weeks, one after the other, as they really come."""

    def test_twenty_weeks(self):
        """Alfa orders every second Monday for 60 weeks, and stops after week 4.

        Median interval 14, P90 14. Monday of week w (from 5 February 2024) is 7 w days
        after; the last order is that of week 4, so the silence is 7 (w − 4) days: 14
        days (1) in week 6, 21 (1.5, beyond P90: at risk) in 7, 42 (3) in 10, and in
        week 11 with 49 days lost.
        """
        start = date(2024, 2, 5)
        last = start + timedelta(weeks=4)
        self._orders(
            [
                self._row(self.account, last - timedelta(weeks=2 * number), 100)
                for number in range(30)
            ]
        )
        rhythms, healths = [], []
        for week in range(20):
            day = start + timedelta(weeks=week)
            with freeze_time(f"{day} 20:00:00"):
                if week % 3 == 0:
                    self._call(self.person, self.kam_user, (TODAY - day).days)
                if week == 15:
                    self.sponsor.active = False
                # what is ordered later is not known yet
                self._facts()
                taken = self._take()
            self.assertEqual(taken.date, day)
            rhythms.append(taken.rhythm)
            healths.append((taken.health, taken.cap, taken.engagement))
        # the first weeks see the orders up to their own day only
        self.assertEqual(rhythms[4:11], [100, 100, 100, 60, 51.3, 35.7, 20])
        self.assertEqual(set(rhythms[11:]), {0})
        self.assertEqual({cap for _health, cap, _points in healths[11:]}, {"lost"})
        self.assertEqual({cap for _health, cap, _points in healths[:11]}, {False})
        snapshots = self.Snapshot.search([("partner_id", "=", self.account.id)])
        self.assertEqual(len(snapshots), 20)
        self.assertEqual(snapshots.filtered("is_latest"), snapshots[0])
        # Looking back from the end gives what was counted at the time.
        self._freeze("2024-06-30 10:00:00")
        self.sponsor.active = True
        self._facts()
        for week, (score, cap, points) in enumerate(healths):
            taken = self._take(start + timedelta(weeks=week))
            with self.subTest(week=week):
                self.assertEqual((taken.health, taken.cap), (score, cap))
                self.assertEqual(taken.engagement, points)
        self.assertEqual(
            self.Snapshot.search_count([("partner_id", "=", self.account.id)]), 20
        )


@tagged("post_install", "-at_install")
class TestKamHealthChange(HealthCommon):
    """What changed this week."""

    def _rows(self):
        self.env.invalidate_all()
        return self.env["kam.health.change"].search(
            [("partner_id", "=", self.account.id)]
        )

    def test_changes(self):
        self._met(1, self.kam_user)
        self._take(TODAY - timedelta(days=1))
        row = self._rows()
        self.assertEqual(row.kind, "new")
        self._freeze("2024-06-19 10:00:00")  # eight days later, nothing happened
        self._take()
        row = self._rows()
        self.assertEqual((row.kind, row.driver), ("worse_band", "engagement"))
        self.assertLess(row.change, -5)
        self.assertEqual((row.band_before, row.band), ("fair", "poor"))
        self._freeze("2024-06-26 10:00:00")
        self._take()
        self._freeze("2024-07-03 10:00:00")
        self._take()
        self._freeze("2024-07-10 10:00:00")
        self._take()
        self.assertFalse(self._rows(), "from 4.2 to 2.1 is no news")

    def test_a_cap_is_no_good_news(self):
        """Who was poor before and stops buying has not become better."""
        self._met(1, self.kam_user)
        before = self._take(TODAY - timedelta(days=7))
        now = self._take()
        for cap_before, cap, kind in (
            (None, "lost", "worse"),
            ("lost", None, "better"),
        ):
            for snapshot, value in ((before, cap_before), (now, cap)):
                self.env.cr.execute(
                    "UPDATE kam_health_snapshot SET health = 20, band = 'poor',"
                    " cap = %s WHERE id = %s",
                    [value, snapshot.id],
                )
            row = self._rows()
            self.assertEqual((row.change, row.kind), (0, kind))
