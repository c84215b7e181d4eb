from odoo.tests import freeze_time, tagged

from .reminder_common import ReminderCommon


@tagged("post_install", "-at_install")
class TestKamReminderTriggerAccount(ReminderCommon):
    """Triggers of accounts: their people, contacts, retention and terms."""

    def test_sponsor_missing(self):
        """Nobody, or who left; only where the tier asks for one."""
        self._shipped("sponsor")
        self.assertFalse(self._run("2026-01-05"))
        self.sponsor.active = False
        found = {("Find an executive sponsor", "kam_manager", "Altmark"): "2026-01-07"}
        self.assertEqual(self._run("2026-01-05"), found)
        self.tier_key.sponsor_required = False
        self.assertFalse(self._run("2026-01-06"))
        self.tier_key.sponsor_required = True
        self.account.kam_sponsor_id = False
        self.assertEqual(list(self._run("2026-01-07")), list(found))
        self.account.kam_sponsor_id = self.colleague
        self.assertFalse(self._run("2026-01-08"))

    def test_manager_missing(self):
        self._shipped("manager")
        self.assertFalse(self._run("2026-01-05"))
        self.account.kam_manager_id = False
        self.assertEqual(
            self._run("2026-01-08"),  # Thursday and two days: Monday
            {("Find an account manager", "kam_manager", "Altmark"): "2026-01-12"},
        )
        self.account.kam_manager_id = self.colleague
        self.assertFalse(self._run("2026-01-09"))

    def test_contact(self):
        """One of the manager for all his kinds, one of the sponsor; by the first day.

        Operational every 14 days, status 30, strategic 90, executive 365. The meeting
        of Monday 5 January with both counts for all four.
        """
        self._shipped("contact")
        with freeze_time("2026-01-01"):
            self._meeting(
                "2026-01-05",
                self.person + self.sponsor.partner_id,
            )
        self.assertFalse(self._run("2026-01-18"))
        due = ("Contact is due", "kam_user", "Altmark")
        self.assertEqual(self._run("2026-01-19"), {due: "2026-01-19"})
        activity = self._activities()
        self.assertEqual(self._run("2026-02-05"), {due: "2026-01-19"})
        self.assertEqual(self._activities(), activity)
        with freeze_time("2026-02-05"):
            self._meeting("2026-02-06", self.person)
        self.assertFalse(self._run("2026-02-07"))
        # The executive contact is due on 5 January 2027, a Tuesday.
        everything = self._run("2027-01-05")
        self.assertEqual(
            everything[("Contact is due: executive contact", "kam_sponsor", "Altmark")],
            "2027-01-05",
        )

    def test_contact_that_never_was(self):
        """Without a day of its own, within the days of the type."""
        self._shipped("contact")
        self.assertEqual(
            self._run("2026-01-05"),
            {
                ("Contact is due", "kam_user", "Altmark"): "2026-01-08",
                (
                    "Contact is due: executive contact",
                    "kam_sponsor",
                    "Altmark",
                ): "2026-01-08",
            },
        )
        self.account.kam_sponsor_id = False
        self._run("2026-01-06")
        self.assertEqual(self._people(), {"kam_user": "2026-01-08"})

    def test_customer_at_risk_then_lost(self):
        """Lost is news; in the company whose analysis says so."""
        self._shipped("customer")
        mine = self._account("Mine", kam_manager_id=self.kam_user.id)
        nobody = self._account("Nobody's")
        for account in (mine, nobody):
            account.with_company(self.company_a).sudo().kam_retention = "at_risk"
        text = "Win the customer back"
        self.assertEqual(
            self._run("2026-01-05"),
            {(f"{text}: at risk", "kam_user", "Mine"): "2026-01-07"},
        )
        self._activities().action_feedback()
        self.assertFalse(self._run("2026-01-06"))
        mine.with_company(self.company_a).sudo().kam_retention = "lost"
        self.assertEqual(
            self._run("2026-01-07"),
            {(f"{text}: lost", "kam_user", "Mine"): "2026-01-09"},
        )
        mine.with_company(self.company_b).sudo().kam_retention = "at_risk"
        self._run("2026-01-08")
        self.assertEqual(
            sorted(self._activities().mapped("user_id.login")),
            ["kam_manager", "kam_user"],
            "kam_user has nothing to do in the other company, its head has",
        )
        for company in self.companies:
            mine.with_company(company).sudo().kam_retention = "active"
        self.assertFalse(self._run("2026-01-09"))

    def test_owner_of_the_plan_of_the_company(self):
        """Each company's plan has an owner of its own."""
        self._active_plan()
        west = self._plan(
            self.kam_manager,
            company_id=self.company_b.id,
            user_id=self.kam_manager.id,
        )
        self._objective(west)
        west.action_submit()
        west.with_user(self.second_manager).action_approve()
        self.kam_user.company_ids += self.company_b
        for company in self.companies:
            self.account.with_company(company).kam_retention = "lost"
        self._rule("customer", responsible="plan_owner")
        self._run("2026-01-05")
        self.assertEqual(
            {(one.user_id, one.kam_reminder_key) for one in self._activities()},
            {
                (self.kam_user, f"{self.company_a.id}:lost"),
                (self.kam_manager, f"{self.company_b.id}:lost"),
            },
        )

    def test_terms(self):
        """A month before; until others are agreed; not for ever after."""
        self._shipped("terms")
        with freeze_time("2026-01-05"):
            terms = (
                self.env["kam.terms"]
                .with_user(self.kam_user)
                .create(
                    {
                        "partner_id": self.account.id,
                        "date_from": "2026-01-01",
                        "date_to": "2026-03-31",
                        "service_level": "On site in 24 h",
                    }
                )
            )
        self.assertFalse(self._run("2026-03-05"))
        terms.sudo().state = "approved"
        self.assertFalse(self._run("2026-02-28"))
        renew = ("Renew the terms before they expire", "kam_user", terms.display_name)
        self.assertEqual(self._run("2026-03-01"), {renew: "2026-03-31"})
        self._run("2026-03-31")
        self.assertEqual(set(self._people()), {"kam_user", "kam_manager"})
        later = terms.sudo().copy({"date_from": "2026-04-01"})
        self.assertTrue(self._run("2026-03-31"), "a draft is not agreed")
        for state in ("submitted", "approved"):
            later.state = state
            self.assertFalse(self._run("2026-03-31"), state)
        later.state = "withdrawn"
        self.assertTrue(self._run("2026-04-30"))
        self.assertFalse(self._run("2026-05-01"))

    def test_terms_of_a_tier(self):
        """Those who agreed on them, else the head."""
        self._shipped("terms")
        terms = self.env["kam.terms"].create(
            {
                "tier_id": self.tier_key.id,
                "company_id": self.company_a.id,
                "date_from": "2026-01-01",
                "date_to": "2026-03-31",
                "service_level": "On site in 24 h",
            }
        )
        terms.sudo().state = "approved"
        self._run("2026-03-10")
        self.assertEqual(list(self._people()), ["kam_manager"])
