from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

SALES = {"revenue", "margin", "profit", "category_revenue", "order_count"}


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
            if span[0] <= span[1]
            and objective.plan_id.partner_id._origin
            and objective._shows_figures()
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

    def _shows_figures(self):
        """Whether the figures may be shown: of a form that is filled in, to whoever
        could save it, by the user's own rights, as stored fields are computed without.
        """
        self.ensure_one()
        plan, saved = self.plan_id, self._origin
        if saved and saved.plan_id == plan._origin:
            where = plan.partner_id._origin, plan.company_id._origin
            if where == (plan._origin.partner_id, plan._origin.company_id):
                return True
        return plan.sudo(False)._shows_figures()

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
        """Meetings held with people of the account, each counted once (METHODS §4).

        Of an objective with certain people, those that one of them took part in.
        """
        requests = [one._request(span) for one, span in spans.items()]
        wanted = [
            (number, contact_id)
            for number, one in enumerate(spans)
            for contact_id in one.contact_ids._origin.ids
        ]
        certain = SQL("TRUE")
        if wanted:
            certain = SQL(
                "(request.number NOT IN %s OR (request.number, contact.id) IN %s)",
                tuple({number for number, _contact_id in wanted}),
                tuple(wanted),
            )
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
                   AND %(certain)s
              GROUP BY request.number
                """,
                certain=certain,
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
