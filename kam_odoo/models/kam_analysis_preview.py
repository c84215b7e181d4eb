from odoo import api, fields, models
from odoo.tools import SQL

# Bars of the Pareto picture: the largest customers one by one, the rest in groups.
SINGLE_BARS = 30
GROUP_BARS = 20
# Customers listed beside the preview of a draft.
PREVIEW_CUSTOMERS = 12


class KamAnalysis(models.Model):
    """Data of the pictures: of a finished analysis, or of what a draft would give.

    A draft is classified from the facts as they are, in a fraction of a run, each
    time a parameter changes on the form; nothing is saved.
    """

    _inherit = "kam.analysis"

    matrix_data = fields.Json(compute="_compute_pictures")
    pareto_data = fields.Json(compute="_compute_pictures")

    @api.depends(
        "state",
        "company_id",
        "currency_id",
        "date_from",
        "date_to",
        "basis",
        "measure",
        "abc_method",
        "limit_a",
        "limit_b",
        "xyz_method",
        "x_limit",
        "y_limit",
        "line_ids",
    )
    @api.depends_context("company", "uid", "lang")
    def _compute_pictures(self):
        """Matrix: nine cells and the unclassified; Pareto: bars by the measure, and
        the whale curve: cumulative profit, most profitable customers first.

        Shares are fractions of the measure, amounts in the analysis currency. With
        nothing to show, ``message`` says why.
        """
        for analysis in self:
            if analysis.state == "done":
                data = analysis._picture_data(analysis._sql_lines())
            else:
                data = analysis._preview_data()
            analysis.matrix_data = data["matrix"]
            analysis.pareto_data = data["pareto"]

    def _sql_lines(self):
        """The lines of the analysis that the user may read."""
        query = self.env["kam.analysis.line"]._search(
            [("analysis_id", "=", self._origin.id)]
        )
        return query.select(
            SQL(
                "kam_analysis_line.partner_id, kam_analysis_line.revenue,"
                " kam_analysis_line.profit, kam_analysis_line.%s AS measure,"
                " kam_analysis_line.share, kam_analysis_line.rank,"
                " kam_analysis_line.abc, kam_analysis_line.xyz",
                SQL.identifier(self.measure),
            )
        )

    def _preview_data(self):
        """Pictures of a draft, from the facts; a message where that is impossible."""
        problem = (
            self._preview_refusal()
            or self._parameter_problem()
            or self._facts_problem()
        )
        if problem:
            empty = {"message": problem, "preview": True}
            return {"matrix": empty, "pareto": empty}
        scope = self._get_scope(self._get_companies(), full=False)
        self.env.flush_all()
        self._tune()
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE kam_analysis_preview ON COMMIT DROP AS %s",
                self.env["kam.analysis.query"]._sql_with(
                    scope,
                    SQL(
                        "SELECT account_id AS partner_id, revenue, profit, measure,"
                        " share, rank, abc, xyz FROM classed"
                    ),
                ),
            )
        )
        data = self._picture_data(SQL("SELECT * FROM kam_analysis_preview"))
        if data["matrix"].get("cells"):
            data["matrix"].update(self._preview_customers())
        else:
            data["matrix"]["message"] = self._empty_reason(scope)
        self.env.cr.execute("DROP TABLE kam_analysis_preview")
        dates = [company.kam_facts_date for company in self._get_companies().sudo()]
        data["matrix"]["as_of"] = fields.Datetime.to_string(min(dates))
        for picture in data.values():
            picture["preview"] = True
        return data

    def _preview_refusal(self):
        """A preview shows all customers, so it is for those who may run it."""
        if self.env["kam.analysis"].has_access("create"):
            return False
        return self.env._("This analysis has not been run yet.")

    def _facts_problem(self):
        """Why the facts cannot show this draft before it is run, or False."""
        missing = [
            company.name
            for company in self._get_companies().sudo()
            if not company.kam_facts_from or company.kam_facts_from > self.date_from
        ]
        if missing:
            return self.env._(
                "The sales of %s have not been read for this period yet. "
                "Run the analysis to see the classes.",
                missing,
            )
        return False

    def _preview_customers(self):
        """The largest customers of a preview with the class they have now.

        How many would change is asked of the analysis that gave them their classes,
        which takes a quarter of the time of asking all contacts.
        """
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT preview.partner_id, preview.abc, preview.xyz, preview.share
                  FROM kam_analysis_preview preview
              ORDER BY preview.rank, preview.partner_id
                 LIMIT %s
                """,
                PREVIEW_CUSTOMERS,
            )
        )
        company = self.company_id or self.env.company
        partners = self.env["res.partner"].browse(row["partner_id"] for row in rows)
        for row, partner in zip(rows, partners.with_company(company), strict=True):
            row["name"] = partner.display_name
            row["share"] = float(row["share"] or 0)
            row["now"] = partner.kam_abc_xyz or ""
        current = self.env["kam.analysis"]._get_current(company)
        [(changes,)] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*)
                  FROM kam_analysis_preview preview
             LEFT JOIN kam_analysis_line line
                    ON line.analysis_id = %s AND line.partner_id = preview.partner_id
                 WHERE line.abc IS DISTINCT FROM preview.abc
                    OR line.xyz IS DISTINCT FROM preview.xyz
                """,
                current.id or None,
            )
        )
        return {"customers": rows, "changes": changes}

    def _picture_data(self, source):
        """Matrix and Pareto data of the customers in ``source``.

        :param source: SQL with partner_id, revenue, profit, measure, share, rank,
            abc, xyz
        """
        cells = self.env.execute_query_dict(
            SQL(
                """
                SELECT COALESCE(abc, '') AS abc, COALESCE(xyz, '') AS xyz,
                       COUNT(*) AS customers,
                       SUM(revenue)::float8 AS revenue,
                       SUM(measure)::float8 AS measure,
                       COALESCE(SUM(share), 0)::float8 AS share
                  FROM (%s) customer
              GROUP BY 1, 2
              ORDER BY 1, 2
                """,
                source,
            )
        )
        common = {
            "analysis_id": self._origin.id or False,
            "currency_id": self.currency_id.id,
            "measure": self.measure,
            "measure_label": dict(
                self._fields["measure"]._description_selection(self.env)
            )[self.measure],
        }
        if not cells:
            return {
                "matrix": {**common, "cells": []},
                "pareto": {**common, "bars": [], "whale": []},
            }
        return {
            "matrix": {
                **common,
                "cells": cells,
                "customer_count": sum(cell["customers"] for cell in cells),
            },
            "pareto": {
                **common,
                "bars": self._curve(source, "measure"),
                "whale": self._curve(source, "profit"),
            },
        }

    def _curve(self, source, column):
        """Customers by ``column``, largest first, as at most fifty bars.

        :return: list of dicts: the customers of the bar (name if one), positions,
            amount, cumulative fraction of the total, smallest and largest amount (to
            open its customers), class (of the first)
        """
        bars = self.env.execute_query_dict(
            SQL(
                """
                WITH ordered AS MATERIALIZED (
                    SELECT partner_id, abc, amount,
                           ROW_NUMBER() OVER (ORDER BY amount DESC, partner_id)
                               AS position,
                           COUNT(*) OVER () AS customers
                      FROM (SELECT partner_id, abc, %(column)s AS amount
                              FROM (%(source)s) c) customer
                ),
                bar AS (
                    SELECT MIN(position) AS first, MAX(position) AS last,
                           COUNT(*) AS customers, SUM(amount) AS amount,
                           MIN(amount) AS least, MAX(amount) AS most
                      FROM ordered
                  GROUP BY CASE WHEN position <= %(single)s THEN position
                                ELSE %(single)s + CEIL((position - %(single)s)
                                     * %(groups)s::float8
                                     / GREATEST(customers - %(single)s, %(groups)s))
                           END
                )
                SELECT bar.first, bar.last, bar.customers,
                       leader.partner_id, leader.abc, bar.amount::float8,
                       bar.least::float8, bar.most::float8,
                       (SUM(bar.amount) OVER ())::float8 AS total,
                       (SUM(bar.amount) OVER (ORDER BY bar.first)
                        / NULLIF(SUM(bar.amount) OVER (), 0))::float8 AS cumulative
                  FROM bar
                  JOIN ordered leader ON leader.position = bar.first
              ORDER BY bar.first
                """,
                source=source,
                column=SQL.identifier(column),
                single=SINGLE_BARS,
                groups=GROUP_BARS,
            )
        )
        single = [bar["partner_id"] for bar in bars if bar["customers"] == 1]
        names = {
            partner.id: partner.display_name
            for partner in self.env["res.partner"].browse(single)
        }
        for bar in bars:
            if bar["customers"] > 1:
                bar["partner_id"] = False
            bar["name"] = names.get(bar["partner_id"], "")
            bar["abc"] = bar["abc"] or ""
        return bars
