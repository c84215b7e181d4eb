from odoo import models
from odoo.tools import SQL

from ..tools import allocation

RESULT_COLUMNS = (
    "attractiveness",
    "strength",
    "score",
    "coverage",
    "spread",
    "disputed",
    "rank",
    "detail",
    "proposed_tier_id",
    "proposal",
    "tier_id",
    "manager_id",
    "sponsor_id",
    "reason",
    "waiting_rank",
)


class KamSelection(models.Model):
    """What the end of scoring works out: scores, spread, agreement, proposal.

    A fixed number of statements, however many candidates, assessors and criteria.
    """

    _inherit = "kam.selection"

    def _compute_result(self):
        """Score and rank the candidates, propose tiers, preset the decisions."""
        self.ensure_one()
        self.env.flush_all()
        self._refresh_standing()
        self._score_lines()
        self.agreement = allocation.agreement(self._nominated_lists())
        self._propose()
        self.env["kam.score"]._refresh(self._get_companies())

    def _clear_result(self):
        """Forget what was worked out, because the scoring goes on."""
        self.ensure_one()
        self.agreement = False
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE kam_selection_line SET %s, decision = 'none',"
                " nomination_count = 0,"
                " from_nomination = NOT (from_analysis OR from_future OR from_lead"
                " OR from_waiting OR incumbent) WHERE selection_id = %s",
                SQL(", ").join(
                    SQL("%s = NULL", SQL.identifier(column))
                    for column in RESULT_COLUMNS
                ),
                self.id,
            )
        )
        self.env["kam.selection.line"].invalidate_model()
        self.env["kam.score"]._refresh(self._get_companies())

    def _refresh_standing(self):
        """Who is key may have changed since the list was made; who nominated may be
        told now."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE kam_selection_line line
                   SET incumbent = (partner.kam_status = 'key'),
                       current_tier_id = partner.kam_tier_id,
                       nomination_count = COALESCE(named.count, 0),
                       from_nomination = named.count IS NOT NULL
                  FROM res_partner partner
             LEFT JOIN (SELECT partner_id, COUNT(*) AS count
                          FROM kam_nomination
                         WHERE selection_id = %(selection)s
                      GROUP BY partner_id) named
                    ON named.partner_id = partner.id
                 WHERE line.selection_id = %(selection)s
                   AND partner.id = line.partner_id
                """,
                selection=self.id,
            )
        )

    def _score_lines(self):
        """Scores, coverage, spread, rank and the marks behind them, for every line.

        The marks are kept on the line: the analysis may be pruned one day, and a
        finished round still explains itself.
        """
        criteria = self.criterion_ids
        company = self.company_id or self.env.company
        judged = self.env["kam.mark"]._sql_judged(self)
        marks = criteria._sql_marks(self.analysis_id, judged, company)
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE kam_selection_marks ON COMMIT DROP AS "
                "SELECT marks.* FROM (%s) marks JOIN kam_selection_line line "
                "ON line.partner_id = marks.partner_id AND line.selection_id = %s",
                marks,
                self.id,
            )
        )
        scores = self.env["kam.score"]._sql_scores(
            SQL("SELECT * FROM kam_selection_marks"), self.weight_attractiveness
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE kam_selection_line line
                   SET attractiveness = result.attractiveness,
                       strength = result.strength,
                       score = result.score,
                       coverage = COALESCE(result.coverage, 0),
                       spread = ROUND(result.spread, 1),
                       disputed = COALESCE(result.spread > %(disagreement)s, FALSE),
                       detail = result.detail,
                       rank = result.rank
                  FROM (
                SELECT candidate.id, score.attractiveness, score.strength,
                       score.score, score.coverage, marks.spread, marks.detail,
                       ROW_NUMBER() OVER (
                           ORDER BY score.score DESC NULLS LAST,
                                    score.coverage DESC NULLS LAST, candidate.id
                       ) AS rank
                  FROM kam_selection_line candidate
             LEFT JOIN (%(scores)s) score ON score.partner_id = candidate.partner_id
             LEFT JOIN (
                SELECT partner_id,
                       MAX(spread) FILTER (WHERE judges > 1)::numeric AS spread,
                       JSONB_AGG(
                           JSONB_BUILD_OBJECT(
                               'criterion_id', criterion_id, 'value', value,
                               'mark', ROUND(mark::numeric, 2), 'judges', judges,
                               'spread', ROUND(spread::numeric, 2)
                           ) ORDER BY criterion_id
                       ) AS detail
                  FROM kam_selection_marks
              GROUP BY partner_id
                       ) marks ON marks.partner_id = candidate.partner_id
                 WHERE candidate.selection_id = %(selection)s
                       ) result
                 WHERE line.id = result.id
                """,
                scores=scores,
                selection=self.id,
                disagreement=self.disagreement,
            )
        )
        self.env.cr.execute("DROP TABLE kam_selection_marks")
        self.env["kam.selection.line"].invalidate_model()

    def _nominated_lists(self):
        """What each assessor has named, for the agreement of the lists."""
        groups = self.env["kam.nomination"]._read_group(
            [("selection_id", "=", self.id)],
            ["assessment_id"],
            ["partner_id:array_agg"],
        )
        return [partner_ids for _assessment, partner_ids in groups]

    def _key_tiers(self):
        """Tiers for key accounts, best first."""
        return self.env["kam.tier"].search([("is_key", "=", True)])

    def _propose(self):
        """Propose a tier for each candidate and preset the decision accordingly."""
        lines = self.line_ids.sorted("rank")
        tiers = self._key_tiers()
        managers = self._candidate_managers(lines.partner_id)
        found = allocation.propose(
            self._allocation_tiers(tiers, lines.partner_id),
            self._allocation_candidates(tiers, lines),
            self.hysteresis,
        )
        self._write_lines(
            {
                line: {
                    **self._preset(line, found[line.id], tiers),
                    "manager_id": self._manager_of(line.partner_id, managers).id,
                }
                for line in lines
            }
        )

    def _allocation_tiers(self, tiers, partners):
        """The tiers with the places that are free when the candidates hold none."""
        managers = partners.kam_manager_id | self._candidate_managers(partners)
        places = tiers._free_places(partners)
        by_manager = tiers._free_manager_places(managers, partners)
        return [
            allocation.Tier(
                tier.id,
                tier.minimum_score,
                places[tier.id],
                tier.manager_capacity or None,
                {manager.id: by_manager[tier.id, manager.id] for manager in managers},
            )
            for tier in tiers
        ]

    def _candidate_managers(self, partners):
        """Salespeople of the candidates who manage key accounts."""
        group = self.env.ref("kam_odoo.group_kam_user")
        return partners.user_id & group.all_user_ids

    def _manager_of(self, partner, managers):
        """Who would look after it: its manager, else its salesperson if one can."""
        return partner.kam_manager_id or partner.user_id & managers

    def _allocation_candidates(self, tiers, lines):
        """The candidates as the core wants them, each with its probable manager."""
        managers = self._candidate_managers(lines.partner_id)
        return [
            allocation.Candidate(
                line.id,
                None if line.score is False else line.score,
                line.current_tier_id.id
                if line.incumbent and line.current_tier_id in tiers
                else None,
                self._manager_of(line.partner_id, managers).id or None,
                line.coverage or 0,
            )
            for line in lines
        ]

    def _preset(self, line, proposal, tiers):
        """The columns of a line that follow from what is proposed for it."""
        proposed = tiers.browse(proposal.tier)
        decision = self._preset_decision(line, proposal, tiers)
        rival = line.browse(proposal.rivals[:1])
        return {
            "proposed_tier_id": proposal.tier,
            "proposal": {
                "why": proposal.why,
                "lead": self.hysteresis,
                "rival": rival.partner_id.name,
                "rival_score": rival.score,
            },
            "decision": decision,
            "tier_id": self._preset_tier(line, decision, proposed).id,
            "sponsor_id": line.partner_id.kam_sponsor_id.id,
            "waiting_rank": proposal.waiting if decision == "wait" else None,
        }

    def _preset_decision(self, line, proposal, tiers):
        """The decision that carries out a proposal."""
        if not line.incumbent:
            if proposal.tier:
                return "admit"
            return "wait" if proposal.waiting else "none"
        if not proposal.tier:
            return "retire"
        order = tiers.ids
        if line.current_tier_id.id not in order:
            return "promote"
        step = order.index(proposal.tier) - order.index(line.current_tier_id.id)
        return "promote" if step < 0 else "demote" if step else "keep"

    def _preset_tier(self, line, decision, proposed):
        """The tier that goes with a decision; who retires falls into a lower one."""
        if decision in ("admit", "keep", "promote", "demote"):
            return proposed
        if decision == "retire":
            return self._lower_tier(line.score)
        return line.current_tier_id

    def _lower_tier(self, score):
        """The best tier not for key accounts that a score suffices for (S6)."""
        tiers = self.env["kam.tier"].search([("is_key", "=", False)])
        fitting = tiers.filtered(
            lambda tier: score is not False and tier.minimum_score <= score
        )
        return fitting[:1] or tiers[-1:]

    def _write_lines(self, values_by_line):
        """Write different values to many lines with one statement."""
        if not values_by_line:
            return
        columns = list(next(iter(values_by_line.values())))
        line_fields = self.env["kam.selection.line"]._fields
        rows = [
            SQL(
                "(%s, %s)",
                line.id,
                SQL(", ").join(
                    SQL(
                        "%s::%s",
                        line_fields[column].convert_to_column_insert(value, line),
                        SQL(line_fields[column].column_type[1]),
                    )
                    for column, value in values.items()
                ),
            )
            for line, values in values_by_line.items()
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE kam_selection_line line SET %s FROM (VALUES %s)"
                " AS given (id, %s) WHERE line.id = given.id",
                SQL(", ").join(
                    SQL("%s = given.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in columns
                ),
                SQL(", ").join(rows),
                SQL(", ").join(map(SQL.identifier, columns)),
            )
        )
        self.env["kam.selection.line"].invalidate_model()
