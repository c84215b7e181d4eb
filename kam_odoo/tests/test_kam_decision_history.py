from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext, mute_logger

from .test_kam_decision import DecisionCommon


@tagged("post_install", "-at_install")
class TestHistory(DecisionCommon):
    """S4: who, when, why, which round; written once, changed by nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.decision = cls.history._decide(
            [
                {
                    "partner_id": cls.alfa.id,
                    "kind": "admit",
                    "reason": "Large and growing",
                    "tier_id": cls.tier_key.id,
                    "manager_id": cls.kam_user.id,
                }
            ]
        )
        cls.values = {"partner_id": cls.alfa.id, "kind": "keep", "reason": "x"}

    def test_nobody_writes_history(self):
        """Not by RPC, not as administrator, not by code in sudo."""
        admin = self.env.ref("base.user_admin")
        for user in (self.salesperson, self.kam_user, self.kam_manager, admin):
            decision = self.decision.with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    decision.check_access("write")
                with self.assertRaises(UserError):
                    decision.write({"reason": "better"})
                with self.assertRaises(AccessError):
                    decision.unlink()
                with self.assertRaises(UserError):
                    decision.create(self.values)
        in_sudo = self.decision.sudo()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            in_sudo.reason = "better"
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            in_sudo.unlink()
        with self.assertRaisesRegex(UserError, "writes itself"):
            in_sudo.create(self.values)
        self.assertEqual(self.decision.reason, "Large and growing")

    def test_a_forged_context_writes_nothing(self):
        forged = self.history.with_context(kam_recording=True)
        with self.assertRaises(UserError):
            forged.create(self.values)
        with self.assertRaises(UserError):
            forged.sudo().create(self.values)

    def test_not_by_way_of_the_contact(self):
        """The list on the account's page is no back door."""
        for command in (
            Command.create({"kind": "keep", "reason": "x"}),
            Command.update(self.decision.id, {"reason": "better"}),
            Command.delete(self.decision.id),
            Command.unlink(self.decision.id),
        ):
            for env in (self.env, self.env(user=self.kam_manager)):
                with self.subTest(command=command, user=env.user.login):
                    with self.assertRaises(UserError):
                        self.alfa.with_env(env).write({"kam_decision_ids": [command]})
        self.assertEqual(self.alfa.kam_decision_ids, self.decision)

    def test_not_by_import(self):
        result = self.history.load(
            ["partner_id", "kind", "reason"], [["Alfa", "Kept", "x"]]
        )
        self.assertFalse(result["ids"])

    def test_goes_with_its_account(self):
        self.env["mail.activity"].search([("res_id", "=", self.alfa.id)]).unlink()
        self.alfa.unlink()
        self.assertFalse(self.decision.exists())

    def test_keeps_its_tiers_and_people(self):
        """What the history names cannot be deleted, only archived."""
        self.alfa.write({"kam_status": "none", "kam_tier_id": False})
        with self.assertRaisesRegex(UserError, "archive"):
            self.tier_key.unlink()
        self.tier_key.action_archive()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            with self.env.cr.savepoint():
                self.kam_user.unlink()
        self.assertIn("kam_decision", str(caught.exception))

    def test_who_reads_it(self):
        for user in (self.employee, self.salesperson, self.kam_user):
            decision = self.decision.with_user(user)
            self.assertEqual(decision.reason, "Large and growing")
            self.assertIn(f"manager: {self.kam_user.name}", decision.changes)
            self.assertIn("Alfa", decision.display_name)
        with self.assertRaises(AccessError):
            self.decision.with_user(self.portal).read(["reason"])

    def test_changes_in_words(self):
        """Only what changed; an archived tier and user keep their names."""
        self.alfa.kam_sponsor_id = self.kam_manager
        decision = self._decide(
            self._vals(
                self.alfa,
                "promote",
                self.tier_strategic,
                manager_id=self.kam_manager.id,
            )
        )
        self.assertEqual(
            decision.changes,
            f"Key → Strategic; manager: {self.kam_user.name} → {self.kam_manager.name}",
        )
        decision = self._decide(self._vals(self.alfa, "keep"))
        self.assertFalse(decision.changes)
        decision = self._decide(
            self._vals(self.alfa, "retire", sponsor_id=False, manager_id=False)
        )
        self.assertEqual(
            decision.changes,
            f"Strategic → none; manager: {self.kam_manager.name} → none; "
            f"sponsor: {self.kam_manager.name} → none",
        )

        decision = self._decide(self._vals(self.beta, "assign", status="prospect"))
        self.assertEqual(decision.changes, "Prospect")
        decision = self._decide(self._vals(self.beta, "assign", status="candidate"))
        self.assertEqual(decision.changes, "Prospect → Candidate")

    def test_timeline(self):
        """Day in the reader's language and zone, what, who, round and why; escaped."""
        selection = self.env["kam.selection"].create({"name": "Spring 2026"})
        with freeze_time("2026-03-12 23:30:00"):
            self._decide(
                self._admit(
                    self.beta, reason="Large <b>and</b> good", selection_id=selection.id
                )
            )
        reader = self.beta.with_user(self.employee).with_context(tz="Europe/Warsaw")
        text = " ".join(html2plaintext(reader.kam_timeline).split())
        self.assertEqual(
            text,
            f"13 Mar 2026 Admitted Key; manager: {self.kam_user.name} · "
            f"{self.kam_manager.name} · round Spring 2026 Large <b>and</b> good",
        )
        self.assertFalse(self._account("Gamma").kam_timeline)

    def test_page_and_button(self):
        action = self.alfa.with_user(self.salesperson).action_kam_decisions()
        found = self.env["kam.decision"].search(action["domain"])
        self.assertEqual(found, self.alfa.kam_decision_ids)
        self.assertEqual(self.alfa.kam_decision_count, 1)

    def test_list_takes_no_query_per_row(self):
        accounts = self.env["res.partner"].create(
            [{"name": f"Account {n}", "is_company": True} for n in range(40)]
        )
        self.tier_key.write({"capacity": 0, "manager_capacity": 0})
        decisions = self._decide(*[self._admit(account) for account in accounts])
        spec = {
            name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
            for name in ("partner_id", "kind", "changes", "reason", "tier_to_id")
        }
        counts = []
        for size in (5, 5, 40):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            decisions[:size].with_user(self.employee).web_read(spec)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestMergedHistory(DecisionCommon):
    """Odoo's merge of contacts takes the history along, and says what it did."""

    def _merge(self, source, destination):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": destination.id}
        )
        wizard.partner_ids = source + destination
        wizard.action_merge()
        self.env.invalidate_all()

    def test_key_into_plain(self):
        self._decide(self._admit(self.alfa))
        self._merge(self.alfa, self.beta)
        last, first = self.beta.kam_decision_ids
        self.assertEqual(first.kind, "admit")
        self.assertRecordValues(
            last,
            [
                {
                    "kind": "assign",
                    "reason": "Merged with Alfa.",
                    "status_from": "none",
                    "status_to": "key",
                    "tier_to_id": self.tier_key.id,
                    "manager_to_id": self.kam_user.id,
                    "user_id": self.env.user.id,
                }
            ],
        )

    def test_plain_into_key(self):
        """Nothing changed, so nothing is added."""
        self._decide(self._admit(self.alfa))
        self._merge(self.beta, self.alfa)
        self.assertEqual(self.alfa.kam_decision_ids.mapped("kind"), ["admit"])

    def test_into_a_branch(self):
        """The history goes to the account, as the decisions do."""
        group = self._account("Group")
        branch = self._account("Branch", group)
        self._decide(self._admit(self.alfa))
        self._merge(self.alfa, branch)
        self.assertEqual(group.kam_decision_ids.mapped("kind"), ["assign", "admit"])
        self.assertFalse(branch.kam_decision_ids)
        self.assertEqual(group.kam_tier_id, self.tier_key)
