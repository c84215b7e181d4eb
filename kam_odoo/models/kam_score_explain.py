from odoo import api, models
from odoo.tools import format_date

from .kam_score_line_explain import CONFIDENTIAL


class KamScore(models.Model):
    """Why an account has its score, in words that anybody can read (S1).

    Built when read, in the reader's language. Marks, weights and who judged are for
    every colleague; figures only for those who may see the account's figures; single
    assessors are named only once their round is closed, and never with their mark.
    """

    _inherit = "kam.score"

    @api.model
    def _explain(self, accounts, company):
        """The scores of accounts in a company, criterion by criterion.

        :param accounts: res.partner records
        :return: dict account → dict for the ``kam_score`` widget; that holds only a
            ``message`` where there is nothing to show
        """
        scores = self.sudo().search(
            [("partner_id", "in", accounts.ids), ("company_id", "=", company.id)]
        )
        shown = scores.with_env(self.env)._filtered_access("read")
        evidence = scores.line_ids._evidence()
        known = {
            score.partner_id: score._explain_score(score in shown, evidence)
            for score in scores
        }
        missing = accounts.filtered(lambda account: account not in known)
        nothing = {"message": self._nothing_known(company)} if missing else {}
        return {**dict.fromkeys(missing, nothing), **known}

    def _explain_score(self, figures, evidence):
        """One score for the widget.

        :param bool figures: whether the reader may see the account's figures
        :param evidence: of ``kam.score.line._evidence``
        """
        self.ensure_one()
        lines = self.line_ids
        rows = [
            {"axis": line.axis, **line._explain_line(figures, evidence)}
            for line in lines
        ]
        labels = dict(lines._fields["axis"]._description_selection(self.env))
        return {
            "score": self.score,
            "coverage": self.coverage,
            "hidden": not figures
            and any(
                line.criterion_id.source in CONFIDENTIAL and line.mark is not False
                for line in lines
            ),
            "as_of": self._explain_as_of(),
            "axes": [
                {
                    "axis": axis,
                    "label": labels[axis],
                    "score": self[axis],
                    "part": part,
                    "rows": [row for row in rows if row["axis"] == axis],
                }
                for axis, part in self._axis_parts().items()
            ],
        }

    def _axis_parts(self):
        """How much each axis counts in the total, as a fraction."""
        part = self.company_id.kam_weight_attractiveness
        return {"attractiveness": part, "strength": 1 - part}

    @api.model
    def _nothing_known(self, company):
        """Why an account has no score."""
        if not self.env["kam.criterion"].sudo()._get_live():
            return self.env._("There are no criteria yet, so nobody has a score.")
        if not self.env["kam.analysis"].sudo()._get_current(company):
            return self.env._(
                "Unknown: the customers of %(company)s have not been analysed yet, and "
                "nobody has judged this account.",
                company=company.name,
            )
        return self.env._(
            "Unknown: the account bought nothing from %(company)s in the period "
            "analysed, and nobody has judged it.",
            company=company.name,
        )

    def _explain_as_of(self):
        """Which sales the measured marks come from."""
        analysis = self.analysis_id
        if not analysis:
            return self.env._(
                "The customers of %(company)s have not been analysed yet.",
                company=self.company_id.name,
            )
        return self.env._(
            "Sales of %(company)s from %(date_from)s to %(date_to)s.",
            company=self.company_id.name,
            date_from=format_date(self.env, analysis.date_from),
            date_to=format_date(self.env, analysis.date_to),
        )
