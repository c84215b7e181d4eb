from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.progress import (
    expected_share,
    phase_ends,
    phase_share,
    progress,
    status,
)

SALES = {"revenue", "margin", "profit", "category_revenue", "order_count"}
OVER = ("closed", "cancelled")


class KamObjective(models.Model):
    """Objectives measure themselves: many at once, in a bounded number of queries."""

    _inherit = "kam.objective"

    def _figures(self, spans):
        """The figure that each objective is measured by, between two local days.

        :param spans: dict objective → (first day, last day), both included; a span
            that has not begun counts 0
        :return: dict objective → figure; None where nothing was read yet (manual)
        """
        figures = dict.fromkeys(spans, 0)
        begun = {
            objective: span
            for objective, span in spans.items()
            if span[0] <= span[1] and objective.plan_id.partner_id._origin
        }
        by_metric = {}
        for objective in begun:
            by_metric.setdefault(objective.metric, []).append(objective)
        figures.update(self._figures_of_sales(begun))
        for metric in ("won_opportunities", "meetings"):
            if metric in by_metric:
                chosen = {one: begun[one] for one in by_metric[metric]}
                figures.update(getattr(self, f"_figures_of_{metric}")(chosen))
        manual = self.browse().concat(
            *[objective for objective in spans if objective.metric == "manual"]
        )
        figures.update(self._figures_of_logs(manual, spans))
        return figures

    def _request(self, span):
        """What to ask ``res.partner._kam_figures`` for."""
        self.ensure_one()
        plan = self.plan_id
        return (plan.partner_id._origin.id, plan.company_id._origin, *span)

    def _figures_of_sales(self, spans):
        """Everything that comes from confirmed orders, in one query."""
        Partner = self.env["res.partner"]
        asked, known_before = {}, {}
        for objective, span in spans.items():
            if objective.metric in SALES or objective.metric == "new_categories":
                asked[objective] = objective._request(span)
            if objective.metric == "new_categories":
                # what was bought within the history that analyses look at
                months = objective.plan_id.company_id.sudo().kam_history_months
                day = span[0] - timedelta(days=1)
                known_before[objective] = objective._request(
                    (span[0] - relativedelta(months=months), day)
                )
        known = Partner._kam_figures([*asked.values(), *known_before.values()])
        costs = self._costs(spans)
        trees = self._category_trees(asked)
        figures = {}
        for objective, request in asked.items():
            sold = known[request]
            if objective.metric in ("revenue", "margin"):
                figure = sold[objective.metric]
            elif objective.metric == "profit":
                figure = sold["margin"] - costs[objective]
            elif objective.metric == "order_count":
                figure = sold["orders"]
            elif objective.metric == "category_revenue":
                figure = sum(
                    amounts[0]
                    for categ_id, amounts in sold["categories"].items()
                    if categ_id in trees.get(objective, ())
                )
            else:
                before = known[known_before[objective]]["categories"]
                new = {
                    categ_id
                    for categ_id, amounts in sold["categories"].items()
                    if categ_id and amounts[0] > 0 and categ_id not in before
                }
                if objective.categ_ids:
                    new &= trees[objective]
                figure = len(new)
            figures[objective] = round(figure, 2)
        return figures

    @api.model
    def _costs(self, spans):
        """Cost to serve for objectives of profit: one query a company and period."""
        groups = {}
        for objective, span in spans.items():
            if objective.metric == "profit":
                key = (objective.plan_id.company_id._origin, *span)
                groups.setdefault(key, []).append(objective)
        costs = {}
        for (company, first, last), objectives in groups.items():
            accounts = self.env["res.partner"].browse(
                {one.plan_id.partner_id._origin.id for one in objectives}
            )
            by_account = accounts._kam_costs(first, last, company)
            for one in objectives:
                costs[one] = by_account[one.plan_id.partner_id._origin.id]
        return costs

    @api.model
    def _category_trees(self, objectives):
        """Ids of the chosen categories with all below them, by objective."""
        chosen = {
            objective: objective.categ_ids._origin.ids
            for objective in objectives
            if objective.categ_ids
        }
        below = self.env["product.category"].search_fetch(
            [("id", "child_of", [number for ids in chosen.values() for number in ids])],
            ["parent_path"],
        )
        paths = {
            category.id: set(map(int, category.parent_path.strip("/").split("/")))
            for category in below
        }
        return {
            objective: {
                number for number, path in paths.items() if path.intersection(ids)
            }
            for objective, ids in chosen.items()
        }

    @api.model
    def _answers(self, requests, select):
        """Run one statement for many objectives.

        :param requests: list of requests, see ``_request``
        :param select: SQL with number, quantity and amount, over the tables request
            (number, account_id, company_id, date_from, date_to) and contact
        :return: list of (quantity, amount) in the order of the requests
        """
        answers = [(0, 0)] * len(requests)
        if requests:
            self.env.flush_all()
            rows = self.env.execute_query(
                SQL(
                    """
                    WITH request (number, account_id, company_id, date_from, date_to)
                         AS (VALUES %s),
                         contact AS (
                         SELECT id, kam_account_id AS account_id FROM res_partner
                          WHERE kam_account_id IN %s)
                    %s
                    """,
                    self.env["res.partner"]._kam_sql_requests(requests),
                    tuple({request[0] for request in requests}),
                    select,
                )
            )
            for number, quantity, amount in rows:
                answers[number] = (quantity, float(amount or 0))
        return answers

    @api.model
    def _sql_local_day(self, column, requests):
        """Local day of a UTC column, in the time zone of the request's company."""
        cases = SQL(" ").join(
            SQL("WHEN %s THEN %s", company.id, company._kam_tz())
            for company in {request[1] for request in requests}
        )
        return SQL(
            "timezone(CASE request.company_id %s END, timezone('UTC', %s))::date",
            cases,
            column,
        )

    @api.model
    def _figures_of_won_opportunities(self, spans):
        """Opportunities of the account won in the days: how many, or how much."""
        requests = [one._request(span) for one, span in spans.items()]
        answers = self._answers(
            requests,
            SQL(
                """
                SELECT request.number, COUNT(*), SUM(lead.expected_revenue)
                  FROM request
                  JOIN contact ON contact.account_id = request.account_id
                  JOIN crm_lead lead ON lead.partner_id = contact.id
                       AND COALESCE(lead.company_id, request.company_id)
                           = request.company_id
                 WHERE lead.type = 'opportunity' AND lead.won_status = 'won'
                   AND %(day)s BETWEEN request.date_from AND request.date_to
              GROUP BY request.number
                """,
                day=self._sql_local_day(SQL("lead.date_closed"), requests),
            ),
        )
        return {
            objective: answer[objective.won_by == "amount"]
            for objective, answer in zip(spans, answers, strict=True)
        }

    @api.model
    def _figures_of_meetings(self, spans):
        """Meetings held with people of the account, each counted once (METHODS §4)."""
        requests = [one._request(span) for one, span in spans.items()]
        answers = self._answers(
            requests,
            SQL(
                """
                SELECT request.number, COUNT(DISTINCT event.id), 0
                  FROM request
                  JOIN contact ON contact.account_id = request.account_id
                  JOIN calendar_event_res_partner_rel rel
                       ON rel.res_partner_id = contact.id
                  JOIN calendar_event event ON event.id = rel.calendar_event_id
                  JOIN res_users owner ON owner.id = event.user_id
                       AND owner.company_id = request.company_id
                 WHERE event.active AND event.stop <= %(now)s
                   AND %(day)s BETWEEN request.date_from AND request.date_to
              GROUP BY request.number
                """,
                now=fields.Datetime.now(),
                day=self._sql_local_day(SQL("event.start"), requests),
            ),
        )
        return dict(zip(spans, (answer[0] for answer in answers), strict=True))

    @api.model
    def _figures_of_logs(self, objectives, spans):
        """The latest reading by hand up to the last day."""
        figures = {}
        for objective in objectives:
            last = spans[objective][1]
            read = objective.log_ids.filtered(
                lambda log, last=last: log.date and log.date <= last
            ).sorted(lambda log: (log.date, log._origin.id or 0))
            figures[objective] = read[-1].value if read else None
        return figures

    @api.depends(
        "baseline",
        "categ_ids",
        "date_start",
        "deadline",
        "log_ids.date",
        "log_ids.value",
        "metric",
        "phase_ids.date_end",
        "phase_ids.target",
        "plan_id.partner_id",
        "plan_id.state",
        "target",
        "won_by",
    )
    def _compute_progress(self):
        """Live while the plan is open; as last counted when it is over."""
        over = self.filtered(lambda one: one.plan_id.state in OVER)
        for objective in over:
            objective.actual = objective.last_actual
            objective.progress = objective.last_progress
            objective.expected = objective.last_expected
            objective.status = objective.last_status
        running = self - over
        days = running._today()
        figures = running._figures(
            {
                one: (one.date_start, min(one.deadline, days[one]))
                for one in running
                if one.date_start and one.deadline
            }
        )
        for one in running:
            one.actual = figures.get(one)
            one.expected = one._expected_share(days[one])
            if one.actual is False:
                one.progress, one.status = None, False
                continue
            one.progress = progress(
                one.baseline, one.target, one.actual, one.expected, one._is_sum()
            )
            one.status = status(one._lasting_progress(), one.expected)

    def _make_phases(self):
        """Steps at the tier's rhythm of reviews, in place of those there were."""
        self.phase_ids.sudo().unlink()
        self.env["kam.objective.phase"].sudo().create(
            [
                {
                    "objective_id": objective.id,
                    "sequence": number + 1,
                    "date_end": day,
                }
                for objective in self
                for number, day in enumerate(
                    phase_ends(
                        objective.date_start,
                        objective.deadline,
                        objective.partner_id.sudo().kam_tier_id._kam_review_days(),
                    )
                )
            ]
        )

    def _is_sum(self):
        """Whether the figure grows from zero over the period; readings are levels."""
        self.ensure_one()
        return self.metric != "manual"

    def _lasting_progress(self):
        """Progress that nothing can undo: a small sum is reached only at the end."""
        self.ensure_one()
        shrinks = self._is_sum() and self.target < self.baseline
        return min(self.progress, 0.999) if shrinks and self.expected < 1 else (
            self.progress
        )

    def _today(self):
        """The local day of each objective's company."""
        days = {
            company: self.env["res.partner"]._kam_today(company or self.env.company)
            for company in self.plan_id.company_id | self.env["res.company"]
        }
        today = self.env["res.partner"]._kam_today(self.env.company)
        return {one: days.get(one.plan_id.company_id, today) for one in self}

    def _expected_share(self, today):
        """Part of the way that should be behind us as ``today`` begins."""
        self.ensure_one()
        if not (self.date_start and self.deadline):
            return 0.0
        phases = []
        for phase in self.phase_ids.filtered("date_end").sorted("date_end"):
            share = phase_share(
                self.baseline, self.target, phase.target, self._is_sum()
            )
            if share is None:
                share = phase._time_share()
            phases.append((phase.date_end, share))
        if not phases or phases[-1][0] < self.deadline:
            phases.append((self.deadline, 1.0))
        return expected_share(self.date_start, phases, today)

    @api.model
    def _search_status(self, operator, value):
        """By the live status; the objectives of open plans are counted for it."""
        if operator != "in":
            return NotImplemented
        running = self.search([("plan_id.state", "not in", OVER)])
        found = running.filtered(lambda one: one.status in value)
        return Domain("id", "in", found.ids) | (
            Domain("plan_id.state", "in", OVER) & Domain("last_status", "in", value)
        )

    def _freeze(self):
        """Keep the figures of this moment in the columns ``last_…``."""
        for objective in self:
            values = {
                "last_actual": objective.actual,
                "last_progress": objective.progress,
                "last_expected": objective.expected,
                "last_status": objective.status,
            }
            if any(objective[name] != value for name, value in values.items()):
                objective.sudo().with_context(tracking_disable=True).write(values)

    def _attainment(self):
        """Progress by weight, each at most 100 %; unknown without any figure."""
        known = [one for one in self if one.progress is not False and one.weight]
        if not known:
            return False
        total = sum(one.weight for one in known)
        reached = sum(one.weight * min(1.0, one.progress) for one in known)
        return round(reached / total, 4)

    @api.model
    def _cron_count(self):
        """Note the figures of all running objectives, for grouping and reports."""
        running = self.search([("plan_id.state", "=", "active")])
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(running))
        for start in range(0, len(running), 500):
            batch = running[start : start + 500]
            batch._freeze()
            if not commit(len(batch)):
                break
