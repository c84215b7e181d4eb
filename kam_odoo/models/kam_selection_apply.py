from collections import Counter

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL


class KamSelection(models.Model):
    """Applying the decisions of a round: all at once, through the one gate."""

    _inherit = "kam.selection"

    def action_apply(self):
        """Apply all decisions, close the round and plan the next one.

        Nothing is changed if one decision cannot be applied.

        :raises UserError: with every reason why not, and the figures
        """
        self.ensure_one()
        self._check_step("decision")
        problems = [
            self.env._(
                "%(account)s: %(problem)s",
                account=line.partner_id.display_name,
                problem=problem,
            )
            for line in self.line_ids
            if (problem := line._problem())
        ]
        if problems:
            raise UserError("\n".join(problems))
        decided = self.line_ids.filtered(lambda line: line.decision != "none")
        self.sudo()._end_former_queue()
        self.env["kam.decision"]._decide([line._decision_values() for line in decided])
        inner = self.sudo()
        inner._queue_waiting()
        inner._give_lower_tiers()
        self.message_post(
            body=self._decision_summary(), subtype_xmlid="mail.mt_comment"
        )
        inner.write(
            {
                "date_applied": fields.Datetime.now(),
                "next_id": self._plan_next().id,
                "state": "closed",
            }
        )
        return True

    def _end_former_queue(self):
        """The waiting list of this round takes the place of the one before."""
        self.env["kam.selection.line"].search(
            [
                ("waiting", "=", True),
                ("selection_id.company_id", "=", self.company_id.id),
            ]
        ).waiting = False

    def _queue_waiting(self):
        """Those who wait get their places in the queue: as given, else by rank."""
        waiting = self.line_ids.filtered(lambda line: line.decision == "wait").sorted(
            lambda line: (line.waiting_rank or len(self.line_ids), line.rank)
        )
        for position, line in enumerate(waiting, 1):
            line.write({"waiting": True, "waiting_rank": position})

    def _give_lower_tiers(self):
        """Every customer with sales and without a tier gets one that is not key (S6).

        The best whose least score is reached; a customer without a score, or below
        all, gets the last. One statement, no chatter: nobody has decided anything.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner partner
                   SET kam_tier_id = found.tier_id
                  FROM (
                SELECT DISTINCT ON (line.partner_id)
                       line.partner_id, tier.id AS tier_id
                  FROM kam_analysis_line line
             LEFT JOIN (SELECT partner_id, MAX(score) AS score
                          FROM kam_score
                         WHERE company_id IN %(companies)s
                      GROUP BY partner_id) score
                    ON score.partner_id = line.partner_id
                  JOIN kam_tier tier ON tier.active AND NOT COALESCE(tier.is_key, FALSE)
                 WHERE line.analysis_id = %(analysis)s
              ORDER BY line.partner_id,
                       score.score IS NOT NULL
                       AND score.score >= tier.minimum_score DESC,
                       CASE WHEN score.score >= tier.minimum_score
                            THEN tier.sequence ELSE -tier.sequence END,
                       tier.id
                       ) found
                 WHERE partner.id = found.partner_id
                   AND partner.kam_tier_id IS NULL
                   AND partner.kam_is_account
                   AND partner.kam_status IS DISTINCT FROM 'key'
                """,
                companies=tuple(self._get_companies().ids),
                analysis=self.analysis_id.id,
            )
        )
        self.env["res.partner"].invalidate_model()

    def _decision_summary(self):
        """What was decided, for the followers."""
        self.ensure_one()
        labels = dict(
            self.env["kam.selection.line"]
            ._fields["decision"]
            ._description_selection(self.env)
        )
        rows = []
        for decision, label in labels.items():
            lines = self.line_ids.filtered(
                lambda line, decision=decision: line.decision == decision
            )
            if lines and decision != "none":
                names = ", ".join(line._in_summary() for line in lines)
                rows.append(Markup("<li><b>%s</b>: %s</li>") % (label, names))
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("The decisions of this round have been applied."),
            Markup("").join(rows),
        )

    def _plan_next(self):
        """The next round, as a draft: same people and rules, after the usual months."""
        self.ensure_one()
        months = min(self._key_tiers().mapped("selection_months"), default=6)
        planned = fields.Date.context_today(self) + relativedelta(months=months)
        following = self.copy(
            {
                "name": self._name_for(planned),
                "date_planned": planned,
                # Whatever is current then, not today's.
                "analysis_id": False,
                "assessment_ids": [
                    Command.create(
                        {"user_id": one.user_id.id, "function": one.function}
                    )
                    for one in self.assessment_ids
                    if one.user_id.active
                ],
            }
        )
        following._schedule_for_responsible(
            "kam_odoo.mail_activity_type_round",
            planned,
            self.env._("Start the round"),
        )
        return following

    def _schedule_for_responsible(self, activity_type, date, summary, note=""):
        """Plan an activity for the person who is responsible for the round."""
        self.activity_schedule(
            activity_type,
            date_deadline=date,
            summary=summary,
            note=note,
            user_id=self.user_id.id,
        )

    def _decision_counts(self):
        """How many lines there are of each decision."""
        return Counter(self.line_ids.mapped("decision"))
