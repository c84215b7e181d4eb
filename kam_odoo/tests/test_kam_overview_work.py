from datetime import date

from odoo.tests import freeze_time, tagged

from .overview_common import OverviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15 09:00:00")
class TestKamOverviewWork(OverviewCommon):
    """Plan, open work, people and health, as of Sunday, 15 February 2026."""

    def test_confidential_plan(self):
        """The account's manager is not told of a plan that is kept from him."""
        plan = self._plan(self.kam_manager, user_id=self.kam_manager.id)
        self.assertEqual(self._known()["plan"]["id"], plan.id)
        plan.confidential = True
        self.assertNotIn("id", self._known()["plan"])
        self.assertEqual(self._known(self.kam_manager)["plan"]["id"], plan.id)

    def test_plan(self):
        """14 days of February and 31 of March. What is off track comes first."""
        plan = self._plan()
        good = self._objective(plan, target=100, name="Sell more")
        bad = self._objective(plan, "order_count", 10, name="More orders")
        for number in range(4):
            self._objective(plan, "manual", 4, name=f"Reading {number}")
        draft = self._known()["plan"]
        self.assertEqual((draft["state"], draft["id"]), ("draft", plan.id))
        plan.action_submit()
        plan.with_user(self.kam_manager).action_approve()
        self._order(self.account, "2026-02-01", 90)
        known = self._known()["plan"]
        self.assertEqual(known["days_left"], 45)
        self.assertEqual(known["name"], plan.name.removeprefix("Altmark, "))
        self.assertNotIn("Altmark", known["name"])
        names = [one["name"] for one in known["objectives"]]
        self.assertEqual(names[:2], ["More orders", "Sell more"])
        self.assertEqual((len(names), known["more"]), (4, 2))
        self.assertEqual(known["objectives"][0]["status"], bad.status)
        self.assertEqual(bad.status, "off_track")
        self.assertEqual(known["objectives"][1]["status"], good.status)
        in_b = self._known(self.kam_manager, companies=self.company_b)["plan"]
        self.assertNotIn("id", in_b)

    def test_work(self):
        Action = self.env["kam.action"].with_user(self.kam_user)
        for name, day in (("Late", "2026-02-14"), ("Today", "2026-02-15")):
            Action.create(
                {
                    "partner_id": self.account.id,
                    "name": name,
                    "date_deadline": day,
                    "user_id": self.kam_user.id,
                }
            )
        Action.create({"partner_id": self.account.id, "name": "Done", "state": "done"})
        review = self.env["kam.review"].create(
            {
                "partner_id": self.account.id,
                "company_id": self.company_a.id,
                "date_planned": "2026-02-10",
                "user_id": self.kam_user.id,
            }
        )
        self.env["kam.escalation"].create(
            {"name": "Broken", "partner_id": self.account.id}
        )
        for partner, revenue in ((self.account, 100), (self.branch, 50)):
            self.env["crm.lead"].create(
                {
                    "name": "Chance",
                    "type": "opportunity",
                    "partner_id": partner.id,
                    "expected_revenue": revenue,
                    "user_id": self.kam_user.id,
                }
            )
        work = self._known()["work"]
        actions = work["actions"]
        self.assertEqual((actions["count"], actions["late"]), (2, 1))
        self.assertEqual(
            [(one["name"], one["late"]) for one in actions["first"]],
            [("Late", True), ("Today", False)],
        )
        self.assertEqual(
            (work["review"]["id"], work["review"]["late"]), (review.id, True)
        )
        self.assertEqual(work["escalations"]["count"], 1)
        chances = work["opportunities"]
        self.assertEqual((chances["count"], chances["amount"]), (2, 150))
        self.assertEqual(chances["unranked"], 2)
        self.assertFalse(self._known(self.employee)["work"]["opportunities"])

    def test_activities_due(self):
        """On any contact of the account and its open opportunities, due by today."""
        lead = self.env["crm.lead"].create(
            {
                "name": "Chance",
                "type": "opportunity",
                "partner_id": self.branch.id,
                "user_id": self.kam_user.id,
            }
        )
        days = {
            self.account: "2026-02-16",
            self.branch: "2026-02-15",
            self.person: "2026-02-01",
            lead: "2026-02-14",
        }
        for record, day in days.items():
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=date.fromisoformat(day),
                user_id=self.kam_user.id,
            )
        self.assertEqual(self._known()["work"]["activities"], {"count": 3, "late": 2})
        account = self.account.with_user(self.kam_user)
        action = account.action_kam_due_activities()
        found = self.env["mail.activity"].search(action["domain"])
        self.assertEqual(
            set(zip(found.mapped("res_model"), found.mapped("res_id"), strict=True)),
            {(one._name, one.id) for one in (self.branch, self.person, lead)},
        )
        # As in Odoo's own lists: not on an opportunity of somebody else, and nothing
        # without rights on contacts.
        for user, count in ((self.salesperson, 2), (self.employee, 0)):
            due = self._known(user)["work"]["activities"]
            self.assertEqual(due["count"], count)

    def test_people(self):
        """Boss before user; the sponsor's role is nobody's; nobody was in contact."""
        people = self._known()["people"]
        self.assertEqual(
            [person["name"] for person in people["first"]], ["Berta Boss", "Anna Alt"]
        )
        self.assertEqual([gap["name"] for gap in people["gaps"]], ["Sponsor"])
        self.assertEqual((people["theirs"], people["ours"]), (0, 0))
        self.assertTrue(people["few"])
        self.assertEqual((people["team"], people["team_more"]), ([self.member.name], 0))
        for number in range(3):
            contact = self._person(f"Person {number}")
            self._stakeholder(contact, "user", influence="2")
            user = self.kam_user if number else self.sponsor
            self._meeting("2026-02-03", contact, owner=user)
        people = self._known()["people"]
        self.assertEqual((people["theirs"], people["ours"]), (3, 2))
        self.assertFalse(people["few"])
        self.assertEqual((people["count"], len(people["first"])), (5, 4))

    def test_health(self):
        """The current snapshot, with the number that leads to it."""
        self.account.kam_status = "key"
        self._meeting("2026-02-03", self.boss_contact)
        Snapshot = self.env["kam.health.snapshot"]
        [snapshot] = Snapshot._take(self.company_a).filtered(
            lambda one: one.partner_id == self.account
        )
        health = self._known()["health"]
        self.assertEqual(
            (health["id"], health["health"]), (snapshot.id, snapshot.health)
        )
        self.assertEqual(len(health["rows"]), 6)
