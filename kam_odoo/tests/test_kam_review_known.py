from odoo import Command
from odoo.tests import freeze_time, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewKnown(ReviewCommon):
    """What changed since the last review, counted by hand.

    The plan begins on 1 January; the first review is held on Tuesday 3 February, so the
    second looks at 4 February up to 2 March: 27 days, against 8 January to 3 February.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-01-01"):
            cls.plan = cls._active_plan()
        cls.objective = cls.plan.objective_ids
        cls.objective.sudo().write({"baseline": 0, "target": 1000})
        cls._orders(
            [
                cls._row(cls.account, "2025-12-01", 50),
                cls._row(cls.account, "2026-01-07", 1),
                cls._row(cls.account, "2026-01-08", 200, cost=150),
                cls._row(cls.branch, "2026-02-03", 100, cost=40),
                cls._row(cls.account, "2026-02-04", 400, cost=300),
                cls._row(cls.person, "2026-03-02", 30),
                cls._row(cls.account, "2026-03-03", 7),
                cls._row(cls.account, "2026-02-10", 99, state="draft"),
                cls._row(cls.account, "2026-02-10", 99, company=cls.company_b),
            ]
        )
        cls.first = cls.plan.review_ids.filtered(
            lambda review: review.kind == "progress"
        ).with_user(cls.kam_user)

    def _second(self):
        with freeze_time("2026-02-03"):
            self.first.action_close()
        return self._reviews(self.plan, kind="progress", state="planned").with_user(
            self.kam_user
        )

    def test_from_the_start_of_the_plan(self):
        """34 days to 3 February, against 28 November to 31 December."""
        with freeze_time("2026-02-03"):
            known = self.first.known
        self.assertEqual(known["date_from"], "2026-01-01")
        self.assertEqual(known["date_to"], "2026-02-03")
        self.assertEqual(known["days"], 34)
        self.assertEqual(
            known["sales"],
            {
                "before_from": "2025-11-28",
                "before_to": "2025-12-31",
                "revenue": 301,
                "margin": 111,
                "orders": 3,
                "revenue_before": 50,
                "margin_before": 50,
                "orders_before": 1,
            },
        )

    def test_since_the_last_review(self):
        second = self._second()
        with freeze_time("2026-03-02"):
            known = second.known
            self.assertEqual(second.previous_id, self.first)
        self.assertEqual(known["date_from"], "2026-02-04")
        self.assertEqual(known["days"], 27)
        self.assertEqual(
            known["sales"],
            {
                "before_from": "2026-01-08",
                "before_to": "2026-02-03",
                "revenue": 430,
                "margin": 130,
                "orders": 2,
                "revenue_before": 300,
                "margin_before": 110,
                "orders_before": 2,
            },
        )

    def test_up_to_the_day_it_was_held(self):
        second = self._second()
        with freeze_time("2026-03-02"):
            second.action_hold()
        with freeze_time("2026-03-09"):
            self.assertEqual(second.known["date_to"], "2026-03-02")
            self.assertEqual(second.known["sales"]["revenue"], 430)

    def test_objectives_then_and_now(self):
        """301 of 1000 when a third of the way was due, later 731 of two thirds."""
        second = self._second()
        self.env.invalidate_all()  # figures of another day
        with freeze_time("2026-03-02"):
            [row] = second.known["objectives"]
        self.assertEqual(row["id"], self.objective.id)
        self.assertAlmostEqual(row["progress_before"], 0.301)
        self.assertAlmostEqual(row["progress"], 0.731)
        self.assertEqual(row["status_before"], "at_risk")
        self.assertEqual(row["status"], "on_track")

    def test_actions(self):
        """Done, late and new ones since 4 February; other accounts' never."""
        Action = self.env["kam.action"].with_user(self.kam_user)
        other = self._account("Other", kam_manager_id=self.kam_user.id)

        def action(name, deadline, **values):
            return Action.create(
                {
                    "name": name,
                    "partner_id": self.account.id,
                    "date_deadline": deadline,
                    **values,
                }
            )

        with freeze_time("2026-01-10"):
            old = action("Old and late", "2026-02-20", plan_id=self.plan.id)
            done = action("Done since", "2026-02-20", plan_id=self.plan.id)
            before = action("Done before", "2026-01-20")
            action("Given up", "2026-01-20").action_cancel()
            Action.create({"name": "Not ours", "partner_id": other.id})
            before.write({"state": "done", "date_done": "2026-01-15"})
        second = self._second()
        with freeze_time("2026-02-15"):
            new = action("New", "2026-03-20")
            done.action_done()
        made = {old: "2026-01-10", done: "2026-01-10", new: "2026-02-15"}
        self._create_dates(made | {before: "2026-01-10"})
        with freeze_time("2026-03-02"):
            actions = second.known["actions"]
            found = {
                key: [item["id"] for item in actions[key]["items"]]
                for key in ("done", "late", "new")
            }
            self.assertEqual(found, {"done": done.ids, "late": old.ids, "new": new.ids})
            self.assertEqual(actions["open"], 2)
            for what, records in (
                ("actions_done", done),
                ("actions_late", old),
                ("actions_new", new),
                ("actions_open", old + new),
            ):
                action = second.action_open_known(what)
                self.assertEqual(Action.search(action["domain"]), records, what)

    def _create_dates(self, records):
        """PostgreSQL's clock is not frozen."""
        self.env.flush_all()
        for record, day in records.items():
            self.env.cr.execute(
                "UPDATE kam_action SET create_date = %s WHERE id = %s",
                [f"{day} 12:00:00", record.id],
            )
        self.env.invalidate_all()

    def test_escalations_and_opportunities(self):
        Escalation = self.env["kam.escalation"].with_user(self.kam_user)
        values = {"partner_id": self.account.id}
        with freeze_time("2026-01-20"):
            old = Escalation.create({**values, "name": "Old and open"})
            solved = Escalation.create({**values, "name": "Solved since"})
        second = self._second()
        with freeze_time("2026-02-15"):
            solved.sudo().write({"state": "solved", "date_solved": "2026-02-15 09:00"})
            new = Escalation.create({**values, "name": "New and open"})
        won = self._won("2026-02-20", 500)
        self._won("2026-01-20", 900)
        with freeze_time("2026-03-02"):
            known = second.known
            self.assertEqual(
                {
                    key: known["escalations"][key]
                    for key in ("open", "opened", "solved")
                },
                {"open": 2, "opened": 1, "solved": 1},
            )
            self.assertEqual(known["opportunities"]["won"]["count"], 1)
            self.assertEqual(known["opportunities"]["won"]["amount"], 500)
            self.assertEqual(known["opportunities"]["lost"]["count"], 0)
            for what, model, records in (
                ("escalations_open", "kam.escalation", old + new),
                ("escalations_opened", "kam.escalation", new),
                ("escalations_solved", "kam.escalation", solved),
                ("leads_won", "crm.lead", won),
            ):
                domain = second.action_open_known(what)["domain"]
                found = self.env[model].search(domain)
                self.assertEqual(set(found.ids), set(records.ids), what)

    def test_figures_open_their_orders(self):
        second = self._second()
        with freeze_time("2026-03-02"):
            for what, amount in (("sales", 430), ("sales_before", 300)):
                action = second.action_open_known(what)
                lines = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(sum(lines.mapped("price_subtotal")), amount)
            for what, count in (("orders", 2), ("orders_before", 2)):
                action = second.action_open_known(what)
                self.assertEqual(
                    self.env["sale.order"].search_count(action["domain"]), count
                )

    def test_standing_opens_the_analyses(self):
        """Classes open the customer in the analyses of the review's company."""
        lines = self.env["kam.analysis.line"]
        analyses = self.env["kam.analysis"].create(
            [
                {"company_id": company.id, "name": company.name}
                for company in (self.company_a, self.company_b)
            ]
        )
        lines = lines.sudo().create(
            [
                {"analysis_id": analysis.id, "partner_id": partner.id}
                for analysis in analyses
                for partner in (self.account, self.branch)
            ]
        )
        action = self._second().action_open_known("standing")
        self.assertTrue(action["context"]["search_default_group_by_analysis"])
        self.assertEqual(action["res_model"], "kam.analysis.line")
        self.assertEqual(
            self.env["kam.analysis.line"].search(action["domain"]), lines[0]
        )

    def test_rhythm_and_standing(self):
        """The rhythm of the tier, and classes that moved since the last review."""
        self.account.with_company(self.company_a).kam_abc = "b"
        second = self._second()
        self.account.with_company(self.company_a).kam_abc = "a"
        with freeze_time("2026-03-02"):
            known = second.known
        kinds = {row["kind"]: row["state"] for row in known["rhythm"]}
        self.assertEqual(
            kinds,
            {
                "operational": "never",
                "status": "never",
                "strategic": "never",
                "executive": "never",
            },
        )
        self.assertEqual(known["standing"]["abc"], "a")
        self.assertEqual(known["standing"]["before"]["abc"], "b")

    def test_annual_looks_at_a_year(self):
        annual = self._reviews(kind="annual").with_user(self.kam_user)
        self._second()
        with freeze_time("2026-12-15"):
            self.assertFalse(
                annual.previous_id, "a progress review is none of its kind"
            )
            self.assertEqual(annual.known["date_from"], "2025-12-16")
            self.assertEqual(annual.known["days"], 365)

    def test_confidential_plans_stay_so(self):
        """The account's own review shows nothing of the plan of a closed circle."""
        with freeze_time("2026-01-10"):
            action = (
                self.env["kam.action"]
                .with_user(self.kam_user)
                .create({"name": "Secret", "plan_id": self.plan.id})
            )
            self.plan.with_user(self.kam_user).confidential = True
            own = self._review(date_planned="2026-02-10")
        self._create_dates({action: "2026-01-10"})
        with freeze_time("2026-02-03"):
            self.assertFalse(own.known["objectives"])
            self.assertEqual(own.known["actions"]["open"], 0)
            self.assertEqual(self.first.known["actions"]["open"], 1)
            self.assertEqual(len(self.first.known["objectives"]), 1)
            self.first.action_close()
            own.invalidate_recordset()
            self.assertFalse(own.previous_id)

    def test_before_the_plan_begins(self):
        with freeze_time("2026-01-01"):
            plan = self._plan(date_from="2026-05-01", date_to="2026-07-01")
            review = self._review(plan_id=plan.id)
        with freeze_time("2026-02-03"):
            self.assertEqual(review.known["days"], 0)
            self.assertFalse(review.known["sales"])
            self.assertEqual(review.known["actions"]["new"]["count"], 0)

    def test_few_statements(self):
        """One page costs a fixed number of statements, however much there is."""
        second = self._second()
        for number in range(8):
            self.env["kam.action"].create(
                {
                    "name": f"Action {number}",
                    "plan_id": self.plan.id,
                    "user_id": self.kam_user.id,
                    "date_deadline": "2026-02-20",
                }
            )
        with freeze_time("2026-03-02"):
            second.read(["known"])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            second.read(["known"])
            self.assertLess(self.env.cr.sql_log_count - before, 90)

    def test_what_is_new_for_a_new_review(self):
        """The form of one that is not saved yet has no account to look at."""
        self.assertFalse(self.Review.with_user(self.kam_user).new({}).known)
        fresh = self.Review.with_user(self.kam_user).new(
            {"partner_id": self.account.id, "participant_ids": [Command.clear()]}
        )
        self.assertTrue(fresh.known["actions"])
