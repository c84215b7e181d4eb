from ast import literal_eval

from lxml import etree
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..models.crm_lead_opportunity import ESTIMATES
from .common import KamCommon


@tagged("post_install", "-at_install")
class TestLeadOpportunity(KamCommon):
    """Classes of opportunities, their benefit, effort and rank (P9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account("Nova", kam_manager_id=cls.kam_user.id)
        cls.branch = cls._account("Nova Branch", parent=cls.account)

    def _lead(self, benefit=0, time=0, money=0, staff=0, user=None, **values):
        return (
            self.env["crm.lead"]
            .with_user(user or self.salesperson)
            .create(
                {
                    "name": "Second line",
                    "type": "opportunity",
                    "partner_id": self.branch.id,
                    "company_id": self.company_a.id,
                    **dict(zip(ESTIMATES, (benefit, time, money, staff), strict=True)),
                    **values,
                }
            )
        )

    def _column(self, lead, name):
        """What is stored: None is unknown, and 0 would be a figure."""
        lead.flush_recordset()
        self.env.cr.execute(f"SELECT {name} FROM crm_lead WHERE id = %s", [lead.id])  # noqa: S608
        return self.env.cr.fetchone()[0]

    def test_rank_by_hand(self):
        """Effort (2 + 3 + 4) ÷ 3 = 3, rank 4 ÷ 3 = 1.33; (1 + 1 + 2) ÷ 3 = 1.33."""
        lead = self._lead(4, 2, 3, 4)
        self.assertEqual(lead.kam_effort, 3)
        self.assertAlmostEqual(lead.kam_opportunity_rank, 1.33)
        cheap = self._lead(2, 1, 1, 2)
        self.assertAlmostEqual(cheap.kam_effort, 1.33)
        # 2 ÷ 1⅓, of the effort as it is and not of the rounded one (1.504)
        self.assertAlmostEqual(cheap.kam_opportunity_rank, 1.5)

    def test_unknown_is_not_zero(self):
        lead = self._lead(5, 1, 1)
        self.assertIs(lead.kam_effort_staff, False)
        self.assertIs(lead.kam_effort, False)
        self.assertIs(lead.kam_opportunity_rank, False)
        for name in ("kam_effort_staff", "kam_effort", "kam_opportunity_rank"):
            self.assertIsNone(self._column(lead, name), name)
        lead.kam_effort_staff = 1
        self.assertEqual(lead.kam_opportunity_rank, 5)
        lead.kam_benefit = 0
        self.assertEqual(lead.kam_effort, 1)
        self.assertIs(lead.kam_opportunity_rank, False)
        self.assertIsNone(self._column(lead, "kam_benefit"))
        [read] = lead.read(["kam_benefit", "kam_effort_time"])
        self.assertEqual((read["kam_benefit"], read["kam_effort_time"]), (False, 1))

    def test_bounds(self):
        """The database refuses, by whatever way they come, in words for the user."""
        for name in ESTIMATES:
            for value in (-1, 6):
                with (
                    self.subTest(field=name, value=value),
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(CheckViolation),
                    self.cr.savepoint(),
                ):
                    self._lead(**{name: value}).flush_recordset()
        messages = {
            table_object.message
            for name, table_object in self.env["crm.lead"]._table_objects.items()
            if name.endswith("_scale")
        }
        self.assertIn(
            "The benefit goes from 1 (very small) to 5 (very large).", messages
        )

    def test_best_first_and_unknown_last(self):
        best, worst, unknown = (
            self._lead(5, 1, 1, 1),
            self._lead(1, 5, 5, 5),
            self._lead(5),
        )
        domain = [("id", "in", (best + worst + unknown).ids)]
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        for order, expected in (
            ("kam_opportunity_rank desc", best + worst + unknown),
            ("kam_opportunity_rank", worst + best + unknown),
        ):
            self.assertEqual(Lead.search(domain, order=order), expected)
        ranked = Lead.search([*domain, ("kam_opportunity_rank", "!=", False)])
        self.assertEqual(ranked, best + worst)
        unestimated = Lead.search([*domain, ("kam_effort_time", "=", False)])
        self.assertEqual(unestimated, unknown)
        [(average, benefit)] = Lead._read_group(
            domain, [], ["kam_opportunity_rank:avg", "kam_benefit:avg"]
        )
        self.assertAlmostEqual(average, 2.6)  # (5 + 0.2) ÷ 2, the unknown left out
        self.assertAlmostEqual(benefit, 11 / 3)

    def test_form_estimates(self):
        lead = self._lead(user=self.salesperson, user_id=self.salesperson.id)
        with Form(lead) as form:
            form.kam_opportunity_class = "wider"
            for name in ESTIMATES:
                form[name] = 2
            self.assertEqual(form.kam_opportunity_rank, 1)
        self.assertEqual(lead.kam_opportunity_rank, 1)

    def test_changes_are_tracked(self):
        lead = self._lead(2, 2, 2, 2, user_id=self.salesperson.id)
        self.cr.flush()
        # The common class switches tracking off.
        lead = lead.with_context(tracking_disable=False, mail_notrack=False)
        lead.write({"kam_benefit": 5, "kam_opportunity_class": "service"})
        lead.kam_effort_time = False
        self.cr.flush()
        tracked = lead.sudo().message_ids.tracking_value_ids
        self.assertEqual(
            {value.field_id.name: value.new_value_integer for value in tracked},
            {"kam_benefit": 5, "kam_opportunity_class": 0, "kam_effort_time": 0},
        )

    def test_merging_keeps_what_is_known(self):
        known = self._lead(4, 2, 2, 2, kam_opportunity_class="more")
        merged = (
            (self._lead(probability=90) + known).with_env(self.env).merge_opportunity()
        )
        self.assertEqual(merged.kam_opportunity_class, "more")
        self.assertEqual(merged.kam_opportunity_rank, 2)

    def test_rights_are_those_of_leads(self):
        """A salesperson estimates own ones, a key account manager all, others none."""
        own = self._lead(user_id=self.salesperson.id)
        foreign = self._lead(user=self.kam_manager, user_id=self.kam_manager.id)
        own.write({"kam_benefit": 3})
        with self.assertRaises(AccessError):
            foreign.with_user(self.salesperson).write({"kam_benefit": 3})
        own.with_user(self.kam_manager).write({"kam_benefit": 4})
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                own.with_user(user).write({"kam_benefit": 3})
            with self.assertRaises(AccessError):
                own.with_user(user).read(["kam_benefit", "kam_opportunity_rank"])
        elsewhere = self._lead(
            user=self.kam_manager, company_id=self.company_b.id, user_id=False
        )
        with self.assertRaises(AccessError):
            elsewhere.with_user(self.kam_user).write({"kam_benefit": 3})

    def test_the_account_counts_its_group(self):
        """Open ones of all contacts, 2 of 3 ranked; the branch shows the same."""
        self._lead(4, 1, 1, 1)
        self._lead(4, 1, 1, 1, partner_id=self.account.id)
        self._lead(4)
        self._lead(4, 1, 1, 1).action_set_lost()
        self._lead(4, 1, 1, 1).action_set_won()
        self._lead(4, 1, 1, 1, type="lead")
        self._lead(4, 1, 1, 1, partner_id=self._account("Other").id)
        for partner in (self.account, self.branch):
            seen = partner.with_user(self.kam_manager)
            self.assertEqual(seen.kam_opportunity_count, 3)
            self.assertEqual(seen.kam_opportunity_ranked_count, 2)

    def test_the_account_opens_its_matrix(self):
        lead = self._lead(4, 1, 1, 1)
        self._lead(partner_id=self._account("Other").id)
        action = self.account.with_user(self.kam_manager).action_kam_opportunities()
        self.assertEqual(action["views"][0][1], "kam_bubble")
        found = self.env["crm.lead"].search(action["domain"])
        self.assertEqual(found, lead.with_env(self.env))
        self.assertNotIn("search_default_kam_key", action["context"])

    def test_the_matrix_starts_with_key_accounts(self):
        """Each default filter of the action exists; together they leave this one."""
        action = self.env.ref("kam_odoo.kam_opportunity_action")
        arch = etree.fromstring(
            self.env["crm.lead"].get_view(action.search_view_id.id, "search")["arch"]
        )
        domain = literal_eval(action.domain)
        names = [
            name.removeprefix("search_default_")
            for name in literal_eval(action.context.strip())
            if name.startswith("search_default_")
        ]
        self.assertEqual(len(names), 3)
        for name in names:
            [node] = arch.xpath(f"//filter[@name='{name}']")
            values = {"allowed_company_ids": self.company_a.ids}
            domain += safe_eval(node.get("domain"), values)
        self._account("Former", kam_status="former")
        key = self._account("Key", kam_status="key")
        wanted = self._lead(partner_id=key.id)
        self._lead()
        self._lead(partner_id=key.id).action_set_lost()
        self._lead(
            user=self.kam_manager, partner_id=key.id, company_id=self.company_b.id
        )
        found = self.env["crm.lead"].with_user(self.kam_manager).search(domain)
        self.assertEqual(found & self._of(key), wanted.with_env(self.env))
        self.assertFalse(found & self._of(self.branch))

    def _of(self, partner):
        return self.env["crm.lead"].search([("partner_id", "=", partner.id)])

    def test_filters_work(self):
        """Each of our filters and groups, as a salesperson."""
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        self._lead(4, 1, 1, 1, kam_opportunity_class="more")
        self._lead()
        view = self.env.ref("crm.view_crm_case_opportunities_filter")
        arch = etree.fromstring(Lead.get_view(view.id, "search")["arch"])
        names = set()
        for node in arch.iter("filter"):
            name = node.get("name")
            if not name.startswith(("kam_", "group_kam_")):
                continue
            names.add(name)
            with self.subTest(filter=name):
                if node.get("domain"):
                    values = {
                        "uid": self.salesperson.id,
                        "allowed_company_ids": self.company_a.ids,
                    }
                    Lead.search(safe_eval(node.get("domain"), values))
                if node.get("context"):
                    group = safe_eval(node.get("context"))["group_by"]
                    Lead.formatted_read_group([], [group], ["__count"])
        self.assertLessEqual({"kam_to_rank", "group_kam_account"}, names)

    def test_the_picture_reads_unknown(self):
        """The client is told false, and so has no place at zero."""
        self._lead(4, 1, 1)
        found = (
            self.env["crm.lead"]
            .with_user(self.salesperson)
            .web_search_read(
                [("partner_id", "=", self.branch.id)],
                {"kam_effort": {}, "kam_benefit": {}, "expected_revenue": {}},
            )
        )
        [record] = found["records"]
        self.assertIs(record["kam_effort"], False)
        self.assertEqual(record["kam_benefit"], 4)
