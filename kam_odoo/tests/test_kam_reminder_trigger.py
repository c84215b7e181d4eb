from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .reminder_common import ReminderCommon


@tagged("post_install", "-at_install")
class TestKamReminderTrigger(ReminderCommon):
    """Each trigger with its shipped rule: who, on which day, with which deadline."""

    def _review(self, **values):
        with freeze_time("2026-01-02"):
            return self.env["kam.review"].create(
                {
                    "partner_id": self.account.id,
                    "company_id": self.company_a.id,
                    "date_planned": "2026-02-04",
                    **values,
                }
            )

    def test_review(self):
        """Wednesday 4 February: from the 28th on; a week late, the head hears of it."""
        self._shipped("review")
        review = self._review()
        self.assertFalse(self._run("2026-01-27"))
        text = "Hold the review"
        hold = (text, "kam_user", review.display_name)
        self.assertEqual(self._run("2026-01-28"), {hold: "2026-02-04"})
        self.assertEqual(self._run("2026-02-10"), {hold: "2026-02-04"})
        self.assertEqual(
            self._run("2026-02-11"),
            {
                hold: "2026-02-04",
                (
                    f"Not done yet: {text}",
                    "kam_manager",
                    review.display_name,
                ): "2026-02-11",
            },
        )
        self.assertEqual(self._writes("2026-02-11"), [])
        review.date_planned = "2026-02-16"
        self.assertEqual(self._run("2026-02-12"), {hold: "2026-02-16"})
        review.sudo().state = "cancelled"
        self.assertFalse(self._run("2026-02-13"))

    def test_plan_ending_then_without_successor(self):
        """One after the other, never both at once."""
        plan = self._active_plan()
        self._shipped("plan_ending")
        self._shipped("plan_successor")
        ending = ("The plan ends: close it and make the next one", "kam_user")
        over = ("The plan is over and no other is approved", "kam_user")
        self.assertFalse(self._run("2026-03-16"))
        self.assertEqual(self._run("2026-03-17"), {(*ending, plan.name): "2026-03-31"})
        self.assertEqual(self._run("2026-03-31"), {(*ending, plan.name): "2026-03-31"})
        self.assertEqual(self._run("2026-04-01"), {(*over, plan.name): "2026-04-01"})
        with freeze_time("2026-04-01 09:00:00"):
            plan.sudo().write({"state": "closed", "date_closed": fields.Datetime.now()})
            following = self._plan(date_from="2026-04-01", date_to="2026-06-29")
        self.assertEqual(self._run("2026-04-02"), {(*over, plan.name): "2026-04-01"})
        self.assertEqual(
            list(self._run("2026-04-15")),
            [
                (*over, plan.name),
                (f"Not done yet: {over[0]}", "kam_manager", plan.name),
            ],
        )
        following.sudo().state = "active"
        self.assertFalse(self._run("2026-04-16"))

    def test_closed_before_its_end(self):
        """A plan closed early needs a successor from that day on."""
        plan = self._active_plan()
        plan.sudo().write({"state": "closed", "date_closed": "2026-02-10 09:00:00"})
        self._shipped("plan_successor")
        self.assertEqual(list(self._run("2026-02-11").values()), ["2026-02-11"])
        self.account.kam_status = "former"
        self.assertFalse(self._run("2026-02-12"))

    def test_closed_in_the_evening(self):
        """In Los Angeles it was still the day before that of Greenwich."""
        self.company_a.partner_id.tz = "America/Los_Angeles"
        plan = self._active_plan()
        plan.sudo().write({"state": "closed", "date_closed": "2026-02-11 02:00:00"})
        self._shipped("plan_successor")
        self._run("2026-02-12")
        self.assertEqual(str(self._activities().kam_reminder_date), "2026-02-10")

    def test_plan_missing(self):
        """Draft or submitted, somebody is at it; given up, nobody is."""
        self._shipped("plan_missing")
        self._account("No key account", kam_manager_id=self.kam_user.id)
        self.assertEqual(
            self._run("2026-01-05"),
            {("Write the first plan", "kam_user", "Altmark"): "2026-01-12"},
        )
        plan = self._plan()
        self.assertFalse(self._run("2026-01-06"))
        plan.action_cancel()
        self.assertTrue(self._run("2026-01-07"))
        self.account.active = False
        self.assertFalse(self._run("2026-01-08"))

    def test_late_action(self):
        """The owner has it on the list already; three days late the manager knows."""
        self._shipped("late_action")
        with freeze_time("2026-01-05"):
            action = self.env["kam.action"].create(
                {
                    "name": "Send samples",
                    "partner_id": self.account.id,
                    "company_id": self.company_a.id,
                    "user_id": self.employee.id,
                    "date_deadline": "2026-01-09",
                }
            )
        self.assertFalse(self._run("2026-01-11"))
        late = ("The action is late: Send samples", "kam_user", action.display_name)
        self.assertEqual(self._run("2026-01-12"), {late: "2026-01-12"})
        self.assertEqual(self._writes("2026-01-12"), [])
        self.assertEqual(
            len(action.activity_ids.filtered(lambda a: a.user_id == self.employee)), 1
        )
        action.user_id = self.kam_user  # now the manager has it anyway: the sponsor
        self._run("2026-01-13")
        self.assertEqual(list(self._people()), ["kam_sponsor"])
        action.action_done()
        self.assertFalse(self._run("2026-01-14"))

    def test_late_action_of_a_confidential_plan(self):
        """Who may not read it hears of the account, and not what the action is."""
        self._shipped("late_action")
        with freeze_time("2026-01-05"):
            plan = self._plan(
                user=self.kam_manager, confidential=True, user_id=self.colleague.id
            )
            plan.sudo().sponsor_id = False
            self.env["kam.action"].create(
                {
                    "plan_id": plan.id,
                    "name": "Sound out the takeover",
                    "user_id": self.colleague.id,
                    "date_deadline": "2026-01-09",
                }
            )
        self.assertEqual(
            self._run("2026-01-12"),
            {("The action is late", "kam_user", "Altmark"): "2026-01-12"},
        )
        self.assertEqual(self._writes("2026-01-12"), [])

    def test_escalation_that_nobody_solved(self):
        """After its own steps to manager and sponsor, the head; never told twice."""
        rule = self._shipped("late_escalation")
        self.account.kam_tier_id = self.tier_strategic
        with freeze_time("2026-01-05 08:00:00"):
            escalation = self.env["kam.escalation"].create(
                {
                    "name": "Line stands still",
                    "partner_id": self.account.id,
                    "company_id": self.company_a.id,
                    "user_id": self.salesperson.id,
                }
            )
            escalation.with_user(self.salesperson).action_respond()
        due = escalation.next_deadline.date()
        escalation.sudo().level = "1"
        late = fields.Date.add(due, days=3)
        self.assertFalse(self._run(late))
        escalation.sudo().level = "2"
        self.assertFalse(self._run(fields.Date.add(due, days=2)))
        self._run(late)
        self.assertEqual(list(self._people()), ["kam_manager"])
        # whoever has it on the list by the escalation's own steps is left alone
        escalation._put_on_list(
            "kam_odoo.mail_activity_type_escalation_risen", self.kam_manager, late
        )
        rule._withdraw()
        self._run(late)
        self.assertNotIn("kam_manager", self._people())
        escalation.with_user(self.salesperson).write(
            {
                "solution": "Sent the right drives",
                "reason_id": self.env.ref("kam_odoo.kam_escalation_reason_delivery").id,
            }
        )
        escalation.with_user(self.salesperson).action_solve()
        self.assertFalse(self._run(fields.Date.add(late, days=1)))

    def test_every_trigger_has_a_rule_and_can_be_evaluated(self):
        """As it is shipped, and without escalation; all of them in one run."""
        shipped = self.env["kam.reminder"].with_context(active_test=False).search([])
        triggers = {value for value, _label in shipped._fields["trigger"].selection}
        self.assertEqual(set(shipped.mapped("trigger")), triggers)
        shipped.active = True
        self._run("2026-01-05")
        self.assertEqual(shipped.filtered("last_error").mapped("trigger"), [])
        self.assertEqual(self._writes("2026-01-05"), [])
        for rule in shipped:
            self.assertTrue(rule.explanation)
            rule._preview()
            rule.escalate_to = False
            rule._preview()

    def test_another_addon_adds_a_trigger(self):
        """A value of the selection and a method are enough."""
        model = type(self.env["kam.reminder"])
        trigger = model._fields["trigger"]
        self.patch(trigger, "_selection", {**trigger._selection, "note": "A note"})
        model._sql_note = lambda self: SQL(
            "%s FROM account WHERE account.id = %s",
            self._sql_account_columns(
                SQL("''"),
                SQL("'2026-01-09'::date"),
                SQL("account.company_id"),
                SQL("account.sponsor_id"),
            ),
            account,
        )
        self.addCleanup(delattr, model, "_sql_note")
        account = self.account.id
        self._rule("note", days_before=2)
        self.assertFalse(self._run("2026-01-06"))
        self._run("2026-01-07")
        self.assertEqual(self._people(), {"kam_sponsor": "2026-01-09"})
