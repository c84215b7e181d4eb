import io

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from .plan_common import PlanCommon

REPORT = "kam_odoo.report_review"


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15 09:00:00")
class TestKamReviewReport(PlanCommon):
    """The printed review, which is its minutes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.name = "Žižkov, Łódź, Škoda, Москва"
        cls._order(cls.account, "2026-01-10", 1234)
        cls.plan = cls._active_plan()
        cls.review = (
            cls.env["kam.review"]
            .with_user(cls.kam_user)
            .create(
                {
                    "plan_id": cls.plan.id,
                    "date_planned": "2026-02-15",
                    "agenda": "<p>Delivery times</p>",
                    "participant_ids": [
                        Command.link(cls.person.id),
                        Command.link(cls.sponsor.partner_id.id),
                    ],
                }
            )
        )
        cls.review.action_hold()
        cls.review.write({"findings": "Zbyt późno", "decisions": "Čez týden <nabídka>"})
        cls.env["kam.action"].create(
            {
                "plan_id": cls.plan.id,
                "review_id": cls.review.id,
                "name": "Offer the store",
                "user_id": cls.kam_user.id,
            }
        )

    def _html(self, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.kam_user)
        return report._render_qweb_html(REPORT, self.review.ids)[0].decode()

    def test_read_back(self):
        """Participants of both sides, minutes, figures and what was decided."""
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.kam_user)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(REPORT, self.review.ids)
        )
        self.assertEqual(kind, "pdf")
        pages = [
            " ".join(page.extract_text().split())
            for page in PdfFileReader(io.BytesIO(content)).pages
        ]
        for words in (
            "Žižkov, Łódź, Škoda, Москва",
            "Anna Alt",
            "kam_sponsor",
            "1,234",
        ):
            self.assertIn(words, pages[0])
        for words in (
            "Delivery times",
            "Zbyt późno",
            "Čez týden <nabídka>",
            "Offer the store",
            "More revenue",
            "1,234 of 100 €",
            f"2 / {len(pages)}",
        ):
            self.assertIn(words, " ".join(pages[1:]))

    def test_closed_review_stays(self):
        """Orders that come in afterwards do not change the minutes."""
        self.review.action_close()
        self._order(self.account, "2026-02-01", 5000)
        html = self._html()
        self.assertIn("1,234", html)
        self.assertNotIn("6,234", html)

    def test_who_may(self):
        """Whoever may read the review; one of a confidential plan only its people."""
        self.plan.confidential = True
        for user in (self.kam_user, self.sponsor, self.kam_manager):
            with self.subTest(user=user.login):
                self.assertIn("Confidential", self._html(user))
        for user in (self.colleague, self.other_user, self.salesperson, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._html(user)
