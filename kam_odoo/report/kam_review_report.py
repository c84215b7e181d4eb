from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formatLang, is_html_empty

from ..tools.charts import progress_bar


class ReportReview(models.AbstractModel):
    """A review and its minutes on paper, for colleagues (P12)."""

    _name = "report.kam_odoo.report_review"
    _inherit = "report.kam_odoo.report_plan"
    _description = "Account Review on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Only reviews that the user may read are printed."""
        reviews = self.env["kam.review"].browse(docids)
        reviews.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "kam.review",
            "docs": reviews,
            "paper": {review: self._review_paper(review) for review in reviews},
            "tag_color": self._tag_color,
            "day": fields.Date.to_date,
        }

    @api.model
    def _review_paper(self, review):
        """What the template shows of one review besides its own fields.

        What changed is read anew until the review is closed, and stays from then on.
        """
        known = review.known or {}
        currency = review.company_id.sudo().currency_id
        return {
            "known": known,
            "sales": known.get("sales"),
            "money": self._money(currency),
            "labels": self._labels(review),
            "agenda": not is_html_empty(review.agenda) and review.agenda,
            "ours": review.participant_ids - review._customer_people(),
            "theirs": review._customer_people(),
            "objectives": [
                self._review_objective(row, currency)
                for row in known.get("objectives") or []
            ],
            "decided": self._review_actions(review.action_ids),
        }

    @api.model
    def _review_objective(self, row, currency):
        """One objective as the review knows it, with its words and its picture."""
        labels = self._labels(self.env["kam.objective"])["status"]

        def number(figure, unit=row["unit"]):
            if figure is False or figure is None:
                return "–"
            whole = row["is_money"] or float(figure).is_integer()
            words = [formatLang(self.env, figure, digits=0 if whole else 2)]
            # cents do not matter, and Odoo's own function insists on them
            first = row["is_money"] and currency.position == "before"
            words.insert(0 if first else 1, unit or "")
            return "\N{NO-BREAK SPACE}".join(filter(None, words))

        return {
            **row,
            "bar": Markup(
                progress_bar(row["progress"], row["expected"], row["status"])
            ),
            "label": labels.get(row["status"]),
            "label_before": labels.get(row["status_before"]),
            "actual": number(row["actual"], unit=""),
            "target": number(row["target"]),
        }

    @api.model
    def _review_actions(self, actions):
        """What was decided, as far as the reader may see it."""
        labels = self._labels(actions)["state"]
        return [
            {
                "name": action.name,
                "user": action.user_id.sudo().name,
                "date": action.date_deadline,
                "state": action.state,
                "late": action.is_late,
                "label": labels[action.state],
            }
            for action in actions._filtered_access("read")
        ]
