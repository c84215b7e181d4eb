from math import isfinite

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

COMMENT_LENGTH = 500
KEYS = {"partner_id", "criterion_id", "mark", "comment"}


class KamAssessment(models.Model):
    """The assessor's screen: what it shows and how it saves.

    The candidates are shown by name, never by rank or score, and without amounts: an
    assessor needs no sales rights, and he shall think for himself.
    """

    _inherit = "kam.assessment"

    def get_grid(self):
        """Everything the screen shows of this assessment.

        :return: dict: readonly, note (why so, or empty), can_hand_in, criteria
            (judged ones with their described scale), candidates (name, badge, facts),
            marks that the user may see
        """
        self.ensure_one()
        self.check_access("read")
        selection = self.sudo().selection_id
        criteria = self._grid_criteria()
        candidates = self._grid_partners(selection.line_ids.partner_id)
        may_mark = self.can_edit and selection.state == "scoring"
        return {
            "readonly": not may_mark,
            "note": self._grid_note(criteria, candidates),
            "can_hand_in": may_mark,
            "criteria": [
                {
                    "id": criterion.id,
                    "name": criterion.name,
                    "axis": criterion.axis,
                    "axis_label": label,
                    "description": criterion.description or "",
                    "scale": [
                        {"mark": band.mark, "description": band.description}
                        for band in criterion.band_ids.sorted("mark")
                        if band.description
                    ],
                }
                for criterion, label in criteria
            ],
            "candidates": candidates,
            "marks": self._grid_marks(),
        }

    def _grid_criteria(self):
        """Judged criteria of the round, in order, with the words for their axis."""
        criteria = self.sudo().selection_id.criterion_ids
        axes = dict(criteria._fields["axis"]._description_selection(self.env))
        return [
            (criterion, axes[criterion.axis])
            for criterion in criteria
            if criterion.kind == "judged"
        ]

    def _grid_partners(self, partners):
        """Accounts by name, with what an assessor may know of each."""
        analysis = self.sudo().selection_id.analysis_id
        analysed = {
            line["partner_id"]: line
            for line in self.env["kam.analysis.line"]
            .sudo()
            .search_read(
                [
                    ("analysis_id", "=", analysis.id),
                    ("partner_id", "in", partners.ids),
                ],
                ["partner_id", "abc_xyz", "years"],
                load=None,
            )
        }
        status = dict(partners._fields["kam_status"]._description_selection(self.env))
        candidates = []
        for partner in partners:
            tier = partner.kam_tier_id
            known = partner.kam_status if partner.kam_status != "none" else False
            candidates.append(
                {
                    "id": partner.id,
                    "name": partner.display_name,
                    "badge": tier.name or status.get(known, ""),
                    "color": tier.color,
                    "facts": self._grid_facts(partner, analysed.get(partner.id)),
                }
            )
        return sorted(candidates, key=lambda one: (one["name"].casefold(), one["id"]))

    def _grid_facts(self, partner, line):
        """A few words on a candidate: class, years with us, manager. No amounts."""
        facts = []
        if line and line["abc_xyz"]:
            facts.append(line["abc_xyz"])
        if line and line["years"]:
            years = int(line["years"])
            facts.append(
                self.env._("%(years)s years", years=years)
                if years > 1
                else self.env._("1 year")
                if years
                else self.env._("new")
            )
        if partner.kam_manager_id:
            facts.append(partner.kam_manager_id.name)
        return facts

    def _grid_marks(self):
        """The marks of this assessment, as far as the record rules let the user see."""
        marks = self.env["kam.mark"].search_fetch(
            [("assessment_id", "=", self.id)],
            ["partner_id", "criterion_id", "mark", "comment"],
        )
        return [
            {
                "partner_id": mark.partner_id.id,
                "criterion_id": mark.criterion_id.id,
                "mark": mark.mark,
                "comment": mark.comment or "",
            }
            for mark in marks
        ]

    def _grid_note(self, criteria, candidates):
        """Why nothing can be marked here, in the user's words; empty if it can."""
        state = self.sudo().selection_id.state
        if state in ("draft", "nomination"):
            return self.env._(
                "Scoring has not begun: the candidates are listed here when it does."
            )
        if not criteria:
            return self.env._("No criterion of this round is judged by people.")
        if not candidates:
            return self.env._("This round has no candidates.")
        if not self.is_mine:
            return self.env._(
                "These are the marks of %(user)s.", user=self.user_id.name
            )
        if state != "scoring":
            return self.env._(
                "The round has left scoring: your marks are kept as they are."
            )
        if self.state == "done":
            return self.env._(
                "Thank you! You handed in these marks on %(date)s. While the round is "
                "scoring you can take them back and change them.",
                date=format_datetime(self.env, self.date_done, dt_format="short"),
            )
        return ""

    # saving

    def save_marks(self, values):
        """Save marks of the screen, all or none.

        :param list values: dicts with partner_id, criterion_id, mark (0 to 10, or None
            for "I cannot judge", which also drops the comment) and, if it changes,
            comment
        :return: dict: marked, total
        :raises AccessError: somebody else's assessment
        :raises UserError: not scoring, handed in, or a value that cannot be; nothing
            is saved then
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_edit("scoring")
        wanted = self._check_values(values)
        self._save_one_after_the_other()
        Mark = self.env["kam.mark"]
        existing = {
            (mark.partner_id.id, mark.criterion_id.id): mark
            for mark in Mark.search_fetch(
                [
                    ("assessment_id", "=", self.id),
                    ("partner_id", "in", [partner for partner, _c in wanted]),
                ],
                ["partner_id", "criterion_id", "mark", "comment"],
            )
        }
        cleared, created, changed = Mark.browse(), [], {}
        for key, new in wanted.items():
            mark = existing.get(key)
            if new["mark"] is None:
                cleared += mark or Mark.browse()
            elif not mark:
                created.append(
                    {
                        "assessment_id": self.id,
                        "partner_id": key[0],
                        "criterion_id": key[1],
                        **new,
                    }
                )
            else:
                # one write for all that become alike
                ids = changed.setdefault(tuple(sorted(new.items())), [])
                ids.append(mark.id)
        cleared.unlink()
        Mark.create(created)
        for new, ids in changed.items():
            Mark.browse(ids).write(dict(new))
        return self._get_progress()

    def _check_values(self, values):
        """The values by (partner, criterion), checked; the last of a cell counts."""
        selection = self.sudo().selection_id
        partners = set(selection.line_ids.partner_id.ids)
        criteria = {criterion.id for criterion, _label in self._grid_criteria()}
        if not isinstance(values, list) or not all(
            isinstance(value, dict) and set(value) <= KEYS for value in values
        ):
            raise UserError(self.env._("These are no marks: nothing was saved."))
        wanted = {}
        for value in values:
            partner, criterion = value.get("partner_id"), value.get("criterion_id")
            # False and True would pass for 0 and 1
            if type(partner) is not int or partner not in partners:
                raise UserError(
                    self.env._(
                        "A customer you marked is not a candidate of “%(name)s” any "
                        "more.",
                        name=selection.name,
                    )
                )
            if type(criterion) is not int or criterion not in criteria:
                raise UserError(
                    self.env._(
                        "Marks are given for the judged criteria of “%(name)s” only.",
                        name=selection.name,
                    )
                )
            new = {"mark": self._check_mark(value.get("mark"))}
            if new["mark"] is not None and "comment" in value:
                new["comment"] = self._check_comment(value["comment"])
            wanted[partner, criterion] = new
        return wanted

    def _check_mark(self, mark):
        """A mark as it is kept, None for "I cannot judge"."""
        if mark is None or mark is False:
            return None
        if type(mark) not in (int, float) or not isfinite(mark) or not 0 <= mark <= 10:
            raise UserError(
                self.env._(
                    "A mark is a number from 0 to 10, not “%(mark)s”.", mark=mark
                )
            )
        return round(float(mark), 1)

    def _check_comment(self, comment):
        """A comment as it is kept, False if there is none."""
        comment = comment or ""
        if not isinstance(comment, str):
            raise UserError(self.env._("A comment is a text."))
        if len(comment) > COMMENT_LENGTH:
            raise UserError(
                self.env._(
                    "A comment has at most %(length)s characters.",
                    length=COMMENT_LENGTH,
                )
            )
        return comment.strip() or False

    def _save_one_after_the_other(self):
        """Two windows of one assessor save one after the other, also a hand-in.

        The row of the assessment changes with each save, so the database refuses the
        later of two at once; Odoo repeats it then, with the marks of the first in
        sight.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE kam_assessment SET write_date = now() AT TIME ZONE 'UTC' "
                "WHERE id = %s",
                self.id,
            )
        )

    def _get_progress(self):
        """How many marks are given, and how many cells there are."""
        selection = self.sudo().selection_id
        return {
            "marked": self.env["kam.mark"].search_count(
                [("assessment_id", "=", self.id)]
            ),
            "total": len(selection.line_ids) * len(self._grid_criteria()),
        }

    # handing in

    def action_ask_hand_in(self):
        """Say what is still empty, and hand in if the assessor says yes."""
        self.ensure_one()
        state = self.sudo().selection_id.state
        self._check_may_edit(state)
        return {
            "type": "ir.actions.client",
            "tag": "kam_assessment_hand_in",
            "params": {
                "assessment_id": self.id,
                "body": self._hand_in_question(state),
            },
        }

    def _hand_in_question(self, state):
        after = self.env._(
            "After that you can only read it, and take it back while this step runs."
        )
        if state == "nomination":
            count = len(self.nomination_ids)
            if count:
                said = self.env._("You nominated customers: %(count)s.", count=count)
            else:
                said = self.env._("You nominated nobody.")
        else:
            progress = self._get_progress()
            empty = progress["total"] - progress["marked"]
            if empty:
                said = self.env._(
                    "%(empty)s of %(total)s cells are empty. They count as “I cannot "
                    "judge”, not as zero.",
                    empty=empty,
                    total=progress["total"],
                )
            else:
                said = self.env._("All %(total)s marks are given.", **progress)
        return f"{said}\n\n{after}"
