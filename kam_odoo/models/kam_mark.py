from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL


class KamMark(models.Model):
    """One mark, 0 to 10: an assessor, an account, a judged criterion of the round."""

    _name = "kam.mark"
    _description = "Mark"
    _order = "id"

    assessment_id = fields.Many2one(
        "kam.assessment", required=True, index=True, ondelete="cascade"
    )
    selection_id = fields.Many2one(
        related="assessment_id.selection_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Account", required=True, index=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one(
        "kam.criterion", required=True, index=True, ondelete="cascade"
    )
    mark = fields.Float(required=True, digits=(4, 1), aggregator="avg")
    comment = fields.Char()

    _once = models.Constraint(
        "UNIQUE (assessment_id, partner_id, criterion_id)",
        "An assessor gives one mark per account and criterion.",
    )
    _scale = models.Constraint(
        "CHECK (mark BETWEEN 0 AND 10)", "A mark is between 0 and 10."
    )
    _selection_partner_idx = models.Index("(selection_id, partner_id)")

    @api.constrains("assessment_id", "partner_id", "criterion_id")
    def _check_asked(self):
        """Marks are for the candidates and the judged criteria of the round."""
        for selection, marks in self.sudo().grouped("selection_id").items():
            judged = selection.criterion_ids.filtered(lambda one: one.kind == "judged")
            if marks.criterion_id - judged:
                raise ValidationError(
                    self.env._("Marks are given for the judged criteria of the round.")
                )
            strangers = marks.partner_id - selection.line_ids.partner_id
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(names)s: not a candidate of the round.",
                        names=strangers.mapped("display_name"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env["kam.assessment"]._check_may_add(vals_list, "scoring")
        marks = super().create(vals_list)
        # Looked at afterwards as well: a default of the context is a value, too.
        marks.assessment_id._check_may_edit("scoring")
        return marks

    def write(self, vals):
        self.assessment_id._check_may_edit("scoring")
        if not self.env.su and not set(vals) <= {"mark", "comment"}:
            raise AccessError(self.env._("A mark stays where its assessor gave it."))
        return super().write(vals)

    def unlink(self):
        self.assessment_id._check_may_edit("scoring")
        return super().unlink()

    @api.model
    def _sql_judged(self, selections):
        """What the assessors together say of the candidates of rounds.

        Only what was handed in counts: the rest is nobody's word yet. The spread is
        the population standard deviation of the marks.

        :param selections: kam.selection records
        :return: SQL of a SELECT: partner_id, criterion_id (the rounds' own copies),
            mark (mean), judges (how many), spread
        """
        self.flush_model()
        self.env["kam.assessment"].flush_model(["date_done", "state"])
        return SQL(
            """
            SELECT mark.partner_id,
                   mark.criterion_id,
                   AVG(mark.mark)::float8 AS mark,
                   COUNT(*)::int AS judges,
                   STDDEV_POP(mark.mark)::float8 AS spread
              FROM kam_mark mark
              JOIN kam_assessment assessment
                ON assessment.id = mark.assessment_id
               AND assessment.state = 'done'
             WHERE mark.selection_id IN %(selections)s
          GROUP BY mark.partner_id, mark.criterion_id
            """,
            selections=tuple(selections.ids) or (0,),
        )
