import io

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from .plan_common import PlanCommon

REPORT = "kam_odoo.report_plan"


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15 09:00:00")
class TestKamPlanReport(PlanCommon):
    """The printed plan, made by the real print engine and read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.name = "Žižkov, Łódź, Škoda, Москва"
        cls._order(cls.account, "2025-02-10", 700)
        cls._order(cls.account, "2026-01-10", 1234)
        cls.plan = cls._plan(customer_goals="Two <new> plants & a store")
        cls.objective = cls._objective(
            cls.plan, target=2000, name="More with Škoda", customer_goal="Rosną szybko"
        )
        cls.action = cls.env["kam.action"].create(
            {"plan_id": cls.plan.id, "name": "Позвонить", "user_id": cls.kam_user.id}
        )

    def _plan_of(self, name):
        """The plan of an account about which nothing is known."""
        account = self._account(name, kam_manager_id=self.kam_user.id)
        return self._plan(account=account)

    def _pdf(self, plan, user=None):
        """Text of the pages of the printed plan, each in one line."""
        report = self.env["ir.actions.report"].with_user(user or self.kam_user)
        content, kind = report.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(REPORT, plan.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfFileReader(io.BytesIO(content)).pages
        return [
            # Odoo keeps a minus with its number by an invisible character
            " ".join(page.extract_text().replace("\ufeff", "").split())
            for page in pages
        ]

    def _html(self, plan, user=None):
        """The paper before it is printed: much faster."""
        report = self.env["ir.actions.report"].with_user(user or self.kam_user)
        return report._render_qweb_html(REPORT, plan.ids)[0].decode()

    def test_read_back(self):
        """Letters of four alphabets, figures, page numbers; A4."""
        pages = self._pdf(self.plan)
        self.assertGreater(len(pages), 1)
        for word in ("Žižkov", "Łódź", "Škoda", "Москва"):
            self.assertIn(word, pages[0])
        # 1234 in the 12 months up to 15 February, 700 in those before: +76 %
        self.assertIn("1,234", pages[0])
        self.assertIn("+76%", pages[0].replace(" ", ""))
        rest = " ".join(pages[1:])
        for words in (
            "More with Škoda",
            "Rosną szybko",
            "Позвонить",
            "Two <new> plants & a store",
            "Anna Alt",
        ):
            self.assertIn(words, rest)
        self.assertNotIn(f"1 / {len(pages)}", pages[0])
        self.assertIn(f"2 / {len(pages)}", pages[1])

    def test_several_at_once(self):
        """One after the other, each with numbers of its own."""
        other = self._plan(
            account=self._account("Other", kam_manager_id=self.kam_user.id)
        )
        alone = len(self._pdf(other))
        both = self._pdf(self.plan + other)
        self.assertIn("Other", both[-alone])
        if alone > 1:
            self.assertIn(f"2 / {alone}", both[-1])

    def test_chart(self):
        """January 2026 and February 2025 are the bars there are to see."""
        months = self.plan._known_months()
        self.assertEqual(
            [row["month"] for row in (months[0], months[-1])],
            ["2025-02-01", "2026-01-01"],
        )
        self.assertEqual(
            months[-1], {"month": "2026-01-01", "revenue": 1234, "revenue_before": 0}
        )
        self.assertEqual(months[0]["revenue"], 700)
        html = self._html(self.plan)
        self.assertGreaterEqual(html.count('fill="#1f4e79"'), 2)

    def test_closed_plan_is_printed_as_it_ended(self):
        """What is sold, done and written afterwards does not change the paper."""
        self.plan.action_submit()
        self.plan.with_user(self.kam_manager).action_approve()
        self.plan.write({"lesson_keep": "Ask first"})
        self.plan._close()
        self._order(self.account, "2026-02-01", 5000)
        self.action.name = "Changed later"
        html = self._html(self.plan)
        self.assertIn("1,234", html)
        self.assertNotIn("6,234", html)
        self.assertIn("Позвонить", html)
        self.assertNotIn("Changed later", html)
        self.assertIn("Ask first", html)

    def test_cancelled_plan(self):
        """Nothing was kept of one that was never approved, and it prints as it is."""
        self.plan.action_cancel()
        html = self._html(self.plan)
        self.assertIn("Two &lt;new&gt; plants", html)
        self.assertNotIn("1,234", html)

    def test_lessons_of_the_last_plan(self):
        self.plan.action_submit()
        self.plan.with_user(self.kam_manager).action_approve()
        self.plan.write({"lesson_change": "Budget first"})
        self.plan._close()
        following = self.plan._roll_forward(self.plan.objective_ids, self.action)
        self.assertIn("Budget first", self._html(following))

    def test_language_of_the_reader(self):
        """Words, dates and decimal signs of whoever prints."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.kam_user.lang = "de_DE"
        report = self.env["ir.actions.report"].with_user(self.kam_user)
        html = (
            report.with_context(lang="de_DE")
            ._render_qweb_html(REPORT, self.plan.ids)[0]
            .decode()
        )
        self.assertIn("01.01.2026", html)
        self.assertIn("1.234", html)

    def test_who_may(self):
        """Whoever may read the plan may print it, and nobody else."""
        self.plan.confidential = True
        self.account.sudo().kam_manager_id = self.colleague
        for user in (self.kam_user, self.sponsor, self.kam_manager):
            with self.subTest(user=user.login):
                self.assertIn("Confidential", self._html(self.plan, user))
        for user in (
            self.colleague,
            self.other_user,
            self.salesperson,
            self.employee,
            self.portal,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._html(self.plan, user)
        self.plan.team_ids = [Command.link(self.colleague.id)]
        self.assertIn("Confidential", self._html(self.plan, self.colleague))

    def test_nothing_known(self):
        """A plan of an account without any sales prints as well."""
        empty = self._plan(
            account=self._account("Empty", kam_manager_id=self.kam_user.id)
        )
        html = self._html(empty)
        self.assertIn("No objectives yet.", html)
        self.assertIn("Not known yet: no sales, no analysis and no score.", html)
        self.assertIn("No confirmed order", html)
        self.assertNotIn("<rect", html)
