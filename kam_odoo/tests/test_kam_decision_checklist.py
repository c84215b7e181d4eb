from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools.translate import code_translations

from ..models.mail_activity_plan_template import SHIPPED_STEPS
from .test_kam_decision import DecisionCommon


@tagged("post_install", "-at_install")
class TestChecklist(DecisionCommon):
    """D2: a decision starts what there is to do, once."""

    def _open(self, account):
        return self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", account.id)]
        )

    def _plan(self, name):
        return self.env.ref(f"kam_odoo.mail_activity_plan_{name}")

    def test_admitted(self):
        """Six steps for the manager; the deadlines are no weekends."""
        with freeze_time("2026-03-11 10:00:00"):  # a Wednesday
            self._decide(self._admit(self.alfa))
        steps = self._open(self.alfa)
        self.assertEqual(steps.kam_template_id, self._plan("onboarding").template_ids)
        self.assertEqual(steps.user_id, self.kam_user)
        days = {step.kam_template_id.delay_count: step.date_deadline for step in steps}
        self.assertEqual(days[2], date(2026, 3, 13))
        self.assertEqual(days[3], date(2026, 3, 16), "Saturday becomes Monday")
        self.assertEqual(days[30], date(2026, 4, 10))

    def test_once(self):
        """Admitted, retired by mistake and admitted again: one list at a time."""
        self._decide(self._admit(self.alfa))
        self._decide(self._vals(self.alfa, "keep"))
        self.assertEqual(len(self._open(self.alfa)), 6)
        self._decide(self._vals(self.alfa, "retire"))
        self.assertEqual(
            self._open(self.alfa).kam_template_id, self._plan("retiring").template_ids
        )
        self._decide(self._admit(self.alfa))
        self.assertEqual(
            self._open(self.alfa).kam_template_id,
            self._plan("onboarding").template_ids,
        )
        self.assertEqual(len(self._open(self.alfa)), 6)
        self._plan("onboarding")._kam_start(self.alfa, self.kam_user)
        self.assertEqual(len(self._open(self.alfa)), 6)

    def test_no_list_without_reason(self):
        """Only who becomes or ceases to be key has something to be done."""
        self._decide(self._vals(self.alfa, "assign", status="candidate"))
        self._decide(self._vals(self.alfa, "wait"))
        self.assertFalse(self._open(self.alfa))

    def test_steps_follow_the_manager(self):
        self._decide(self._admit(self.alfa))
        mine = self._open(self.alfa)[0]
        mine.user_id = self.salesperson
        self._decide(
            self._vals(self.alfa, "assign", manager_id=self.kam_manager.id),
        )
        self.assertEqual(mine.user_id, self.salesperson, "given to somebody by hand")
        self.assertEqual((self._open(self.alfa) - mine).user_id, self.kam_manager)

    def test_steps_follow_the_sponsor(self):
        """Without a sponsor they are the manager's; what was given away stays."""
        plan = self._plan("negotiation")
        account = self._key("Gamma", manager=self.kam_user)
        plan._kam_start(account, self.kam_user)
        step = self._open(account).filtered(
            lambda one: one.kam_template_id.responsible_type == "kam_sponsor"
        )
        self.assertEqual(step.user_id, self.kam_user)
        for sponsor in (self.kam_manager, self.salesperson):
            self._decide(self._vals(account, "assign", sponsor_id=sponsor.id))
            self.assertEqual(step.user_id, sponsor)
        self._decide(self._vals(account, "assign", sponsor_id=False))
        self.assertEqual(step.user_id, self.kam_user)
        self._decide(self._vals(account, "assign", manager_id=self.kam_manager.id))
        self.assertEqual(step.user_id, self.kam_manager)
        step.user_id = self.salesperson
        self._decide(self._vals(account, "assign", sponsor_id=self.kam_user.id))
        self.assertEqual(step.user_id, self.salesperson)

    def test_whose_manager_is_gone(self):
        """Who decides has to see to it."""
        left = self._user("kam_left", "kam_odoo.group_kam_user")
        account = self._key("Gamma", manager=left)
        left.action_archive()
        self._decide(self._vals(account, "retire"))
        steps = self._open(account).filtered("kam_template_id")
        self.assertEqual(len(steps), 5)
        self.assertEqual(steps.user_id, self.kam_manager)

    def test_steps_survive_the_manager(self):
        """Odoo deletes what an archived user had to do; these steps wait."""
        left = self._user("kam_left", "kam_odoo.group_kam_user")
        self._decide(self._admit(self.alfa, manager_id=left.id))
        steps = self._open(self.alfa)
        left.action_archive()
        self.assertEqual(len(steps.exists()), 6)
        self.assertTrue(steps.user_id.has_group("kam_odoo.group_kam_manager"))
        self._decide(self._vals(self.alfa, "assign", manager_id=self.kam_user.id))
        self.assertEqual(steps.user_id, self.kam_user)

    def test_in_the_managers_language(self):
        """The shipped texts are translated; what was changed stays as written."""
        self.env["res.lang"]._activate_lang("sl_SI")
        self.kam_user.lang = "sl_SI"
        template = self._plan("onboarding").template_ids[0]
        words = {template.summary: "Povejte stranki, kdo skrbi zanjo"}
        python = code_translations.get_python_translations("kam_odoo", "sl_SI")
        key = ("kam_odoo", "sl_SI")
        changed = {**python, **words}
        code_translations.python_translations[key] = changed
        self.addCleanup(code_translations.python_translations.__setitem__, key, python)
        other = self._plan("onboarding").template_ids[1]
        other.summary = "Our own step"
        self._decide(self._admit(self.alfa))
        summaries = self._open(self.alfa).mapped("summary")
        self.assertIn("Povejte stranki, kdo skrbi zanjo", summaries)
        self.assertIn("Our own step", summaries)

    def test_every_shipped_step_is_known(self):
        """A text of the data that is not in the code would never be translated."""
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "kam_odoo"), ("model", "=", "mail.activity.plan")]
        )
        plans = self.env["mail.activity.plan"].browse(shipped.mapped("res_id"))
        english = self.env(context={"lang": "en_US"})
        self.assertEqual(
            {english._(step) for step in SHIPPED_STEPS},
            set(plans.template_ids.mapped("summary")),
        )

    def test_a_checklist_may_be_archived_or_deleted(self):
        self._plan("onboarding").action_archive()
        self._plan("retiring").unlink()
        self._decide(self._admit(self.alfa))
        self._decide(self._vals(self.alfa, "retire"))
        self.assertFalse(self._open(self.alfa))

    def test_launched_by_hand(self):
        """Odoo's own wizard knows the "Account manager", else who launches it."""
        account = self._key("Gamma")
        other = self._account("Nobody's")
        plan = self._plan("retiring")
        for record, user in ((account, self.kam_user), (other, self.kam_manager)):
            wizard = (
                self.env["mail.activity.schedule"]
                .with_user(self.kam_manager)
                .with_context(active_model="res.partner", active_ids=record.ids)
            )
            with self.subTest(record.name):
                wizard.create({"plan_id": plan.id}).action_schedule_plan()
                self.assertEqual(self._open(record).user_id, user)
        nobody = self.env["res.users"]
        found = plan.template_ids[0]._determine_responsible(nobody, other)
        self.assertIn("no key account manager", found["error"])

    def test_who_edits_checklists(self):
        """Sales managers and Key Accounts managers, those of contacts only."""
        sales_manager = self._user("kam_boss", "sales_team.group_sale_manager")
        of_users = self.env["mail.activity.plan"].create(
            {"name": "Others", "res_model": "res.users"}
        )
        for user in (sales_manager, self.kam_manager):
            plan = self._plan("onboarding").with_user(user)
            plan.name = "Welcome"
            plan.template_ids[0].summary = "Say hello"
            with self.assertRaises(AccessError):
                of_users.with_user(user).name = "x"
        for user in (self.salesperson, self.kam_user):
            with self.assertRaises(AccessError):
                self._plan("onboarding").with_user(user).name = "x"


@tagged("post_install", "-at_install")
class TestFollowers(DecisionCommon):
    """D5: who follows an account is told of decisions, by name and with the reason."""

    def setUp(self):
        super().setUp()
        # The common class switches messages off, as Odoo's own tests do, and what it
        # wrote would be told in its context.
        self.env.cr.flush()
        context = {
            key: value
            for key, value in self.env.context.items()
            if "track" not in key and not key.startswith("mail_")
        }
        self.env = self.env(context=context)
        self.history = self.env["kam.decision"].with_user(self.kam_manager)
        self.alfa = self.alfa.with_env(self.env)
        self.alfa.message_subscribe(self.employee.partner_id.ids)

    def _messages(self):
        self.env.flush_all()
        self.env.cr.flush()
        self.alfa.invalidate_recordset(["message_ids"])
        subtype = self.env.ref("kam_odoo.mt_decision")
        return self.alfa.message_ids.filtered(lambda m: m.subtype_id == subtype)

    def test_told(self):
        self._decide(self._admit(self.alfa, reason="Large <and> growing"))
        message = self._messages()
        self.assertEqual(len(message), 1)
        self.assertIn("Admitted", message.body)
        self.assertIn("Large &lt;and&gt; growing", message.body)
        self.assertEqual(message.author_id, self.kam_manager.partner_id)
        self.assertTrue(message.is_internal or message.subtype_id.internal)
        self.assertIn(self.employee.partner_id, message.notified_partner_ids)
        self.assertIn(self.kam_user.partner_id, message.notified_partner_ids)
        self.assertEqual(
            set(message.sudo().tracking_value_ids.mapped("field_id.name")),
            {"kam_status", "kam_tier_id", "kam_manager_id"},
        )

    def test_customers_are_not_told(self):
        """A customer may follow its own contact; decisions are for colleagues."""
        self.alfa.message_subscribe(self.portal.partner_id.ids)
        self._decide(self._admit(self.alfa))
        notified = self._messages().notified_partner_ids
        self.assertNotIn(self.portal.partner_id, notified)

    def test_waiting_is_told_keeping_is_not(self):
        self._decide(self._vals(self.alfa, "wait"))
        self.assertIn("On the waiting list", self._messages().body)
        self._decide(self._admit(self.alfa))
        self._decide(self._vals(self.alfa, "keep"))
        self.assertEqual(len(self._messages()), 2)
