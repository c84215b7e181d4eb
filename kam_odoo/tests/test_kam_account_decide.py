from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .test_kam_decision import DecisionCommon


@tagged("post_install", "-at_install")
class TestDecideWizard(DecisionCommon):
    """Outside a round: the same rules and the same record, by a form."""

    def _form(self, accounts, kind=None):
        action = (
            accounts.with_env(self.env).with_context(kam_kind=kind).action_kam_decide()
        )
        self.assertEqual(action["res_model"], "kam.account.decide")
        wizard = self.env["kam.account.decide"].with_context(**action["context"])
        return Form(wizard, view=action["views"][0][0] or None)

    @users("kam_manager")
    def test_admit(self):
        """The form shows the places, and takes over who is responsible."""
        self._key("1")
        self.alfa.kam_manager_id = self.kam_user
        form = self._form(self.alfa)
        self.assertEqual(form.kind, "admit")
        self.assertEqual(form.manager_id, self.kam_user)
        self.assertFalse(form.problems)
        self.assertEqual(form.allowed_tier_ids[:], self.tier_strategic + self.tier_key)
        form.tier_id = self.tier_key
        self.assertEqual(
            form.places,
            "Key: 1 of 3 taken, 2 free\n"
            f"{self.kam_user.name} in Key: 1 of 2 taken, 1 free",
        )
        form.reason = "Large and growing"
        form.save().action_decide()
        self.assertEqual(self.alfa.kam_tier_id, self.tier_key)
        self.assertEqual(self.alfa.kam_decision_ids.kind, "admit")
        self.assertEqual(self.alfa.kam_decision_ids.reason, "Large and growing")

    @users("kam_manager")
    def test_problems_show_while_choosing(self):
        self._key("1"), self._key("2")
        form = self._form(self.alfa)
        form.tier_id = self.tier_key
        self.assertIn("needs a key account manager", form.problems)
        form.manager_id = self.kam_user
        self.assertIn("2 taken so far; this would make 3", form.problems)
        form.manager_id = self.kam_manager
        self.assertFalse(form.problems)
        form.tier_id = self.tier_strategic
        self.assertIn("needs an executive sponsor", form.problems)
        form.reason = "Why not"
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "executive sponsor"):
            wizard.action_decide()
        self.assertEqual(self.alfa.kam_status, "none")

    @users("kam_manager")
    def test_who_waits_is_named(self):
        """A place is contested: whoever gives it away sees who waits first."""
        selection = self.env["kam.selection"].sudo().create({"name": "Spring 2026"})
        lines = (
            self.env["kam.selection.line"]
            .sudo()
            .create(
                [
                    {"selection_id": selection.id, "partner_id": partner.id}
                    for partner in (self.beta, self.alfa)
                ]
            )
        )
        self.env["kam.selection.line"].sudo().search([("waiting", "=", True)]).write(
            {"waiting": False}
        )
        for rank, line in enumerate(lines, 1):
            line.write({"waiting": True, "waiting_rank": rank})
        form = self._form(self.alfa)
        self.assertFalse(form.waiting)
        form.tier_id = self.tier_key
        self.assertEqual(form.waiting, "Beta waits first (Spring 2026).")
        form = self._form(self.beta)
        form.tier_id = self.tier_key
        self.assertFalse(form.waiting, "it is the one who waits first")
        lines.write({"waiting": False})
        form = self._form(self.alfa)
        form.tier_id = self.tier_key
        self.assertFalse(form.waiting, "nobody waits")

    @users("kam_manager")
    def test_move(self):
        """Up is a promotion, down a demotion."""
        account = self._key("1", kam_sponsor_id=self.kam_manager.id)
        for tier, kind in (
            (self.tier_strategic, "promote"),
            (self.tier_key, "demote"),
        ):
            form = self._form(account, "move")
            form.tier_id = tier
            form.reason = "Agreed"
            form.save().action_decide()
            self.assertEqual(account.kam_tier_id, tier)
            self.assertEqual(account.kam_decision_ids[:1].kind, kind)
        other = self._form(self.alfa, "move")
        self.assertNotIn(self.tier_key, other.allowed_tier_ids[:])
        other.tier_id = self.tier_growth
        other.reason = "Agreed"
        other.save().action_decide()
        self.assertEqual(self.alfa.kam_decision_ids.kind, "assign")
        self.assertEqual(self.alfa.kam_status, "none")

    @users("kam_manager")
    def test_retire_several(self):
        accounts = self._key("1") + self._key("2", manager=self.kam_manager)
        form = self._form(accounts, "retire")
        self.assertFalse(form.manager_id, "not the same for both")
        form.tier_id = self.tier_standard
        form.reason = "Too small by now"
        form.save().action_decide()
        self.assertEqual(accounts.mapped("kam_status"), ["former", "former"])
        self.assertEqual(accounts.kam_tier_id, self.tier_standard)
        self.assertEqual(accounts.kam_manager_id, self.kam_user + self.kam_manager)

    @users("kam_manager")
    def test_status_and_people(self):
        """Candidate, prospect or none; a key account keeps being key."""
        key = self._key("1")
        form = self._form(self.alfa + self.beta + key, "assign")
        form.status = "candidate"
        form.sponsor_id = self.kam_manager
        form.reason = "Looks good"
        form.save().action_decide()
        statuses = (self.alfa + self.beta + key).mapped("kam_status")
        self.assertEqual(statuses, ["candidate", "candidate", "key"])
        self.assertEqual(key.kam_sponsor_id, self.kam_manager)
        form = self._form(self.alfa, "assign")
        self.assertEqual(form.sponsor_id, self.kam_manager)
        self.assertFalse(form.problems, "nothing is wrong before anything is chosen")
        form.sponsor_id = self.env["res.users"]
        form.reason = "Not needed"
        form.save().action_decide()
        self.assertFalse(self.alfa.kam_sponsor_id, "of one account it can be emptied")
        self.assertEqual(self.alfa.kam_status, "candidate")

    @users("kam_manager")
    def test_tier_goes_with_the_decision(self):
        form = self._form(self._key("1"), "move")
        form.tier_id = self.tier_strategic
        form.kind = "retire"
        self.assertFalse(form.tier_id)
        self.assertEqual(
            form.allowed_tier_ids[:], self.tiers.filtered(lambda tier: not tier.is_key)
        )

    def test_only_managers(self):
        for user in (self.salesperson, self.kam_user, self.employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["kam.account.decide"].with_user(user).create(
                    {
                        "partner_ids": self.alfa.ids,
                        "kind": "admit",
                        "tier_id": self.tier_key.id,
                        "reason": "x",
                    }
                )

    def test_accounts_of_other_companies(self):
        """With one company chosen, the accounts of the other one are out of reach."""
        theirs = self._account("Theirs", company_id=self.company_b.id)
        only_a = self._user("kam_manager_a", "kam_odoo.group_kam_manager")
        with self.assertRaises(AccessError):
            wizard = (
                self.env["kam.account.decide"]
                .with_user(only_a)
                .create(
                    {
                        "partner_ids": theirs.ids,
                        "kind": "assign",
                        "status": "candidate",
                        "reason": "x",
                    }
                )
            )
            wizard.action_decide()
        self.assertEqual(theirs.kam_status, "none")
